# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import SQL

from ..mixins.batches import run_in_batches
from ..mixins.row_order import write_anew

#: So many invitations go out at once; the job for mails sends the others
FIRST_BATCH = 200
DAYS_OPEN = 21


class EngagementSurveyRoundState(models.Model):
    """The way of a round: draft, open, closed, done.

    Each step can be done by hand; opening and closing also happen by the calendar.
    """

    _inherit = "engagement.survey.round"

    def action_open(self):
        """Open the rounds: count whom they are about, and invite."""
        self._check_state(("draft",))
        self._check_gates("open")
        for survey_round in self:
            survey_round._open()
        return True

    def action_close(self):
        """Take no more answers, and work out what they say."""
        self._check_state(("open",))
        self._close()
        return True

    def action_share_results(self):
        """Note that those who can act know the result as of today."""
        self._check_state(("closed",))
        self._step().write({"results_shared_on": fields.Date.context_today(self)})
        return True

    def action_report_back(self):
        """Tell all who were invited what came of it, and publish its page."""
        self._check_state(("closed",))
        self._check_gates("report_back")
        self._step().write({"reported_back_on": fields.Date.context_today(self)})
        for survey_round in self:
            survey_round._ensure_page_token()
        self._mail_news(limit=FIRST_BATCH)
        return True

    def action_done(self):
        """Close the matter: shared, acted upon, reported back."""
        self._check_state(("closed",))
        self._check_gates("done")
        self._step().write({"state": "done"})
        return True

    def _get_missing_to_report_back(self):
        self.ensure_one()
        return [
            (
                self.env._(
                    "Write what they said and what you did (tab “You said, we did”), "
                    "or why nothing is changed."
                ),
                not self.outcome_ids and not self.no_action_reason,
            )
        ]

    def _get_missing_to_done(self):
        self.ensure_one()
        return [
            (
                self.env._("Share the result with those who can act on it."),
                not self.results_shared_on,
            ),
            (
                self.env._(
                    "Open an action that follows from it, or write why nothing is "
                    "changed."
                ),
                not self._get_actions() and not self.no_action_reason,
            ),
            (
                self.env._("Report back to those who were asked."),
                not self.reported_back_on,
            ),
        ]

    def _get_missing_to_open(self):
        self.ensure_one()
        return [
            (self.env._("Choose the groups to ask."), not self.category_ids),
            *self.survey_id._get_missing_for_round(self.anonymous),
            (
                self.env._(
                    "Nobody is in these groups: put parties of these categories on "
                    "the register first."
                ),
                self.category_ids and not self._get_audience(),
            ),
        ]

    def _open(self):
        """Count the groups, write down who is invited, and send the first mails."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        days = self.programme_id.days_open or DAYS_OPEN
        closes_on = self.closes_on or today + relativedelta(days=days)
        audience = self._get_audience()
        everybody = self.env["res.partner"].browse([one.id for one in audience])
        # sudo: address books of colleagues and customers, only to see who has one
        everybody = everybody.sudo()
        spared = self._get_often_asked(everybody)
        asking = (everybody - spared).with_company(self.company_id)
        answers = asking._may_engage("survey")
        barred = asking.filtered(lambda partner: not answers[partner.id].allowed)
        self._step().write(
            {
                "state": "open",
                "opened_on": today,
                "closes_on": closes_on,
                "planned_on": self.planned_on or today,
                "spared_ids": [fields.Command.set(spared.ids)],
                "barred_ids": [fields.Command.set(barred.ids)],
            }
        )
        if not self.need_ids:
            self.need_ids = self._get_expectations()
        self._count_groups(audience)
        self._invite(audience, asking - barred, answers)
        self._refresh_figures()
        self._mail_invitations(limit=FIRST_BATCH)

    def _invite(self, audience, partners, answers):
        """Write down who is invited, by which way, and through whom.

        :param dict answers: as of ``_may_engage``
        """
        # sudo: who is invited is written by this step only
        self.env["engagement.participation"].sudo().create(
            [
                {
                    "partner_id": partner.id,
                    "party_id": audience[partner][0].id,
                    "category_id": audience[partner][1].id,
                    "round_id": self.id,
                    "company_id": self.company_id.id,
                    "date": self.opened_on,
                    "source": "survey",
                    "invited": True,
                    **self.env["engagement.participation"]._prepare_way(
                        partner, answers[partner.id]
                    ),
                }
                for partner in partners
            ]
        )

    def _count_groups(self, audience):
        """Keep how many people there are in each group on the day of opening."""
        counts = dict.fromkeys(self.category_ids, 0)
        for _party, category in audience.values():
            counts[category] = counts.get(category, 0) + 1
        # sudo: only steps write the groups
        self.env["engagement.survey.round.group"].sudo().create(
            [
                {"round_id": self.id, "category_id": category.id, "population": count}
                for category, count in counts.items()
            ]
        )

    def _get_expectations(self):
        """Return needs of those who are asked, those of the questions first."""
        # sudo: which need a question is about; whoever opens the round reads needs
        asked = self.survey_id.sudo().question_ids.engagement_need_id
        needs = self.env["engagement.need"]
        of_groups = needs.search(
            [
                ("party_category_id", "in", self.category_ids.ids),
                ("company_id", "=", self.company_id.id),
            ],
            limit=50,
        )
        readable = needs.browse(asked.ids)._filtered_access("read")
        return readable.filtered(lambda n: n.company_id == self.company_id) | of_groups

    def _close(self):
        """Take no more answers, and let nothing tell who answered what."""
        today = fields.Date.context_today(self)
        self._step().write({"state": "closed", "closed_on": today})
        self._drop_unfinished()
        self._mix_up()
        self._refresh_figures()
        self._look_into_low_scores()

    def _drop_unfinished(self):
        """Delete the anonymous answers that nobody sent, and end the others."""
        # sudo: nobody may read anonymous answers, and what was not sent does not count
        answers = self.env["survey.user_input"].sudo()
        unfinished = answers.search(
            [("engagement_round_id", "in", self.ids), ("state", "!=", "done")]
        )
        unfinished.filtered("engagement_anonymous").unlink()
        unfinished.exists().write({"deadline": fields.Datetime.now()})

    def _mix_up(self):
        """Let no row of the round tell when it was written, or with which other."""
        anonymous = self.filtered("anonymous")
        if not anonymous:
            return
        self.env.flush_all()
        ids = tuple(anonymous.ids)
        write_anew(self.env.cr, "survey_user_input", "engagement_round_id", ids)
        write_anew(self.env.cr, "engagement_participation", "round_id", ids)
        self.env.cr.execute(
            SQL(
                "UPDATE survey_user_input_line AS line SET skipped = line.skipped"
                " FROM survey_user_input AS answer"
                " WHERE answer.id = line.user_input_id"
                " AND answer.engagement_round_id IN %s",
                ids,
            )
        )

    def _cron_work(self):
        """Send what waits, remind, and close what is over."""
        today = fields.Date.context_today(self)
        over = self.search([("state", "=", "open"), ("closes_on", "<", today)])
        if run_in_batches(over, lambda rounds: rounds._close_over(today), size=1):
            self._cron_send()

    def _close_over(self, today):
        over = self.filtered(lambda r: r.state == "open" and r.closes_on < today)
        over._close()
