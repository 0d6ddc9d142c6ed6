# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import zipfile

from odoo.exceptions import UserError
from odoo.tests import BaseCase, TransactionCase, tagged

from ..models.mixins import file_check
from ..models.mixins.file_check import MAX_BYTES, MAX_FILES, RefusedError, Upload

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
SHEET = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}


def packed(entries, compression=zipfile.ZIP_DEFLATED):
    """Return a zip of these entries."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as archive:
        for name, data in entries.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else compression
            archive.writestr(zipfile.ZipInfo(name), data, kind)
    return content.getvalue()


def open_document(ending, **entries):
    return packed({"mimetype": file_check.MIME[ending].encode(), **entries})


GOOD = {
    "letter.pdf": b"%PDF-1.7\n...",
    "photo.PNG": PNG,
    "photo.jpg": b"\xff\xd8\xff\xe0....",
    "photo.jpeg": b"\xff\xd8\xff\xe1....",
    "moving.gif": b"GIF89a....",
    "photo.webp": b"RIFF\x10\x00\x00\x00WEBPVP8 ",
    "note.txt": "Grüße, 5 < 6".encode(),
    "old.txt": "Grüße".encode("cp1252"),
    "list.csv": b"=1+1;@SUM(A1)\n-2;+3\n",
    "letter.docx": packed(WORD),
    "table.xlsx": packed(SHEET),
    "letter.odt": open_document("odt", **{"content.xml": b"<x/>"}),
    "table.ods": open_document("ods", **{"content.xml": b"<x/>"}),
}
BAD = {
    "program.exe": (b"MZ\x90\x00", "type"),
    "invoice.pdf.exe": (b"MZ\x90\x00", "type"),
    "invoice.pdf": (b"MZ\x90\x00", "content"),
    "drawing.svg": (SVG, "type"),
    "drawing.png": (SVG, "content"),
    "drawing.txt": (SVG, "content"),
    "page.html": (b"<html></html>", "type"),
    "page.txt": (b"\n <!DOCTYPE html><html>", "content"),
    "page2.txt": (b"Hello <script>alert(1)</script>", "content"),
    "shell.txt": (b"#!/bin/sh\nrm -rf /", "content"),
    "binary.csv": (b"a;b\x00c", "content"),
    "archive.zip": (packed({"a": b"a"}), "type"),
    "archive.docx": (packed({"a": b"a"}), "content"),
    "sheet.docx": (packed(SHEET), "content"),
    "letter.ods": (open_document("odt"), "content"),
    "macro.docx": (packed(WORD | {"word/vbaProject.bin": b"x"}), "program"),
    "hidden.docx": (packed(WORD | {"word/embeddings/a.exe": b"x"}), "program"),
    "nested.xlsx": (packed(SHEET | {"xl/a.zip": b"x"}), "program"),
    "away.docx": (packed(WORD | {"../../etc/passwd": b"x"}), "content"),
    "bomb.docx": (packed(WORD | {"word/b": b"\x00" * 30_000_000}), "bomb"),
    "many.docx": (packed(WORD | {f"word/{n}": b"" for n in range(2001)}), "bomb"),
    "cut.docx": (packed(WORD)[:40], "content"),
    "behind.docx": (b"MZ" + packed(WORD), "content"),
    "empty.pdf": (b"", "empty"),
    "large.pdf": (b"%PDF-" + b" " * MAX_BYTES, "large"),
    "noending": (b"text", "type"),
    "letter.docm": (packed(WORD), "type"),
    "": (b"text", "type"),
}


@tagged("post_install", "-at_install", "engagement")
class TestFileCheck(BaseCase):
    """Which files we take from people we do not know."""

    def test_documents_pictures_and_texts_are_taken(self):
        for name, content in GOOD.items():
            with self.subTest(name=name):
                [checked] = file_check.check([Upload(name, content)])
                self.assertEqual(checked.name, name)
                self.assertEqual(checked.content, content)
                ending = name.rpartition(".")[2].lower()
                self.assertEqual(checked.mimetype, file_check.MIME[ending])

    def test_what_could_run_or_hides_something_is_refused(self):
        for name, (content, reason) in BAD.items():
            with self.subTest(name=name), self.assertRaises(RefusedError) as refused:
                file_check.check([Upload(name, content)])
            self.assertEqual(refused.exception.reason, reason, name)

    def test_an_office_file_that_says_it_is_huge_is_not_unpacked(self):
        """The list of a zip may say anything: what it says counts, nothing is read."""
        content = bytearray(packed(WORD))
        # the size in the list at the end: 2 GB for the first entry
        at = content.index(b"PK\x01\x02") + 24
        content[at : at + 4] = (2**31).to_bytes(4, "little")
        with self.assertRaises(RefusedError) as refused:
            file_check.check([Upload("liar.docx", bytes(content))])
        self.assertEqual(refused.exception.reason, "bomb")

    def test_a_damaged_office_file_never_crashes(self):
        whole = packed(WORD)
        for at in range(0, len(whole), 3):
            for byte in (0x00, 0xFF, 0x50):
                content = whole[:at] + bytes([byte]) + whole[at + 1 :]
                try:
                    file_check.check([Upload("damaged.docx", content)])
                except RefusedError:
                    continue

    def test_a_name_is_safe_anywhere(self):
        for given, kept in (
            ("../../etc/passwd.txt", "passwd.txt"),
            ("C:\\Users\\carla\\photo.png", "photo.png"),
            ("pho\x00to\n.png", "photo.png"),
            ("invoice\u202egnp.txt", "invoicegnp.txt"),
            ("...hidden.txt", "hidden.txt"),
            ("a" * 300 + ".txt", "a" * 96 + ".txt"),
            ("b" * 300, "b" * 100),
            ("c." + "d" * 300, "c." + "d" * 98),
            ("", "file"),
            (None, "file"),
        ):
            with self.subTest(given=given):
                self.assertEqual(file_check.clean_name(given), kept)

    def test_more_than_a_few_at_once_are_refused(self):
        uploads = [Upload(f"{n}.txt", b"text") for n in range(MAX_FILES + 1)]
        self.assertEqual(len(file_check.check(uploads[:-1])), MAX_FILES)
        with self.assertRaises(RefusedError) as refused:
            file_check.check(uploads)
        self.assertEqual(refused.exception.reason, "many")
        self.assertEqual(refused.exception.name, f"{MAX_FILES}.txt")


@tagged("post_install", "-at_install", "engagement")
class TestUpload(TransactionCase):
    """A refusal in words."""

    def test_each_refusal_names_the_file_and_the_reason(self):
        complaints = self.env["engagement.complaint"]
        for reason, words in (
            ("many", "at most 5"),
            ("large", "10 MB"),
            ("empty", "empty"),
            ("type", "pdf, png, jpg"),
            ("content", "not what its name says"),
            ("program", "program"),
            ("bomb", "unpacks"),
        ):
            text = complaints._explain_refusal(RefusedError("My file.xyz", reason))
            self.assertIn("“My file.xyz”", text)
            self.assertIn(words, text)
        with self.assertRaisesRegex(UserError, "“a.exe”"):
            complaints._check_uploads([Upload("a.exe", b"MZ")])
