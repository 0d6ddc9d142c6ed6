# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    """Keeps a field that is named “self” from crashing our public pages.

    Odoo hands what came by a form over by name, and its own wrapper has a parameter of
    that name. Routes that are marked with ``engagement_page`` do without the field.
    """

    _inherit = "ir.http"

    @classmethod
    def _dispatch(cls, endpoint):
        if endpoint.routing.get("engagement_page"):
            request.params.pop("self", None)
        return super()._dispatch(endpoint)
