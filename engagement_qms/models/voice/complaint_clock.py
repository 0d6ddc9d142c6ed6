# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: Steps that have a time from the first day on
FIRST_STAGES = ("acknowledge", "answer")


class EngagementComplaintClock(models.Model):
    """When each step of a complaint is due, as promises of the ledger.

    The clock starts when the complaint was received. The dates here are copies of what
    the ledger says: an extension moves them, and the ledger remembers the first ones.
    """

    _inherit = "engagement.complaint"

    profile_id = fields.Many2one(
        comodel_name="engagement.clock.profile",
        string="Time limits",
        compute="_compute_profile_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    acknowledge_due_at = fields.Datetime(
        string="Acknowledge until",
        compute="_compute_due",
        store=True,
        precompute=True,
        compute_sudo=True,
    )
    answer_due_at = fields.Datetime(
        string="Answer until",
        compute="_compute_due",
        store=True,
        precompute=True,
        compute_sudo=True,
    )
    next_due_at = fields.Datetime(
        string="Next due",
        compute="_compute_due",
        store=True,
        precompute=True,
        compute_sudo=True,
    )
    overdue = fields.Boolean(compute="_compute_overdue", search="_search_overdue")
    extended = fields.Boolean(
        compute="_compute_due", store=True, precompute=True, compute_sudo=True
    )
    escalated_at = fields.Datetime(string="Leader told", readonly=True, copy=False)

    @api.depends("team_id", "company_id")
    def _compute_profile_id(self):
        for complaint in self:
            # sudo: which limits hold, whoever brings the complaint
            team, company = complaint.sudo().team_id, complaint.sudo().company_id
            complaint.profile_id = (
                complaint.profile_id or team.profile_id or company.engagement_profile_id
            )

    @api.depends(
        "kind",
        "received_at",
        "profile_id",
        "company_id",
        "commitment_ids.due_at",
        "commitment_ids.state",
        "commitment_ids.cycle",
        "commitment_ids.kind",
    )
    def _compute_due(self):
        """Copy from the ledger; before there is anything in it, what will be.

        So that a complaint is written once, and its form tells the dates at once.
        """
        fresh = self.filtered(lambda complaint: not complaint._origin)
        fresh._foresee_due()
        for complaint in self - fresh:
            promises = complaint.commitment_ids.filtered(
                lambda promise: promise.state != "cancelled"
            )
            last = {
                promise.kind: promise
                for promise in promises.sorted(lambda promise: promise.cycle)
            }
            running = promises.filtered(lambda promise: promise.state == "open")
            acknowledge, answer = last.get("acknowledge"), last.get("answer")
            complaint.acknowledge_due_at = acknowledge and acknowledge.due_at
            complaint.answer_due_at = answer and answer.due_at
            complaint.next_due_at = min(running.mapped("due_at"), default=False)
            complaint.extended = any(promises.mapped("extended"))

    @api.depends("next_due_at", "state")
    def _compute_overdue(self):
        now = fields.Datetime.now()
        for complaint in self:
            due = complaint.state != "closed" and complaint.next_due_at
            complaint.overdue = bool(due) and due < now

    def _search_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_overdue_domain()

    @api.model
    def _get_overdue_domain(self):
        return Domain("state", "!=", "closed") & Domain(
            "next_due_at", "<", fields.Datetime.now()
        )

    def write(self, vals):
        result = super().write(vals)
        if "user_id" in vals:
            # sudo: the promises go along to the one who handles it now
            promises = self.sudo().commitment_ids
            promises.filtered(lambda p: p.state == "open" and not p.dispute_id).write(
                {"user_id": vals["user_id"]}
            )
        return result

    def action_extend(self):
        """Ask until when, and why, the answer takes longer."""
        self.ensure_one()
        promise = self._get_open_promises(("answer", "second_look"))[:1]
        if not promise:
            raise UserError(
                self.env._(
                    "%(number)s has no answer that is still due.", number=self.number
                )
            )
        return promise.action_ask_extension()

    def _foresee_due(self):
        """Set the due moments that the first promises of new complaints will have."""
        rows = [
            (c.profile_id, c.kind, c.company_id, c.received_at, c.acknowledged_at)
            for c in self
        ]
        for complaint, dates in zip(self, self._get_first_due(rows), strict=True):
            complaint.acknowledge_due_at, complaint.answer_due_at = dates
            complaint.next_due_at = min(filter(None, dates), default=False)
            complaint.extended = False

    @api.model
    def _get_first_due(self, rows):
        """Return [(acknowledge until, answer until)], nothing where there is no limit.

        :param rows: tuples of profile, kind, company, when it was received and when
            acknowledged
        """
        terms = []
        for profile, kind, company, received_at, acknowledged_at in rows:
            limits = profile._get_limits()
            for stage in FIRST_STAGES:
                limit = limits.get((stage, kind))
                starts = {"received": received_at, "acknowledged": acknowledged_at}
                start = limit and starts[limit.starts]
                terms.append(
                    (start, limit.value, limit.unit, company.resource_calendar_id)
                    if start
                    else None
                )
        known = [term for term in terms if term]
        moments = self.env["engagement.commitment"]._get_moments(known)
        due = dict(zip(known, moments, strict=True))
        found = iter([due.get(term) for term in terms])
        return list(zip(found, found, strict=True))

    def _promise(self, stages, started_at=None):
        """Put the time limits of steps into the ledger, where the profile has them.

        :param stages: steps of the profile
        :param datetime started_at: from when the clock runs; when the complaint was
            received, or acknowledged where the profile says so
        :return: the promises
        """
        # sudo: the promise is the organisation's, whoever brought the complaint
        complaints, ledger = self.sudo(), self.env["engagement.commitment"].sudo()
        limits = []
        for complaint in complaints:
            for stage in stages:
                line = complaint.profile_id._get_line(stage, complaint.kind)
                start = line and (started_at or complaint._get_clock_start(line))
                if start:
                    limits.append((complaint, line, start))
        wordings = (
            self.env["engagement.clock.profile.line"]
            .union(*{line for _complaint, line, _start in limits})
            ._get_wordings()
        )
        names = self._get_promise_names()
        vals_list = []
        for complaint, line, start in limits:
            vals = complaint._prepare_promise(line, start, wordings[line])
            vals["name"] = names[line.stage] % {"number": complaint.number}
            vals_list.append(vals)
        return ledger.create(vals_list)

    @api.model
    def _get_promise_names(self):
        """Return {step: name of its promise}; a name holds the number only."""
        return {
            "acknowledge": self.env._("Acknowledge %(number)s"),
            "answer": self.env._("Answer %(number)s"),
            "update": self.env._("Keep %(number)s informed"),
            "second_look": self.env._("Second look at %(number)s"),
        }

    def _prepare_promise(self, line, started_at, wordings):
        """Return the values of one promise.

        :param line: a limit of the profile
        :param datetime started_at: from when the clock runs
        :param wordings: what `_get_wordings` found for the limit
        """
        day = self.received_at.date()
        in_force = (p.id for p, first, last in wordings if first <= day <= last)
        return {
            "kind": line.stage,
            "provision_id": next(in_force, False),
            "origin_model": self._name,
            "origin_res_id": self.id,
            "confidentiality": self.confidentiality,
            "company_id": self.company_id.id,
            "calendar_id": self.company_id.resource_calendar_id.id,
            "partner_id": self.partner_id.id,
            "user_id": self._get_promiser(line.stage).id,
            "cycle": self._get_next_cycle(line.stage),
            "started_at": started_at,
            "limit_value": line.limit_value,
            "limit_unit": line.limit_unit,
        }

    def _get_clock_start(self, line):
        """Return from when the limit of a line runs, or nothing as yet."""
        self.ensure_one()
        if line.starts == "acknowledged":
            return self.acknowledged_at
        return self.received_at

    def _get_promiser(self, stage):
        """Return who has to keep a promise: until somebody takes over, the team's."""
        self.ensure_one()
        if stage == "second_look":
            return self.reviewer_id
        return self.user_id or self.team_id.user_id

    def _get_next_cycle(self, kind):
        """Return how often a step was promised before."""
        promises = self.commitment_ids.filtered(lambda promise: promise.kind == kind)
        return max(promises.mapped("cycle"), default=-1) + 1

    def _get_open_promises(self, kinds):
        # sudo: the steps of a complaint settle its promises, whoever has them by now
        return self.sudo().commitment_ids.filtered(
            lambda promise: promise.state == "open" and promise.kind in kinds
        )

    def _settle(self, *kinds):
        """Note in the ledger that steps were done now."""
        self._get_open_promises(kinds)._set_done(fields.Datetime.now())

    def _drop_promises(self, reason):
        """Take out of the count what falls away with a complaint."""
        kinds = (*FIRST_STAGES, "update", "second_look")
        open_promises = self._get_open_promises(kinds)
        if open_promises:
            open_promises.action_cancel(reason)


class EngagementClockProfileLine(models.Model):
    """The promise of a code that a limit is, in the version of a day."""

    _inherit = "engagement.clock.profile.line"

    def _get_wordings(self):
        """Return {limit: [(promise, first day, last day)]}, as codes were in force."""
        result = {line: [] for line in self}
        promised = self.filtered("provision_id")
        if not promised:
            return result
        wordings = self.env["engagement.provision"].search(
            Domain("root_id", "in", promised.provision_id.root_id.ids)
            & Domain("code_id.in_force_from", "!=", False)
        )
        by_root = wordings.grouped("root_id")
        for line in promised:
            for wording in by_root.get(line.provision_id.root_id, ()):
                code = wording.code_id
                last = code.in_force_to or date.max
                result[line].append((wording, code.in_force_from, last))
        return result
