# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

#: Stands for a text that has to be there
GONE = "–"
#: What somebody typed or put there, by the kind of the field
TYPED = ("char", "text", "html", "binary", "json", "properties")
#: Names that a spreadsheet gave to records
IMPORTED = ("__import__", "__export__")


def erase_hanging(records):
    """Delete what hangs on records: history, files, tasks, ratings, given names."""
    if not records:
        return
    of_model = [("model", "=", records._name), ("res_id", "in", records.ids)]
    of_res = [("res_model", "=", records._name), ("res_id", "in", records.ids)]
    # files of fields are found only where they are named
    files = [*of_res, "|", ("res_field", "=", False), ("res_field", "!=", False)]
    for model, domain in (
        ("mail.message", of_model),
        ("mail.scheduled.message", of_model),
        ("mail.activity", of_res),
        ("mail.followers", of_res),
        ("rating.rating", of_res),
        ("ir.attachment", files),
        ("ir.model.data", [*of_model, ("module", "in", IMPORTED)]),
    ):
        # sudo: what hangs on it goes along, whoever put it there
        found = records.env[model].sudo().with_context(active_test=False)
        found.search(domain).unlink()


class EngagementLearnerDataMixin(models.AbstractModel):
    """Records about learners: handed over on request, and emptied in the end.

    Every text goes but those that are named, so that a text which somebody adds goes
    as well. Numbers, dates, states and what was chosen from a list stay: the figures
    of the past do not change. Models about learners inherit this; nothing lists them.
    """

    _name = "engagement.learner.data.mixin"
    _description = "Is about a Learner"

    #: Small ones go first: what others point to goes after them
    _erase_rank = 10
    #: Which field leads to the learner, or to the contact of the learner
    _learner_field = "learner_id"
    _learner_by_contact = False
    #: Texts that stay
    _kept_texts = frozenset({"number"})
    #: Further fields that go
    _erased_fields = frozenset()
    #: Texts that a rule wants where they are: they are replaced
    _replaced_texts = frozenset()

    @api.model
    def _get_kind_name(self):
        """Return what such records are called, in the language of who asks."""
        return self.env["ir.model"]._get(self._name).name

    @api.model
    def _get_of_learners(self, learners):
        """Return the records about some learners, with all rights."""
        # sudo: what is about a learner, whoever may see it
        records = self.sudo().with_context(active_test=False)
        known = learners.partner_id if self._learner_by_contact else learners
        return records.search([(self._learner_field, "in", known.ids)])

    @api.model
    def _erase_for_learners(self, learners):
        """Take away what is personal in all records about some learners.

        :return: what stays, in words
        """
        records = self._get_of_learners(learners)
        records._erase_hanging()
        records._erase_texts()
        return []

    def _erase_texts(self):
        """Empty what somebody typed, and links to people."""
        if not self:
            return
        quiet = self.with_context(tracking_disable=True, mail_notrack=True)
        quiet = quiet._step() if hasattr(self, "_step") else quiet
        names = self._get_erased_fields()
        required = {name for name in names if self._fields[name].required}
        quiet.write(
            dict.fromkeys(names - required - self._replaced_texts, False)
            | dict.fromkeys(required, GONE)
        )
        for name in self._replaced_texts:
            quiet.filtered(name).write({name: GONE})

    @api.model
    def _get_erased_fields(self):
        """Return the names of the fields that are emptied."""
        typed = {
            name
            for name, field in self._fields.items()
            if field.store
            and field.type in TYPED
            and not field.related
            and not (field.compute and field.readonly)
            and name not in self._kept_texts
        }
        people = {
            name
            for name, field in self._fields.items()
            if field.store
            and field.type in ("many2one", "many2many")
            and field.comodel_name == "res.partner"
            and not (field.required or field.related or field.compute)
        }
        return typed | people | self._erased_fields

    def _erase_hanging(self):
        """Delete what hangs on the records; see `erase_hanging`."""
        erase_hanging(self)

    @api.model
    def _export_for_learner(self, learner):
        """Return all that is kept about a learner here: [{label: value}].

        What whoever asks may not read is not in it: support and safeguarding hand
        that over themselves.
        """
        records = self._get_readable(learner)
        names = [
            name
            for name, field in self._fields.items()
            if field.store
            and name not in models.MAGIC_COLUMNS
            and field.type not in ("binary", "one2many")
            and self._has_field_access(field, "read")
        ]
        return [record._export_fields(names) for record in records]

    @api.model
    def _get_readable(self, learner):
        """Return the records about a learner that the user may read, with all rights.

        What they point to is shown by its name, also where one may not open it.
        """
        records = self._get_of_learners(learner)
        readable = records.with_env(self.env)._filtered_access("read")
        return records & readable.sudo()  # sudo: see above

    def _export_fields(self, names):
        """Return {label: text} of a record."""
        self.ensure_one()
        return {
            self._fields[name]._description_string(self.env): self._format_exported(
                name
            )
            for name in names
        }

    def _format_exported(self, name):
        field, value = self._fields[name], self[name]
        if field.type in ("many2one", "many2many"):
            return ", ".join(value.mapped("display_name"))
        if field.type == "selection":
            labels = dict(field._description_selection(self.env))
            return labels.get(value, "")
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        return "" if value is False or value is None else str(value)
