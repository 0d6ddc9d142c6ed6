# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo.http import Controller, content_disposition, request, route


class CodeExchangeController(Controller):
    """Codes as files. Who may read the code gets it; nothing is kept on the way."""

    @route(
        "/engagement/code/<int:code_id>/document",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def document(self, code_id):
        """Return a version of a code as a document for others."""
        code = request.env["engagement.code"].browse(code_id)
        code.check_access("read")
        return self._send(code, code._export())

    @route(
        "/engagement/code/<int:code_id>/adopted",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def adopted(self, code_id):
        """Return the document that a code was made of."""
        code = request.env["engagement.code"].browse(code_id)
        code.check_access("read")
        # the field itself is for officers: reading it asks for that
        data = code.read(["adopted_document"])[0]["adopted_document"] or ""
        if not data:
            raise request.not_found()
        return self._send(code, data.encode())

    def _send(self, code, data):
        name = re.sub(r"[^\w-]+", "-", code.name).strip("-") or "code"
        return request.make_response(
            data,
            headers=[
                ("Content-Type", "application/xml; charset=utf-8"),
                ("X-Content-Type-Options", "nosniff"),
                (
                    "Content-Disposition",
                    content_disposition(f"{name}-v{code.version}.xml"),
                ),
            ],
        )
