# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which files we take from people we do not know. Plain Python, nothing is unpacked.

A file has to be what its name says: documents, pictures and plain text. What could run
on the computer of whoever opens it is refused, and so is what unpacks to far more than
it holds.
"""

import io
import re
import struct
import unicodedata
import zipfile
from typing import NamedTuple

#: How many files come at once, and how large each may be
MAX_FILES = 5
MAX_BYTES = 10 * 1024 * 1024
#: How long a name is at most, its ending included
MAX_NAME = 100
#: An office file is a zip: so much it may hold when unpacked, and so many times itself
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 100
MAX_ENTRIES = 2000
#: How much of a text is looked at for marks of a program
HEAD = 1024

MIME = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "txt": "text/plain",
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
#: As people read it
ENDINGS = tuple(ending for ending in MIME if ending != "jpeg")

#: The folder that says which kind of office file a zip is
OFFICE_FOLDERS = {"docx": "word/", "xlsx": "xl/"}
#: What holds a program inside an office file
PROGRAMS = re.compile(
    r"(^|/)(vbaproject\.bin|basic/.*|scripts/.*)$"
    r"|\.(exe|dll|com|scr|bat|cmd|ps1|vbs|js|jar|msi|hta|lnk|sh|py|zip|7z|rar)$",
    re.IGNORECASE,
)
#: A text that starts like one of these is a page or a program
MARKS = re.compile(r"\s*(<[!?/a-z]|#!|MZ|\{\\rtf)", re.IGNORECASE)
SCRIPTS = re.compile(r"<\s*(script|svg|html|iframe|\?php)", re.IGNORECASE)
#: What reading the list of a zip raises where the list lies
BROKEN = (
    zipfile.BadZipFile,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
)


class Upload(NamedTuple):
    """A file as it came."""

    name: str
    content: bytes


class Checked(NamedTuple):
    """A file that may be kept, with a name that is safe anywhere."""

    name: str
    content: bytes
    mimetype: str


class RefusedError(Exception):
    """A file that is not taken, and why.

    ``reason`` is one of: many, large, empty, type, content, program, bomb.
    """

    def __init__(self, name, reason):
        super().__init__(name, reason)
        self.name = name
        self.reason = reason


def check(uploads, max_files=MAX_FILES):
    """Return the files that may be kept.

    :param uploads: files as they came; content may be cut at ``MAX_BYTES`` + 1
    :param int max_files: how many may come at once
    :raise RefusedError: for the first one that may not
    """
    uploads = list(uploads)
    if len(uploads) > max_files:
        raise RefusedError(clean_name(uploads[max_files].name), "many")
    return [check_one(upload) for upload in uploads]


def check_one(upload):
    """Return a file that may be kept.

    :raise RefusedError: naming it, and why it may not
    """
    name = clean_name(upload.name)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in MIME:
        raise RefusedError(name, "type")
    content = upload.content
    if not content:
        raise RefusedError(name, "empty")
    if len(content) > MAX_BYTES:
        raise RefusedError(name, "large")
    if ending in OFFICE_FOLDERS or ending in ("odt", "ods"):
        reason = _look_into_office(content, ending)
    else:
        reason = None if _is(content, ending) else "content"
    if reason:
        raise RefusedError(name, reason)
    return Checked(name, content, MIME[ending])


def clean_name(name):
    """Return the last part of a name, without signs that cannot be seen."""
    name = re.split(r"[/\\]", str(name or ""))[-1]
    seen = "".join(
        char for char in name if unicodedata.category(char) not in ("Cc", "Cf", "Cs")
    )
    seen = " ".join(seen.split()).lstrip(".") or "file"
    if len(seen) <= MAX_NAME:
        return seen
    stem, dot, ending = seen.rpartition(".")
    if not dot or len(ending) > 10:
        return seen[:MAX_NAME]
    return f"{stem[: MAX_NAME - len(ending) - 1]}.{ending}"


def _is(content, ending):
    """Tell whether content is what its ending says, by its first bytes."""
    if ending in ("jpg", "jpeg"):
        return content.startswith(b"\xff\xd8\xff")
    if ending == "webp":
        return content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    starts = {
        "pdf": (b"%PDF-",),
        "png": (b"\x89PNG\r\n\x1a\n",),
        "gif": (b"GIF87a", b"GIF89a"),
    }
    if ending in starts:
        return content.startswith(starts[ending])
    return _is_text(content)


def _is_text(content):
    """Tell whether content is text that no program would run or draw."""
    if re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", content):
        return False
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            head = content.decode(encoding)[:HEAD]
        except UnicodeDecodeError:
            continue
        return not MARKS.match(head) and not SCRIPTS.search(head)
    return False


def _look_into_office(content, ending):
    """Return why an office file may not be kept, or nothing; only its list is read."""
    if not content.startswith(b"PK\x03\x04"):
        return "content"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            reason = _weigh(entries, len(content))
            if reason:
                return reason
            right = _is_office(archive, entries, ending)
    except BROKEN:
        return "content"
    return None if right else "content"


def _weigh(entries, size):
    if len(entries) > MAX_ENTRIES:
        return "bomb"
    total = sum(entry.file_size for entry in entries)
    if total > MAX_UNPACKED or total > MAX_RATIO * size:
        return "bomb"
    for entry in entries:
        if PROGRAMS.search(entry.filename):
            return "program"
    return None


def _is_office(archive, entries, ending):
    names = [entry.filename for entry in entries]
    if any(name.startswith("/") or ".." in name.split("/") for name in names):
        return False
    folder = OFFICE_FOLDERS.get(ending)
    if folder:
        return "[Content_Types].xml" in names and any(
            name.startswith(folder) for name in names
        )
    # the first entry says what it is, and is never packed
    first = entries[0] if entries else None
    if not first or first.filename != "mimetype" or first.file_size > HEAD:
        return False
    if first.compress_type != zipfile.ZIP_STORED:
        return False
    return archive.read(first).strip() == MIME[ending].encode()
