# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class EngagementLearner(models.Model):
    """Learners from a spreadsheet, on contacts that are there."""

    _name = "engagement.learner"
    _inherit = ["engagement.learner", "engagement.import.once.mixin"]

    _import_once = ("partner_id", "company_id")

    @api.model
    def get_import_templates(self):
        """Return the file that shows how to bring learners in from a spreadsheet."""
        return [
            {
                "label": self.env._("Template for learners"),
                "template": "/engagement_qms_education/static/import/"
                "engagement_learner.xlsx",
            }
        ]

    def _get_import_once_key(self, values):
        company = values.get("company_id") or self.env.company.id
        return values.get("partner_id"), company

    def _get_import_once_message(self):
        return self.env._("This contact is a learner already.")

    def _get_import_problems(self, values):
        yield from super()._get_import_problems(values)
        birth = fields.Date.to_date(values.get("birth_date"))
        if birth and birth > fields.Date.context_today(self):
            yield "birth_date", self.env._("This day is yet to come.")
        yield from self._get_import_disorder(values, "date_start", "date_end")

    def _get_import_disorder(self, values, first, last):
        """Yield a day that ends something before it began."""
        begin, end = (fields.Date.to_date(values.get(name)) for name in (first, last))
        if begin and end and end < begin:
            yield last, self.env._("It ends before it begins.")


class EngagementGuardianship(models.Model):
    """Guardians from a spreadsheet, for learners named by their numbers."""

    _name = "engagement.guardianship"
    _inherit = ["engagement.guardianship", "engagement.import.once.mixin"]

    _import_once = ("learner_id", "partner_id")

    @api.model
    def get_import_templates(self):
        """Return the file that shows how to bring guardians in from a spreadsheet."""
        return [
            {
                "label": self.env._("Template for guardians"),
                "template": "/engagement_qms_education/static/import/"
                "engagement_guardianship.xlsx",
            }
        ]

    def _get_import_once_message(self):
        return self.env._("This person is a guardian of the learner already.")

    def _get_import_problems(self, values):
        yield from super()._get_import_problems(values)
        learners = self.env["engagement.learner"]
        learner = learners.browse(values.get("learner_id") or [])
        if learner and learner.partner_id.id == values.get("partner_id"):
            yield "partner_id", self.env._("A learner cannot be the own guardian.")
        yield from learners._get_import_disorder(values, "valid_from", "valid_to")


class EngagementEnrolment(models.Model):
    """Enrolments from a spreadsheet, for learners named by their numbers."""

    _name = "engagement.enrolment"
    _inherit = ["engagement.enrolment", "engagement.import.once.mixin"]

    _import_once = ("learner_id", "course_id")

    @api.model
    def get_import_templates(self):
        """Return the file that shows how to bring enrolments in from a spreadsheet."""
        return [
            {
                "label": self.env._("Template for enrolments"),
                "template": "/engagement_qms_education/static/import/"
                "engagement_enrolment.xlsx",
            }
        ]

    def _get_import_once_message(self):
        return self.env._("The learner has an enrolment in this course already.")

    def _get_import_problems(self, values):
        yield from super()._get_import_problems(values)
        if values.get("state") == "withdrawn" and not values.get("withdrawal_reason"):
            yield "withdrawal_reason", self.env._("Say why the learner withdraws.")
        yield from self.env["engagement.learner"]._get_import_disorder(
            values, "date_from", "date_to"
        )
