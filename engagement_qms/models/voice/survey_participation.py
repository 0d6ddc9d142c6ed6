# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, time

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from . import follow_code
from .survey_user_input import QUIET


class EngagementParticipation(models.Model):
    """An invitation to a round: a link that is valid once, of which a hash is kept.

    It says that somebody answered, never what. In an anonymous round nothing leads
    from here to the answer, also not the time: the row never says when it changed.
    """

    _inherit = "engagement.participation"

    round_id = fields.Many2one(
        comodel_name="engagement.survey.round",
        ondelete="cascade",
        index="btree_not_null",
        check_company=True,
    )
    category_id = fields.Many2one(
        comodel_name="engagement.party.category",
        string="Group",
        ondelete="restrict",
        index="btree_not_null",
    )
    invited_by = fields.Selection(
        selection=[("email", "E-mail"), ("person", "To ask in person")], string="Way"
    )
    recipient_id = fields.Many2one(
        comodel_name="res.partner",
        string="Asked through",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="Gets the invitation in place of the contact, as a guardian does.",
    )
    mailed_on = fields.Date(string="Invited on", readonly=True, copy=False)
    reminded_on = fields.Date(readonly=True, copy=False)
    told_on = fields.Date(string="Reported back on", readonly=True, copy=False)
    # One for the invitation, one for the reminder: both links work until one was used
    invitation_hash = fields.Char(
        groups="base.group_system",
        copy=False,
        exportable=False,
        export_string_translation=False,
    )
    reminder_hash = fields.Char(
        groups="base.group_system",
        copy=False,
        exportable=False,
        export_string_translation=False,
    )

    _once_per_round = models.UniqueIndex(
        "(round_id, partner_id) WHERE round_id IS NOT NULL",
        "This contact is invited to the round already.",
    )
    _invitation_idx = models.UniqueIndex(
        "(invitation_hash) WHERE invitation_hash IS NOT NULL"
    )
    _reminder_idx = models.UniqueIndex(
        "(reminder_hash) WHERE reminder_hash IS NOT NULL"
    )

    def write(self, vals):
        """Keep what a round wrote: who was invited, and who answered."""
        kept = {"round_id", "partner_id", "participated", "invited", "category_id"}
        if kept & vals.keys() and not self.env.su and self.round_id:
            raise UserError(
                self.env._(
                    "Who was invited to a round, and who answered, is written by the "
                    "round itself."
                )
            )
        return super().write(vals)

    def action_hand_over(self):
        """Make a link to hand over, for who is asked in person."""
        self.ensure_one()
        self.round_id.check_access("write")
        self.round_id._check_state(("open",))
        if self.participated:
            raise UserError(self.env._("This invitation was used already."))
        if self.invited_by != "person":
            raise UserError(
                self.env._(
                    "%(name)s has the link by e-mail.", name=self.partner_id.name
                )
            )
        answer = self._ask_engage("survey")[self.id]
        if not answer.allowed:
            raise UserError(answer.reason)
        # sudo: nobody reads or writes the hash but this
        [link] = self.sudo()._make_links("invitation_hash").values()
        return {
            "type": "ir.actions.act_url",
            "url": f"{link}?print=1",
            "target": "new",
        }

    @api.model
    def _prepare_way(self, partner, answer):
        """Return the values that say how and through whom a contact is asked.

        :param answer: as of ``_may_engage``
        """
        through = answer.recipient if answer.recipient != partner else partner.browse()
        return {
            "invited_by": "email" if answer.form == "mail" else "person",
            "recipient_id": through.id,
        }

    def _get_reader(self):
        """Return who gets the mails of the invitation."""
        return self.recipient_id or self.partner_id

    def _make_links(self, name):
        """Give each invitation a new link, and return {id: link}.

        :param str name: which hash is kept
        """
        codes = {line.id: follow_code.make() for line in self}
        key = self._get_invitation_key()
        rows = [(line_id, follow_code.digest(codes[line_id], key)) for line_id in codes]
        self.flush_recordset([name])
        if rows:
            # one statement for all, which also tells nobody when
            self.env.cr.execute(
                SQL(
                    "UPDATE engagement_participation AS line SET %s = made.hash"
                    " FROM (VALUES %s) AS made (id, hash) WHERE made.id = line.id",
                    SQL.identifier(name),
                    SQL(", ").join(SQL("%s", row) for row in rows),
                )
            )
        self.invalidate_recordset([name])
        bases = {company: company.get_base_url() for company in self.company_id}
        return {
            line.id: f"{bases[line.company_id]}/engagement/survey/{codes[line.id]}"
            for line in self
        }

    @api.model
    def _get_invited(self, code):
        """Return the invitation of a link, with all rights, or none."""
        # sudo: the code is the permission; nothing is given away before it was found
        lines = self.sudo()
        digest = follow_code.digest(code, self._get_invitation_key())
        if not digest:
            return lines.browse()
        return lines.search(
            ["|", ("invitation_hash", "=", digest), ("reminder_hash", "=", digest)],
            limit=1,
        )

    @api.model
    def _get_invitation_key(self):
        # sudo: the secret of the database, which nobody else may read
        return self.env["ir.config_parameter"].sudo().get_param("database.secret")

    def _start_answer(self, started):
        """Return the answer to go on with: one begun in this browser, or a new one.

        :param started: an answer of the same round that this browser has begun, or none
        """
        self.ensure_one()
        survey_round = self.round_id
        # sudo: the invitation is the permission to answer
        survey = survey_round.survey_id.sudo()
        values = {
            "engagement_round_id": survey_round.id,
            "engagement_category_id": self._get_told_category().id,
            "deadline": datetime.combine(survey_round.closes_on, time.max),
            "lang_id": self.env["res.lang"]._get_data(code=self.partner_id.lang).id,
        }
        if survey_round.anonymous:
            if started:
                return started
            nobody = self.env.ref("base.public_user")
            # sudo: written by nobody from the first moment on
            survey = survey.with_user(nobody).sudo().with_context(**QUIET)
            return survey._create_answer(check_attempts=False, **values)
        # sudo: as above
        answers = self.env["survey.user_input"].sudo()
        begun = answers.search(
            [
                ("engagement_round_id", "=", survey_round.id),
                ("partner_id", "=", self.partner_id.id),
                ("state", "!=", "done"),
            ],
            limit=1,
        )
        return begun or survey._create_answer(
            partner=self.partner_id,
            email=self.partner_id.email,
            check_attempts=False,
            **values,
        )

    def _get_told_category(self):
        """Return the group that is kept with the answer.

        An anonymous answer from a very small group says nothing of its group.
        """
        self.ensure_one()
        survey_round = self.round_id
        group = survey_round.group_ids.filtered(
            lambda group: group.category_id == self.category_id
        )
        if survey_round.anonymous and group.population < survey_round.minimum_group:
            return group.category_id.browse()
        return self.category_id

    def _claim(self):
        """Use an invitation up, once; two at the same moment cannot.

        :return: whether it was still unused
        """
        self.ensure_one()
        self.flush_recordset()
        rows = self.env.execute_query(
            SQL(
                "UPDATE engagement_participation SET participated = TRUE"
                " WHERE id = %s AND participated IS NOT TRUE RETURNING id",
                self.id,
            )
        )
        self.invalidate_recordset(["participated"])
        if rows and not self.round_id.anonymous:
            # of an anonymous round no row may say that it changed just now
            self.modified(["participated"])
        return bool(rows)
