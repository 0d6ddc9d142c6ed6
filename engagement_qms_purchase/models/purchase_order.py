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
            row = latest.get(order._get_evaluation_key())
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

    def _get_evaluation_key(self):
        self.ensure_one()
        return self.company_id.id, self.partner_id.commercial_partner_id._origin.id

    def _get_latest_evaluations(self):
        """Return {(company id, partner id): what the latest evaluation says}.

        One query for all orders, with no more of the evaluation than orders show.
        """
        partners = self.partner_id.commercial_partner_id._origin.ids
        if not partners:
            return {}
        evaluations = self.env["engagement.evaluation"]
        evaluations.flush_model()
        columns = (
            *("company_id", "partner_id", "number", "standing"),
            *("period_start", "period_end", "reevaluate_on"),
        )
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT DISTINCT ON (company_id, partner_id) %(columns)s
                  FROM engagement_evaluation
                 WHERE partner_id = ANY(%(partners)s)
                   AND company_id = ANY(%(companies)s)
                   AND direction = 'given'
                   AND state = ANY(%(states)s)
                   AND active IS TRUE
                 ORDER BY company_id, partner_id, period_start DESC, id DESC
                """,
                columns=SQL(", ").join(map(SQL.identifier, columns)),
                partners=partners,
                companies=self.company_id.ids,
                states=list(KNOWN_STATES),
            )
        )
        # an evaluation without data does not say how somebody stands
        return {
            (row["company_id"], row["partner_id"]): row
            | {"standing": row["standing"] != "none" and row["standing"]}
            for row in rows
        }

    def _is_overdue(self, row):
        today = fields.Date.context_today(self)
        return bool(row and row["reevaluate_on"] and row["reevaluate_on"] < today)

    def _get_standing_text(self, row):
        """Return what is to be known before confirming; nothing where all is well."""
        self.ensure_one()
        texts = []
        if row and row["standing"] in ("conditional", "blocked"):
            texts.append(self._get_band_text(row))
        if self._is_overdue(row):
            texts.append(
                self.env._(
                    "%(partner)s was to be evaluated again by %(day)s.",
                    partner=self.partner_id.commercial_partner_id.name,
                    day=format_date(self.env, row["reevaluate_on"]),
                )
            )
        return " ".join(texts) or False

    def _get_band_text(self, row):
        words = {
            "partner": self.partner_id.commercial_partner_id.name,
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
