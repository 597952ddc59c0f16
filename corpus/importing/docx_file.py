"""DOCX → parts: turned into HTML by mammoth, with notes and page breaks, and read so."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from corpus.errors import ImportRefused
from corpus.importing.html_file import html_extract
from corpus.importing.marks import clean
from corpus.importing.records import Doubt, Extract, Metadata

MOST_FILES = 5_000
MOST_BYTES = 200_000_000  # unpacked
MOST_TIMES = 500  # as large as packed: a zip bomb is a thousand times and more
TRACKED = re.compile(rb"<w:(ins|del|moveFrom|moveTo) ")
RENDERED = re.compile(rb"<w:lastRenderedPageBreak\s*/>")
MANUAL = re.compile(rb"<w:br\s+w:type=\"page\"\s*/>")
CORE = re.compile(rb"<(?:dc|dcterms|cp):(title|creator|modified|created)[^>]*>([^<]*)<")


def read_docx(path: Path) -> Extract:
    """Take a DOCX file apart. Raises `ImportRefused`."""
    files = _unpacked(path)
    document = files["word/document.xml"]
    doubts: tuple[Doubt, ...] = ()
    if TRACKED.search(document):
        about = "tracked changes: inserted words are in, deleted ones are out"
        doubts = (Doubt(about=about, where=path.name),)
    files["word/document.xml"] = _with_page_breaks(document)
    found = html_extract(clean(_html(_packed(files), path)), path.name, doubts)
    if b'<w:br w:type="page"/>' in files["word/document.xml"]:
        parts = tuple(p.model_copy(update={"page": p.page or 1}) for p in found.parts)
        found = found.model_copy(update={"parts": parts})
    return found.model_copy(update={"metadata": _metadata(files.get("docProps/core.xml", b""))})


def _unpacked(path: Path) -> dict[str, bytes]:
    """Unpack the XML of the archive, after a look at what it claims to hold."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _refuse_bomb(path, entries)
            if any(entry.flag_bits & 1 for entry in entries):
                raise ImportRefused(path, "it is encrypted", "Save it without a password")
            texts = [e for e in entries if e.filename.endswith((".xml", ".rels"))]
            return {entry.filename: _checked(path, archive.read(entry)) for entry in texts}
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise _damaged(path, error) from None
    except Exception as error:  # zlib.error and what broken fields of an archive lead to
        if isinstance(error, ImportRefused | MemoryError):
            raise
        raise _damaged(path, error) from None


def _damaged(path: Path, error: Exception) -> ImportRefused:
    problem = f"the file is damaged or cut off ({type(error).__name__})"
    return ImportRefused(path, problem, "Save or download it again")


def _refuse_bomb(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    size = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if len(entries) > MOST_FILES or size > MOST_BYTES or size / packed > MOST_TIMES:
        problem = f"it would unpack to {size / 1e6:,.0f} MB in {len(entries)} files (a zip bomb?)"
        raise ImportRefused(path, problem, "Save it anew in a word processor")


def _checked(path: Path, data: bytes) -> bytes:
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise ImportRefused(path, "its XML declares entities", "Save it anew in a word processor")
    return data


def _with_page_breaks(document: bytes) -> bytes:
    """Where the word processor noted how pages fell, count those breaks and no others."""
    if not RENDERED.search(document):
        return document
    return RENDERED.sub(b'<w:br w:type="page"/>', MANUAL.sub(b"", document))


def _packed(files: dict[str, bytes]) -> io.BytesIO:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
    return archive


def _html(archive: io.BytesIO, path: Path) -> str:
    import mammoth

    def no_picture(_image: Any) -> dict[str, str]:
        return {}

    try:
        done = mammoth.convert_to_html(
            archive,
            style_map="br[type='page'] => hr.page\np[style-name='Title'] => h1:fresh",
            convert_image=mammoth.images.img_element(no_picture),
        )
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:
        raise _damaged(path, error) from None
    return str(done.value)


def _metadata(core: bytes) -> Metadata:
    told = {name.decode(): value.decode("utf-8", "replace") for name, value in CORE.findall(core)}
    updated = re.match(r"\d{4}-\d\d", told.get("modified", ""))
    return Metadata(
        title=told.get("title") or None,
        authors=(told["creator"],) if told.get("creator") else (),
        updated=updated[0] if updated else None,
    )
