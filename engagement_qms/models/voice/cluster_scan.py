# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .cluster import DECISION, ORIGIN_KEY
from .complaint_similar import MONTHS

#: Came from something of ours: that is a way it took, and nothing it is about
OWN_ORIGINS = ("engagement.complaint", "engagement.feedback")
#: What is counted anew by each scan
COUNTED = (
    "complaint_count",
    "count",
    "feedback_count",
    "first_date",
    "last_date",
    "subject_name",
)


class EngagementClusterScan(models.Model):
    """Counts what comes back, over complaints and feedback of all companies at once.

    The object is what somebody named; where nobody did, the kind of document it came
    from. What became something else counts once, as what it is now. Run again, it
    changes nothing; a day that was missed is caught up by the next one.
    """

    _inherit = "engagement.cluster"

    @api.model
    def _cron_scan(self):
        """Count anew, and open what is to be decided."""
        self._scan()

    @api.model
    def _scan(self):
        """Bring the register up to what the last twelve months say."""
        today = fields.Date.context_today(self)
        found = self._count()
        # sudo: the register says what was counted, whoever looks at it
        clusters = self.sudo().search_fetch([], ["subject_key", *COUNTED])
        for cluster in clusters:
            key = (cluster.company_id.id, cluster.cause_id.id, cluster.subject_key)
            cluster._update(found.pop(key, None), today)
        thresholds = {
            company.id: company.engagement_radar_threshold
            # sudo: of all companies
            for company in self.env["res.company"].sudo().search([])
        }
        # sudo: see above
        self.sudo()._step().create(
            [
                values
                | {
                    "company_id": company_id,
                    "cause_id": cause_id,
                    "subject_key": key,
                    "opened_on": today,
                }
                for (company_id, cause_id, key), values in found.items()
                if values["count"] >= thresholds[company_id]
            ]
        )

    def _update(self, values, today):
        """Take over what was counted; what grew since the decision is opened again.

        :param dict values: from `_count`; nothing when all is longer ago
        :param datetime.date today: the day of the scan
        """
        self.ensure_one()
        values = values or dict.fromkeys(COUNTED, 0) | {
            "first_date": self.first_date,
            "last_date": self.last_date,
            "subject_name": self.subject_name,
        }
        if self.state == "decided":
            threshold = self.company_id.engagement_radar_threshold
            if values["count"] >= self.decided_count + threshold:
                values |= {
                    "state": "open",
                    "opened_on": today,
                    "reopened_count": self.reopened_count + 1,
                    **dict.fromkeys(DECISION, False),
                }
                self._keep_decision()
            elif values["count"] < self.decided_count:
                # old ones fell out: new ones count from there on
                values["decided_count"] = values["count"]
        changed = {name: value for name, value in values.items() if self[name] != value}
        if changed:
            self._step().write(changed)

    def _keep_decision(self):
        """Write the decision into the history, before it is made anew."""
        labels = dict(self._fields["decision"]._description_selection(self.env))
        self.message_post(
            body=self.env._(
                "It came back. Decided before: %(decision)s, by %(user)s. %(note)s",
                decision=labels.get(self.decision, ""),
                user=self.decided_by_id.name,
                note=self.decision_note or "",
            ),
            message_type="notification",
            subtype_xmlid="mail.mt_note",
        )

    @api.model
    def _count(self):
        """Return {(company, cause, key): what was counted}, by one query."""
        rows = self.env.execute_query(self._get_count_query())
        counted = {}
        for company_id, cause_id, key, complaints, feedback, first, last, name in rows:
            counted[company_id, cause_id, key] = {
                "count": complaints + feedback,
                "complaint_count": complaints,
                "feedback_count": feedback,
                "first_date": first.date(),
                "last_date": last.date(),
                "subject_name": name or self._get_origin_name(key) or False,
            }
        return counted

    @api.model
    def _get_count_query(self):
        """Return the statement that counts; the first words name what it is about."""
        since = fields.Datetime.now() - relativedelta(months=MONTHS)
        self.env["engagement.complaint"].flush_model()
        self.env["engagement.feedback"].flush_model()
        key = SQL(
            "COALESCE(subject_key, %s || CASE WHEN origin_model NOT IN %s"
            " THEN origin_model END)",
            ORIGIN_KEY,
            OWN_ORIGINS,
        )
        return SQL(
            """
            SELECT company_id, cause_id, key,
                   COUNT(*) FILTER (WHERE complaint),
                   COUNT(*) FILTER (WHERE NOT complaint),
                   MIN(received_at), MAX(received_at),
                   (ARRAY_AGG(subject_name ORDER BY received_at)
                    FILTER (WHERE confidentiality = 'normal'))[1]
              FROM (SELECT company_id, cause_id, %(key)s AS key, TRUE AS complaint,
                           received_at, subject_name, confidentiality
                      FROM engagement_complaint
                     WHERE cause_id IS NOT NULL AND received_at >= %(since)s
                       AND closing_reason IS DISTINCT FROM 'reclassified'
                     UNION ALL
                    SELECT company_id, cause_id, %(key)s, FALSE,
                           received_at, subject_name, confidentiality
                      FROM engagement_feedback
                     WHERE cause_id IS NOT NULL AND received_at >= %(since)s
                       AND kind != 'compliment' AND complaint_id IS NULL
                   ) AS voice
             WHERE key IS NOT NULL
             GROUP BY company_id, cause_id, key
            """,
            key=key,
            since=since,
        )

    @api.model
    def _get_origin_name(self, key):
        """Return the kind of document that a key without an object stands for."""
        model = key.removeprefix(ORIGIN_KEY)
        if model == key:
            return False
        # sudo: what a kind of document is called is no secret
        name = self.env["ir.model"].sudo()._get(model).name or model
        return self.env._("From: %(document)s", document=name)

    def _get_member_domain(self, model):
        """Return which records of a model are counted here.

        :param str model: complaints or feedback
        """
        self.ensure_one()
        # sudo: the key may hold words of secret complaints, and is shown to nobody
        key = self.sudo().subject_key
        since = fields.Datetime.now() - relativedelta(months=MONTHS)
        members = (
            Domain("company_id", "=", self.company_id.id)
            & Domain("cause_id", "=", self.cause_id.id)
            & Domain("received_at", ">=", since)
        )
        if key.startswith(ORIGIN_KEY):
            members &= Domain("subject_key", "=", False) & Domain(
                "origin_model", "=", key.removeprefix(ORIGIN_KEY)
            )
        else:
            members &= Domain("subject_key", "=", key)
        if model == "engagement.complaint":
            # also those without any reason yet
            return members & (
                Domain("closing_reason", "=", False)
                | Domain("closing_reason", "!=", "reclassified")
            )
        return (
            members
            & Domain("kind", "!=", "compliment")
            & Domain("complaint_id", "=", False)
        )
