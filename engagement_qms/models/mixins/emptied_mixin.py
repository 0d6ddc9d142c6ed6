# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: So many records are emptied in one go
BATCH = 500


class EngagementEmptiedMixin(models.AbstractModel):
    """Loses what is personal some time after it was closed.

    Numbers, dates and decisions stay, so that figures can still be counted. The model
    has `closed_on` and `company_id`, says what is personal, and calls
    `_gc_emptied` from an autovacuum of its own. It comes after
    `engagement.step.mixin` in `_inherit`.
    """

    _name = "engagement.emptied.mixin"
    _description = "Is Emptied"

    # What is personal
    _personal_fields = frozenset()

    emptied_on = fields.Date(
        readonly=True,
        copy=False,
        help="Since this day the name, the address and the text are gone.",
    )

    def write(self, vals):
        personal = self._personal_fields & vals.keys()
        emptied = self.filtered("emptied_on") if personal else self.browse()
        if emptied and not self._in_step():
            raise UserError(
                self.env._(
                    "What was written in %(number)s is deleted, and stays so.",
                    number=emptied[0].number,
                )
            )
        return super().write(vals)

    def _gc_emptied(self):
        """Empty what was closed long enough ago.

        :return: how many were done, and whether more may be left
        """
        today = fields.Date.today()
        done = 0
        full = Domain("closed_on", "!=", False) & Domain("emptied_on", "=", False)
        for (company,) in self._read_group(full, ["company_id"]):
            old = self.search(
                full
                & Domain("company_id", "=", company.id)
                & Domain("closed_on", "<=", self._get_closed_before(company, today)),
                limit=BATCH - done,
            )
            old._empty()
            done += len(old)
            if done == BATCH:
                break
        return done, done == BATCH

    def _get_closed_before(self, company, today):
        """Return the day until which a record must have been closed to be emptied.

        :param company: whose records
        :param datetime.date today: the day of the clean-up
        """
        raise NotImplementedError

    def _empty(self):
        """Take away who wrote and what, with all that hangs on the record."""
        self._step().write(
            dict.fromkeys(self._personal_fields, False)
            | {"emptied_on": fields.Date.today()}
        )
        of_self = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        # sudo: what hangs on the record goes with it, whoever put it there
        self.env["ir.attachment"].sudo().search(of_self).unlink()
        # sudo: likewise
        activities = self.env["mail.activity"].sudo().with_context(active_test=False)
        activities.search(of_self).unlink()
        # sudo: likewise
        self.sudo().message_ids.unlink()

    def _check_not_emptied(self):
        for record in self:
            if record.emptied_on:
                raise UserError(
                    self.env._(
                        "%(number)s was emptied: nobody can tell any more what it "
                        "said.",
                        number=record.number,
                    )
                )
