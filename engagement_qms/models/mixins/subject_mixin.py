# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class EngagementSubjectMixin(models.AbstractModel):
    """What something is about: a record of any app, or a few words.

    The key makes equal what is about the same thing, so that what comes back again and
    again can be counted: the record, or the words without regard to case and spaces.
    The name is kept as text, so that it can be read when the record is gone.
    """

    _name = "engagement.subject.mixin"
    _inherit = ["engagement.origin.mixin"]
    _description = "Is About Something"

    subject_name = fields.Char(
        string="About",
        help="The product, service, order or place it is about.",
    )
    subject_record = fields.Reference(
        selection="_selection_origin_record",
        string="Record it is about",
        compute="_compute_subject_record",
        inverse="_inverse_subject_record",
    )
    subject_model = fields.Char(readonly=True, copy=False)
    subject_res_id = fields.Many2oneReference(
        string="Number of the record it is about",
        model_field="subject_model",
        readonly=True,
        copy=False,
    )
    subject_key = fields.Char(
        compute="_compute_subject_key",
        store=True,
        precompute=True,
        export_string_translation=False,
    )

    @api.depends("subject_model", "subject_res_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_subject_record(self):
        choices = dict(self._selection_origin_record())
        for record in self:
            model = record.subject_model
            subject = (
                record.subject_res_id
                and model in choices
                and self.env[model].browse(record.subject_res_id).exists()
            )
            readable = subject and subject._filtered_access("read")
            record.subject_record = readable or False

    def _inverse_subject_record(self):
        for record in self:
            subject = record.subject_record
            record.subject_model = subject._name if subject else False
            record.subject_res_id = subject.id if subject else False
            if subject:
                record.subject_name = subject.display_name

    @api.depends("subject_name", "subject_model", "subject_res_id")
    def _compute_subject_key(self):
        for record in self:
            record.subject_key = self._make_subject_key(
                record.subject_name, record.subject_model, record.subject_res_id
            )

    @api.model
    def _make_subject_key(self, name, model, res_id):
        """Return what is the same for all that is about the same thing."""
        if res_id:
            return f"{model},{res_id}"
        return " ".join((name or "").casefold().split()) or False

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._split_subject_record(vals) for vals in vals_list])

    @api.onchange("subject_record")
    def _onchange_subject_record(self):
        if self.subject_record:
            self.subject_name = self.subject_record.display_name

    @api.model
    def _split_subject_record(self, vals):
        """Return `vals` with a picked record as model, id and name.

        So that it is written with the record, by people who may make one and not
        change it afterwards.
        """
        model, _sep, res_id = (vals.get("subject_record") or "").partition(",")
        if model and model not in dict(self._selection_origin_record()):
            return vals  # refused by the field
        vals = {name: value for name, value in vals.items() if name != "subject_record"}
        if not model:
            return vals
        # as the user: whoever picks a record may read it
        name = self.env[model].browse(int(res_id)).display_name
        return vals | {
            "subject_model": model,
            "subject_res_id": int(res_id),
            "subject_name": name,
        }
