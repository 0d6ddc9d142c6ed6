# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

#: What somebody sees and puts right on the spot needs no origin
KINDS_WITHOUT_ORIGIN = ("correction",)
#: When there is something to tell
TELLING_STATES = ("check", "act", "done", "cancelled")
OVER_STATES = ("done", "cancelled")


class EngagementActionOrigin(models.Model):
    """What an action comes from, and that whoever spoke hears what became of it.

    A need, an event, a complaint, a figure: something asked for the action. Where no
    record tells, somebody says why in words. An action cannot begin without.
    """

    _inherit = "engagement.action"

    origin_reason = fields.Char(
        string="Why, in words",
        help="What the action comes from, where no document here tells.",
    )
    told_on = fields.Date(
        string="Told who spoke",
        readonly=True,
        copy=False,
        tracking=True,
        help="When those whose words led to the action heard what became of it.",
    )
    speaker_ids = fields.Many2many(
        comodel_name="res.partner",
        string="Who spoke",
        compute="_compute_speaker_ids",
        exportable=False,
        help="The contacts whose words led to the action.",
    )
    to_tell = fields.Selection(
        selection=[("here", "By a message"), ("origin", "Where they spoke")],
        string="To be told what became of it",
        compute="_compute_speaker_ids",
    )

    @api.depends("origin_model", "origin_res_id", "state", "told_on")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_speaker_ids(self):
        origins = self._get_origins()
        for action in self:
            origin = origins.get(action.id)
            action.speaker_ids = action._get_speakers(origin) if origin else False
            if action.state not in OVER_STATES or action.told_on or not origin:
                action.to_tell = False
            elif action.speaker_ids:
                action.to_tell = "here"
            else:
                action.to_tell = action._is_told_at(origin) and "origin"

    def action_start(self):
        """Begin to work on actions that say what they come from."""
        self._check_state("plan")
        self._check_origin_named()
        return super().action_start()

    def action_tell_back(self):
        """Write to those who spoke what became of it."""
        self.ensure_one()
        self._check_state(*TELLING_STATES)
        if not self.speaker_ids:
            raise UserError(
                self.env._(
                    "Nobody is known who spoke. Open the origin of “%(name)s”: a "
                    "complaint or feedback is answered there.",
                    name=self.display_name,
                )
            )
        recipients = self.speaker_ids._get_engage_recipients("answer")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tell what became of it"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_partner_ids": recipients.ids,
                "default_subject": self.env._("What became of it"),
                "default_body": self._render_telling(),
                "engagement_told": True,
            },
        }

    def message_post(self, **kwargs):
        """Note the day on which those who spoke were told."""
        written_to = set(kwargs.get("partner_ids") or ())
        if self.env.context.get("engagement_told") and self.speaker_ids:
            answers = self.speaker_ids._may_engage("answer").values()
            told = {answer.recipient.id for answer in answers}
            if written_to & (told | set(self.speaker_ids.ids)):
                self._step().write({"told_on": fields.Date.context_today(self)})
        return super().message_post(**kwargs)

    def _get_speakers(self, origin):
        """Return the contacts whose words an origin holds.

        :param origin: a record of any model
        """
        self.ensure_one()
        nobody = self.env["res.partner"]
        if self.confidentiality != "normal":
            return nobody
        if origin._name == "engagement.need":
            return origin.party_id.partner_id
        if origin._name == "engagement.event":
            heard = origin.participation_ids.filtered("participated")
            return heard.partner_id or origin.party_id.partner_id
        return nobody

    def _is_told_at(self, origin):
        """Return whether somebody waits to be told at the origin itself."""
        return False

    @api.model
    def _get_origin_defaults(self, origin):
        """Return what a new action takes over to come from a record."""
        pickable = origin._name in dict(self._selection_origin_record())
        return {
            "default_origin_model": origin._name,
            "default_origin_res_id": origin.id,
            # what the form shows, and sends
            "default_origin_record": pickable and f"{origin._name},{origin.id}",
        }

    def _render_telling(self):
        """Return the first words of what is written to those who spoke."""
        self.ensure_one()
        return self.env["ir.qweb"]._render(
            "engagement_qms.action_telling",
            {"action": self},
            lang=self.speaker_ids[:1].lang or self.env.lang,
            minimal_qcontext=True,
        )

    def _check_origin_named(self):
        for action in self:
            named = action.origin_ref or (action.origin_reason or "").strip()
            if not named and action.kind not in KINDS_WITHOUT_ORIGIN:
                raise UserError(
                    self.env._(
                        "Say what “%(name)s” comes from: choose a document in “Because "
                        "of”, or say it in “Why, in words”.",
                        name=action.display_name,
                    )
                )
