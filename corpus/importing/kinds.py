"""Which kind of file is it? Its first bytes decide; its name must not say otherwise."""

import re
import zipfile
from pathlib import Path
from typing import Literal

from corpus.errors import ImportRefused

FileKind = Literal["pdf", "docx", "html", "markdown", "text"]

SUFFIXES: dict[str, FileKind] = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
    "": "text",
}
MAX_BYTES: dict[FileKind, int] = {
    "pdf": 100_000_000,
    "docx": 50_000_000,
    "html": 20_000_000,
    "markdown": 4_000_000,
    "text": 4_000_000,
}
FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "an old Word file or an encrypted one", "Save it as .docx, open to all"),
    (b"{\\rtf", "an RTF file", "Save it as .docx"),
    (b"\x89PNG", "a picture", "Run text recognition (OCR) on it and save it as PDF"),
    (b"\xff\xd8\xff", "a picture", "Run text recognition (OCR) on it and save it as PDF"),
    (b"GIF8", "a picture", "Run text recognition (OCR) on it and save it as PDF"),
    (b"%!PS", "a PostScript file", "Save it as PDF"),
    (b"\x1f\x8b", "a compressed file", "Unpack it first"),
    (b"7z\xbc\xaf", "a compressed file", "Unpack it first"),
    (b"\x7fELF", "a program", "Give a document"),
    (b"MZ\x90", "a program", "Give a document"),
)
HTML_START = re.compile(
    rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.S | re.I
)


def kind_of(path: Path) -> FileKind:
    """Return a file's kind. Raises `ImportRefused` for what can't be imported."""
    data = _beginning(path)
    named = SUFFIXES.get(path.suffix.lower())
    if named is None:
        known = ", ".join(s for s in SUFFIXES if s)
        raise ImportRefused(
            path, f"files {path.suffix} can't be imported", f"Save it as one of {known}"
        )
    kind = _kind_of_bytes(path, data) or (named if named in {"html", "markdown", "text"} else None)
    if kind is None:
        problem = f"its name says {named}, but its bytes are of something else"
        raise ImportRefused(path, problem, "Give the file its right name, or a whole copy of it")
    if kind != named and {kind, named} != {"html", "text"}:
        problem = f"its name says {named}, but its bytes are {kind}"
        raise ImportRefused(path, problem, "Give the file its right name")
    _refuse_oversized(path, kind)
    return kind


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(4096)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ImportRefused(path, f"it can't be read ({reason})", "Check its name") from None
    if not data.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise ImportRefused(path, "the file is empty", "Give a file that holds text")
    return data


def _kind_of_bytes(path: Path, data: bytes) -> FileKind | None:
    """Return what the first bytes say; None where they say nothing, as those of plain text."""
    for magic, what, mend in FOREIGN:
        if data.startswith(magic):
            raise ImportRefused(path, f"this is {what}", mend)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        return _zipped(path)
    return "html" if HTML_START.match(data.lstrip(b"\xef\xbb\xbf")) else None


def _zipped(path: Path) -> FileKind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        problem = "the file is damaged or cut off (it is no whole .docx)"
        raise ImportRefused(path, problem, "Save or download it again") from None
    if "word/document.xml" not in names:
        raise ImportRefused(path, "this is an archive, but not a .docx", "Save it as .docx")
    return "docx"


def _refuse_oversized(path: Path, kind: FileKind) -> None:
    size, most = path.stat().st_size, MAX_BYTES[kind]
    if size > most:
        problem = (
            f"it has {size / 1e6:.0f} MB, more than the {most // 1_000_000} MB of a {kind} file"
        )
        raise ImportRefused(path, problem, "Import its chapters one by one")
