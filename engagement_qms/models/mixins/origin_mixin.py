# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import ormcache

# Machinery of Odoo that has a form but is no document anybody refers to.
TECHNICAL_MODELS = (
    "base.",
    "bus.",
    "digest.",
    "discuss.",
    "fetchmail.",
    "ir.",
    "mail.",
    "report.",
    "res.config",
    "res.groups",
    "rating.",
    "sms.",
    "web.",
    "web_",
)


class EngagementOriginMixin(models.AbstractModel):
    """Where a record came from: any record of any installed app.

    The link is a model and an id, so no app has to be installed for it, and a text
    that stays readable when the origin is deleted or its app uninstalled. The text is
    the name under which the origin was linked; of a secret origin it is the number
    only, also when the origin becomes secret later.
    """

    _name = "engagement.origin.mixin"
    _description = "Has an Origin"

    origin_model = fields.Char(string="Origin type", readonly=True, copy=False)
    origin_res_id = fields.Many2oneReference(
        string="Origin number", model_field="origin_model", readonly=True, copy=False
    )
    origin_ref = fields.Char(
        string="Origin",
        compute="_compute_origin_ref",
        store=True,
        help="The document this came from. The name stays when the document is gone.",
    )
    origin_record = fields.Reference(
        selection="_selection_origin_record",
        string="Came from",
        compute="_compute_origin_record",
        inverse="_inverse_origin_record",
        help="The document this came from.",
    )

    _origin_idx = models.Index(
        "(origin_model, origin_res_id) WHERE origin_res_id IS NOT NULL"
    )

    @api.model
    @ormcache("self.env.uid", "self.env.lang")
    def _selection_origin_record(self):
        """Return the kinds of document to choose from: [(model, name)].

        They have a form and a history or activities, the user may read them, and
        they are not machinery. Other records can be linked by programs all the same.
        """
        # sudo: views are read to know which models have a form, nothing else
        views = self.env["ir.ui.view"].sudo()
        with_form = {
            model for (model,) in views._read_group([("type", "=", "form")], ["model"])
        }
        access = self.env["ir.model.access"]
        documents = [
            name
            for name, model in self.env.registry.items()
            if name in with_form
            and not model._abstract
            and not model._transient
            and not name.startswith(TECHNICAL_MODELS)
            and ("message_ids" in model._fields or "activity_ids" in model._fields)
            and access.check(name, "read", raise_exception=False)
        ]
        # sudo: the name of a model that the user may read
        names = self.env["ir.model"].sudo()
        return sorted(
            ((name, names._get(name).name) for name in documents),
            key=lambda choice: choice[1],
        )

    @api.depends("origin_model", "origin_res_id")
    def _compute_origin_ref(self):
        """Keep the origin's name; keep the old text when the origin is gone.

        A record that is not saved yet shows nothing: whether its user may see the
        origin is checked on saving.
        """
        # sudo: `_check_origin` makes sure that whoever links may read the origin
        origins = self.sudo()._get_origins()
        for record in self:
            if not record.origin_res_id:
                record.origin_ref = False
            elif record.id and record.id in origins:
                record.origin_ref = origins[record.id].display_name
            else:
                record.origin_ref = record.origin_ref or False

    @api.depends("origin_model", "origin_res_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_origin_record(self):
        choices = dict(self._selection_origin_record())
        origins = self._get_origins()
        for record in self:
            origin = origins.get(record.id)
            pickable = origin and origin._name in choices
            record.origin_record = origin if pickable else False

    def _inverse_origin_record(self):
        for origin, records in self.grouped("origin_record").items():
            records.write(
                {
                    "origin_model": origin._name if origin else False,
                    "origin_res_id": origin.id if origin else False,
                }
            )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._split_origin_record(vals) for vals in vals_list]
        records = super().create(self._name_new_origins(vals_list))
        records._check_origin()
        return records

    def write(self, vals):
        result = super().write(vals)
        if {"origin_model", "origin_res_id"} & vals.keys():
            self._check_origin()
        return result

    def action_open_origin(self):
        """Open the document this came from.

        :raises UserError: when there is none, it is gone, or the user may not open it
        """
        self.ensure_one()
        if not self.origin_res_id:
            raise UserError(self.env._("No origin is linked here."))
        # sudo: only to tell “gone” from “not for you”
        if not self.sudo()._get_origin():
            raise UserError(
                self.env._(
                    "“%(origin)s” cannot be opened any more: it was deleted, or its "
                    "app was uninstalled.",
                    origin=self.origin_ref,
                )
            )
        origin = self._get_origin()
        if not origin:
            raise UserError(
                self.env._(
                    "You may not open “%(origin)s”. Ask the person responsible for "
                    "it, or switch to its company.",
                    origin=self.origin_ref,
                )
            )
        return origin.get_formview_action()

    def _check_origin(self):
        """Link only what is there, may be read, and belongs to the same company.

        No constraint: those run with all rights, and the user's count here.
        """
        linked = self.filtered(lambda r: r.origin_model or r.origin_res_id)
        origins = linked._get_origins()
        for record in linked:
            origin = origins.get(record.id)
            if not origin:
                raise ValidationError(
                    self.env._(
                        "The origin of “%(name)s” does not exist, or you may not open "
                        "it. Choose another origin, or leave it empty.",
                        name=record.display_name,
                    )
                )
            # sudo: only to compare; the user may not be working in that company
            company = "company_id" in origin and origin.sudo().company_id
            # sudo: see above
            own_company = "company_id" in record and record.sudo().company_id
            if company and own_company and company != own_company:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” belongs to %(company)s, its origin to "
                        "%(other)s. Choose an origin of the same company.",
                        name=record.display_name,
                        company=own_company.display_name,
                        other=company.display_name,
                    )
                )

    def _get_origin(self):
        """Return the origin if it exists and the user may read it, else nothing."""
        self.ensure_one()
        nothing = self.env["engagement.origin.mixin"]
        return self._get_origins().get(self.id, nothing)

    def _get_origins(self):
        """Return {id: origin} for the records whose origin exists and may be read.

        A constant number of queries per model of origin, none per record.
        """
        by_model = defaultdict(dict)
        for record in self:
            if record.origin_model in self.env and record.origin_res_id:
                by_model[record.origin_model][record.id] = record.origin_res_id
        result = {}
        for model, origin_ids in by_model.items():
            if self.env[model]._abstract:
                continue
            origins = self._get_existing(model, set(origin_ids.values()))
            readable = origins._filtered_access("read")
            by_id = {origin.id: origin for origin in readable}
            result.update(
                (record_id, by_id[origin_id])
                for record_id, origin_id in origin_ids.items()
                if origin_id in by_id
            )
        return result

    @api.model
    def _get_existing(self, model, res_ids):
        """Return the records of a model that exist; those read already need no query.

        :param str model: a model that is no abstract one
        :param res_ids: ids
        """
        records = self.env[model].browse(res_ids)
        if "create_date" not in records._fields:
            return records.exists()
        unread = records.filtered(lambda record: "create_date" not in record._cache)
        return (records - unread) + unread.exists()

    @api.model
    def _name_new_origins(self, vals_list):
        """Return `vals_list` with the names of the origins.

        So that they are written with the record, not after it. Whether its user may
        read the origin is checked then, as for every record.
        """
        ids = defaultdict(set)
        for vals in vals_list:
            if vals.get("origin_model") in self.env and vals.get("origin_res_id"):
                ids[vals["origin_model"]].add(vals["origin_res_id"])
        names = {
            (model, origin.id): origin.display_name
            for model, res_ids in ids.items()
            if not self.env[model]._abstract
            # sudo: as in `_compute_origin_ref`
            for origin in self.sudo()._get_existing(model, res_ids)
        }
        return [
            vals | {"origin_ref": names[origin]}
            if (origin := (vals.get("origin_model"), vals.get("origin_res_id")))
            in names
            else vals
            for vals in vals_list
        ]

    @api.model
    def _split_origin_record(self, vals):
        """Return `vals` with a picked origin as model and id.

        So that a batch is checked in one go, not record by record in the inverse.
        """
        if "origin_record" not in vals:
            return vals
        vals = dict(vals)
        origin = vals.pop("origin_record")
        model, _sep, res_id = origin.partition(",") if origin else (False, "", 0)
        return vals | {"origin_model": model, "origin_res_id": int(res_id)}

    @api.model
    def _get_models_with_origin(self):
        """Return an empty recordset of each model whose records have an origin."""
        names = self.env.registry.descendants(["engagement.origin.mixin"], "_inherit")
        return [self.env[name] for name in names if not self.env[name]._abstract]
