# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo.http import Controller, request, route
from odoo.tools import format_date

from odoo.addons.engagement_qms.controllers.public_page import PAGE, PublicPage

from ..models.report import READABLE


class EngagementReportPage(PublicPage, Controller):
    """The engagement report for families, employers and authorities."""

    @route(
        [
            "/engagement/report/<string:token>",
            "/engagement/report/<string:token>/<int:version>",
        ],
        auth="public",
        methods=["GET"],
        sitemap=False,
        **PAGE,
    )
    def report_page(self, token, version=None):
        reports = request.env["engagement.report"]
        report = reports._get_public(token, version)
        preview = not report
        if preview and version and request.env.user._is_internal():
            # whoever writes it looks at it first, by the own rights
            report = reports.search([("token", "=", token), ("version", "=", version)])
            if report and not report.has_access("write"):
                report = reports
        if not report:
            # likewise for what is missing and for what is not public
            raise NotFound
        # sudo: it may be read, and so may what it says of the company
        values = self._get_report_values(report.sudo(), preview)
        return request.render("engagement_qms_education.report_page", values)

    def _get_report_values(self, report, preview):
        """Return what the page says: nothing but what was written to be read."""
        address = f"/engagement/report/{report.token}"
        figures = {}
        for figure in report.figure_ids:
            figures.setdefault(figure.name, []).append(figure)
        versions = report.search(
            [("token", "=", report.token), ("state", "in", READABLE)]
        )
        return {
            **self._get_frame_values(report.company_id, address),
            "indexed": not preview and report.state == "published",
            "report": report,
            "preview": preview,
            "figures": figures,
            "sections": [
                (title, text)
                for title, text in (
                    (request.env._("For families"), report.for_families),
                    (request.env._("For employers"), report.for_employers),
                    (request.env._("For authorities"), report.for_authorities),
                )
                if text
            ],
            "certificates": report._get_certificates(),
            "codes": [
                (code.name, f"/engagement/code/{code.root_id.id}")
                for code in report._get_codes()
            ],
            "versions": [
                (other, address + f"/{other.version}")
                for other in versions - report
                if not preview
            ],
            "day": lambda day: (
                day and format_date(request.env, day, date_format="long")
            ),
        }
