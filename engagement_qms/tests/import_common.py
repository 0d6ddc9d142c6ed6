# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import csv
import io

from .common import EngagementCase

OPTIONS = {
    "quoting": '"',
    "separator": ",",
    "has_headers": True,
    "date_format": "%Y-%m-%d",
}


class ImportCase(EngagementCase):
    """Rows of a spreadsheet, brought in as the client does."""

    def _import(self, model, header, rows, user):
        """Import rows as the client does; return the ids and the messages."""
        file = io.StringIO()
        csv.writer(file).writerows([header, *rows])
        wizard = (
            self.env["base_import.import"]
            .with_user(user)
            .create(
                {
                    "res_model": model,
                    "file": file.getvalue().encode(),
                    "file_name": "rows.csv",
                    "file_type": "text/csv",
                }
            )
        )
        matches = wizard.parse_preview(OPTIONS)["matches"]
        fields = ["/".join(matches.get(i, [])) or False for i in range(len(header))]
        result = wizard.execute_import(fields, header, OPTIONS)
        return result["ids"], result["messages"]
