"""Two editions of a profile → what changed between them. Nothing is read or written here."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Literal

from rapidfuzz import fuzz

from corpus.records import Entity, Figure, Footnote, Profile, Record, Section
from corpus.rewording import PassageChange, alike, passage_changes

Kind = Literal["added", "removed", "moved", "renamed", "reworded"]
SAME_NOTE = 60  # of 100: below it a note under an old number is another note


class SectionChange(Record):
    """What became of a section; one section may have several changes. Paths are titles."""

    kind: Kind
    id: str
    old: tuple[str, ...] | None = None
    new: tuple[str, ...] | None = None


class FigureChange(Record):
    """A figure on both sides, None where it is missing."""

    kind: Literal["added", "gone", "changed"]
    id: str
    old: Figure | None = None
    new: Figure | None = None


class NoteChange(Record):
    """A footnote on both sides. A dead one is one that the new edition no longer refers to."""

    kind: Literal["added", "dead", "changed", "renumbered"]
    old: Footnote | None = None
    new: Footnote | None = None


class EntityChange(Record):
    """An entity on both sides, None where it is missing."""

    kind: Literal["added", "gone", "changed"]
    id: str
    old: Entity | None = None
    new: Entity | None = None


class Differences(Record):
    """All that changed from one edition of a profile to the next, in one language."""

    profile: str
    language: str
    old_edition: str
    new_edition: str
    sections: tuple[SectionChange, ...]
    passages: tuple[PassageChange, ...]
    figures: tuple[FigureChange, ...]
    footnotes: tuple[NoteChange, ...]
    entities: tuple[EntityChange, ...]

    @property
    def empty(self) -> bool:
        """Tell whether nothing changed."""
        parts = (self.sections, self.passages, self.figures, self.footnotes, self.entities)
        return not any(parts)


def differences(old: Profile, new: Profile) -> Differences:
    """Compare two editions of a profile. Sections are the same by id, or else by their words."""
    pairs = _paired(old.sections, new.sections)
    return Differences(
        profile=new.id,
        language=new.language,
        old_edition=old.source.edition,
        new_edition=new.source.edition,
        sections=tuple(_sections(old.sections, new.sections, pairs)),
        passages=tuple(passage_changes(old.sections, new.sections, pairs)),
        figures=tuple(_figures(old.figures, new.figures)),
        footnotes=tuple(_notes(old.footnotes, new.footnotes)),
        entities=tuple(_entities(old.entities, new.entities)),
    )


def _paired(old: Sequence[Section], new: Sequence[Section]) -> dict[str, str]:
    """Map ids of old sections to those of new ones."""
    ids = {s.id for s in new}
    pairs = {s.id: s.id for s in old if s.id in ids}
    left = [s for s in new if s.id not in pairs]
    for section in (s for s in old if s.id not in pairs):
        found = next((s for s in left if alike(_words(section), _words(s))), None)
        if found:
            pairs[section.id] = found.id
            left.remove(found)
    return pairs


def _words(section: Section) -> str:
    return "\n".join([section.title, *(p.text for p in section.passages)])


def _sections(
    old: Sequence[Section], new: Sequence[Section], pairs: Mapping[str, str]
) -> list[SectionChange]:
    befores, afters = {s.id: s for s in old}, {s.id: s for s in new}
    moved = _moved(old, new, pairs)
    found = [SectionChange(kind="removed", id=s.id, old=s.path) for s in old if s.id not in pairs]
    known = {new_id: old_id for old_id, new_id in pairs.items()}
    for section in new:
        if section.id not in known:
            found.append(SectionChange(kind="added", id=section.id, new=section.path))
            continue
        before = befores[known[section.id]]
        for kind in _kinds(before, afters[section.id], before.id in moved):
            found.append(SectionChange(kind=kind, id=section.id, old=before.path, new=section.path))
    return found


def _kinds(before: Section, after: Section, moved: bool) -> list[Kind]:
    kinds: list[Kind] = []
    if moved:
        kinds.append("moved")
    if before.title != after.title:
        kinds.append("renamed")
    if [p.text for p in before.passages] != [p.text for p in after.passages]:
        kinds.append("reworded")
    return kinds


def _moved(
    old: Sequence[Section], new: Sequence[Section], pairs: Mapping[str, str]
) -> frozenset[str]:
    """Return the old ids of sections that stand below another one, or in another order."""
    parents = _parents(old), _parents(new)
    below = {a for a, b in pairs.items() if _other(parents[0][a], parents[1][b], pairs)}
    left = [s.id for s in old if s.id in pairs and s.id not in below]
    right = [s.id for s in new]
    matcher = SequenceMatcher(None, [pairs[i] for i in left], right, autojunk=False)
    kept = {left[m.a + n] for m in matcher.get_matching_blocks() for n in range(m.size)}
    return frozenset(below | (set(left) - kept))


def _other(before: str | None, after: str | None, pairs: Mapping[str, str]) -> bool:
    return (pairs.get(before) if before else None) != after


def _parents(sections: Sequence[Section]) -> dict[str, str | None]:
    """Map each section to the one it stands below; a chapter stands below none."""
    at: dict[int, str] = {}
    parents: dict[str, str | None] = {}
    for section in sections:
        level = len(section.path)
        parents[section.id] = at.get(level - 1)
        at[level] = section.id
    return parents


def _figures(old: Sequence[Figure], new: Sequence[Figure]) -> list[FigureChange]:
    befores, afters = {f.id: f for f in old}, {f.id: f for f in new}
    found = [FigureChange(kind="gone", id=i, old=f) for i, f in befores.items() if i not in afters]
    for name, figure in afters.items():
        before = befores.get(name)
        if before is None:
            found.append(FigureChange(kind="added", id=name, new=figure))
        elif _told(before) != _told(figure):
            found.append(FigureChange(kind="changed", id=name, old=before, new=figure))
    return found


def _told(figure: Figure) -> tuple[object, ...]:
    return figure.value, figure.unit, figure.year, figure.origin


def _notes(old: Sequence[Footnote], new: Sequence[Footnote]) -> list[NoteChange]:
    """Notes are numbered anew when one is added: the same words are the same note."""
    left = {n.number: n for n in new}
    found: list[NoteChange] = []
    unmatched = []
    for note in old:
        same = left.get(note.number)
        if same is None or (same.text, same.url) != (note.text, note.url):
            same = next(
                (n for n in left.values() if (n.text, n.url) == (note.text, note.url)), None
            )
        if same is None:
            unmatched.append(note)
            continue
        del left[same.number]
        if same.number != note.number:
            found.append(NoteChange(kind="renumbered", old=note, new=same))
    found += [_changed_note(note, left) for note in unmatched]
    return found + [NoteChange(kind="added", new=n) for n in left.values()]


def _changed_note(note: Footnote, left: dict[str, Footnote]) -> NoteChange:
    same = left.get(note.number)
    if same is None or fuzz.ratio(_whole(note), _whole(same)) < SAME_NOTE:
        return NoteChange(kind="dead", old=note)
    return NoteChange(kind="changed", old=note, new=left.pop(note.number))


def _whole(note: Footnote) -> str:
    return f"{note.text} {note.url or ''}"


def _entities(old: Sequence[Entity], new: Sequence[Entity]) -> list[EntityChange]:
    befores, afters = {e.id: e for e in old}, {e.id: e for e in new}
    found = [EntityChange(kind="gone", id=i, old=e) for i, e in befores.items() if i not in afters]
    for name, entity in afters.items():
        before = befores.get(name)
        if before is None:
            found.append(EntityChange(kind="added", id=name, new=entity))
        elif before.model_copy(update={"passage": entity.passage}) != entity:
            found.append(EntityChange(kind="changed", id=name, old=before, new=entity))
    return found
