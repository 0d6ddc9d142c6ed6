# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from lxml import etree

from odoo import fields, models

from .party_map import AXES

#: What the root of a map may say; the first is Odoo's own mark while validating
MAP_ATTRIBUTES = {
    "__validate__",
    "class",
    "create",
    "edit",
    "js_class",
    "string",
    "x",
    "y",
}


class IrUiView(models.Model):
    """Views, with the stakeholder map as one more type."""

    _inherit = "ir.ui.view"

    type = fields.Selection(
        selection_add=[("party_map", "Map")], ondelete={"party_map": "cascade"}
    )

    def _get_view_info(self):
        return {"party_map": {"icon": "fa fa-bullseye"}} | super()._get_view_info()

    def _validate_tag_party_map(self, node, name_manager, node_info):
        if not node_info["validate"]:
            return
        if not hasattr(name_manager.model, "retrieve_party_map"):
            self._raise_view_error(
                self.env._(
                    "A map shows interested parties; %(model)s has no scores to draw.",
                    model=name_manager.model._name,
                ),
                node,
            )
        for child in node.iterchildren(tag=etree.Element):
            self._raise_view_error(
                self.env._(
                    "A map has no elements inside: take <%(tag)s> out.", tag=child.tag
                ),
                child,
            )
        if unknown := set(node.attrib) - MAP_ATTRIBUTES:
            self._raise_view_error(
                self.env._(
                    "A map does not know: %(unknown)s. It takes: %(known)s.",
                    unknown=", ".join(sorted(unknown)),
                    known=", ".join(sorted(MAP_ATTRIBUTES - {"__validate__"})),
                ),
                node,
            )
        for attribute in ("x", "y"):
            axis = node.get(attribute)
            if axis and axis not in AXES:
                self._raise_view_error(
                    self.env._(
                        "%(attribute)s=“%(axis)s” is not an axis. Choose one of: "
                        "%(axes)s.",
                        attribute=attribute,
                        axis=axis,
                        axes=", ".join(AXES),
                    ),
                    node,
                )
