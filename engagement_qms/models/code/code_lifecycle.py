# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

#: States in which the wording may still change
OPEN_STATES = ("draft", "consultation")
#: States in which a version counts as the one that holds
HOLDING_STATES = ("in_force", "under_review")
#: What stays editable once a version is approved: how it is run, not what it says
FREE_FIELDS = {
    "access_device",
    "access_format",
    "access_free",
    "access_helper",
    "access_language",
    "active",
    "announcement_ids",
    "user_id",
    "next_review_date",
    "provider_check_date",
    "public_page",
    "show_figures",
    "enquiry_answer_days",
    "communication_ids",
    "consultation_ids",
    "research_ids",
    "resource_ids",
    "review_ids",
    "principle_line_ids",
}


class EngagementCodeLifecycle(models.Model):
    """The way of a code: drafted, consulted, approved, tried, in force, retired.

    Each step asks for the state before it. From the approval on the wording is
    locked; whoever wants to change it makes a new version, and the old one stays as it
    was, so that what was promised on any past day can be told.
    """

    _inherit = "engagement.code"

    def write(self, vals):
        self._check_wording_open(vals)
        return super().write(vals)

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        self._check_translation_open(self, field_name, translations)
        # at its end Odoo writes the text that is there already
        return super(EngagementCodeLifecycle, self._step())._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        for code in self:
            if code.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "“%(code)s” was approved, so it stays to show what was "
                        "promised. Retire it, or archive it.",
                        code=code.display_name,
                    )
                )

    def action_submit(self):
        """Ask the parties for their view on the draft."""
        self._check_state(("draft",))
        self._set_state({"state": "consultation"})
        return True

    def action_back_to_draft(self):
        """Take a version back for rewriting, as long as no clock ever ran for it.

        What was tried in a pilot was promised to somebody: it stays as it was, and the
        next wording is a new version.
        """
        self._check_state(("consultation", "approved"))
        self._set_state(
            {"state": "draft", "approved_by_id": False, "approved_on": False}
        )
        return True

    def action_approve(self):
        """Approve the wording, as its leader.

        :raise AccessError: for anybody who is no leader
        :raise UserError: naming what is missing
        """
        if not self.env.user.has_group("engagement_qms.group_engagement_leader"):
            raise AccessError(
                self.env._(
                    "Only a leader can approve a code: it is the word of top "
                    "management. Ask %(leader)s.",
                    leader=self.leader_id[:1].name or self.env._("a leader"),
                )
            )
        self._check_state(OPEN_STATES)
        self._check_gates()
        # sudo: a leader approves the wording without being able to rewrite it
        self.sudo()._set_state(
            {
                "state": "approved",
                "approved_by_id": self.env.uid,
                "approved_on": fields.Date.context_today(self),
            }
        )
        return True

    def action_start_pilot(self):
        """Try the code before it holds for everybody; the clocks run from today.

        A pilot of another version of the same code ends on the day before.
        """
        self._check_state(("approved",))
        today = fields.Date.context_today(self)
        for code in self:
            code._end_other_versions(("pilot",), today)
            code._set_state({"state": "pilot", "pilot_from": today})
        return True

    def action_put_in_force(self):
        """Put the version in force; the one before it ends on the day before.

        Where a pilot went before, its rows in the ledger stay, and its clocks run on.
        """
        self._check_state(("approved", "pilot"))
        today = fields.Date.context_today(self)
        for code in self:
            code._end_other_versions(("pilot", *HOLDING_STATES), today)
            code._set_state(
                {
                    "state": "in_force",
                    "in_force_from": today,
                    "next_review_date": code.next_review_date
                    or today + relativedelta(years=1),
                }
            )
        return True

    def action_start_review(self):
        """Look at the version again; it goes on holding meanwhile."""
        self._check_state(("in_force",))
        self._set_state({"state": "under_review"})
        return True

    def action_confirm(self):
        """End a review that found the version still suitable."""
        self._check_state(("under_review",))
        self._set_state({"state": "in_force"})
        return True

    def action_retire(self):
        """End the version; its promises do not start any more."""
        self._check_state(("approved", "pilot", *HOLDING_STATES))
        self._set_state(
            {"state": "retired", "in_force_to": fields.Date.context_today(self)}
        )
        return True

    def action_new_version(self):
        """Open a draft that starts as a copy of this version.

        :raise UserError: where a newer draft is open already
        """
        self.ensure_one()
        newest = self.with_context(active_test=False).search(
            [("root_id", "=", self.root_id.id)], order="version desc", limit=1
        )
        if newest.state in OPEN_STATES:
            raise UserError(
                self.env._(
                    "“%(code)s” is a draft already. Finish it, or delete it first.",
                    code=newest.display_name,
                )
            )
        draft = self._step().copy(
            {
                "name": self.name,
                "version": newest.version + 1,
                "root_id": self.root_id.id,
                "previous_id": self.id,
            }
        )
        # a promise keeps its root over the versions, so that its rate can be followed
        for provision, before in zip(
            draft.provision_ids, self.provision_ids, strict=True
        ):
            provision.root_id = before.root_id
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "view_mode": "form",
        }

    def _end_other_versions(self, states, today):
        """Retire the other versions of this code that are in one of some states."""
        self.ensure_one()
        others = self.with_context(active_test=False).search(
            Domain("root_id", "=", self.root_id.id)
            & Domain("state", "in", states)
            & Domain("id", "!=", self.id)
        )
        yesterday = today - relativedelta(days=1)
        for other in others:
            first = other.in_force_from or other.pilot_from or today
            other._set_state({"state": "retired", "in_force_to": max(yesterday, first)})
        # before the next one holds: one version of a code is in force at a time
        others.flush_recordset()

    def _get_in_force_on(self, day):
        """Return the version of this code that was in force on a day, or none.

        A pilot is tried, not in force.

        :param datetime.date day: the day asked for
        """
        self.ensure_one()
        return self.with_context(active_test=False).search(
            Domain("root_id", "=", self.root_id.id)
            & Domain("in_force_from", "<=", day)
            & (Domain("in_force_to", "=", False) | Domain("in_force_to", ">=", day)),
            order="version desc",
            limit=1,
        )

    def _set_state(self, vals):
        """Write what a step changes; the lock on the wording does not hold it up."""
        return self._step().write(vals)

    def _check_state(self, states):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for code in self:
            if code.state not in states:
                raise UserError(
                    self.env._(
                        "“%(code)s” is in the state “%(state)s”; this step needs "
                        "%(expected)s.",
                        code=code.display_name,
                        state=labels[code.state],
                        expected=", ".join(f"“{labels[state]}”" for state in states),
                    )
                )

    def _check_translation_open(self, record, field_name, translations):
        """Let an approved version get a translation that it lacks, and log that.

        The dialog of translations passes by `write` only when all is done.

        :param record: this code, or a promise of it
        :param dict translations: language -> text, or terms
        """
        self.ensure_one()
        if self.state in OPEN_STATES:
            return
        field = record._fields[field_name]
        there = field._get_stored_translations(record) or {}
        main = there.get(self.company_id.partner_id.lang)
        # under English, Odoo keeps a copy of what was written in another language
        taken = {lang for lang in there if lang != "en_US" or there[lang] != main}
        if self.company_id.partner_id.lang == "en_US":
            taken.add("en_US")
        if not there or taken & translations.keys():
            raise UserError(
                self.env._(
                    "“%(code)s” is approved, so its wording stays as it is in every "
                    "language that it has. A language that is missing can be added.",
                    code=self.display_name,
                )
            )
        self._message_log(
            body=self.env._(
                "Translation added: %(field)s of %(record)s (%(languages)s)",
                field=field._description_string(self.env),
                record=record.display_name,
                languages=", ".join(sorted(translations)),
            )
        )

    def _check_wording_open(self, vals):
        """Refuse to change what an approved version says.

        Adding a translation that is missing stays possible: the web client writes it
        by another way, see `_check_translation_open`.
        """
        if self._is_step() or vals.keys() <= FREE_FIELDS:
            return
        for code in self:
            if code.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "“%(code)s” is approved, so its wording stays as it is. Make a "
                        "new version to change it.",
                        code=code.display_name,
                    )
                )
