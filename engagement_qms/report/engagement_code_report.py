# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io

from reportlab.pdfgen import canvas

from odoo import api, models
from odoo.tools.pdf import PdfFileReader, PdfFileWriter

REPORT = "engagement_qms.report_code"


class ReportEngagementCode(models.AbstractModel):
    """A version of a code on paper: its wording, its dates and its fingerprint."""

    _name = "report.engagement_qms.report_code"
    _description = "Code of Conduct on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        codes = self.env["engagement.code"].browse(docids)
        states = dict(codes._fields["state"]._description_selection(self.env))
        return {
            "doc_ids": docids,
            "doc_model": "engagement.code",
            "docs": codes,
            "pages": {code.id: code._get_public_values() for code in codes},
            "states": {code.id: states[code.state] for code in codes},
            "ends": {code.id: code._format_day(code.in_force_to) for code in codes},
            "qr_codes": {
                code.id: f"data:image/png;base64,{code.public_qr.decode()}"
                for code in codes
                if code.public_page
            },
        }


class IrActionsReport(models.Model):
    """Numbers the pages of a printed code.

    A plain wkhtmltopdf prints no footer, so the numbers are put on afterwards.
    """

    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        render = super()._render_qweb_pdf_prepare_streams
        if self._get_report(report_ref).report_name != REPORT or not res_ids:
            return render(report_ref, data, res_ids)
        streams = {}
        for res_id in res_ids:
            streams |= render(report_ref, data, [res_id])
        for stream in streams.values():
            if not stream["attachment"]:
                stream["stream"] = self._number_pages(stream["stream"])
        return streams

    @api.model
    def _number_pages(self, stream):
        """Return the PDF with “2 / 3” at the foot of each page."""
        reader = PdfFileReader(stream)
        writer = PdfFileWriter()
        count = len(reader.pages)
        for number, source in enumerate(reader.pages, 1):
            # a page can be drawn upon once the writer owns it
            writer.add_page(source)
            page = writer.pages[-1]
            width, height = float(page.mediabox.width), float(page.mediabox.height)
            foot = io.BytesIO()
            drawing = canvas.Canvas(foot, pagesize=(width, height))
            drawing.setFont("Helvetica", 8)
            drawing.setFillGray(0.3)
            drawing.drawRightString(width - 57, 28, f"{number} / {count}")
            drawing.save()
            [numbered] = PdfFileReader(foot).pages
            page.merge_page(numbered)
            page.compress_content_streams()
        result = io.BytesIO()
        writer.write(result)
        result.seek(0)
        return result
