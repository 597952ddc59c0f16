"""The front matter of a draft: what the originals say of themselves, and what they don't."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.importing.marks import plain
from corpus.importing.outline import slug
from corpus.importing.records import Extract, Metadata

WRITTEN = re.compile(
    r"\b(?:written by|author|rédigé par|auteur)\s*:?\s+([^:;.\n]{2,80}?)"
    r"(?=$|\s+(?:edited|updated|published|édité|mis|publié))",
    re.I,
)
EDITED = re.compile(
    r"\b(?:edited by|published by|publisher|édité par|publié par)\s*:?\s+([^:;.\n]{2,60}?)"
    r"(?=$|\s+(?:updated|written|rédigé|mis|\w+ \d{4}))",
    re.I,
)
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Head:
    """The front matter as YAML, the id of the profile, and what a person has to fill in."""

    yaml: str
    id: str
    missing: tuple[str, ...]


def head_of(title: str, extracts: Sequence[Extract], country: str, code: str, today: str) -> Head:
    """Compose the front matter. `today` ("2026-11") is the edition where the files name none."""
    told = _told(extracts, code)
    name = profile_id(country)
    edition = told.updated or told.published
    rows: dict[str, object] = {
        "id": name,
        "country": country,
        "language": code,
        "title": title,
        "publisher": told.publisher or UNKNOWN,
        "authors": list(told.authors),
        "edition": edition or today,
        "published": told.published,
        "url": told.url,
        "licence": UNKNOWN,
    }
    missing = ["licence: say in a sentence who may use the text"]
    if not told.publisher:
        missing.insert(0, "publisher: the files don't name one")
    if not edition:
        missing.insert(0, f"edition: the files name none, so it is this month's ({today})")
    lines = [f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in rows.items() if v]
    return Head("\n".join(lines), name, tuple(missing))


def profile_id(country: str) -> str:
    """Return the id of a country's profile: its English name as an id, or its code.

    >>> profile_id("CI"), profile_id("ML")
    ('cote-divoire', 'mali')
    """
    from babel import Locale

    return slug(Locale("en").territories.get(country, "")) or country.lower()


def _told(extracts: Sequence[Extract], code: str) -> Metadata:
    """Gather what the heads of the files and their imprints say; the imprint is right."""
    texts = [
        plain(text)
        for e in extracts
        for p in (*e.parts[:4], *e.parts[-8:])
        if p.kind == "paragraph"
        for text in p.texts
    ]
    of_files = [e.metadata for e in extracts]
    authors = next((tuple(_names(m[1])) for t in texts if (m := WRITTEN.search(t))), ())
    publisher = next((m[1].strip() for t in texts if (m := EDITED.search(t))), None)
    dates = sorted({d for t in texts for d in _months(t, code) if len(t) < 200})
    return Metadata(
        authors=authors or next((m.authors for m in of_files if m.authors), ()),
        publisher=publisher or next((m.publisher for m in of_files if m.publisher), None),
        published=(dates[0] if dates else None) or _first(of_files, "published"),
        updated=(dates[-1] if dates else None) or _first(of_files, "updated"),
        url=_first(of_files, "url"),
    )


def _first(told: Sequence[Metadata], name: str) -> str | None:
    return next((value for m in told if (value := getattr(m, name))), None)


def _names(words: str) -> list[str]:
    return [n.strip() for n in re.split(r",| and | et | & ", words) if n.strip()]


def _months(text: str, code: str) -> list[str]:
    """Return the months that a text names, as "2025-08".

    >>> _months("April 2020 Updated August 2025", "en"), _months("août 2025", "fr")
    (['2020-04', '2025-08'], ['2025-08'])
    """
    from babel import Locale

    names = Locale(code).months["format"]["wide"]
    found = []
    for number, name in names.items():
        pattern = rf"\b{re.escape(name)}\s+((?:19|20)\d\d)\b"
        found += [f"{m[1]}-{number:02}" for m in re.finditer(pattern, text, re.I)]
    return sorted(found)
