# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import ValidationError

from ..mixins.allowed_domain import check_domain
from .party import name_the_first
from .party_group import MEMBER_MODELS
from .party_score import SCORES
from .priority import SCORE_MAX, SCORE_MIN

#: What each kind of party is made of
MADE_OF = {"contact": "partner_id", "employee": "employee_id", "group": "name"}


class EngagementPartyImport(models.Model):
    """Parties from a spreadsheet: the template, and what is wrong with a row."""

    _name = "engagement.party"
    _inherit = ["engagement.party", "engagement.import.mixin"]

    @api.model
    def get_import_templates(self):
        """Return the file that shows how to bring parties in from a spreadsheet."""
        return [
            {
                "label": self.env._("Template for parties"),
                "template": "/engagement_qms/static/import/engagement_party.xlsx",
            }
        ]

    def _convert_records(self, records, *, savepoint, **options):
        log = options.setdefault("log", lambda message: None)
        taken = self._get_import_taken()
        for row in super()._convert_records(records, savepoint=savepoint, **options):
            dbid, xid, values, info = row
            key = self._get_import_key(values)
            if dbid or xid or not key[-1]:
                yield row
            elif key in taken:
                problem = self._describe_import_double(key, taken[key])
                log(self._get_import_message(info, "partner_id", problem))
            else:
                taken[key] = info["record"] + 1
                yield row

    def _get_import_taken(self):
        """Return the contacts on the register, whoever may see their parties.

        :return: {(company id, category id, contact id): number of the row, 0 for one
            that is on the register already}
        """
        # sudo: the unique index does not ask who may see the first one either
        parties = self.sudo().with_context(active_test=False)
        return {
            (company.id, category.id, partner.id): 0
            for company, category, partner in parties._read_group(
                [("partner_id", "!=", False)],
                ["company_id", "category_id", "partner_id"],
            )
        }

    def _get_import_key(self, values):
        """Return company, category and contact of a row; no contact without one."""
        return (
            values.get("company_id") or self.env.company.id,
            values.get("category_id"),
            values.get("kind", "contact") == "contact" and values.get("partner_id"),
        )

    def _describe_import_double(self, key, row):
        if not row:
            return name_the_first(self.env, *key)
        return self.env._(
            "The file has this contact in the same category already, in data row "
            "%(row)s.",
            row=row,
        )

    def _get_import_problems(self, values):
        yield from super()._get_import_problems(values)
        kind = values.get("kind", "contact")
        name = MADE_OF.get(kind)
        if name and name not in values or name in values and not values[name]:
            yield name, self._get_import_gap(kind)
        for name in SCORES:
            if name in values and not SCORE_MIN <= values[name] <= SCORE_MAX:
                yield (
                    name,
                    self.env._(
                        "%(score)s is no score. Scores go from 1 (very low) to 5 (very "
                        "high).",
                        score=values[name],
                    ),
                )
        if not values.get("relevant", True) and not values.get("relevance_reason"):
            yield "relevance_reason", self.env._("Say why the party is not relevant.")
        if values.get("priority_override") and not values.get(
            "priority_override_reason"
        ):
            yield (
                "priority_override_reason",
                self.env._("Say why the scores do not tell the whole story."),
            )
        yield from self._get_import_foreigners(values)
        yield from self._get_import_domain_problems(values)

    def _get_import_gap(self, kind):
        """Return the sentence for a row that lacks what its kind is made of."""
        if kind == "employee":
            return self.env._("Name the employee; the kind of the row is “Employee”.")
        if kind == "group":
            return self.env._("Give the group a name.")
        return self.env._(
            "Name the contact, as it stands in Contacts. For a group of contacts, "
            "choose “Group” as the kind."
        )

    def _get_import_foreigners(self, values):
        """Yield the links of a row that belong to another company."""
        company = values.get("company_id") or self.env.company.id
        for name in ("partner_id", "employee_id", "category_id"):
            # sudo: only the company is read, of what the user named
            linked = (
                self.env[self._fields[name].comodel_name]
                .sudo()
                .browse(values.get(name) or [])
            )
            if linked.company_id and linked.company_id.id != company:
                yield name, self.env._("This record belongs to another company.")

    def _get_import_domain_problems(self, values):
        if values.get("member_domain"):
            try:
                check_domain(
                    self.env["res.partner"],
                    values["member_domain"],
                    allowed=MEMBER_MODELS,
                )
            except ValidationError as error:
                yield "member_domain", str(error)
