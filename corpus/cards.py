"""The YAML blocks of a profile: front matter, entities, figures, as an editor writes them."""

import re
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field, StringConstraints

from corpus.languages import language
from corpus.located_yaml import build, read_mapping
from corpus.markdown import Block
from corpus.records import EntityKind, Figure, Record

SLUG = r"^[a-z0-9][a-z0-9-]*$"
LONGEST_QUESTION = 2_000  # as assistant/question.py reads, which can't be imported from here
Question = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_QUESTION)
]


class FrontMatter(Record):
    """The head of a profile file."""

    id: str = Field(pattern=SLUG)
    country: str = Field(pattern=r"^[A-Z]{2}$")
    language: str = Field(pattern=r"^[a-z]{2,3}$")
    title: str
    publisher: str
    authors: tuple[str, ...] = ()
    edition: str = Field(pattern=r"^\d{4}(-\d{2}){0,2}$")
    published: str | None = None
    url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    licence: str
    questions: tuple[Question, ...] = ()


class EntityCard(Record):
    """A block ```entity."""

    id: str = Field(pattern=SLUG)
    kind: EntityKind
    names: dict[str, str] = Field(min_length=1)
    acronym: str | None = None
    aliases: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    since: int | None = None


class FigureCard(Record):
    """A block ```figure."""

    id: str = Field(pattern=SLUG)
    label: str
    value: float = Field(allow_inf_nan=False)
    unit: str
    year: int | None = None
    origin: str | None = None
    as_written: str | None = None
    disagrees_with: str | None = None


Card = TypeVar("Card", FrontMatter, EntityCard, FigureCard)


def read_card(model: type[Card], block: Block, path: Path) -> Card:
    """Read a YAML block. Raises `ProfileError` with the line of the field that is wrong."""
    data = read_mapping(block.raw, path, block.line)
    return build(model, _tolerant(data), block.raw, path, block.line)


def stated(card: FigureCard | Figure, text: str, code: str) -> bool:
    """Tell whether a paragraph states the value, as its language writes numbers.

    >>> stated(FigureCard(id="n", label="Emigrants", value=403646, unit=""), "403,646 left", "en")
    True
    """
    wanted = _plain_spaces(card.as_written or written(card.value, code))
    whole = rf"(?<!\d)(?<!\d[.,]){re.escape(wanted)}(?!\d)(?![.,]\d)"  # not a part of a number
    return re.search(whole, _plain_spaces(text)) is not None


def written(value: float, code: str) -> str:
    """Write a number as a language does.

    >>> written(403646, "fr"), written(5.52, "fr"), written(2000, "en")
    ('403 646', '5,52', '2,000')
    """
    known = language(code)
    digits = f"{int(value):,}" if value == int(value) else f"{value:,}"
    return digits.translate({ord(","): known.thousands, ord("."): known.decimal})


def _plain_spaces(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def _tolerant(data: dict[str, object]) -> dict[str, object]:
    """An edition typed as a bare year arrives as a number."""
    numbers = {"edition", "published", "as_written", "acronym", "unit"}
    return {k: str(v) if k in numbers and isinstance(v, int) else v for k, v in data.items()}
