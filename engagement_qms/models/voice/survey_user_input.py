# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

#: What would tell who gave an anonymous answer
PERSONAL = ("partner_id", "email", "nickname")
#: An anonymous answer leaves no trace in a history
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
}


class SurveyUserInput(models.Model):
    """An answer in a round: from which group, and how satisfied, from 0 to 100.

    An anonymous one has no name, no address, no author and no hour. It is written by
    nobody from its first moment on, also where whoever answers is signed in.
    """

    _inherit = "survey.user_input"

    engagement_round_id = fields.Many2one(
        comodel_name="engagement.survey.round",
        string="Round",
        ondelete="cascade",
        index="btree_not_null",
        readonly=True,
    )
    engagement_category_id = fields.Many2one(
        comodel_name="engagement.party.category",
        string="Group",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
    )
    engagement_anonymous = fields.Boolean(
        related="engagement_round_id.anonymous", store=True, precompute=True
    )
    engagement_company_id = fields.Many2one(
        related="engagement_round_id.company_id",
        string="Company of the round",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    engagement_audience = fields.Selection(
        string="Asked as",
        related="engagement_round_id.audience",
        store=True,
        precompute=True,
    )
    engagement_index = fields.Float(
        string="Satisfaction (0 to 100)",
        compute="_compute_engagement_index",
        store=True,
        compute_sudo=True,
        aggregator="avg",
        help="The mean over the scaled answers, importance left out. 0 also where "
        "there is none: see their number.",
    )
    engagement_scaled = fields.Integer(
        string="Scaled answers",
        compute="_compute_engagement_index",
        store=True,
        compute_sudo=True,
    )
    engagement_answered_on = fields.Date(
        string="Answered on",
        compute="_compute_engagement_answered_on",
        store=True,
        compute_sudo=True,
        help="Of an anonymous round, the day it opened.",
    )

    _engagement_nobody = models.Constraint(
        "CHECK (engagement_anonymous IS NOT TRUE OR (partner_id IS NULL"
        " AND email IS NULL AND nickname IS NULL))",
        "An anonymous answer has neither name nor address.",
    )
    _engagement_round_idx = models.Index(
        "(engagement_round_id, state) WHERE engagement_round_id IS NOT NULL"
    )

    @api.depends(
        "user_input_line_ids.value_scale",
        "user_input_line_ids.skipped",
        "user_input_line_ids.answer_type",
    )
    def _compute_engagement_index(self):
        for answer in self:
            scores = [
                line._get_engagement_score()
                for line in answer.user_input_line_ids
                if line._is_engagement_scaled()
            ]
            answer.engagement_scaled = len(scores)
            answer.engagement_index = sum(scores) / len(scores) if scores else 0

    @api.depends("state", "end_datetime", "engagement_round_id.opened_on")
    def _compute_engagement_answered_on(self):
        for answer in self:
            survey_round = answer.engagement_round_id
            if answer.state != "done":
                answer.engagement_answered_on = False
            elif survey_round.anonymous:
                answer.engagement_answered_on = survey_round.opened_on
            else:
                answer.engagement_answered_on = (
                    answer.end_datetime and answer.end_datetime.date()
                )

    def write(self, vals):
        anonymous = self.filtered("engagement_anonymous")
        if not anonymous:
            return super().write(vals)
        if self - anonymous:
            super(SurveyUserInput, self - anonymous).write(vals)
        vals = {name: value for name, value in vals.items() if name not in PERSONAL}
        super(SurveyUserInput, anonymous._as_nobody()).write(vals)
        # what is written after it was sent would tell the hour again
        anonymous.filtered(lambda answer: answer.state == "done")._forget_author()
        return True

    def _as_nobody(self):
        """Return the records as the visitor who is not signed in, with all rights.

        Only where whoever writes has all rights already.
        """
        # sudo: the visitor has no rights, and the survey app wrote with all of them
        nobody = self.with_user(self.env.ref("base.public_user")).sudo(self.env.su)
        return nobody.with_context(**QUIET)

    def _mark_done(self):
        invited = self.filtered(
            lambda answer: answer.engagement_round_id and not answer.test_entry
        )
        for answer in invited:
            answer._use_invitation()
        result = super()._mark_done()
        anonymous = invited.filtered("engagement_anonymous")
        # the language alone can tell who it was
        anonymous.write({"lang_id": False})
        anonymous._forget_author()
        invited.engagement_round_id._take_answers(invited)
        return result

    def _use_invitation(self):
        """Use up the invitation that this answer was started with.

        :raise UserError: when the round is over, or it was used before
        """
        self.ensure_one()
        survey_round = self.engagement_round_id
        if survey_round.state != "open":
            raise UserError(
                self.env._(
                    "This survey is closed. Thank you for your time all the same."
                )
            )
        # sudo: the invitation is the permission to answer once
        lines = self.env["engagement.participation"].sudo()
        if self.engagement_anonymous:
            # from the session of the browser: no key leads there from the answer
            line_id = self.env.context.get("engagement_invitations", {}).get(
                str(survey_round.id)
            )
            domain = [("id", "=", line_id)]
        else:
            domain = [("partner_id", "=", self.partner_id.id)]
        line = lines.search([*domain, ("round_id", "=", survey_round.id)], limit=1)
        if not line:
            raise UserError(
                self.env._(
                    "We cannot see your invitation any more. Open the link in your "
                    "invitation once again, in this browser."
                )
            )
        if not line._claim():
            raise UserError(self.env._("This invitation was used already."))

    def _forget_author(self):
        """Take off who wrote the answers and when, everywhere Odoo keeps it."""
        if not self:
            return
        self.env.flush_all()
        neutral = SQL(
            "create_uid = NULL, write_uid = NULL,"
            " create_date = survey_round.opened_on,"
            " write_date = survey_round.opened_on"
        )
        self.env.cr.execute(
            SQL(
                "UPDATE survey_user_input AS answer SET %s,"
                " start_datetime = survey_round.opened_on,"
                " end_datetime = survey_round.opened_on"
                " FROM engagement_survey_round AS survey_round"
                " WHERE survey_round.id = answer.engagement_round_id"
                " AND answer.id IN %s",
                neutral,
                tuple(self.ids),
            )
        )
        self.env.cr.execute(
            SQL(
                "UPDATE survey_user_input_line AS line SET %s"
                " FROM survey_user_input AS answer"
                " JOIN engagement_survey_round AS survey_round"
                " ON survey_round.id = answer.engagement_round_id"
                " WHERE answer.id = line.user_input_id AND answer.id IN %s",
                neutral,
                tuple(self.ids),
            )
        )
        self.invalidate_recordset()
        self.user_input_line_ids.invalidate_recordset()

    def _notify_new_participation_subscribers(self):
        """Tell nobody that an anonymous answer came: the hour would be in it."""
        named = self.filtered(lambda answer: not answer.engagement_anonymous)
        return super(SurveyUserInput, named)._notify_new_participation_subscribers()


class SurveyUserInputLine(models.Model):
    """One question answered; scaled ones count from 0 to 100."""

    _inherit = "survey.user_input.line"

    @api.model_create_multi
    def create(self, vals_list):
        answers = self.env["survey.user_input"].browse(
            {
                vals.get("user_input_id")
                for vals in vals_list
                if vals.get("user_input_id")
            }
        )
        # sudo: whether nobody may be seen in them does not depend on who answers
        if self.env.su and any(answers.sudo().mapped("engagement_anonymous")):
            # sudo: as above, in the name of nobody
            self = self.with_user(self.env.ref("base.public_user")).sudo()
        return super().create(vals_list)

    def write(self, vals):
        # sudo: as in create
        anonymous = self.sudo().user_input_id.filtered("engagement_anonymous")
        if self.env.su and anonymous:
            # sudo: as in create
            self = self.with_user(self.env.ref("base.public_user")).sudo()
        return super().write(vals)

    def _is_engagement_scaled(self):
        question = self.question_id
        return (
            self.answer_type == "scale"
            and not self.skipped
            and question.engagement_measures != "importance"
            and question.scale_max > question.scale_min
        )

    def _get_engagement_score(self):
        """Return a scaled answer as 0 to 100."""
        question = self.question_id
        span = question.scale_max - question.scale_min
        return 100 * (self.value_scale - question.scale_min) / span
