# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class EngagementSurveyRoundGroup(models.Model):
    """One group of a round: how many there are, how many answered, how they feel.

    A group with a larger share of the people than of the answers is not heard enough;
    it says how to reach that group best.
    """

    _name = "engagement.survey.round.group"
    _description = "Group of a Survey Round"
    _order = "gap desc nulls last, id"
    _rec_name = "category_id"
    _check_company_auto = True

    round_id = fields.Many2one(
        comodel_name="engagement.survey.round",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    category_id = fields.Many2one(
        comodel_name="engagement.party.category",
        string="Group",
        required=True,
        ondelete="restrict",
        index=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        related="round_id.company_id", store=True, precompute=True, index=True
    )
    opened_on = fields.Date(related="round_id.opened_on", store=True)
    population = fields.Integer(
        string="People", readonly=True, help="Counted on the day the round opened."
    )
    invited = fields.Integer(readonly=True)
    answered = fields.Integer(readonly=True)
    scaled_count = fields.Integer(
        string="Scaled", readonly=True, help="Answers that the index is made of."
    )
    satisfaction_index = fields.Float(
        string="Index",
        readonly=True,
        aggregator=None,
        digits=(16, 1),
        help="Empty where there are too few answers, or where it could be worked out "
        "from the others.",
    )
    index_hidden = fields.Boolean(string="Too few to show", readonly=True)
    population_share = fields.Float(
        string="Share of people (percent)",
        readonly=True,
        aggregator=None,
        digits=(16, 1),
    )
    answer_share = fields.Float(
        string="Share of answers (percent)",
        readonly=True,
        aggregator=None,
        digits=(16, 1),
    )
    gap = fields.Float(
        string="Missing (points)",
        readonly=True,
        aggregator=None,
        digits=(16, 1),
        help="Share of the people less that of the answers. Above 0: not heard enough.",
    )
    outreach_channel_id = fields.Many2one(
        comodel_name="engagement.channel",
        string="Reach them by",
        compute="_compute_outreach",
        help="The way that most parties of the group prefer.",
    )
    outreach_plan_id = fields.Many2one(
        comodel_name="engagement.plan",
        string="Next contact",
        compute="_compute_outreach",
    )
    outreach = fields.Char(string="How to hear them", compute="_compute_outreach")

    _once = models.UniqueIndex(
        "(round_id, category_id)", "This group is in the round already."
    )

    @api.depends("category_id", "gap")
    @api.depends_context("lang")
    def _compute_outreach(self):
        channels = self._get_preferred_channels()
        plans = self._get_next_plans()
        for group in self:
            place = (group.company_id, group.category_id)
            channel = channels.get(place) or group.category_id.channel_id
            plan = plans.get(place, self.env["engagement.plan"])
            group.outreach_channel_id = channel
            group.outreach_plan_id = plan
            group.outreach = False
            if group.gap <= 0 or not group.opened_on:
                continue
            if plan:
                group.outreach = self.env._(
                    "Ask at the next contact: %(plan)s", plan=plan.display_name
                )
            elif channel:
                group.outreach = self.env._("Ask by: %(channel)s", channel=channel.name)
            else:
                group.outreach = self.env._("Ask in person")

    def _get_preferred_channels(self):
        """Return {(company, group): channel} that most parties there prefer."""
        counts = self.env["engagement.party"]._read_group(
            [
                ("company_id", "in", self.company_id.ids),
                ("category_id", "in", self.category_id.ids),
                ("relevant", "=", True),
                ("channel_id", "!=", False),
            ],
            ["company_id", "category_id", "channel_id"],
            ["__count"],
        )
        best = {}
        for company, category, channel, count in counts:
            _best, most = best.get((company, category), (None, 0))
            if count > most:
                best[company, category] = (channel, count)
        return {place: channel for place, (channel, _count) in best.items()}

    def _get_next_plans(self):
        """Return {(company, group): the plan with the next contact}."""
        plans = self.env["engagement.plan"].search_fetch(
            [
                ("company_id", "in", self.company_id.ids),
                ("party_id.category_id", "in", self.category_id.ids),
                ("next_date", "!=", False),
            ],
            ["company_id", "party_id", "next_date"],
            order="next_date desc",
            limit=500,
        )
        # sudo: the category of a party whose plan may be read
        return {
            (plan.company_id, plan.sudo().party_id.category_id): plan for plan in plans
        }
