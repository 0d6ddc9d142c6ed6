# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2 import IntegrityError

from odoo import models
from odoo.exceptions import LockError, UserError
from odoo.fields import Domain

#: So many parties are created between two steps of the progress bar
CHUNK = 200


class EngagementDiscoveryCreate(models.TransientModel):
    """Creates what is ticked, chunk by chunk, each in a transaction of its own.

    A chunk is one batched create. When that is refused, its lines are tried one by
    one: the bad line keeps its tick and says why, the others are created. Stopping in
    the middle loses nothing; going on starts with the next line.
    """

    _inherit = "engagement.discovery"

    def create_next(self, retry=False):
        """Create the parties of the next chunk.

        :param bool retry: whether lines that failed are tried again; true for the
            first chunk of a run, so that mended lines get their chance
        :return: the overview, see ``get_overview``
        :raise UserError: when another window is creating right now
        """
        self.ensure_one()
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._(
                    "These parties are being created already, in another window. Wait "
                    "for it to finish."
                )
            ) from error
        mine = Domain("discovery_id", "=", self.id)
        lines = self.env["engagement.discovery.line"]
        if retry:
            lines.search(mine & Domain("state", "=", "failed")).state = "open"
        ticked = mine & Domain("selected", "=", True) & Domain("state", "=", "open")
        self.state = "creating"
        lines.search(ticked, limit=CHUNK)._create_parties()
        if not lines.search_count(ticked, limit=1):
            self.state = "done"
        return self.get_overview()

    def action_open_created(self):
        """Open the register with what was created here."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_party_action"
        )
        parties = self.line_ids.party_id
        title = self.env._("New parties")
        return action | {
            "name": title,
            "display_name": title,
            "domain": [("id", "in", parties.ids)],
            "context": {},
        }


class EngagementDiscoveryLineCreate(models.TransientModel):
    """How lines become parties."""

    _inherit = "engagement.discovery.line"

    def _create_parties(self):
        """Create the parties of all lines at once, or one by one when that fails."""
        try:
            self._create_at_once()
        except (IntegrityError, UserError):
            for line in self:
                line._create_alone()

    def _create_at_once(self):
        if not self:
            return
        with self.env.cr.savepoint():
            parties = self.env["engagement.party"].create(
                [line._get_party_values() for line in self]
            )
            for line, party in zip(self, parties, strict=True):
                line.party_id = party
            self.write({"state": "done", "error": False})

    def _create_alone(self):
        try:
            self._create_at_once()
        except IntegrityError as error:
            message = self.env["engagement.party"]._sql_error_to_message(error)
            self.write({"state": "failed", "error": message})
        except UserError as error:
            self.write({"state": "failed", "error": str(error)})

    def _get_party_values(self):
        """Return the values of the party that the line proposes."""
        self.ensure_one()
        if not self.category_id:
            raise UserError(
                self.env._("Choose a category for %(party)s.", party=self.name)
            )
        values = {
            "kind": self.kind,
            "category_id": self.category_id.id,
            "company_id": self.company_id.id,
            "influence": self.influence,
            "impact_on_us": self.impact_on_us,
            "relevant": self.relevant,
            "relevance_reason": self.relevance_reason
            or (self.relevant and self._get_reason(amounts=False)),
        }
        if self.kind == "contact":
            return values | {"partner_id": self.partner_id.id}
        return values | {
            "name": self.name,
            "member_domain": self.member_domain,
            "discovery_key": self.discovery_key,
        }
