# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import models
from odoo.tools import SQL, html2plaintext

#: What makes a party the one it is: never taken over from another
IDENTITY = {
    "name",
    "kind",
    "category_id",
    "partner_id",
    "employee_id",
    "company_id",
    "member_domain",
    # a priority set by hand was meant for the scores of the other party
    "priority_override",
    "priority_override_reason",
}


class EngagementPartyMerge(models.Model):
    """How two parties become one when their contacts do.

    The party with more history stays. Everything that points to the other one, in
    whatever model, points to it afterwards; what the two answered differently is
    written to its history, so that nothing is lost and no score changes unseen.
    """

    _inherit = "engagement.party"

    def _merge_into(self, kept):
        """Move all that these parties have to another one and delete them.

        :param kept: the party that stays
        """
        lost = self - kept
        if not lost:
            return
        # afterwards core drops the followers that the kept party has already
        kept.message_subscribe(partner_ids=lost.message_partner_ids.ids)
        kept._log_merge(lost)
        kept._take_over_values(lost)
        lost._move_links(kept)
        lost._move_references(kept)
        # messages, activities, attachments, followers, external ids, origins
        self.env[
            "base.partner.merge.automatic.wizard"
        ]._update_reference_fields_generic(self._name, lost, kept)
        lost.invalidate_recordset()
        lost.unlink()
        if kept._has_cycle("via_party_id"):
            kept.via_party_id = False

    def _choose_kept(self, partner):
        """Return which of several parties for the same contact stays.

        :param partner: the contact that stays
        """
        history = self._get_history_sizes()
        return self.sorted(
            lambda party: (
                # only a party of kind employee can hold the employee
                party.kind == "employee",
                history[party],
                party.partner_id == partner,
                -party.id,
            )
        )[-1]

    def _get_history_sizes(self):
        """Return how many records point to each party, as a dict by party."""
        sizes = dict.fromkeys(self, 0)
        for model, name in self._get_pointers("many2one"):
            for party, count in model._read_group(
                [(name, "in", self.ids)], [name], ["__count"]
            ):
                sizes[party] += count
        return sizes

    def _get_answers(self):
        """Return the fields in which people answered something about a party."""
        return [
            field
            for name, field in self._fields.items()
            if field.store
            and name not in models.MAGIC_COLUMNS
            and not field.related
            and not (field.compute and field.readonly)
            and field.type not in ("one2many", "many2many", "binary")
            and not name.startswith("message_")
        ]

    def _take_over_values(self, lost):
        """Fill what the kept party left open with the answers of the others."""
        vals = {}
        for field in self._get_answers():
            if field.name in IDENTITY or self[field.name]:
                continue
            for party in lost.filtered(field.name):
                answer = party[field.name]
                if field.comodel_name != self._name or answer not in self + lost:
                    vals[field.name] = field.convert_to_write(answer, self)
                    break
        self.write(vals)

    def _log_merge(self, lost):
        """Write to the history what the other parties said differently."""
        for party in lost:
            intro = self.env._(
                "“%(party)s” became part of this party, because their contacts were "
                "merged. It had said differently:",
                party=party.name,
            )
            lines = Markup().join(
                Markup("<li>%s: %s</li>") % difference
                for difference in self._get_differences(party)
            )
            self.message_post(body=Markup("<p>%s</p><ul>%s</ul>") % (intro, lines))

    def _get_differences(self, other):
        """Return label and value of each answer that another party gave differently."""
        differences = []
        for field in self._get_answers():
            value = other[field.name]
            if field.name in ("name", "partner_id") or not value:
                continue
            if value == self[field.name]:
                continue
            if field.relational:
                value = value.display_name
            elif field.type == "html":
                value = html2plaintext(value)
            else:
                value = field.convert_to_export(value, other)
            differences.append((field._description_string(self.env), value))
        return differences

    def _move_links(self, kept):
        """Give the kept party the many2many links of these, from both sides."""
        for name, field in self._fields.items():
            if field.type == "many2many" and field.store:
                kept[name] |= self[name]
        for model, name in self._get_pointers("many2many"):
            for record in model.search([(name, "in", self.ids)]):
                record[name] |= kept

    def _move_references(self, kept):
        """Let everything that points to these parties point to the kept one.

        In SQL, because plan and event, need and event point to each other and to the
        party: moved one by one they would contradict each other halfway.
        """
        moved = [
            (model.search([(name, "in", self.ids)]), name)
            for model, name in self._get_pointers("many2one")
        ]
        self.env.flush_all()
        for records, name in moved:
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE %s IN %s",
                    SQL.identifier(records._table),
                    SQL.identifier(name),
                    kept.id,
                    SQL.identifier(name),
                    tuple(self.ids),
                )
            )
        self.env.invalidate_all(flush=False)
        for records, name in moved:
            records.modified([name])

    def _get_pointers(self, kind):
        """Return all stored fields that can point to a party: model and name.

        :param str kind: the type of field
        """
        # sudo: a merge moves everything, also what the user may not see
        return [
            (self.env[model_name].sudo().with_context(active_test=False), name)
            for model_name, model_class in self.env.registry.items()
            if model_class._auto and not model_class._abstract
            for name, field in model_class._fields.items()
            if field.type == kind
            and field.store
            and not field.related
            and field.comodel_name == self._name
        ]
