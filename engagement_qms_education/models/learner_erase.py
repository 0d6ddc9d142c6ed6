# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .learner import CURRENT, INSIDE, MANAGER_GROUP


class EngagementLearnerErase(models.Model):
    """What is personal about a learner goes; numbers, dates and states stay.

    Everything that is about learners is found by what the models say of themselves,
    see ``engagement.learner.data.mixin``.
    """

    _name = "engagement.learner"
    _inherit = ["engagement.learner", "engagement.learner.data.mixin"]
    _erase_rank = 30
    _learner_field = "id"
    # the name is that of the contact
    _kept_texts = frozenset({"number", "name"})
    _erased_fields = frozenset(
        {"language_id", "channel_id", "needs_interpreter", "vulnerable", "funder_id"}
    )

    anonymised_on = fields.Date(
        readonly=True,
        copy=False,
        groups=INSIDE,
        help="Since this day nothing here tells who it was.",
    )
    erasure_preview = fields.Html(
        string="What goes and what stays",
        compute="_compute_erasure_preview",
        sanitize=False,
        exportable=False,
        groups=MANAGER_GROUP,
    )

    def _compute_erasure_preview(self):
        for learner in self:
            counts = [
                (model._get_kind_name(), model._get_readable(learner))
                for model in self._get_models_about_learners()
                if model._name != self._name
            ]
            # sudo: where the contact is used counts, also where one may not look
            elsewhere = learner.sudo().partner_id._get_used_elsewhere()
            learner.erasure_preview = self.env["ir.qweb"]._render(
                "engagement_qms_education.erasure_preview",
                {
                    "counts": [(name, len(rows)) for name, rows in counts if rows],
                    "elsewhere": elsewhere,
                },
                minimal_qcontext=True,
            )

    def action_ask_anonymise(self):
        """Show what goes and what stays, and ask."""
        self.ensure_one()
        self._check_may_anonymise()
        view = self.env.ref(
            "engagement_qms_education.engagement_learner_view_form_erase"
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Delete what is personal"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view.id, "form")],
            "target": "new",
        }

    def action_anonymise(self):
        """Take away what is personal, and say what stays and why."""
        self._check_may_anonymise()
        for learner in self:
            if learner.status in CURRENT:
                raise UserError(
                    self.env._(
                        "Learner %(number)s is still with us. Change the status first.",
                        number=learner.number,
                    )
                )
        # sudo: all that is about them goes, also what a manager may not see
        stays = self.sudo()._anonymise()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if stays else "success",
                "sticky": bool(stays),
                "title": self.env._("What is personal is deleted"),
                "message": " ".join(stays),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _check_may_anonymise(self):
        if not self.env.user.has_group(MANAGER_GROUP):
            raise AccessError(
                self.env._("Managers of education delete personal data. Ask one.")
            )
        self.check_access("unlink")

    @api.model
    def _get_models_about_learners(self):
        """Return the models that have something about learners, learners last."""
        about = [
            self.env[name]
            for name, model in self.env.registry.items()
            if hasattr(model, "_erase_for_learners") and not model._abstract
        ]
        return sorted(about, key=lambda model: (model._erase_rank, model._name))

    def _anonymise(self):
        """Take away what is personal about these learners.

        :return: what stays and why, in words
        """
        learners = self.filtered(lambda learner: not learner.anonymised_on)
        if not learners:
            return []
        stays = []
        learners._log_erasure()
        for model in self._get_models_about_learners():
            stays += model._erase_for_learners(learners)
        self.env.flush_all()
        return stays

    @api.model
    def _erase_for_learners(self, learners):
        """Empty the learners, and part them from their contacts."""
        learners = learners.sudo().with_context(active_test=False)  # sudo: see above
        stays = super()._erase_for_learners(learners)
        quiet = learners.with_context(tracking_disable=True)._step()
        for learner in quiet:
            birth = learner.birth_date
            partner = learner.partner_id
            if partner._get_used_elsewhere():
                stays.append(
                    self.env._(
                        "The contact of %(number)s stays, as it is used elsewhere.",
                        number=learner.number,
                    )
                )
                learner.partner_id = partner.create(
                    {
                        "name": learner.number,
                        "company_id": learner.company_id.id,
                        "active": False,
                    }
                )
            else:
                partner._anonymise_contact(learner.number)
            learner.write(
                {
                    # the year is enough to count with
                    "birth_date": birth and birth.replace(month=1, day=1),
                    "anonymised_on": fields.Date.context_today(self),
                    "active": False,
                }
            )
            # the history of the contact may have been written meanwhile
            learner._erase_hanging()
        return stays

    def _log_erasure(self):
        """Write down that somebody was deleted, where Odoo keeps such a log."""
        if "privacy.log" not in self.env:
            return
        # sudo: the log is the administrator's; it keeps names behind asterisks
        log = self.env["privacy.log"].sudo()
        for learner in self:
            log.create(
                {
                    "anonymized_name": learner.number,
                    "anonymized_email": learner.partner_id.email_normalized
                    or "nobody@example.com",
                    "user_id": self.env.uid,
                    "execution_details": self.env._(
                        "Learner %(number)s: personal data deleted",
                        number=learner.number,
                    ),
                }
            )
