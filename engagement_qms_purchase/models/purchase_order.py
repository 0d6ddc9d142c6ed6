# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from odoo.addons.engagement_qms.models.voice.evaluation import KNOWN_STATES
from odoo.addons.engagement_qms.models.voice.evaluation_band import STANDINGS

MANAGER_GROUP = "purchase.group_purchase_manager"
#: Orders that can still be thought over
OPEN_STATES = ("draft", "sent", "to approve")


class PurchaseOrder(models.Model):
    """An order that tells how its supplier stands, before anybody confirms it.

    The latest evaluation that the supplier knows counts, of the company of the order.
    Whoever sees the order sees the standing; what led to it is for those who may read
    evaluations.
    """

    _inherit = "purchase.order"

    engagement_standing = fields.Selection(
        selection=STANDINGS,
        string="Standing of the supplier",
        compute="_compute_engagement_standing",
    )
    engagement_overdue = fields.Boolean(
        string="Evaluation is overdue", compute="_compute_engagement_standing"
    )
    engagement_warning = fields.Char(compute="_compute_engagement_standing")

    @api.depends("partner_id", "company_id")
    @api.depends_context("lang")
    def _compute_engagement_standing(self):
        latest = self._get_latest_evaluations()
        for order in self:
            row = latest.get((order.company_id.id, order.partner_id._origin.id))
            order.engagement_standing = row and row["standing"]
            order.engagement_overdue = order._is_overdue(row)
            order.engagement_warning = order._get_standing_text(row)

    def button_confirm(self):
        """Refuse orders to blocked suppliers, if the company says so: all or none."""
        self.filtered(lambda o: o.state in ("draft", "sent"))._check_not_blocked()
        return super().button_confirm()

    def button_approve(self, force=False):
        """Refuse as well what was waiting when the supplier was blocked."""
        self._check_not_blocked()
        return super().button_approve(force=force)

    def action_view_engagement_evaluations(self):
        """Open the evaluations of the supplier."""
        self.ensure_one()
        return self.partner_id.action_view_engagement_evaluations()

    def _approval_allowed(self):
        """Leave orders to blocked suppliers to a manager, if the company says so."""
        allowed = super()._approval_allowed()
        if allowed and self.company_id.engagement_blocked_order == "ask":
            return self.engagement_standing != "blocked" or self.env.user.has_group(
                MANAGER_GROUP
            )
        return allowed

    def _check_not_blocked(self):
        refusing = self.filtered(
            lambda order: order.company_id.engagement_blocked_order == "refuse"
        )
        for order in refusing:
            if order.engagement_standing == "blocked":
                raise UserError(
                    self.env._(
                        "%(order)s cannot be confirmed. %(standing)s Choose another "
                        "supplier, or have this one evaluated again: Engagement → "
                        "Voice → Partner Evaluations.",
                        order=order.name,
                        standing=order.engagement_warning,
                    )
                )

    def _get_latest_evaluations(self):
        """Return {(company id, vendor id): what the latest evaluation says}.

        One query for all orders, with no more of the evaluation than orders show.
        """
        vendors = self.partner_id._origin.ids
        if not vendors:
            return {}
        self.env["engagement.evaluation"].flush_model()
        self.env["res.partner"].flush_model(["commercial_partner_id", "name"])
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT DISTINCT ON (evaluation.company_id, vendor.id)
                       evaluation.company_id, vendor.id AS vendor_id,
                       supplier.name AS partner, evaluation.number,
                       NULLIF(evaluation.standing, 'none') AS standing,
                       evaluation.period_start, evaluation.period_end,
                       evaluation.reevaluate_on
                  FROM res_partner AS vendor
                  JOIN res_partner AS supplier
                    ON supplier.id = vendor.commercial_partner_id
                  JOIN engagement_evaluation AS evaluation
                    ON evaluation.partner_id = supplier.id
                 WHERE vendor.id = ANY(%(vendors)s)
                   AND evaluation.company_id = ANY(%(companies)s)
                   AND evaluation.direction = 'given'
                   AND evaluation.state = ANY(%(states)s)
                   AND evaluation.active IS TRUE
                 ORDER BY evaluation.company_id, vendor.id,
                          evaluation.period_start DESC, evaluation.id DESC
                """,
                vendors=vendors,
                companies=self.company_id.ids,
                states=list(KNOWN_STATES),
            )
        )
        return {(row["company_id"], row["vendor_id"]): row for row in rows}

    def _is_overdue(self, row):
        today = fields.Date.context_today(self)
        return bool(row and row["reevaluate_on"] and row["reevaluate_on"] < today)

    def _get_standing_text(self, row):
        """Return what is to be known before confirming; nothing where all is well."""
        texts = []
        if row and row["standing"] in ("conditional", "blocked"):
            texts.append(self._get_band_text(row))
        if self._is_overdue(row):
            texts.append(
                self.env._(
                    "%(partner)s was to be evaluated again by %(day)s.",
                    partner=row["partner"],
                    day=format_date(self.env, row["reevaluate_on"]),
                )
            )
        return " ".join(texts) or False

    def _get_band_text(self, row):
        words = {
            "partner": row["partner"],
            "number": row["number"],
            "start": format_date(self.env, row["period_start"]),
            "end": format_date(self.env, row["period_end"]),
        }
        if row["standing"] == "conditional":
            return self.env._(
                "%(partner)s is approved on conditions only, by evaluation %(number)s "
                "of %(start)s to %(end)s.",
                **words,
            )
        return self.env._(
            "%(partner)s is blocked, by evaluation %(number)s of %(start)s to %(end)s.",
            **words,
        )
