# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from ..code.clock import RISK_SHARE
from .complaint_clock import FIRST_STAGES


class EngagementComplaintLedger(models.Model):
    """The first promises of new complaints, written by one statement.

    They follow from what stands in the complaint, so nothing has to be asked again: a
    batch of ten thousand writes twenty thousand rows of the ledger. The rows are those
    that `_promise` would make one by one; a test holds the two together.
    """

    _inherit = "engagement.complaint"

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        unforeseen = complaints._get_unforeseen()
        (complaints - unforeseen)._write_first_promises()
        # says what is wrong with a calendar that has no day to promise
        unforeseen._promise(FIRST_STAGES)
        return complaints

    def _get_unforeseen(self):
        """Return the complaints whose promises do not follow from them alone.

        They have a limit, but no moment; a calendar of another company; or they are
        about whoever writes them down, who reads another name.
        """
        # sudo: the time limits hold for whoever brings the complaint
        complaints, user = self.sudo(), self.env.user
        foreign = complaints.company_id.filtered(
            lambda company: (
                company.resource_calendar_id.company_id
                not in (company, company.browse())
            )
        )
        found = complaints.filtered(
            lambda c: (
                c.company_id in foreign
                or user in c.concerned_user_ids
                or (not (c.acknowledge_due_at and c.answer_due_at) and c._lacks_due())
            )
        )
        return found.with_env(self.env)

    def _lacks_due(self):
        """Say whether a step has a limit that runs, and no moment."""
        self.ensure_one()
        return any(
            self._get_clock_start(line) and not self[f"{stage}_due_at"]
            for stage in FIRST_STAGES
            if (line := self.profile_id._get_line(stage, self.kind))
        )

    def _write_first_promises(self):
        """Put the first promises of new complaints into the ledger."""
        limits, wordings = self._get_first_limits()
        if not limits:
            return
        self.flush_recordset()
        self.team_id.flush_recordset(["user_id"])
        self.company_id.flush_recordset(["resource_calendar_id"])
        values = {
            "name": SQL("REPLACE(first.name, '%%(number)s', complaint.number)"),
            "kind": SQL("first.stage"),
            "provision_id": SQL("wording.provision_id"),
            "code_id": SQL("wording.code_id"),
            "partner_id": SQL("complaint.partner_id"),
            "commercial_partner_id": SQL("complaint.commercial_partner_id"),
            "user_id": SQL("COALESCE(complaint.user_id, team.user_id)"),
            "company_id": SQL("complaint.company_id"),
            "cycle": SQL("0"),
            "started_at": SQL("complaint.received_at"),
            "limit_value": SQL("first.value"),
            "limit_unit": SQL("first.unit"),
            "calendar_id": SQL("company.resource_calendar_id"),
            "first_due_at": SQL("due.at"),
            "due_at": SQL("due.at"),
            "at_risk_at": SQL(
                "complaint.received_at + (due.at - complaint.received_at) * %s",
                RISK_SHARE,
            ),
            "extended": SQL("FALSE"),
            "state": SQL("'open'"),
            "confidentiality": SQL("complaint.confidentiality"),
            "complaint_id": SQL("complaint.id"),
            "origin_model": SQL("%s", self._name),
            "origin_res_id": SQL("complaint.id"),
            # of a secret one, nothing but the number
            "origin_ref": SQL(
                "CASE complaint.confidentiality WHEN 'secret' THEN complaint.number"
                " ELSE CONCAT_WS(' ', complaint.number, complaint.name) END"
            ),
            "create_uid": SQL("%s", self.env.uid),
            "create_date": SQL("%s", self.env.cr.now()),
            "write_uid": SQL("%s", self.env.uid),
            "write_date": SQL("%s", self.env.cr.now()),
        }
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO engagement_commitment (%(columns)s)
                SELECT %(values)s
                  FROM engagement_complaint AS complaint
                  JOIN res_company AS company ON company.id = complaint.company_id
             LEFT JOIN engagement_complaint_team AS team ON team.id = complaint.team_id
                  JOIN (VALUES %(limits)s)
                    AS first (line_id, profile_id, kind, stage, name, value, unit)
                    ON first.profile_id = complaint.profile_id
                   AND first.kind = complaint.kind
            CROSS JOIN LATERAL (
                       SELECT CASE first.stage
                              WHEN 'acknowledge' THEN complaint.acknowledge_due_at
                              ELSE complaint.answer_due_at END AS at
                       ) AS due
             LEFT JOIN LATERAL (
                       SELECT provision_id, code_id
                         FROM (VALUES %(wordings)s) AS wording (
                              position, line_id, provision_id, code_id, first_day,
                              last_day)
                        WHERE wording.line_id = first.line_id
                          AND complaint.received_at::date
                              BETWEEN wording.first_day AND wording.last_day
                     ORDER BY wording.position
                        LIMIT 1
                       ) AS wording ON TRUE
                 WHERE complaint.id IN %(ids)s
                   AND due.at IS NOT NULL
              ORDER BY complaint.id, first.stage
                """,
                columns=SQL(", ").join(map(SQL.identifier, values)),
                values=SQL(", ").join(values.values()),
                limits=SQL(", ").join(limits),
                wordings=SQL(", ").join(wordings),
                ids=self._ids,
            )
        )
        self.invalidate_recordset(["commitment_ids"])

    def _get_first_limits(self):
        """Return what the statement joins: limits of steps, and wordings of promises.

        :return: two lists of SQL rows; the second is never empty
        """
        # sudo: the time limits hold for whoever brings the complaint
        profiles = {(c.profile_id, c.kind) for c in self.sudo()}
        found = [
            (profile, stage, kind, limit)
            for profile, kind in profiles
            for stage in FIRST_STAGES
            if (limit := profile._get_limits().get((stage, kind)))
        ]
        names = self._get_promise_names()
        limits = [
            SQL(
                "%s",
                (
                    *(limit.line_id, profile.id, kind, stage, names[stage]),
                    *(limit.value, limit.unit),
                ),
            )
            for profile, stage, kind, limit in found
        ]
        # a row of nothing gives the columns their types
        wordings = [SQL("(0, NULL::int, NULL::int, NULL::int, NULL::date, NULL::date)")]
        ids = {limit.line_id for *_key, limit in found if limit.promised}
        # sudo: as above
        lines = self.env["engagement.clock.profile.line"].sudo().browse(ids)
        for line, versions in lines._get_wordings().items():
            for wording, first, last in versions:
                row = (len(wordings), line.id, wording.id, wording.code_id.id)
                wordings.append(SQL("%s", (*row, first, last)))
        return limits, wordings
