# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, MissingError
from odoo.http import Controller, content_disposition, request, route

from odoo.addons.engagement_qms.models.mixins.partner_page_mixin import MAX_ID


class LearnerDataController(Controller):
    """All that is kept about a learner as a file, for managers of education."""

    @route(
        "/engagement/learner/<int:learner_id>/data",
        type="http",
        auth="user",
        methods=["GET"],
        # handing a reason over is written down
        readonly=False,
    )
    def learner_data(self, learner_id, **_ignored):
        """Return the package; what is not there and what is not for one look alike."""
        learner = request.env["engagement.learner"].browse(min(learner_id, MAX_ID))
        try:
            package = learner._make_data_package()
        except (AccessError, MissingError) as error:
            raise request.not_found() from error
        return request.make_response(
            package,
            headers=[
                ("Content-Type", "application/zip"),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
                ("Content-Disposition", content_disposition(f"{learner.number}.zip")),
            ],
        )
