# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError

#: Marks what a step does. An object, because a client can send any context in JSON,
#: but never this one
STEP = object()


class EngagementStepMixin(models.AbstractModel):
    """Fields that tell what became of a record: only its buttons write them.

    A field that is readonly on the screen can be written by any client that has the
    right to write the record. What is evidence is refused here: the steps pass by
    `_step`, and so does what Odoo does with all rights.
    """

    _name = "engagement.step.mixin"
    _description = "Has Steps"

    # Fields that nobody writes by hand
    _step_fields = frozenset()
    # Fields that are given once, when the record is made
    _step_fields_once = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        if not self._in_step():
            for vals in vals_list:
                self._check_no_step(self._step_fields & vals.keys())
            # a default can be sent along as well
            context = {
                key: value
                for key, value in self.env.context.items()
                if key.removeprefix("default_") not in self._step_fields
            }
            self = self.with_env(self.env(context=context))
        return super().create(vals_list)

    def write(self, vals):
        if not self._in_step():
            self._check_no_step(
                (self._step_fields | self._step_fields_once) & vals.keys()
            )
        return super().write(vals)

    def _step(self):
        """Return these records with leave to write what their steps write."""
        return self.with_context(engagement_step=STEP)

    def _in_step(self):
        return self.env.su or self._is_step()

    @api.model
    def _is_step(self):
        """Tell a step from all else, also from what is done with all rights."""
        return self.env.context.get("engagement_step") is STEP

    @api.model
    def _check_no_step(self, names):
        if names:
            labels = (self._fields[n]._description_string(self.env) for n in names)
            raise UserError(
                self.env._(
                    "“%(fields)s” cannot be typed in: the buttons of the record set "
                    "it.",
                    fields="”, “".join(sorted(labels)),
                )
            )
