# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class EngagementIndicatorChoice(models.Model):
    """What can be chosen in a formula: each source offers its own fields."""

    _inherit = "engagement.indicator"

    waiting = fields.Boolean(
        string="Waits for its source",
        compute="_compute_waiting",
        help="The part that brings what is looked at is not installed yet.",
    )
    source_choice = fields.Selection(
        selection="_selection_source",
        string="What is looked at (choice)",
        compute="_compute_source_choice",
        inverse="_inverse_source_choice",
    )
    choices = fields.Json(
        compute="_compute_choices", help="What can be chosen, by the field that asks."
    )
    source_model = fields.Char(compute="_compute_waiting")
    denominator_model = fields.Char(compute="_compute_waiting")

    @api.model
    def _selection_source(self):
        sources = self.env["engagement.indicator.source"]._get_register()
        return [
            (key, source.label)
            for key, source in sources.items()
            if source.select or source.model in self.env
        ]

    @api.depends("source", "denominator_source")
    def _compute_waiting(self):
        for indicator in self:
            source = indicator._get_source()
            whole = indicator._get_denominator_source()
            indicator.waiting = bool(indicator.source) and not (source and whole)
            indicator.source_model = source.model if source else False
            indicator.denominator_model = whole.model if whole else False

    @api.depends("source", "denominator_source")
    @api.depends_context("lang")
    def _compute_choices(self):
        sources = self.env["engagement.indicator.source"]._get_register()
        records = [
            (key, source.label)
            for key, source in sources.items()
            if source.model and source.model in self.env
        ]
        for indicator in self:
            source = indicator._get_source()
            whole = indicator._get_denominator_source()
            indicator.choices = {
                "date_field": self._get_labels(source, "dates"),
                "denominator_date_field": self._get_labels(whole, "dates"),
                "measure_field": self._get_labels(source, "measures"),
                "scope_field": self._get_labels(source, "scopes"),
                "denominator_source": records,
            }

    @api.model
    def _get_labels(self, source, kind):
        """Return [(name, label)] of the fields that a source offers for something."""
        if not source or not source.model:
            return []
        known = self.env[source.model].fields_get(getattr(source, kind), ["string"])
        return [
            (name, known[name]["string"])
            for name in getattr(source, kind)
            if name in known
        ]

    @api.depends("source")
    def _compute_source_choice(self):
        known = dict(self._selection_source())
        for indicator in self:
            indicator.source_choice = indicator.source in known and indicator.source

    def _inverse_source_choice(self):
        for indicator in self.filtered("source_choice"):
            indicator.source = indicator.source_choice

    @api.onchange("source_choice")
    def _onchange_source_choice(self):
        """Begin anew with another source: its fields are others."""
        if not self.source_choice or self.source_choice == self.source:
            return
        self.source = self.source_choice
        source = self._get_source()
        self.domain = self.denominator_domain = "[]"
        self.denominator_source = self.denominator_date_field = False
        self.measure_field = self.scope_field = False
        self.date_field = source.dates[0] if source.dates else False
        if source.select:
            self.aggregate = "computed"
        elif self.aggregate == "computed":
            self.aggregate = "count"
