# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, is_html_empty

from .event_remind import REMINDER

#: Kinds in which people meet: somebody must have taken part
PERSONAL_KINDS = (
    "meeting",
    "call",
    "visit",
    "workshop",
    "focus_group",
    "round_table",
    "forum",
    "exchange",
)
#: Members that one click may invite; larger groups are invited by a survey
MAX_INVITED = 200


class EngagementEventHold(models.Model):
    """What happens to an event: planned, then held or cancelled, and who took part."""

    _inherit = "engagement.event"

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        held = events.filtered(lambda event: event.state == "held")
        held._add_missing_participants()
        # what lies in the past is being written down now: nobody needs a reminder
        today = fields.Date.context_today(self)
        events.filtered(lambda event: event.date > today)._remind()
        return events

    def write(self, vals):
        self._check_frozen(vals)
        result = super().write(vals)
        if {"date", "user_id"} & vals.keys():
            self._move_reminder(vals)
        return result

    def action_hold(self):
        """Mark the events as held.

        :raise UserError: names the events that are not planned any more, lie in the
            future, say nothing, or have nobody who took part
        """
        self._check_can_hold()
        self._add_missing_participants()
        self._check_somebody_took_part()
        self._set_state({"state": "held", "cancel_reason": False})
        for day, events in self.grouped("date").items():
            events.activity_feedback(
                [REMINDER],
                feedback=self.env._(
                    "Held on %(date)s", date=format_date(self.env, day)
                ),
            )
        return True

    def action_ask_cancel(self):
        """Ask why the event will not take place."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cancel this event"),
            "res_model": "engagement.event",
            "res_id": self.id,
            "view_mode": "form",
            "view_id": self.env.ref(
                "engagement_qms.engagement_event_view_form_cancel"
            ).id,
            "target": "new",
        }

    def action_cancel(self):
        """Cancel the planned events; each must say why.

        :raise UserError: without a reason, or where an event is not planned any more
        """
        self._check_planned()
        for event in self:
            if not (event.cancel_reason or "").strip():
                raise UserError(
                    self.env._(
                        "Say why “%(event)s” is cancelled: the reason is kept with it.",
                        event=event.display_name,
                    )
                )
        self._set_state({"state": "cancelled"})
        self.participation_ids.participated = False
        self.activity_unlink([REMINDER])
        return True

    def action_reset_to_planned(self):
        """Take back that the events were held or cancelled (officers only).

        :raise AccessError: for anybody else
        :raise UserError: where an event is planned already
        """
        if not self.env.user.has_group("engagement_qms.group_engagement_officer"):
            raise AccessError(
                self.env._(
                    "Only an officer can set an event back to planned. Ask one, and "
                    "say what was wrong."
                )
            )
        for event in self:
            if event.state == "planned" or event.plan_id._get_planned_events():
                raise UserError(
                    self.env._(
                        "“%(event)s” or another event of its plan is planned: only one "
                        "is open at a time. Hold or cancel that one first.",
                        event=event.display_name,
                    )
                )
        self._set_state({"state": "planned", "cancel_reason": False})
        self.participation_ids.participated = False
        self._remind()
        return True

    def action_invite_members(self):
        """Invite everybody who belongs to the party today.

        :raise UserError: for a group too large to be listed by name
        """
        self.ensure_one()
        members = self.party_id._get_members(limit=MAX_INVITED + 1)
        if len(members) > MAX_INVITED:
            raise UserError(
                self.env._(
                    "“%(party)s” has more than %(limit)s members. List those who are "
                    "invited in person, or choose a smaller group.",
                    party=self.party_id.name,
                    limit=MAX_INVITED,
                )
            )
        self._add_invited(members)
        return True

    def _add_invited(self, partners):
        """List contacts as invited; who is listed already stays as is.

        :param partners: recordset of ``res.partner``
        :return: the new participations
        """
        return self.env["engagement.participation"].create(
            [
                {"event_id": event.id, "partner_id": partner.id, "participated": False}
                for event in self
                for partner in partners - event.participation_ids.partner_id
            ]
        )

    def _cancel(self, reason):
        """Cancel planned events for a reason that the system knows.

        :param str reason: why, for people to read
        """
        self.write({"cancel_reason": reason})
        self.action_cancel()

    def _set_state(self, vals):
        """Write a transition, past the guard that keeps a state from being typed.

        :param dict vals: the new state and what belongs to it
        """
        return super().write(vals)

    def _check_frozen(self, vals):
        """Refuse what only a transition may change.

        :param dict vals: what is about to be written
        :raise UserError: where the state or the day first planned would change
        """
        if "state" in vals and any(event.state != vals["state"] for event in self):
            raise UserError(
                self.env._(
                    "The state of an event is not typed: use “Mark as held”, “Cancel” "
                    "or “Back to planned”."
                )
            )
        planned = fields.Date.to_date(vals.get("planned_date"))
        if "planned_date" in vals and any(
            event.planned_date != planned for event in self
        ):
            raise UserError(
                self.env._(
                    "The day first planned stays as it was. Change the date of the "
                    "event instead."
                )
            )

    def _check_planned(self):
        for event in self:
            if event.state != "planned":
                raise UserError(
                    self.env._(
                        "“%(event)s” is not planned any more, so it cannot be held or "
                        "cancelled. An officer can set it back to planned.",
                        event=event.display_name,
                    )
                )

    def _check_can_hold(self):
        self._check_planned()
        today = fields.Date.context_today(self)
        for event in self:
            missing = []
            if event.date > today:
                missing.append(
                    self.env._(
                        "the day on which it took place (%(date)s is still to come)",
                        date=format_date(self.env, event.date),
                    )
                )
            if is_html_empty(event.summary):
                missing.append(self.env._("what was said"))
            if event.kind == "exchange":
                if not (event.given or event.received):
                    missing.append(self.env._("what was given or received"))
                elif event.given and not event.agreement:
                    missing.append(self.env._("that sharing is agreed"))
            if missing:
                raise UserError(
                    self.env._(
                        "To mark “%(event)s” as held, fill in: %(missing)s.",
                        event=event.display_name,
                        missing=", ".join(missing),
                    )
                )

    def _check_somebody_took_part(self):
        for event in self:
            if (
                event.kind in PERSONAL_KINDS
                and event.participation_ids
                and not event.participated_count
            ):
                raise UserError(
                    self.env._(
                        "Tick who took part in “%(event)s”, or cancel it if nobody "
                        "did.",
                        event=event.display_name,
                    )
                )

    def _add_missing_participants(self):
        """Note who took part where it is plain: nobody listed, or just one person."""
        vals_list = []
        for event in self:
            lines = event.participation_ids
            if len(lines) == 1 and event.kind in PERSONAL_KINDS:
                lines.participated = True
            elif not lines:
                vals_list += [
                    {
                        "event_id": event.id,
                        "partner_id": partner.id,
                        "participated": True,
                    }
                    for partner in event._get_expected_partners()
                ]
        self.env["engagement.participation"].create(vals_list)

    def _get_expected_partners(self):
        """Return who will take part: the guests of the meeting, or the party itself.

        A group has no contact of its own, so without a meeting nobody is known.
        """
        self.ensure_one()
        # sudo: who may read the event may know whom it is with
        event = self.sudo()
        guests = event.calendar_event_id.attendee_ids.filtered(
            lambda guest: guest.state != "declined"
        ).partner_id
        others = guests - event.user_id.partner_id
        return (others or event.party_id.partner_id).with_env(self.env)
