# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

#: Who may ever see them, as far as the rules of the notes let them
USER_GROUP = "engagement_qms.group_engagement_user"
NOTES = ("findings", "hearing_note")


class EngagementComplaintInvestigation(models.Model):
    """The notes of those who look into a complaint, with rules of their own.

    Whoever brought a complaint may read it, and not what is found out about it. A
    field cannot be hidden from one reader and shown to the next, so the notes are a
    record beside the complaint.
    """

    _name = "engagement.complaint.investigation"
    _description = "Investigation of a Complaint"
    _rec_name = "complaint_id"

    complaint_id = fields.Many2one(
        comodel_name="engagement.complaint",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="complaint_id.company_id", store=True)
    findings = fields.Text()
    hearing_note = fields.Text(string="What those concerned say")

    _once = models.UniqueIndex(
        "(complaint_id)", "The notes of this complaint are there already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        notes = super().create(vals_list)
        notes.complaint_id._check_may_be_filled()
        return notes

    def write(self, vals):
        self.complaint_id._check_may_be_filled()
        return super().write(vals)


class EngagementComplaint(models.Model):
    """A complaint shows the notes to those who work on it, and takes what they type."""

    _inherit = "engagement.complaint"

    investigation_ids = fields.One2many(
        comodel_name="engagement.complaint.investigation",
        inverse_name="complaint_id",
        string="Notes of the investigation",
        groups=USER_GROUP,
    )
    findings = fields.Text(
        compute="_compute_notes",
        inverse="_inverse_findings",
        copy=False,
        exportable=False,
        groups=USER_GROUP,
        help="Notes of the investigation. They stay inside.",
    )
    hearing_note = fields.Text(
        string="What those concerned say",
        compute="_compute_notes",
        inverse="_inverse_hearing_note",
        copy=False,
        exportable=False,
        groups=USER_GROUP,
    )

    @api.depends("investigation_ids.findings", "investigation_ids.hearing_note")
    @api.depends_context("uid", "su")
    def _compute_notes(self):
        # as the reader: the rules of the notes decide
        notes = self.env["engagement.complaint.investigation"].search_fetch(
            [("complaint_id", "in", self._origin.ids)], ["complaint_id", *NOTES]
        )
        by_complaint = {note.complaint_id.id: note for note in notes}
        for complaint in self:
            note = by_complaint.get(complaint._origin.id)
            for name in NOTES:
                complaint[name] = note and note[name]

    def _inverse_findings(self):
        self._write_note("findings")

    def _inverse_hearing_note(self):
        self._write_note("hearing_note")

    def _write_note(self, name):
        """Put what was typed into the notes, as the one who typed it.

        :param str name: the field that was written
        """
        model = self.env["engagement.complaint.investigation"]
        notes = model.search([("complaint_id", "in", self.ids)])
        by_complaint = {note.complaint_id.id: note for note in notes}
        for complaint in self:
            text = complaint[name]
            note = by_complaint.get(complaint.id)
            if note:
                note[name] = text
            elif text:
                model.create({"complaint_id": complaint.id, name: text})
        # what others had read of it before, who may read more or less
        self.invalidate_recordset([name])
