"""The passages of two editions side by side, and which of their words changed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Literal

from rapidfuzz import fuzz

from corpus.records import Passage, Record, Section

ALIKE = 60  # of 100 (rapidfuzz ratio): the same passage in other words
MOST_WORDS = 3_000  # of a passage whose words are compared one by one


class Piece(Record):
    """Words that both sides have ("same"), or one of them ("old", "new")."""

    side: Literal["same", "old", "new"]
    text: str


class PassageChange(Record):
    """A passage on both sides, None where it is missing; `pieces` are the words of both."""

    kind: Literal["added", "removed", "moved", "reworded"]
    section: tuple[str, ...]
    old_id: str | None = None
    new_id: str | None = None
    pieces: tuple[Piece, ...] = ()

    @property
    def before(self) -> tuple[Piece, ...]:
        """The words of the old side."""
        return tuple(p for p in self.pieces if p.side != "new")

    @property
    def after(self) -> tuple[Piece, ...]:
        """The words of the new side."""
        return tuple(p for p in self.pieces if p.side != "old")


def alike(one: str, two: str) -> bool:
    """Tell whether two texts are the same in other words.

    >>> alike("It began in Mali in 1998.", "It began in Mali in 1999."), alike("A cat", "Tax")
    (True, False)
    """
    return fuzz.ratio(one, two) >= ALIKE


def pieces_of(old: str, new: str) -> tuple[Piece, ...]:
    """Compare two texts word by word.

    >>> [(p.side, p.text) for p in pieces_of("It cost 5 %.", "It cost 6 %.")]
    [('same', 'It cost '), ('old', '5 '), ('new', '6 '), ('same', '%.')]
    """
    left, right = re.findall(r"\S+\s*", old), re.findall(r"\S+\s*", new)
    if max(len(left), len(right)) > MOST_WORDS:
        return Piece(side="old", text=old), Piece(side="new", text=new)
    found: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece(side="same", text="".join(left[a:b])))
            continue
        found += [Piece(side="old", text="".join(left[a:b]))] if b > a else []
        found += [Piece(side="new", text="".join(right[c:d]))] if d > c else []
    return tuple(found)


def passage_changes(
    old: Sequence[Section], new: Sequence[Section], pairs: Mapping[str, str]
) -> list[PassageChange]:
    """Compare the passages of paired sections; those that went elsewhere are moved."""
    afters = {s.id: s for s in new}
    removed = [p for s in old if s.id not in pairs for p in s.passages]
    added = [p for s in new if s.id not in set(pairs.values()) for p in s.passages]
    found = []
    for section in (s for s in old if s.id in pairs):
        for one, two in _aligned(section.passages, afters[pairs[section.id]].passages):
            if one and two:
                found.append(_change("reworded", one, two))
            elif one:
                removed.append(one)
            elif two:
                added.append(two)
    return found + _elsewhere(removed, added)


def _aligned(
    old: Sequence[Passage], new: Sequence[Passage]
) -> Iterator[tuple[Passage | None, Passage | None]]:
    """Yield the passages of a section that differ, those that are alike in pairs."""
    texts = [p.text for p in old], [p.text for p in new]
    for kind, a, b, c, d in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        left = list(new[c:d])
        for one in old[a:b]:
            two = max(left, key=lambda p: fuzz.ratio(one.text, p.text), default=None)
            if two is None or not alike(one.text, two.text):
                yield one, None
            else:
                left.remove(two)
                yield one, two
        yield from ((None, two) for two in left)


def _elsewhere(removed: Sequence[Passage], added: Sequence[Passage]) -> list[PassageChange]:
    left, found = list(added), []
    for one in removed:
        two = next((p for p in left if alike(one.text, p.text)), None)
        if two:
            left.remove(two)
            found.append(_change("moved", one, two))
        else:
            found.append(_change("removed", one, None))
    return found + [_change("added", None, two) for two in left]


def _change(
    kind: Literal["added", "removed", "moved", "reworded"], one: Passage | None, two: Passage | None
) -> PassageChange:
    present = two or one
    return PassageChange(
        kind=kind,
        section=present.path if present else (),
        old_id=one.id if one else None,
        new_id=two.id if two else None,
        pieces=pieces_of(one.text if one else "", two.text if two else ""),
    )
