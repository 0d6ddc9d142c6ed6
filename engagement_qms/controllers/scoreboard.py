# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from werkzeug.exceptions import BadRequest

from odoo.exceptions import UserError
from odoo.http import Controller, content_disposition, request, route

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ScoreboardController(Controller):
    """The scoreboard as a file, for whoever may read it."""

    @route(
        "/engagement/scoreboard.xlsx",
        type="http",
        auth="user",
        methods=["POST"],
    )
    def scoreboard(self, domain="[]", **_ignored):
        """Return the indicators that a filter finds as a workbook.

        :param str domain: the filter of the list, as JSON
        """
        try:
            indicators = request.env["engagement.indicator"].search(json.loads(domain))
        except (TypeError, ValueError, UserError) as error:
            raise BadRequest() from error
        return request.make_response(
            indicators._get_scoreboard_xlsx(),
            headers=[
                ("Content-Type", XLSX),
                ("X-Content-Type-Options", "nosniff"),
                (
                    "Content-Disposition",
                    content_disposition(request.env._("Scoreboard") + ".xlsx"),
                ),
            ],
        )
