# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from lxml import etree

from .common import EngagementCase


class FormScreenCase(EngagementCase):
    """What holds for every form of an addon."""

    addon = "engagement_qms"
    allow_inherited_tests_method = True

    def _forms(self):
        """Yield (view, form) of each form, as the client gets it."""
        data = self.env["ir.model.data"].search(
            [("module", "=", self.addon), ("model", "=", "ir.ui.view")]
        )
        views = self.env["ir.ui.view"].browse(data.mapped("res_id"))
        for view in views.filtered(lambda view: view.type == "form"):
            arch = self.env[view.model].get_view(view.id, "form")["arch"]
            yield view, etree.fromstring(arch)

    def test_no_form_sends_along_what_only_its_buttons_write(self):
        """The client sends each field of a new record that it holds to be editable."""
        sent = []
        for view, form in self._forms():
            model = self.env[view.model]
            written = getattr(model, "_step_fields", ())
            for node in form.iter("field"):
                name = node.get("name")
                inside = any(parent.tag == "field" for parent in node.iterancestors())
                if inside or name not in written or model._fields[name].readonly:
                    continue
                if node.get("readonly") not in ("1", "True", "true"):
                    sent.append((view.xml_id, name))
        self.assertEqual(sent, [])

    def test_no_form_hides_its_sheet(self):
        """The client puts what stands beside a sheet into it, and hides it as well."""
        hidden = [
            view.xml_id
            for view, form in self._forms()
            if form.xpath("sheet/@invisible")
        ]
        self.assertEqual(hidden, [])
