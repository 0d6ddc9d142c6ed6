# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import BadRequest

from odoo.http import Controller, content_disposition, request, route

from .scoreboard import XLSX


class ScorecardController(Controller):
    """Scorecards of partners as a file, for whoever may read them."""

    @route("/engagement/scorecards.xlsx", type="http", auth="user", methods=["GET"])
    def scorecards(self, ids="", **_ignored):
        """Return evaluations as a workbook, those of them that one may read.

        :param str ids: numbers, with commas between them
        """
        try:
            numbers = [int(number) for number in ids.split(",")]
        except ValueError as error:
            raise BadRequest() from error
        evaluations = request.env["engagement.evaluation"].with_context(
            active_test=False
        )
        found = evaluations.search([("id", "in", numbers)])
        return request.make_response(
            found._get_scorecards_xlsx(),
            headers=[
                ("Content-Type", XLSX),
                ("X-Content-Type-Options", "nosniff"),
                (
                    "Content-Disposition",
                    content_disposition(request.env._("Scorecards") + ".xlsx"),
                ),
            ],
        )
