# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class EngagementParticipation(models.Model):
    """One contact who was invited to have a say, and whether they took part.

    Events write it now; surveys, complaints, feedback, evaluations and reviews write
    it too, so that "who was heard, and when" has one answer.
    """

    _name = "engagement.participation"
    _description = "Participation"
    _order = "date desc, id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Contact",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        string="Company of the contact",
        store=True,
        precompute=True,
        index=True,
    )
    event_id = fields.Many2one(
        comodel_name="engagement.event",
        ondelete="cascade",
        index="btree_not_null",
        check_company=True,
    )
    party_id = fields.Many2one(
        comodel_name="engagement.party",
        compute="_compute_from_event",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
    )
    date = fields.Date(
        compute="_compute_from_event",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        compute="_compute_company_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
    )
    source = fields.Selection(
        selection=[
            ("event", "Event"),
            ("survey", "Survey"),
            ("complaint", "Complaint"),
            ("feedback", "Feedback"),
            ("evaluation", "Evaluation"),
            ("review", "Review"),
        ],
        required=True,
        default="event",
    )
    invited = fields.Boolean(default=True)
    participated = fields.Boolean(
        string="Took part",
        compute="_compute_participated",
        store=True,
        readonly=False,
        precompute=True,
    )

    _once_per_event = models.UniqueIndex(
        "(event_id, partner_id) WHERE event_id IS NOT NULL",
        "This contact is listed for the event already.",
    )
    _order_idx = models.Index("(date DESC, id DESC)")

    @api.depends("event_id.party_id", "event_id.date")
    def _compute_from_event(self):
        """Follow the event; without one, keep what the source wrote."""
        today = fields.Date.context_today(self)
        for line in self:
            line.party_id = line.event_id.party_id or line.party_id
            line.date = line.event_id.date or line.date or today

    @api.depends("event_id")
    def _compute_participated(self):
        """Who is listed after the event was there; who is listed before may come."""
        today = fields.Date.context_today(self)
        for line in self:
            day = line.event_id.date
            line.participated = line.participated or bool(day and day <= today)

    @api.depends("event_id.company_id", "party_id.company_id")
    def _compute_company_id(self):
        for line in self:
            line.company_id = (
                line.event_id.company_id
                or line.party_id.company_id
                or line.company_id
                or self.env.company
            )
