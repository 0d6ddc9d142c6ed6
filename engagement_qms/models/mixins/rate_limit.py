# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib
import hmac
import ipaddress
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

#: Counts are deleted when they are so old; none is read after its hour
KEEP = timedelta(days=1)
BATCH = 10_000


class EngagementRateLimit(models.Model):
    """How often somebody from outside knocked at a public door within an hour.

    The address is kept only as a salted hash, and not for longer than a day. A knock
    is counted on a cursor of its own: it counts also when what it asked for is refused
    and rolled back, and two at the same moment cannot miss each other.
    """

    _name = "engagement.rate.limit"
    _description = "Count of Public Requests"
    _order = "hour desc, id desc"

    key = fields.Char(required=True, readonly=True)
    hour = fields.Datetime(required=True, readonly=True, index=True)
    knocks = fields.Integer(required=True, readonly=True, aggregator="sum")

    _once = models.UniqueIndex("(key, hour)")

    @api.model
    def _knock(self, door, address):
        """Count a request, and return how many there were in this hour.

        :param str door: what was asked for
        :param str address: from which network address
        """
        hour = fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
        with self.env.registry.cursor() as cr:
            cr.execute(
                SQL(
                    "INSERT INTO %(table)s (key, hour, knocks)"
                    " VALUES (%(key)s, %(hour)s, 1)"
                    " ON CONFLICT (key, hour)"
                    " DO UPDATE SET knocks = %(table)s.knocks + 1"
                    " RETURNING knocks",
                    table=SQL.identifier(self._table),
                    key=self._get_key(door, address),
                    hour=hour,
                )
            )
            [(knocks,)] = cr.fetchall()
        return knocks

    @api.model
    def _get_key(self, door, address):
        """Return the hash under which a door counts an address.

        Of an IPv6 address only the network counts: a home has billions of addresses.
        """
        try:
            network = ipaddress.ip_address(address)
        except ValueError:  # what a proxy says may have a port, or be no address
            network = ipaddress.IPv4Address(0)
        # an IPv4 address that a socket for both kinds wrote in the newer way
        network = getattr(network, "ipv4_mapped", None) or network
        if network.version == 6:
            network = ipaddress.ip_network((address, 64), strict=False)
        # sudo: the salt is the secret of the database, which nobody else may read
        salt = self.env["ir.config_parameter"].sudo().get_param("database.secret")
        return hmac.new(
            salt.encode(), f"{door} {network}".encode(), hashlib.sha256
        ).hexdigest()

    @api.autovacuum
    def _gc_knocks(self):
        old = self.search([("hour", "<", fields.Datetime.now() - KEEP)], limit=BATCH)
        old.unlink()
        return len(old), len(old) == BATCH
