"""What an original is taken apart into, and what becomes of it: frozen records."""

from typing import Literal

from corpus.records import Record

PartKind = Literal["heading", "paragraph", "list", "table", "note"]


class Part(Record):
    """A piece of an original. `kind` says which fields are filled.

    heading: `level`, `texts[0]`; paragraph: `texts[0]`; list: `texts`, one an item; table: `rows`,
    the first one its head (empty cells where it has none), all of one length; note: `label`,
    `texts[0]`. `page` and `line` (from 1) say where it stands in the original, where that is known.
    """

    kind: PartKind
    texts: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    level: int = 0
    label: str = ""
    page: int | None = None
    line: int | None = None


class Doubt(Record):
    """Something a person should look at: what it is, where it stands, its words."""

    about: str
    where: str
    text: str = ""


class Metadata(Record):
    """What an original says about itself. Dates are "2025-08" or "2025-08-31"."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    updated: str | None = None
    url: str | None = None


class Extract(Record):
    """An original taken apart. `words` are all that its reader saw, to find what got lost."""

    file: str
    parts: tuple[Part, ...]
    words: str
    metadata: Metadata = Metadata()
    doubts: tuple[Doubt, ...] = ()


class Counts(Record):
    """How much of something the originals hold, and how much of it the draft."""

    originals: int
    draft: int


class Report(Record):
    """What became of the originals.

    `loads` is whether the draft can be read as a profile; `missing` says what a person has to add,
    one sentence each; `lost` are words of the originals that the draft doesn't hold.
    """

    files: tuple[str, ...]
    draft: str
    loads: bool
    counts: dict[str, Counts]
    proposed: dict[str, int]
    missing: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    lost: tuple[str, ...]


class Draft(Record):
    """A profile file that a person still has to look through, and the report on it."""

    name: str
    text: str
    report: Report
