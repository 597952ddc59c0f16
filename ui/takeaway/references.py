"""The documents and notes that answers rest on, as BibTeX (by pybtex) and CSL-JSON."""

import json
import re
from collections.abc import Sequence
from typing import Any

from pybtex.database import BibliographyData, Entry, Person

from assistant.answer import Answer, Citation
from corpus.records import Footnote

CSL_TYPES = {"techreport": "report", "misc": "document"}
CSL_NAMES = {"title": "title", "institution": "publisher", "url": "URL", "note": "note"}


def bibtex(answers: Sequence[Answer]) -> str:
    """Write the references as BibTeX, in the order in which they are cited."""
    return str(bibliography(answers).to_string("bibtex"))


def csl_json(answers: Sequence[Answer]) -> str:
    """Write the references as CSL-JSON, which Zotero and citation processors read."""
    entries = bibliography(answers).entries
    items = [_item(key, entry) for key, entry in entries.items()]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def bibliography(answers: Sequence[Answer]) -> BibliographyData:
    """Return an entry for each document cited, and one for each note of a cited quote."""
    found = BibliographyData()
    for citation in (c for a in answers for c in a.citations):
        for key, entry in _entries(citation):
            if key not in found.entries:
                found.add_entry(key, entry)
    return found


def _entries(c: Citation) -> list[tuple[str, Entry]]:
    year, _, month = c.edition.partition("-")
    fields = {
        "title": c.source.title,
        "institution": c.source.publisher,
        "year": year,
        "month": str(int(month)) if month.isdecimal() else "",
        "url": c.source.url or "",
    }
    person = {"author": [Person(last=_plain(c.source.publisher))]}
    own = Entry("techreport", _fields(fields), persons=person)
    key = _key(f"{c.profile}-{c.language}-{c.edition}")
    return [(key, own), *((_key(f"{key}-note-{n.number}"), _note(n)) for n in c.references)]


def _note(note: Footnote) -> Entry:
    return Entry("misc", _fields({"title": note.text, "url": note.url or ""}))


def _fields(fields: dict[str, str]) -> dict[str, str]:
    return {name: _plain(value) for name, value in fields.items() if value}


def _plain(text: str) -> str:
    """Drop braces and backslashes, which BibTeX takes for its own."""
    return re.sub(r"[{}\\]", "", text)


def _key(text: str) -> str:
    return re.sub(r"[^\w-]", "-", text)


def _item(key: str, entry: Entry) -> dict[str, Any]:
    fields = entry.fields
    item: dict[str, Any] = {"id": key, "type": CSL_TYPES[entry.type]}
    item |= {CSL_NAMES[name]: value for name, value in fields.items() if name in CSL_NAMES}
    authors = entry.persons.get("author", ())
    if authors:
        item["author"] = [{"literal": " ".join(p.last_names)} for p in authors]
    if fields.get("year", "").isdecimal():
        issued = [int(fields["year"])] + ([int(fields["month"])] if "month" in fields else [])
        item["issued"] = {"date-parts": [issued]}
    return item
