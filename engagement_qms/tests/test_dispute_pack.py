# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import zipfile

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import BaseCase, HttpCase, tagged
from odoo.tools import SQL, mute_logger
from odoo.tools.pdf import PdfFileReader

from ..models.voice import redaction
from .test_dispute import ACCESS_LOGS, DisputeCase

#: Planted in every field that stays inside
CANARY = "Canarybird"
REPORT_LOG = "odoo.addons.base.models.ir_actions_report"


@tagged("post_install", "-at_install", "engagement")
class TestDisputePack(DisputeCase, HttpCase):
    """The file for the body outside: all that it needs, and nothing that stays in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee = cls.env["hr.employee"].create({"name": "Emil Driver"})
        cls.code = cls.env["engagement.code"].create(
            {
                "name": "Our word",
                "user_id": cls.users["officer"].id,
                "provision_ids": [
                    Command.create({"promise": "We come on the day that we say."})
                ],
            }
        )
        cls.code._step().write({"state": "in_force", "in_force_from": "2020-01-01"})

    def _tell_all(self):
        """Return a dispute whose complaint holds something in every field."""
        dispute = self._dispute(
            employee_ids=self.employee.ids,
            description="The desk came late, and emil  DRIVER was rude.",
            hearing_note=f"{CANARY} hearing",
            findings=f"{CANARY} findings",
            help_access=f"{CANARY} disability",
            help_language=f"{CANARY} language",
            help_minor=True,
            acting_proof=f"{CANARY} proof",
            admissible_note=f"{CANARY} admissible",
            cause_note=f"{CANARY} cause",
            lesson=f"{CANARY} lesson",
            self_check_reason=f"{CANARY} check",
            site=f"{CANARY} site",
            name=f"{CANARY} title",
            point_ids=[Command.create({"name": "A day late"})],
            provision_ids=self.code.provision_ids.ids,
        )
        complaint = dispute.complaint_id.sudo()
        complaint.write({"legal_duty": f"{CANARY} legal", "vulnerable": True})
        complaint.message_post(body=f"{CANARY} note inside")
        complaint.evidence_ids = [
            Command.create(
                {
                    "name": "Delivery note",
                    "source": "Emil Driver",
                    "note": f"{CANARY} what it shows",
                    "shareable": True,
                    "attachment_ids": [
                        Command.create({"name": "../note.txt", "raw": b"the note"}),
                        Command.create({"name": "note.txt", "raw": b"second"}),
                    ],
                }
            ),
            Command.create(
                {
                    "name": f"{CANARY} mail inside",
                    "attachment_ids": [
                        Command.create({"name": f"{CANARY}.txt", "raw": b"Canarybird"})
                    ],
                }
            ),
        ]
        complaint.message_post(
            body="A picture of the desk",
            author_id=self.customer.id,
            attachments=[("desk.txt", b"a picture")],
        )
        complaint._post_facts("Emil Driver laughed at me.")
        dispute.write(
            {
                "confidential_terms": f"{CANARY} terms",
                "lesson": f"{CANARY} lesson",
                "ending_note": f"{CANARY} ending",
                "offer_ids": [
                    Command.create({"name": "Half of the price", "value": 75}),
                ],
                "consent_date": "2026-01-02",
                "position_us": "A day late is not a week late.",
            }
        )
        return dispute

    def _get_packs(self, dispute):
        files = self.env["ir.attachment"].search(
            [("res_model", "=", dispute._name), ("res_id", "=", dispute.id)]
        )
        return files.sorted("id")

    def _make(self, dispute, user=None):
        """Return (names in the archive, text of the paper, all of the rest)."""
        # a plain wkhtmltopdf warns that it leaves out header and footer
        with mute_logger(REPORT_LOG):
            action = dispute.with_user(user or self.user).action_make_pack()
        pack = self._get_packs(dispute)[-1:]
        self.assertIn(f"/web/content/{pack.id}", action["url"])
        archive = zipfile.ZipFile(io.BytesIO(pack.raw))
        [paper] = [name for name in archive.namelist() if name.endswith(".pdf")]
        pages = PdfFileReader(io.BytesIO(archive.read(paper))).pages
        text = " ".join(" ".join(page.extract_text() for page in pages).split())
        files = {name: archive.read(name) for name in archive.namelist()}
        del files[paper]
        return paper, text, files

    def test_the_file_tells_the_story_and_nothing_that_stays_inside(self):
        dispute = self._tell_all()
        paper, text, files = self._make(dispute)
        self.assertEqual(paper, f"{dispute.number}.pdf")
        for said in (
            dispute.number,
            dispute.complaint_id.number,
            "Carla Customer",
            "The desk came late, and […] was rude.",
            "We come on the day that we say.",
            "[…] laughed at me.",
            "One day late.",
            "It came one day late.",
            "A day is not nothing.",
            "Half of the price",
            "A day late is not a week late.",
            "Delivery note, from […]",
            "we have looked into your complaint",
            "Ombuds office",
        ):
            self.assertIn(said, text)
        self.assertEqual(
            files,
            {
                "files/_note.txt": b"the note",
                "files/note.txt": b"second",
                "files/desk.txt": b"a picture",
            },
        )
        everything = text + "".join(files) + str(list(files.values()))
        for kept in (CANARY.casefold(), "emil", "driver", "access_token"):
            self.assertNotIn(kept, everything.casefold())

    def test_every_text_of_the_complaint_that_nobody_listed_stays_inside(self):
        """A field that somebody adds later stays inside as long as nobody lists it."""
        dispute = self._tell_all()
        complaint = dispute.complaint_id
        listed = {
            "description",
            "partner_name",
            "partner_email",
            "decision_text",
            "remedy_text",
            "reply_note",
            "subject_name",
            "number",
        }
        derived = {"origin_ref", "subject_key", "subject_model", "origin_model"}
        names = [
            name
            for name, field in complaint._fields.items()
            if field.type in ("char", "text", "html")
            and field.store
            and not field.related
            and name not in listed | derived | {"access_token", "lang"}
        ]
        self.env.flush_all()
        for name in names:
            self.env.cr.execute(
                SQL(
                    "UPDATE engagement_complaint SET %s = %s WHERE id = %s",
                    SQL.identifier(name),
                    f"{CANARY} {name}",
                    complaint.id,
                )
            )
        self.env.invalidate_all()
        self.assertGreater(len(names), 10)
        _paper, text, _files = self._make(dispute)
        self.assertNotIn(CANARY, text)

    def test_it_is_in_the_history_who_made_it_and_when(self):
        dispute = self._tell_all()
        self._make(dispute)
        message = dispute.message_ids.sorted("id")[-1]
        self.assertIn(f"{self.user.name} made the file for Ombuds office", message.body)
        self.assertEqual(message.author_id, self.user.partner_id)
        self.assertEqual(message.attachment_ids, self._get_packs(dispute))

    def test_nothing_is_handed_over_without_a_yes(self):
        dispute = self._dispute().with_user(self.user)
        with self.assertRaisesRegex(UserError, "before the complainant has agreed"):
            dispute.action_make_pack()
        self.assertFalse(self._get_packs(dispute))
        dispute.complaint_id.share_consent = True
        self._make(dispute)
        self.assertEqual(len(self._get_packs(dispute)), 1)

    def test_whoever_only_reads_makes_no_file(self):
        dispute = self._dispute()
        dispute.consent_date = "2026-01-02"
        with mute_logger(*ACCESS_LOGS), self.assertRaises(AccessError):
            dispute.with_user(self.users["leader"]).action_make_pack()

    def test_the_paper_is_not_printed_past_the_button(self):
        dispute = self._tell_all()
        report = self.env["ir.actions.report"].with_user(self.user)
        for context in ({}, {"engagement_pack": True}):
            with self.assertRaisesRegex(UserError, "with the button"):
                report.with_context(**context)._render_qweb_html(
                    "engagement_qms.report_dispute_pack", dispute.ids
                )
        self.assertFalse(
            self.env["ir.actions.actions"].get_bindings(dispute._name).get("report")
        )

    def test_the_wording_is_the_one_of_that_day(self):
        complaint = self._answer(provision_ids=self.code.provision_ids.ids)
        old = self.code.provision_ids
        self.code._step().write(
            {
                "state": "retired",
                "in_force_from": "2020-01-01",
                "in_force_to": "2020-12-31",
            }
        )
        new = self.code.copy({"version": 9})
        new._step().write({"state": "in_force", "in_force_from": "2021-01-01"})
        new.provision_ids._step().write({"root_id": old.root_id.id})
        new.provision_ids.flush_recordset()
        self.assertEqual(complaint._get_promises_then(), new.provision_ids)
        complaint.received_at = "2020-06-01 10:00:00"
        self.assertEqual(complaint._get_promises_then(), old)


@tagged("post_install", "-at_install", "engagement")
class TestRedaction(BaseCase):
    """What is taken out of a text before somebody outside reads it."""

    def test_names_are_taken_out_as_whole_words_in_any_case(self):
        names = ["Ann Lee", "Ann"]
        text = "ANN  lee and Ann told Anna that Ann\nLee left."
        self.assertEqual(
            redaction.redact(text, names), "[…] and […] told Anna that […] left."
        )
        self.assertEqual(redaction.redact("C++ [a] .*", ["C++"]), "[…] [a] .*")
        self.assertEqual(redaction.redact(None, names), "")

    def test_a_letter_loses_its_links(self):
        body = (
            "<div><p>Hello,</p><p>see <a href='https://x/?access_token=SECRET'>here</a>"
            " or https://x/?access_token=SECRET</p><img src='x'/></div>"
        )
        text = redaction.letter_text(body, [])
        self.assertEqual(text, "Hello,\nsee or")
        self.assertEqual(redaction.letter_text("", []), "")

    def test_names_of_files_stay_in_their_folder_and_apart(self):
        taken = set()
        names = ["a.txt", "A.txt", "../../etc/passwd", "", "x\x00y.pdf", "..."]
        self.assertEqual(
            [redaction.file_name(name, taken) for name in names],
            [
                "files/a.txt",
                "files/A (2).txt",
                "files/_.._etc_passwd",
                "files/file",
                "files/x_y.pdf",
                "files/file (2)",
            ],
        )
