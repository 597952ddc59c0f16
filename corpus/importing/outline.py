"""Headings → the title and sections of a profile: levels without gaps, an id for each."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.importing.marks import plain, squeezed
from corpus.importing.records import Part

LONGEST_ID = 48
ID = re.compile(r"\s*\{#[^}]*\}\s*$")


@dataclass
class Outlined:
    """A document below one title. The first part is that title, as a heading of level 1."""

    title: str
    parts: list[Part]


def outlined(parts: Sequence[Part], title: str | None, fallback: str) -> Outlined:
    """Choose the title: the first heading if nothing stands before it, or what the file says."""
    rest = list(parts)
    first = next((i for i, p in enumerate(rest) if p.kind == "heading"), None)
    if first is not None and (first == 0 or (first < 3 and not title)):
        heading = rest.pop(first)
        title = squeezed(ID.sub("", plain(heading.texts[0])))
    title = title or fallback
    head = Part(kind="heading", texts=(title,), level=1)
    return Outlined(title, [head, *_levelled(rest)])


def _levelled(parts: Sequence[Part]) -> list[Part]:
    """Make the highest heading a chapter (level 2), and close gaps: no level follows one two up."""
    levels = [p.level for p in parts if p.kind == "heading"]
    shift = 2 - min(levels, default=2)
    shift = 0 if levels and levels.count(min(levels)) == 1 and min(levels) == 1 else shift
    made, last = [], 1
    for part in parts:
        if part.kind == "heading":
            last = min(max(2, part.level + shift), last + 1, 6)
            text = squeezed(ID.sub("", plain(part.texts[0])))
            part = part.model_copy(update={"level": last, "texts": (text,)})
        made.append(part)
    return made


class Ids:
    """Gives ids that are not taken yet."""

    def __init__(self) -> None:
        """Begin with none taken."""
        self._taken: set[str] = set()

    def new(self, words: str, otherwise: str = "section") -> str:
        """Return an id made of the words.

        >>> ids = Ids()
        >>> ids.new("Côte d'Ivoire (2010)"), ids.new("Cote d'Ivoire 2010")
        ('cote-divoire-2010', 'cote-divoire-2010-2')
        """
        base = slug(words) or otherwise
        name, number = base, 1
        while name in self._taken:
            number += 1
            name = f"{base}-{number}"
        self._taken.add(name)
        return name


def slug(words: str) -> str:
    """Return words as an id: small letters without accents, digits and hyphens.

    >>> slug("États Généraux: l'Extérieur")
    'etats-generaux-lexterieur'
    """
    bare = unicodedata.normalize("NFKD", words.replace("œ", "oe").replace("’", "").replace("'", ""))
    ascii_only = bare.encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    return name if len(name) <= LONGEST_ID else name[:LONGEST_ID].rsplit("-", 1)[0].strip("-")
