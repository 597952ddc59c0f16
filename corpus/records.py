"""What a profile is made of: frozen records, at the bottom of everything.

Offsets count Python characters (Unicode code points) of `Passage.text`, `end` exclusive, so that
`passage.text[sentence.start:sentence.end]` is the sentence.
"""

import hashlib
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

EntityKind = Literal[
    "policy",
    "law",
    "programme",
    "institution",
    "ministry",
    "organisation",
    "partner",
    "person",
    "place",
    "event",
    "document",
    "concept",
]


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


class Record(BaseModel):
    """A frozen record that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Record):
    """Where a profile comes from: what a citation names."""

    title: str
    publisher: str
    authors: tuple[str, ...] = ()
    edition: str
    published: str | None = None
    url: str | None = None
    licence: str


class Footnote(Record):
    """A note of the profile: its label, its text without the link, its link."""

    number: str
    text: str
    url: str | None = None


class Sentence(Record):
    """A span of a passage, and the labels of the footnotes that it bears."""

    start: int
    end: int
    footnotes: tuple[str, ...] = ()


class Passage(Record):
    """A paragraph with the list below it: the unit that is found and cited.

    `id` is `profile/section#n`, the same in every language; `path` the titles from the chapter
    down to its section.
    """

    id: str
    profile: str
    language: str
    section: str
    path: tuple[str, ...]
    text: str
    sentences: tuple[Sentence, ...]
    footnotes: tuple[Footnote, ...] = ()
    caveats: tuple[str, ...] = ()
    edition: str
    page: int | None = None

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8, in hexadecimal: anybody can compute it from a citation."""
        return text_hash(self.text)

    def quote(self, sentence: int) -> str:
        """Return the words of a sentence, by its place in the passage (from 0)."""
        span = self.sentences[sentence]
        return self.text[span.start : span.end]


class Entity(Record):
    """Whoever or whatever has a name. `names` maps a language to the name in it.

    `id` is `profile/name`, the same in every language: what another profile calls so is another.
    """

    id: str
    kind: EntityKind
    names: dict[str, str]
    acronym: str | None = None
    aliases: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    since: int | None = None
    passage: str

    def name(self, language: str) -> str:
        """Return the name in `language`, or in any other where there is none."""
        return self.names.get(language) or next(iter(self.names.values()))

    def called(self) -> tuple[str, ...]:
        """Return every name it goes by: names, acronym, aliases."""
        acronym = (self.acronym,) if self.acronym else ()
        return (*self.names.values(), *acronym, *self.aliases)


class Figure(Record):
    """A number that people look up. `value` is plain; `unit`, `year` and `origin` say of what.

    `disagrees_with` is the id of a figure that says otherwise of the same thing.
    """

    id: str
    label: str
    value: float
    unit: str
    year: int | None = None
    origin: str | None = None
    as_written: str | None = None
    disagrees_with: str | None = None
    passage: str


class Section(Record):
    """A heading with the passages right below it. `line` is where it stands in the file."""

    id: str
    title: str
    path: tuple[str, ...]
    line: int
    passages: tuple[Passage, ...] = ()


class Profile(Record):
    """A country profile in one language, as read from one file.

    `questions` are examples of what it answers; `sha256` is the file's.
    """

    id: str
    country: str
    language: str
    source: Source
    sections: tuple[Section, ...]
    entities: tuple[Entity, ...]
    figures: tuple[Figure, ...]
    footnotes: tuple[Footnote, ...]
    questions: tuple[str, ...] = ()
    sha256: str

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages, in the order of the file."""
        return tuple(passage for section in self.sections for passage in section.passages)
