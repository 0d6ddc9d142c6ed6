# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import secrets

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import consteq

from ..mixins.partner_page_mixin import MAX_ID
from . import follow_code

#: So many codes may be tried from one network address within an hour
TRIES_PER_HOUR = 10
#: Where the key of the codes is kept: not the secret of the database, which changes
#: when a backup is restored as a copy, and would shut out who has no name
KEY = "engagement_qms.follow_key"


class EngagementComplaintFollow(models.Model):
    """Who may come back to a complaint from outside: by login, by letter, by code.

    Nobody from outside has any right on our models, so that no client reaches them.
    Here is the only door: it finds the complaint of whoever stands there, and gives it
    with all rights. Everything else answers as if there were none.
    """

    _inherit = "engagement.complaint"

    follow_hash = fields.Char(
        readonly=True,
        copy=False,
        groups="base.group_system",
        export_string_translation=False,
    )

    _follow_once = models.UniqueIndex("(follow_hash) WHERE follow_hash IS NOT NULL")

    @api.model
    def _get_for_complainant(self, complaint_id=0, token=None, code=None, mark=None):
        """Return the complaint of whoever stands at the door, with all rights, or none.

        :param int complaint_id: which one, but for a code
        :param str token: from a letter
        :param str code: as somebody typed it
        :param str mark: what `_get_mark` gave when the code was typed
        """
        # sudo: what was sent in a letter, the code or the ownership is the permission;
        # nothing is given away before it was compared
        complaints = self.sudo()
        if code is not None:
            digest = self._digest_code(code)
            found = digest and complaints.search([("follow_hash", "=", digest)])
            return (found or complaints.browse())._as_nobody()
        in_range = 0 < complaint_id <= MAX_ID
        found = complaints.browse(complaint_id if in_range else 0).exists()
        if mark is not None:
            return (found if _same(found.follow_hash, mark) else found[:0])._as_nobody()
        if token is not None:
            valid = _same(found.access_token, token)
            return (found if valid else found[:0])._as_nobody()
        user = self.env.user
        own = not user._is_public() and found.partner_id == user.partner_id
        return found if own else found[:0]

    @api.model
    def _search_own(self, words="", order="", limit=None, offset=0):
        """Return complaints of whoever is signed in.

        :param str words: part of a number or a title
        :param str order: SQL order
        """
        # sudo: one's own are one's own
        return self.sudo().search_fetch(
            self._get_own_domain(words),
            [
                "number",
                "name",
                "state",
                "reply",
                "received_at",
                "confidentiality",
                "company_id",
            ],
            order=order or None,
            limit=limit,
            offset=offset,
        )

    @api.model
    def _count_own(self, words=""):
        """Return how many complaints of whoever is signed in there are."""
        # sudo: one's own are one's own
        return self.sudo().search_count(self._get_own_domain(words))

    @api.model
    def _get_own_domain(self, words=""):
        user = self.env.user
        if user._is_public():
            return Domain.FALSE
        mine = Domain("partner_id", "=", user.partner_id.id)
        if words:
            open_title = Domain("confidentiality", "!=", "secret") & Domain(
                "name", "ilike", words
            )
            mine &= Domain("number", "ilike", words) | open_title
        return mine

    def _get_mark(self):
        """Return what a session remembers of a code."""
        self.ensure_one()
        return self.follow_hash or ""

    @api.model
    def _digest_code(self, code):
        return follow_code.digest(code, self._get_follow_key())

    @api.model
    def _get_follow_key(self):
        """Return the key of the codes; it is made when the first one is."""
        # sudo: nobody else reads the key
        parameters = self.env["ir.config_parameter"].sudo()
        key = parameters.get_param(KEY)
        if not key:
            key = secrets.token_hex(32)
            parameters.set_param(KEY, key)
        return key

    @api.model
    def _get_thread_with_access(
        self, thread_id, *, hash=None, pid=None, token=None, **kwargs
    ):
        """Open the chatter to who has rights on the record, and to no letter.

        Odoo would show what is written there to whoever has the token of a letter, and
        let them write past all that is checked here.
        """
        return super()._get_thread_with_access(thread_id, **kwargs)


def _same(kept, given):
    """Compare two secrets in constant time; what is missing is never the same."""
    if not kept or not isinstance(given, str):
        return False
    return consteq(kept.encode(), given.encode("utf-8", "replace"))
