# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import html2plaintext, is_html_empty

TEXTS = ("char", "text", "html")
#: The fields of a document that are read -> (types, comodel, names tried first)
MAPPING = {
    "partner_field": (("many2one",), "res.partner", ("partner_id",)),
    "name_field": (("char",), None, ("partner_name", "contact_name")),
    "email_field": (("char",), None, ("partner_email", "email_from")),
    "text_field": (TEXTS, None, ("description", "note")),
    "subject_field": (("char", "many2one"), None, ("product_id", "equipment_id")),
    "received_field": (("date", "datetime"), None, ("create_date",)),
}
#: What complaints and feedback are raised from by buttons of their own
OWN_MODELS = ("engagement.complaint", "engagement.feedback")


class EngagementIntakeBinding(models.Model):
    """A kind of document of any app from which complaints are raised.

    Its action menu offers to raise a complaint and to record feedback, which start
    with what the document says: who, what, since when, and the files. A document of an
    app that is not installed waits for it.
    """

    _name = "engagement.intake.binding"
    _description = "Document that Complaints Are Raised From"
    _rec_name = "model_name"
    _order = "model_name"

    model_name = fields.Char(
        string="Document",
        required=True,
        help="The technical name of the document, as project.task.",
    )
    label = fields.Char(string="Is called", compute="_compute_state")
    raise_complaint = fields.Boolean(string="Raise complaint", default=True)
    record_feedback = fields.Boolean(string="Record feedback", default=True)
    active = fields.Boolean(default=True)

    # What is read from the document
    partner_field = fields.Char(
        string="Who: contact",
        help="The field that names who complains; a path as order_id.partner_id works.",
    )
    name_field = fields.Char(string="Who: name")
    email_field = fields.Char(string="Who: e-mail")
    text_field = fields.Char(string="What happened")
    subject_field = fields.Char(
        string="About what", help="A product or another record, or a few words."
    )
    received_field = fields.Char(
        string="Received",
        help="The clock starts then. Empty: when the complaint is raised.",
    )
    copy_files = fields.Boolean(string="Take the files along", default=True)

    state = fields.Selection(
        selection=[
            ("live", "Ready"),
            ("waiting", "Waits for an app"),
            ("broken", "Needs attention"),
        ],
        compute="_compute_state",
    )
    problem = fields.Char(compute="_compute_state")
    complaint_action_id = fields.Many2one(
        comodel_name="ir.actions.act_window", readonly=True, copy=False
    )
    feedback_action_id = fields.Many2one(
        comodel_name="ir.actions.act_window", readonly=True, copy=False
    )
    list_action_id = fields.Many2one(
        comodel_name="ir.actions.act_window", readonly=True, copy=False
    )

    _model_once = models.UniqueIndex(
        "(model_name)", "There is an entry for this document already."
    )

    @api.depends("model_name", *MAPPING)
    def _compute_state(self):
        for binding in self:
            binding.problem = False
            installed = binding.model_name in self.env
            binding.label = installed and self.env[binding.model_name]._description
            if not installed:
                binding.state = "waiting"
                continue
            try:
                binding._check_against_model()
                binding.state = "live"
            except UserError as error:
                binding.state = "broken"
                binding.problem = str(error)

    @api.constrains("model_name", *MAPPING)
    def _check_binding(self):
        for binding in self:
            if binding.model_name in self.env:
                # constraints run with all rights; this one is about the user's
                binding.sudo(False)._check_document()
                binding._check_against_model()
            elif not re.fullmatch(
                r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+", binding.model_name
            ):
                raise ValidationError(
                    self.env._(
                        "“%(name)s” is no name of a document. It looks like "
                        "project.task.",
                        name=binding.model_name,
                    )
                )

    @api.onchange("model_name")
    def _onchange_model_name(self):
        """Propose the fields that documents usually have."""
        if self.model_name not in self.env:
            return
        for name, (_types, _comodel, tried) in MAPPING.items():
            self[name] = next((path for path in tried if self._fits(name, path)), False)

    @api.model_create_multi
    def create(self, vals_list):
        bindings = super().create(vals_list)
        bindings._sync_actions()
        return bindings

    def write(self, vals):
        if "model_name" in vals:
            self._remove_actions()
        result = super().write(vals)
        if vals.keys() & {"model_name", "active", "raise_complaint", "record_feedback"}:
            self._sync_actions()
        return result

    def unlink(self):
        self._remove_actions()
        return super().unlink()

    def _register_hook(self):
        """Offer the actions of documents whose app was installed meanwhile."""
        super()._register_hook()
        self.search([("complaint_action_id", "=", False)])._sync_actions()

    def _check_document(self):
        """Refuse what is no document that people work on."""
        choices = self.env["engagement.origin.mixin"]._selection_origin_record()
        if (
            self.model_name in OWN_MODELS
            or self.model_name not in dict(choices)
            or "message_ids" not in self.env[self.model_name]._fields
        ):
            raise ValidationError(
                self.env._(
                    "Nothing can be raised from “%(model)s”: choose a document with a "
                    "form and a history that you may read, as project.task.",
                    model=self.env[self.model_name]._description,
                )
            )

    def _check_against_model(self):
        """Raise a ``ValidationError`` that names the first field that does not fit."""
        self.ensure_one()
        for name in MAPPING:
            if self[name] and not self._fits(name, self[name]):
                raise ValidationError(
                    self.env._(
                        "%(label)s: “%(path)s” is no field of “%(model)s” that could "
                        "be used for this.",
                        label=self._fields[name]._description_string(self.env),
                        path=self[name],
                        model=self.env[self.model_name]._description,
                    )
                )

    def _fits(self, name, path):
        """Return whether a path leads to a field that may be read for this.

        :param str name: own field that holds the path
        :param str path: field of the document, or of what it is linked to
        """
        types, comodel, _tried = MAPPING[name]
        *steps, last = path.split(".")
        documents = self.env[self.model_name]
        for step in steps:
            link = documents._fields.get(step)
            if not link or link.type != "many2one" or link.groups:
                return False
            documents = self.env[link.comodel_name]
        field = documents._fields.get(last)
        return bool(
            field
            and not field.groups
            and field.type in types
            and (not comodel or field.comodel_name == comodel)
        )

    def _read_document(self, document):
        """Return what a document says, as values of the form that is filled in.

        :param document: one record, which the user may read
        """
        self.ensure_one()

        def read(name):
            """Return the record or the value at the end of the path of a field."""
            *steps, last = self[name].split(".") if self[name] else (None,)
            owner = document
            for step in steps:
                owner = owner[step]
            if not last or not owner:
                return False
            value = owner[last]
            if owner._fields[last].type == "html":
                return not is_html_empty(value) and html2plaintext(value).strip()
            return value

        partner, subject = read("partner_field"), read("subject_field")
        values = {
            "partner_id": partner and partner.id,
            "partner_name": not partner and read("name_field"),
            "partner_email": not partner and read("email_field"),
            "text": read("text_field"),
            "received_at": read("received_field"),
        }
        if isinstance(subject, models.BaseModel):
            values |= {
                "subject_name": subject.display_name,
                "subject_model": subject._name,
                "subject_res_id": subject.id,
            }
        else:
            values["subject_name"] = subject
        return {name: value for name, value in values.items() if value}

    def _sync_actions(self):
        """Make the actions that documents are to offer, and take away the others."""
        # sudo: a manager decides what is offered, without rights on all actions
        actions = self.env["ir.actions.act_window"].sudo()
        for binding in self:
            live = binding.active and binding.model_name in self.env
            for name, (wanted, values) in binding._get_actions().items():
                if binding[name] and not (live and wanted):
                    # sudo: likewise
                    binding[name].sudo().unlink()
                elif live and wanted and not binding[name]:
                    binding[name] = actions.create(values)

    def _remove_actions(self):
        """Take the actions away from the menus of the documents."""
        # sudo: see above
        self.mapped("complaint_action_id").sudo().unlink()
        # sudo: see above
        self.mapped("feedback_action_id").sudo().unlink()
        # sudo: see above
        self.mapped("list_action_id").sudo().unlink()

    def _get_actions(self):
        """Return {own field: (whether it is wanted, values of the action)}."""
        self.ensure_one()
        bound = {
            # sudo: the id of the model, to hang the action on it
            "binding_model_id": self.env["ir.model"].sudo()._get_id(self.model_name),
            "binding_view_types": "list,form",
            "group_ids": [fields.Command.link(self.env.ref("base.group_user").id)],
        }
        dialog = bound | {
            "view_mode": "form",
            "target": "new",
            "context": {"engagement_binding_id": self.id},
        }
        return {
            "complaint_action_id": (
                self.raise_complaint,
                dialog
                | {
                    "name": "Raise complaint",
                    "res_model": "engagement.complaint.raise",
                },
            ),
            "feedback_action_id": (
                self.record_feedback,
                dialog
                | {
                    "name": "Record feedback",
                    "res_model": "engagement.feedback.record",
                },
            ),
            "list_action_id": (
                self.raise_complaint,
                bound
                | {
                    "name": "Complaints from here",
                    "res_model": "engagement.complaint",
                    "view_mode": "list,form",
                    "domain": "[('origin_model', '=', active_model),"
                    " ('origin_res_id', 'in', active_ids)]",
                },
            ),
        }
