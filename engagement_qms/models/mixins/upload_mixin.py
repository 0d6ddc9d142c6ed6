# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError

from . import file_check


class EngagementUploadMixin(models.AbstractModel):
    """Takes files from people we do not know, after a look at them."""

    _name = "engagement.upload.mixin"
    _description = "Takes Files from Outside"

    @api.model
    def _check_uploads(self, uploads, max_files=file_check.MAX_FILES):
        """Return the files that may be kept.

        :param uploads: of ``file_check.Upload``
        :raise UserError: naming the file and why it is refused
        """
        try:
            return file_check.check(uploads, max_files)
        except file_check.RefusedError as refusal:
            raise UserError(self._explain_refusal(refusal, max_files)) from None

    @api.model
    def _explain_refusal(self, refusal, max_files=file_check.MAX_FILES):
        """Return why a file is not taken, in words of whoever sent it."""
        megabytes = file_check.MAX_BYTES // 1024 // 1024
        texts = {
            "many": self.env._(
                "Send at most %(count)s files at once.", count=max_files
            ),
            "large": self.env._(
                "It is too large: at most %(size)s MB.", size=megabytes
            ),
            "empty": self.env._("It is empty."),
            "type": self.env._(
                "We cannot take this kind of file. These we can: %(endings)s.",
                endings=", ".join(file_check.ENDINGS),
            ),
            "content": self.env._("It is not what its name says, or it is damaged."),
            "program": self.env._("There is a program in it."),
            "bomb": self.env._("It unpacks to far more than it holds."),
        }
        return self.env._(
            "“%(name)s” was not taken. %(reason)s",
            name=refusal.name,
            reason=texts[refusal.reason],
        )

    def _keep_files(self, files):
        """Keep files at the record; nobody reads them who does not read the record.

        :param files: of ``file_check.Checked``
        :return: the attachments
        """
        self.ensure_one()
        return self.env["ir.attachment"].create(
            [
                {
                    "name": file.name,
                    "raw": file.content,
                    "mimetype": file.mimetype,
                    "res_model": self._name,
                    "res_id": self.id,
                }
                for file in files
            ]
        )
