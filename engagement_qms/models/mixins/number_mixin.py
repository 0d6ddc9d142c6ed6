# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL


class EngagementNumberMixin(models.AbstractModel):
    """Records that get a number when they are made, by which people call them.

    A number is never given twice. A batch draws its numbers in one query; a sequence
    that leaves gaps keeps writers from waiting for each other. The model has a field
    ``number`` and a unique index on it, and puts this mixin before
    `engagement.step.mixin`, which lets nobody type a number.
    """

    _name = "engagement.number.mixin"
    _description = "Has a Number"

    # The xmlid of the sequence, of the kind "standard"
    _number_sequence = None

    @api.model_create_multi
    def create(self, vals_list):
        numbers = self._next_numbers(len(vals_list))
        return super().create(
            [
                vals | {"number": number}
                for vals, number in zip(vals_list, numbers, strict=True)
            ]
        )

    @api.model
    def _next_numbers(self, count):
        """Return the next numbers, drawn in one query."""
        # sudo: whoever writes something down gets a number, no access to the sequence
        sequences = self.env["ir.sequence"].sudo()
        looks = ["prefix", "suffix", "padding"]
        sequences.flush_model(looks)
        res_id = self.env["ir.model.data"]._xmlid_to_res_id(
            self._number_sequence, raise_if_not_found=True
        )
        drawn = self.env.execute_query(
            SQL(
                "SELECT prefix, suffix, padding, nextval(%s)"
                " FROM ir_sequence, generate_series(1, %s) WHERE id = %s",
                f"ir_sequence_{res_id:03d}",
                count,
                res_id,
            )
        )
        if not drawn:
            return []
        # a copy in memory: only to put today's date into what stands around the number
        sequence = sequences.new(dict(zip(looks, drawn[0][:3], strict=True)))
        before, after = sequence._get_prefix_suffix()
        return [
            f"{before}{number:0{padding}d}{after}"
            for _prefix, _suffix, padding, number in drawn
        ]
