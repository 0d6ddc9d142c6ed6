# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError


class EngagementGateMixin(models.AbstractModel):
    """Goes on step by step, and says what is missing before a step can be done.

    The model has `number` and `state`, and a method ``_get_missing_to_<step>`` for each
    step that asks for something: it returns pairs of a sentence, and whether it holds.
    """

    _name = "engagement.gate.mixin"
    _description = "Asks Before Each Step"

    def _check_state(self, states):
        """Refuse a step that does not follow from the state.

        Of two at the same moment, PostgreSQL lets one write; the other one starts over
        and is refused here, so that no step is done twice.
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        for record in self:
            if record.state not in states:
                raise UserError(
                    self.env._(
                        "%(number)s is in the state “%(state)s”; this step needs "
                        "%(expected)s.",
                        number=record.number,
                        state=labels[record.state],
                        expected=", ".join(f"“{labels[state]}”" for state in states),
                    )
                )

    def _check_gates(self, step):
        """Refuse a step, naming all that is missing.

        :param str step: a step, as in `_get_missing_to_<step>`
        :raise UserError: naming what is missing, for each record
        """
        for record in self:
            missing = record._get_missing(step)
            if missing:
                raise UserError(
                    self.env._(
                        "%(number)s cannot go on yet:\n%(missing)s",
                        number=record.number,
                        missing="\n".join(f"• {text}" for text in missing),
                    )
                )

    def _get_missing(self, step, **how):
        """Return what a step still asks for, as sentences.

        :param str step: the name of a step
        """
        self.ensure_one()
        # sudo: what is missing does not depend on who looks
        found = getattr(self.sudo(), f"_get_missing_to_{step}")(**how)
        return [text for text, is_missing in found if is_missing]
