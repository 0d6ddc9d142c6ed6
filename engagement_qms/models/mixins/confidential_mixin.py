# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from itertools import groupby

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

# From the least to the most protected.
LEVELS = ["normal", "restricted", "secret"]


class EngagementConfidentialMixin(models.AbstractModel):
    """How far a record is protected, and what a secret one shows of itself.

    Who may open a record is said by record rules of each model, in this pattern
    (rules of groups add up; `user_id` is the named handler):

    - user: `[("user_id", "=", user.id)]`: the handler, whatever the level
    - officer: `[("confidentiality", "=", "normal")]`
    - manager: `[("confidentiality", "in", ["normal", "restricted"])]`
    - confidential: `[(1, "=", 1)]`

    A secret record has only its number for a name, for everybody: in lists, subjects,
    activities, exports and as the origin of others. It loses its followers when it
    becomes secret. A record that comes from another is never less protected than
    that: it is raised when it is linked or when its origin is raised, and lowering it
    below its origin is refused.

    A model that has both puts this mixin before `mail.thread` in `_inherit`, and makes
    its names in `_compute_open_display_name`, not in `_compute_display_name`.
    """

    _name = "engagement.confidential.mixin"
    _description = "Confidentiality"

    # The field that names a secret record; without one, its kind and its id do.
    _confidential_number_field = None
    # Fields that tell what the record is about.
    _confidential_title_fields = ("name",)

    confidentiality = fields.Selection(
        selection=[
            ("normal", "Normal"),
            ("restricted", "Restricted"),
            ("secret", "Secret"),
        ],
        required=True,
        default="normal",
        tracking=True,
        help="Restricted: for those who work on it and for managers. Secret: for the "
        "one who handles it and for people named for confidential records; everybody "
        "sees its number only.",
    )

    _confidentiality_idx = models.Index(
        "(confidentiality) WHERE confidentiality != 'normal'"
    )

    def _valid_field_parameter(self, field, name):
        # The level is tracked where there is a history to write it to.
        return name == "tracking" or super()._valid_field_parameter(field, name)

    @api.depends(
        lambda self: [
            "confidentiality",
            *filter(None, [self._confidential_number_field]),
            *getattr(self._compute_open_display_name, "_depends", ()),
        ]
    )
    # an open name may depend on who reads it
    @api.depends_context("uid")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        secret = self.filtered(lambda record: record.confidentiality == "secret")
        (self - secret)._compute_open_display_name()
        for record in secret:
            record.display_name = record._get_confidential_number()
        return result

    def _compute_open_display_name(self):
        """Give records that are not secret another name than `_rec_name`."""

    @api.model
    def _search_display_name(self, operator, value):
        """Find secret records by their number only."""
        by_name = super()._search_display_name(operator, value)
        if by_name is NotImplemented:
            return by_name
        if self._confidential_number_field:
            by_number = Domain(self._confidential_number_field, operator, value)
        else:
            by_number = Domain(operator in Domain.NEGATIVE_OPERATORS)
        secret = Domain("confidentiality", "=", "secret")
        return (~secret & Domain(by_name)) | (secret & by_number)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(self._raise_new_to_origin(vals_list))
        secret = records.filtered(lambda record: record.confidentiality == "secret")
        secret._remove_followers()
        return records

    def write(self, vals):
        was_secret = self.filtered(lambda record: record.confidentiality == "secret")
        self._raise_to_new_origin(vals)
        result = super().write(vals)
        if "confidentiality" in vals:
            self._check_not_below_origin()
            self._raise_dependents()
            secret = self.filtered(lambda record: record.confidentiality == "secret")
            (secret - was_secret)._hide_title()
        return result

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        """Export the number where a field is asked for that is not to be shown."""
        if not any(record._get_hidden_fields() for record in self):
            return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        number = [self._confidential_number_field or "display_name"]
        rows = []
        # Stretches, not groups: the rows keep their order.
        stretches = groupby(  # pylint: disable=bad-builtin-groupby
            self, lambda record: record._get_hidden_fields()
        )
        for hidden, records in stretches:
            part = self.browse([record.id for record in records])
            shown = [
                # A related record is exported by its own rules.
                number if path and path[0] in hidden else path
                for path in fields
            ]
            rows += super(EngagementConfidentialMixin, part)._export_rows(
                shown, _is_toplevel_call=_is_toplevel_call
            )
        return rows

    def _track_filter_for_display(self, tracking_values):
        """Leave the title out of the changes that are shown and mailed."""
        tracking_values = super()._track_filter_for_display(tracking_values)
        hidden = self._get_hidden_fields()
        return tracking_values.filtered(lambda value: value.field_id.name not in hidden)

    def _get_hidden_fields(self):
        """Return the names of the fields that are shown on its own screen only."""
        self.ensure_one()
        secret = self.confidentiality == "secret"
        return frozenset(self._confidential_title_fields if secret else ())

    def _get_title_texts(self):
        """Return the texts that give a secret record away."""
        self.ensure_one()
        values = [self[name] for name in self._confidential_title_fields]
        return [
            value.display_name if isinstance(value, models.BaseModel) else value
            for value in values
            if value
        ]

    def _get_confidential_number(self):
        """Return the only name that a secret record has."""
        self.ensure_one()
        if self._confidential_number_field:
            return self[self._confidential_number_field]
        # sudo: the name of the kind of record is no secret
        kind = self.env["ir.model"].sudo()._get(self._name).name
        return f"{kind} {self.id or ''}".strip()

    @api.model
    def _raise_new_to_origin(self, vals_list):
        """Return `vals_list` with no record less protected than its origin."""
        if "origin_model" not in self._fields:
            return vals_list
        names = ["confidentiality", "origin_model", "origin_res_id"]
        defaults = self.default_get(names)
        vals_list = [self._split_origin_record(vals) for vals in vals_list]
        wanted = [
            tuple(vals.get(name, defaults.get(name)) for name in names)
            for vals in vals_list
        ]
        levels = self._get_levels({(model, res_id) for _level, model, res_id in wanted})
        return [
            vals | {"confidentiality": max(level, levels[origin], key=LEVELS.index)}
            if (origin := (model, res_id)) in levels
            else vals
            for vals, (level, model, res_id) in zip(vals_list, wanted, strict=True)
        ]

    def _raise_to_new_origin(self, vals):
        """Raise the records to the origin that `vals` is about to link."""
        vals = self._split_origin_record(vals) if "origin_record" in vals else vals
        if not {"origin_model", "origin_res_id"} & vals.keys():
            return
        origins = {
            record: (
                vals.get("origin_model", record.origin_model),
                vals.get("origin_res_id", record.origin_res_id),
            )
            for record in self
        }
        levels = self._get_levels(set(origins.values()))
        for record, origin in origins.items():
            level = levels.get(origin, "normal")
            if LEVELS.index(record.confidentiality) < LEVELS.index(level):
                record.write({"confidentiality": level})

    def _check_not_below_origin(self):
        """Refuse a level below that of the origin."""
        if "origin_model" not in self._fields:
            return
        levels = self._get_levels({(r.origin_model, r.origin_res_id) for r in self})
        for record in self:
            level = levels.get((record.origin_model, record.origin_res_id), "normal")
            if LEVELS.index(record.confidentiality) < LEVELS.index(level):
                labels = dict(
                    self._fields["confidentiality"]._description_selection(self.env)
                )
                raise ValidationError(
                    self.env._(
                        "“%(name)s” comes from “%(origin)s”, which is more protected "
                        "(%(level)s). Change the level of the origin first.",
                        name=record.display_name,
                        origin=record.origin_ref,
                        level=labels[level],
                    )
                )

    @api.model
    def _get_levels(self, origins):
        """Return {(model, id): level} for the origins that have one."""
        ids = {}
        for model, res_id in origins:
            if (
                res_id
                and model in self.env
                and "confidentiality" in self.env[model]._fields
            ):
                ids.setdefault(model, set()).add(res_id)
        return {
            (model, record.id): record.confidentiality
            for model, res_ids in ids.items()
            # sudo: the level counts, also for those who may not read the origin
            for record in self.sudo()._get_existing(model, res_ids)
        }

    def _raise_dependents(self):
        """Raise what comes from these records to their level."""
        by_level = self.grouped("confidentiality")
        by_level.pop("normal", None)
        if not by_level:
            return
        for model in self.env["engagement.origin.mixin"]._get_models_with_origin():
            # sudo: protection does not stop where the user's own view ends
            dependents = model.sudo().with_context(active_test=False)
            if "confidentiality" not in model._fields:
                continue
            for level, records in by_level.items():
                dependents.search(
                    Domain("origin_model", "=", self._name)
                    & Domain("origin_res_id", "in", records.ids)
                    & Domain("confidentiality", "in", LEVELS[: LEVELS.index(level)])
                ).write({"confidentiality": level})

    def _hide_title(self):
        """Take the title out of all that was written before the record was secret."""
        if not self:
            return
        self._remove_followers()
        # sudo: other people's activities show the title as well, done ones included
        activities = (
            self.env["mail.activity"]
            .sudo()
            .with_context(active_test=False)
            .search([("res_model", "=", self._name), ("res_id", "in", self.ids)])
        )
        self.mapped("display_name")  # one read for all, before each is named below
        self.env.add_to_compute(activities._fields["res_name"], activities)
        of_self = [("model", "=", self._name), ("res_id", "in", self.ids)]
        # sudo: and other people's messages
        messages = self.env["mail.message"].sudo()
        messages = messages.search([*of_self, ("subject", "!=", False)])
        self._replace_title(activities, "summary")
        self._replace_title(messages, "subject")
        for model in self.env["engagement.origin.mixin"]._get_models_with_origin():
            # sudo: whoever is named by an origin keeps its number only
            linked = model.sudo().with_context(active_test=False)
            linked = linked.search(
                [("origin_model", "=", self._name), ("origin_res_id", "in", self.ids)]
            )
            self.env.add_to_compute(linked._fields["origin_ref"], linked)

    def _replace_title(self, records, field_name):
        """Put the number where the title stands in a text of `records`.

        :param records: activities or messages of `self`
        """
        secrets = {record.id: record for record in self}
        for record in records:
            secret = secrets[record.res_id]
            text = record[field_name] or ""
            for title in secret._get_title_texts():
                text = text.replace(title, secret._get_confidential_number())
            if text != (record[field_name] or ""):
                record[field_name] = text

    def _remove_followers(self):
        if not self:
            return
        # sudo: followers are removed whoever they are
        self.env["mail.followers"].sudo().search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        ).unlink()
