# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class EngagementEvaluationRunning(models.Model):
    """The evaluation of a partner that runs, and what people say for it."""

    _inherit = "engagement.evaluation"

    @api.model
    def _get_running(self, partners, direction="given", day=None, company=None):
        """Return {commercial partner id: its evaluation of the period of a day}.

        What is missing is made and counted, in one batch: for the period of the rounds
        that cover the partner, else for the quarter.

        :param partners: contacts; a person stands for the company
        :param str direction: given or received
        :param datetime.date day: today, if not said
        :param company: the current one, if not said
        """
        company = company or self.env.company
        day = day or fields.Date.context_today(self)
        companies = partners.commercial_partner_id
        # sudo: whoever gives feedback need not see what the evaluation comes to
        model = self.sudo().with_company(company)
        found = {
            evaluation.partner_id.id: evaluation
            for evaluation in model.search(
                [
                    ("company_id", "=", company.id),
                    ("partner_id", "in", companies.ids),
                    ("direction", "=", direction),
                    ("period_start", "<=", day),
                    ("period_end", ">=", day),
                ],
                order="period_start, id",
            )
        }
        missing = companies.filtered(lambda partner: partner.id not in found)
        made = model.create(model._prepare_running(missing, direction, day, company))
        made._fill_facts()
        return found | {evaluation.partner_id.id: evaluation for evaluation in made}

    @api.model
    def _prepare_running(self, partners, direction, day, company):
        """Return the values of the evaluations of partners that have none."""
        if not partners:
            return []
        programmes = self.env["engagement.evaluation.programme"]._get_covering(
            partners, direction, day, company
        )
        values = []
        for partner in partners:
            programme = programmes.get(partner.id)
            start, stop = (
                programme._get_period(day) if programme else self._get_quarter(day)
            )
            values.append(
                {
                    "partner_id": partner.id,
                    "company_id": company.id,
                    "direction": direction,
                    "period_start": start,
                    "period_end": stop,
                    "user_id": programme.user_id.id if programme else False,
                    **(programme._prepare_evaluation(direction) if programme else {}),
                }
            )
        return values

    def _join_round(self, programme):
        """Let these belong to rounds that open their period; they keep their criteria.

        :param programme: the rounds
        """
        joined = self.with_context(tracking_disable=True)
        joined.write({"programme_id": programme.id})
        joined.filtered(lambda own: not own.user_id).user_id = programme.user_id

    @api.model
    def _record(self, partners, ratings, origin=None):
        """Add what somebody says of partners to their running evaluations.

        :param partners: contacts
        :param list ratings: {"criterion_id", "score" 0 to 100, "text", "scale"}
        :param origin: the document it came from, if any; of several, each partner's
            feedback gets the first of that partner
        :return: the feedback: one record for each partner and criterion
        :raises UserError: when there is nothing to say, or nobody of whom
        """
        if not partners or not ratings:
            raise UserError(
                self.env._("Say of whom the feedback is, and give a thumb or stars.")
            )
        running = self._get_running(partners)
        values = []
        for evaluation in running.values():
            evaluation._check_takes_feedback()
            lines = evaluation.line_ids
            came_from = self._get_came_from(evaluation, origin)
            values += [
                {
                    "line_id": lines._find_line(rating["criterion_id"]).id,
                    "score": rating["score"],
                    "scale": rating.get("scale", "stars"),
                    "text": rating.get("text"),
                    **came_from,
                }
                for rating in ratings
            ]
        return self.env["engagement.evaluation.rating"].create(values)

    @api.model
    def _get_came_from(self, evaluation, origin):
        """Return the origin of feedback as values."""
        if origin and len(origin) > 1:
            origin = origin.filtered(
                lambda d: d.partner_id.commercial_partner_id == evaluation.partner_id
            )[:1]
        if not origin:
            return {}
        return {"origin_model": origin._name, "origin_res_id": origin.id}

    def _check_takes_feedback(self):
        """Take feedback while an evaluation runs, not once the partner knows it."""
        for evaluation in self:
            if evaluation.state != "draft":
                raise UserError(
                    self.env._(
                        "The evaluation “%(name)s” was sent: it takes no more "
                        "feedback. The next period begins after %(day)s.",
                        name=evaluation.display_name,
                        day=format_date(self.env, evaluation.period_end),
                    )
                )
