"""Bytes → text, and what was doubtful about it."""

import re
from pathlib import Path

from corpus.errors import ImportRefused
from corpus.importing.marks import clean
from corpus.importing.records import Doubt

MAX_LINE = 200_000
DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.I)


def read_text(path: Path, longest: int | None = MAX_LINE) -> tuple[str, list[Doubt]]:
    """Read a text file as UTF-8, or as what it says it is, or else as Windows-1252 with a doubt.

    Raises `ImportRefused` for bytes that are no text and for lines longer than `longest`.
    """
    data = path.read_bytes()
    text, doubts = _decoded(data, path)
    if longest:
        for number, line in enumerate(text.splitlines(), 1):
            if len(line) > longest:
                problem = f"this line is longer than {longest:,} characters"
                raise ImportRefused(path, problem, "Break it into paragraphs", line=number)
    return clean(text.replace("\r\n", "\n").replace("\r", "\n")), doubts


def _decoded(data: bytes, path: Path) -> tuple[str, list[Doubt]]:
    for encoding in _encodings(data):
        try:
            return data.decode(encoding), []
        except (UnicodeDecodeError, LookupError):
            continue
    if b"\x00" in data:
        line = data[: data.index(b"\x00")].count(b"\n") + 1
        raise ImportRefused(path, "this is not text", "Save it as UTF-8 text", line=line)
    about = "read as Windows-1252, because it is not UTF-8: check the accents"
    return data.decode("cp1252", errors="replace"), [Doubt(about=about, where=path.name)]


def _encodings(data: bytes) -> list[str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    declared = DECLARED.search(data[:2048])
    told = [declared[1].decode("ascii")] if declared else []
    return ([] if b"\x00" in data else ["utf-8-sig"]) + [t for t in told if "16" not in t]
