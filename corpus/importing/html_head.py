"""The head of an HTML page → what the page says of itself."""

import re
from collections.abc import Mapping

from corpus.importing.marks import squeezed
from corpus.importing.records import Metadata

DATES = ("dcterms.issued", "dc.date", "citation_publication_date", "article:published_time", "date")


def metadata_of(told: Mapping[str, str]) -> Metadata:
    """Read the meta elements by their names, and the title as "<title>".

    >>> metadata_of({"<title>": "On Mali", "date": "2025-08-31T10:00"}).published
    '2025-08-31'
    """
    meta = {name: squeezed(value) for name, value in told.items() if value.strip()}
    author = meta.get("author") or meta.get("dc.creator")
    date = next((meta[key] for key in DATES if key in meta), "")
    return Metadata(
        title=meta.get("dc.title") or meta.get("og:title") or meta.get("<title>"),
        authors=(author,) if author else (),
        publisher=meta.get("og:site_name") or meta.get("dc.publisher"),
        published=date[:10] if re.match(r"\d{4}(-\d\d){0,2}", date) else None,
        url=meta.get("og:url") or None,
    )
