# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from . import scoring
from .criteria_part_mixin import WHOLE

DIRECTIONS = [("given", "We rate them"), ("received", "They rate us")]


class EngagementCriteriaSet(models.Model):
    """What partners are evaluated by, how much each of it weighs, and what follows.

    The weights sum to 100. For partners whom we rate, bands say from which score on
    they are approved, on conditions, or blocked, and when they are looked at again.
    """

    _name = "engagement.criteria.set"
    _description = "Criteria of Evaluations"
    _order = "direction, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index=True,
        help="Leave empty to use the criteria in every company.",
    )
    direction = fields.Selection(
        selection=DIRECTIONS, string="Who rates whom", required=True, default="given"
    )
    is_default = fields.Boolean(
        string="Usual one",
        copy=False,
        help="A new evaluation starts with it, unless its round says otherwise.",
    )
    criterion_ids = fields.One2many(
        comodel_name="engagement.criterion",
        inverse_name="set_id",
        string="Criteria",
        copy=True,
    )
    band_ids = fields.One2many(
        comodel_name="engagement.criteria.band",
        inverse_name="set_id",
        string="Bands",
        copy=True,
    )
    weight_sum = fields.Float(string="Sum", compute="_compute_weight_sum")

    _one_default = models.UniqueIndex(
        "(COALESCE(company_id, 0), direction) WHERE is_default AND active",
        "Other criteria are the usual ones already. Untick them there first.",
    )

    @api.depends("criterion_ids.weight")
    def _compute_weight_sum(self):
        for criteria in self:
            criteria.weight_sum = sum(criteria.criterion_ids.mapped("weight"))

    @api.constrains("criterion_ids", "active")
    def _check_weights(self):
        for criteria in self.filtered("active"):
            weights = criteria.criterion_ids.mapped("weight")
            if not scoring.is_whole(weights):
                raise ValidationError(
                    self.env._(
                        "The weights of “%(name)s” sum to %(sum)s, not to 100. Change "
                        "them until they do.",
                        name=criteria.name,
                        sum=f"{sum(weights):g}",
                    )
                )

    @api.constrains("band_ids", "direction", "active")
    def _check_bands(self):
        for criteria in self.filtered(lambda c: c.active and c.direction == "given"):
            fault = scoring.find_fault(criteria.band_ids._get_spans())
            if fault:
                raise ValidationError(criteria._describe_fault(fault))

    @api.model_create_multi
    def create(self, vals_list):
        sets = super(EngagementCriteriaSet, self._as_a_whole()).create(vals_list)
        return sets.with_env(self.env)

    def write(self, vals):
        return super(EngagementCriteriaSet, self._as_a_whole()).write(vals)

    def _as_a_whole(self):
        """Return these sets, whose parts are looked at together when all is written."""
        return self.with_context(engagement_whole=WHOLE)

    def _describe_fault(self, fault):
        """Say in words where the bands do not fit together."""
        self.ensure_one()
        ends = {
            "name": self.name,
            "low": f"{fault.low:g}",
            "high": f"{fault.high:g}",
        }
        if fault.kind == "gap":
            return self.env._(
                "No band of “%(name)s” covers the scores from %(low)s to %(high)s. "
                "Let the bands meet, from 0 to 100.",
                **ends,
            )
        return self.env._(
            "Two bands of “%(name)s” cover the scores from %(low)s to %(high)s. Let "
            "one end where the next begins.",
            **ends,
        )

    @api.model
    def _get_defaults(self, companies, direction):
        """Return {company: the set that a new evaluation starts with}.

        A company's own goes before the one of all companies.
        """
        sets = self.search(
            [
                ("direction", "=", direction),
                ("is_default", "=", True),
                ("company_id", "in", [False, *companies.ids]),
            ]
        )
        of_all = sets.filtered(lambda criteria: not criteria.company_id)
        return {
            company: sets.filtered(lambda c, own=company: c.company_id == own) or of_all
            for company in companies
        }

    def _get_band(self, score):
        """Return the band in which a score lies; none where there are no bands."""
        self.ensure_one()
        bands = self.band_ids
        index = scoring.find_band(bands._get_spans(), score)
        return bands.browse() if index is None else bands[index]
