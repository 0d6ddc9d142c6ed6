# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError

from .complaint_ending import REPLIES
from .complaint_state import ANSWERED_STATES

#: How long what a complainant writes may be
REPLY_LENGTHS = {"note": 4000, "text": 10_000, "reason": 4000, "comment": 4000}
FACTS = "engagement_qms.mt_complaint_facts"
GRADES = ("1", "2", "3", "4", "5")


class EngagementComplaintReply(models.Model):
    """What complainants do on their page: reply, add, ask, rate.

    Each way is open in some states only; a step that is not open is refused in plain
    words and changes nothing. The steps themselves are those of `complaint_state`.
    """

    _inherit = "engagement.complaint"

    asked_for = fields.Selection(
        selection=[
            ("second_look", "Second look"),
            ("reopen", "To be taken up again"),
        ],
        string="Complainant asks for",
        readonly=True,
        copy=False,
        tracking=True,
    )
    heard_at = fields.Datetime(
        string="Heard from the complainant",
        readonly=True,
        copy=False,
        help="The last time that something came from outside.",
    )

    _heard_idx = models.Index("(heard_at) WHERE heard_at IS NOT NULL")

    def action_second_look(self):
        result = super().action_second_look()
        self._step().write({"asked_for": False})
        return result

    def action_reopen(self, reason=None):
        result = super().action_reopen(reason)
        if result is True:
            self._step().write({"asked_for": False})
        return result

    def _close(self, reason, note=None):
        result = super()._close(reason, note)
        self._step().write({"asked_for": False})
        return result

    def _get_open_ways(self):
        """Return what the complainant may do now: a set of names."""
        self.ensure_one()
        if self.emptied_on:
            return set()
        ways = {"add"}
        answered = self.state in ANSWERED_STATES
        if answered and not self.reply:
            ways.add("reply")
        if answered and self.reply == "rejected" and self.round < 2:
            undecided = not self.second_look_declined and not self.asked_for
            ways |= {"second_look"} if undecided else set()
        if self.state == "closed":
            if not self.handling_score and not self.outcome_score:
                ways.add("rate")
            if self.asked_for != "reopen":
                ways.add("reopen")
        return ways

    def _check_way(self, way):
        """Refuse what is not open to the complainant now.

        :raise UserError: in words of whoever complained
        """
        if way in self._get_open_ways():
            return
        if self.emptied_on:
            text = self.env._(
                "What was said here was deleted. Please write to us anew."
            )
        else:
            text = {
                "reply": self.env._(
                    "There is no answer that waits for your reply. Nothing was changed."
                ),
                "second_look": self.env._(
                    "There is nothing to look at a second time now. Nothing was "
                    "changed."
                ),
                "rate": self.env._(
                    "You can rate it once, when it is closed. Nothing was changed."
                ),
                "reopen": self.env._(
                    "It is not closed, or you have asked already. Nothing was changed."
                ),
            }[way]
        raise UserError(text)

    def _reply_from_complainant(self, form):
        """Take the reply to the answer: on each point, on the whole, and what next.

        :param dict form: whatever came
        :raise UserError: in words of whoever complained
        """
        self.ensure_one()
        self._check_way("reply")
        reply = form.get("reply")
        if reply not in dict(REPLIES):
            raise UserError(self.env._("Say whether you accept the answer."))
        note = self._read_words(form, "note")
        points = self._read_points(form)
        if reply == "accepted":
            self.action_accept()
        else:
            self.action_reject(note)
        values = {"heard_at": fields.Datetime.now(), "reply_note": note or False}
        if reply == "rejected" and self.round < 2:
            declined = bool(form.get("no_second_look"))
            values["second_look_declined"] = declined
            values["asked_for"] = False if declined else "second_look"
        self._step().write(values)
        for point, vals in points.items():
            point._step().write(vals)
        if note:
            # a second answer may be replied to as well: the words stay
            self._post_facts(note)

    def _read_points(self, form):
        """Return what was said to each point, as values to write.

        :raise UserError: for a point of something else
        """
        named = {f"point_{point.id}": point for point in self.point_ids}
        strange = {name for name in form if name.startswith("point_")} - named.keys()
        if strange:
            raise UserError(
                self.env._(
                    "This reply belongs to another answer. Open the page again, and "
                    "reply there."
                )
            )
        values = {}
        for name, point in named.items():
            reply = form.get(name)
            note = self._read_words(form, f"note_{point.id}", REPLY_LENGTHS["note"])
            if reply and reply not in dict(REPLIES):
                raise UserError(
                    self.env._(
                        "Say of “%(point)s” whether you accept what we answer.",
                        point=point.name,
                    )
                )
            if reply or note:
                values[point] = {"reply": reply or False, "reply_note": note or False}
        return values

    def _ask_from_complainant(self, form):
        """Take a wish: a second look, or none; to be taken up again.

        :param dict form: whatever came
        :raise UserError: in words of whoever complained
        """
        self.ensure_one()
        wish = form.get("wish")
        if wish not in ("second_look", "no_second_look", "reopen"):
            raise UserError(self.env._("Say what you would like."))
        self._check_way("reopen" if wish == "reopen" else "second_look")
        reason = self._read_words(form, "reason")
        if wish == "reopen" and not reason:
            raise UserError(
                self.env._("Say why it should be taken up again: what is new?")
            )
        values = {"heard_at": fields.Datetime.now()}
        if wish == "no_second_look":
            values["second_look_declined"] = True
        else:
            values["asked_for"] = wish
        self._step().write(values)
        if reason:
            self._post_facts(reason)

    def _add_from_complainant(self, form, files=()):
        """Take more facts and files.

        :param dict form: whatever came
        :param files: from `_check_uploads`
        :raise UserError: in words of whoever complained
        """
        self.ensure_one()
        self._check_way("add")
        text = self._read_words(form, "text")
        if not text and not files:
            raise UserError(self.env._("Write something, or choose a file."))
        self._step().write({"heard_at": fields.Datetime.now()})
        self._post_facts(text, self._keep_files(files) if files else None)

    def _rate_from_complainant(self, form):
        """Take the scores at the end.

        Every user may read the rating of Odoo: it has the score, and neither who gave
        it nor what they say.

        :param dict form: whatever came
        :raise UserError: in words of whoever complained
        """
        self.ensure_one()
        self._check_way("rate")
        scores = [form.get("outcome_score"), form.get("handling_score")]
        if any(score not in GRADES for score in scores):
            raise UserError(self.env._("Choose 1 to 5 for each of the two questions."))
        outcome, handling = map(int, scores)
        comment = self._read_words(form, "comment")
        self._step().write(
            {
                "outcome_score": outcome,
                "handling_score": handling,
                "score_note": comment or False,
                "heard_at": fields.Datetime.now(),
            }
        )
        # sudo: the rating is the organisation's, whoever gives it
        self.env["rating.rating"].sudo().create(
            {
                "res_model_id": self.env["ir.model"]._get_id(self._name),
                "res_id": self.id,
                "rating": handling,
                "consumed": True,
            }
        )

    @api.model
    def _read_words(self, form, name, length=None):
        """Return a text of the form.

        :raise UserError: when it is too long
        """
        length = length or REPLY_LENGTHS[name]
        values, errors = self._read_texts(form, {name: length}, long=(name,))
        if errors:
            raise UserError(errors[name])
        return values[name]

    def _post_facts(self, text, attachments=None):
        """Write down what came from outside, in a way that mails nobody.

        Who handles it has it in the inbox, where that is the one inside Odoo, and in
        the summary of the day.

        :param str text: in their words
        :param attachments: files of the complaint
        """
        self.ensure_one()
        handler = self.user_id
        inbox = handler.notification_type == "inbox"
        lines = Markup("<br/>").join(escape(line) for line in text.splitlines())
        post = self.with_context(mail_post_autofollow_author_skip=True).message_post
        message = post(
            body=lines,
            message_type="comment",
            subtype_xmlid=FACTS,
            author_id=self._get_facts_author().id,
            email_from=False,
            partner_ids=handler.partner_id.ids if inbox else [],
        )
        # not by the post, which takes no file of somebody from outside
        message.attachment_ids = attachments or False
        return message

    def _get_facts_author(self):
        """Return whose words they are: the complainant's contact, or nobody's."""
        return self.partner_id
