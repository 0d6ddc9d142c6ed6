# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

#: Before anything came of it
OPEN_STATES = ("notice", "eligible", "response", "with_provider")


class EngagementDisputeState(models.Model):
    """The way of a dispute, step by step (ISO 10003).

    Each step asks for the state before it and for what its gates want; what is missing
    is named. How it ends, the complaint is told.
    """

    _inherit = "engagement.dispute"

    def action_find_eligible(self):
        """Note that the body may hear it."""
        self._take_step("eligible", ("notice",), "eligible", "eligible_on")
        return True

    def action_respond(self):
        """Note that our position stands."""
        self._take_step("respond", ("eligible",), "response", "responded_on")
        return True

    def action_hand_over(self):
        """Give it to the body; the complainant has agreed before."""
        self._take_step("hand_over", ("response",), "with_provider", "handed_on")
        return True

    def action_decide(self):
        """Note what came of it; both may also settle it before the body has it."""
        self._take_step(
            "decide", ("response", "with_provider"), "decided", "decided_on"
        )
        for dispute in self:
            dispute._step().settlement_value_company = (
                dispute._get_value_in_company_currency()
            )
        return True

    def action_implement(self):
        """Begin to carry out what was agreed; where nothing is left to do, it is."""
        self._check_state(("decided",))
        self._check_gates("implement")
        self._step().write({"state": "implementing"})
        self.filtered("no_terms").action_verify()
        return True

    def action_verify(self):
        """Note that all that was agreed was carried out."""
        self._take_step("verify", ("implementing",), "verified", "verified_on")
        self._step().write({"verified_by_id": self.env.uid})
        return True

    def action_close(self):
        """Close the file, and tell the complaint what came of it."""
        self._check_state(("decided", "verified"))
        self._check_gates("close")
        self._end("closed")
        return True

    def action_withdraw(self):
        """Note that whoever started it took it back."""
        self._check_state((*OPEN_STATES, "decided"))
        self._check_gates("end")
        self._end("withdrawn")
        return True

    def action_not_eligible(self):
        """Note that the body does not hear it."""
        self._check_state(OPEN_STATES)
        self._check_gates("end")
        self._end("not_eligible")
        return True

    def action_in_court(self):
        """Note that one of both went to court instead."""
        self._check_state((*OPEN_STATES, "decided"))
        self._check_gates("end")
        self._end("in_court")
        return True

    def action_create_action(self):
        """Open a new action that comes from this dispute, never with its title."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New action"),
            "res_model": "engagement.action",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {
                "default_origin_model": self._name,
                "default_origin_res_id": self.id,
                # what the form shows, and sends
                "default_origin_record": f"{self._name},{self.id}",
                "default_kind": "corrective",
                "default_confidentiality": self.confidentiality,
                "default_company_id": self.company_id.id,
            },
        }

    def _take_step(self, step, before, after, day_field):
        """Do a step: from a state to the next one, on a day that is kept."""
        self._check_state(before)
        self._check_gates(step)
        self._step().write({"state": after, day_field: fields.Date.context_today(self)})

    def _end(self, state):
        self._step().write(
            {"state": state, "closed_on": fields.Date.context_today(self)}
        )
        unagreed = self.filtered(lambda dispute: not dispute._is_agreed())
        # sudo: what nobody agreed to falls away, whoever had it
        terms = unagreed.sudo().term_ids.filtered(lambda term: term.state == "open")
        terms.action_cancel(self.env._("Not agreed to"))
        # sudo: nobody is reminded of what is over, whoever was to be
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])
        for dispute in self:
            # sudo: the complaint is told, whoever closes the file
            dispute.complaint_id.sudo()._end_dispute(dispute)

    def _get_ending(self):
        """Return how a dispute ended, in words."""
        self.ensure_one()
        name = "outcome" if self.state == "closed" else "state"
        labels = dict(self._fields[name]._description_selection(self.env))
        return labels.get(self[name], "")

    def _open_form(self):
        """Return the form of a dispute, for whoever may open it."""
        self.ensure_one()
        return self.get_formview_action() if self.has_access("read") else True
