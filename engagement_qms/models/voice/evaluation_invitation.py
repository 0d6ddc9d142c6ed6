# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from . import follow_code


class EngagementEvaluationInvitation(models.Model):
    """Who is asked in a pool: a link that is valid once, of which a hash is kept.

    It says that somebody answered, never what, and no row says when it changed.
    """

    _name = "engagement.evaluation.invitation"
    _description = "Invitation to Rate Us"
    _inherit = ["engagement.link.mail.mixin"]
    _log_access = False
    _order = "evaluation_id, id"

    evaluation_id = fields.Many2one(
        comodel_name="engagement.evaluation",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="evaluation_id.company_id", store=True, precompute=True, index=True
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('email', '!=', False)]",
    )
    answered = fields.Boolean(readonly=True)
    invitation_hash = fields.Char(
        groups="base.group_system",
        copy=False,
        exportable=False,
        export_string_translation=False,
    )

    _hash_idx = models.UniqueIndex(
        "(invitation_hash) WHERE invitation_hash IS NOT NULL"
    )

    @api.model_create_multi
    def create(self, vals_list):
        invitations = super().create(vals_list)
        invitations._check_unsent()
        return invitations

    def write(self, vals):
        self._check_unsent()
        if {"answered", "evaluation_id"} & vals.keys() and not self.env.su:
            raise UserError(
                self.env._("Who answered is written when they answer, not by hand.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        self._check_unsent()

    def _check_unsent(self):
        """Keep who was asked as it was when the links went out."""
        # sudo: merging contacts changes what was sent, too
        if self.env.su:
            return
        for pool in self.evaluation_id:
            if pool.state != "draft":
                raise UserError(
                    self.env._(
                        "“%(name)s” was sent: who is asked stays as it is.",
                        name=pool.display_name,
                    )
                )

    def _mail_invitation(self):
        """Queue a mail with a new link to each of the invited."""
        # sudo: nobody reads or writes the hash but this
        lines = self.sudo().filtered("partner_id.email_normalized")._filter_allowed()
        key, links = self._get_key(), {}
        for line in lines:
            code = follow_code.make()
            line.invitation_hash = follow_code.digest(code, key)
            base = line.company_id.get_base_url()
            links[line.id] = f"{base}/engagement/rate/{code}"
        lines._queue_link_mails("evaluation_template_pool", links)

    def _filter_allowed(self):
        """Return those that may be asked; nobody is asked through somebody else."""
        answers = self._ask_engage("evaluation")
        return self.filtered(
            lambda line: (
                answers[line.id].allowed
                and answers[line.id].recipient == line.partner_id
            )
        )

    def _get_link_mail_ends(self):
        return self.partner_id.email_formatted, self.evaluation_id.user_id

    @api.model
    def _get_key(self):
        # sudo: the secret of the database, which nobody else may read
        return self.env["ir.config_parameter"].sudo().get_param("database.secret")

    @api.model
    def _get_invited(self, code):
        """Return the invitation of a link, with all rights, or none."""
        # sudo: the code is the permission; nothing is given away before it was found
        lines = self.sudo()
        digest = follow_code.digest(code, self._get_key())
        if not digest:
            return lines.browse()
        return lines.search(Domain("invitation_hash", "=", digest), limit=1)

    def _answer(self, answers):
        """Use the invitation up, and keep what was said apart from it.

        :param dict answers: {line: (stars, sentence)}, with all rights
        """
        self.ensure_one()
        pool = self.evaluation_id
        pool._check_state("sent")
        pool._check_in_time()
        pool._check_answers(answers)
        self.flush_recordset()
        claimed = self.env.execute_query(
            SQL(
                "UPDATE engagement_evaluation_invitation SET answered = TRUE"
                " WHERE id = %s AND answered IS NOT TRUE RETURNING id",
                self.id,
            )
        )
        self.invalidate_recordset(["answered"])
        if not claimed:
            raise UserError(self.env._("This invitation was used already."))
        pool._rate_from_pool(answers)
