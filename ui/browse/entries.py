"""Actors, programmes and dates of the profiles as rows, and the choice among them."""

import re
from collections.abc import Iterable, Mapping, Sequence

from corpus.records import Entity, EntityKind, Profile, Record
from ui.library import address, question_address
from ui.texts import Words

ACTORS: tuple[EntityKind, ...] = (
    "programme",
    "ministry",
    "institution",
    "organisation",
    "partner",
    "person",
)
DATED: tuple[EntityKind, ...] = (
    "law",
    "policy",
    "programme",
    "event",
    "ministry",
    "institution",
    "organisation",
    "document",
)
FILTERS = ("kind", "place", "sector")


class Entry(Record):
    """One row: who or what, the sentence that tells most, and the links that lead on."""

    name: str
    acronym: str | None
    kind: str
    place: tuple[str, ...]
    sector: tuple[str, ...]
    since: int | None
    language: str
    said: str
    passage: str
    question: str

    def values(self, filter_name: str) -> tuple[str, ...]:
        """Return what the entry is found under by a filter."""
        found = getattr(self, filter_name)
        return (found,) if isinstance(found, str) else tuple(found)


class Choice(Record):
    """A filter: its values with how many entries have each, and the one chosen."""

    name: str
    label: str
    chosen: str
    values: tuple[tuple[str, int], ...]


def entries(profiles: Sequence[Profile], w: Words, kinds: Sequence[EntityKind]) -> list[Entry]:
    """Return the entities of some kinds, in the order of the kinds, then by name."""
    found = [
        (kinds.index(e.kind), e.name(p.language).casefold(), _entry(e, p, w))
        for p in profiles
        for e in p.entities
        if e.kind in kinds
    ]
    return [entry for _, _, entry in sorted(found, key=lambda row: row[:2])]


def dated(profiles: Sequence[Profile], w: Words) -> list[Entry]:
    """Return what the profiles give the year of, earliest first."""
    known = [e for e in entries(profiles, w, DATED) if e.since is not None]
    return sorted(known, key=lambda e: e.since or 0)


def chosen(rows: Iterable[Entry], choice: Mapping[str, str]) -> list[Entry]:
    """Return the rows that have every value chosen; an empty value chooses nothing."""
    wanted = [(name, value) for name, value in choice.items() if value]
    return [e for e in rows if all(value in e.values(name) for name, value in wanted)]


def choices(rows: Sequence[Entry], given: Mapping[str, str], w: Words) -> list[Choice]:
    """Return the filters that have anything to choose, each value with its count.

    A value counts the rows that stay when it is chosen beside the other filters.
    """
    found = []
    for name in FILTERS:
        others = {n: v for n, v in given.items() if n != name}
        within = chosen(rows, others)
        values = dict.fromkeys(sorted({v for e in rows for v in e.values(name)}, key=str.casefold))
        counted = tuple((v, sum(v in e.values(name) for e in within)) for v in values)
        if len(counted) > 1:
            label = getattr(w.browse, name)
            found.append(Choice(name=name, label=label, chosen=given.get(name, ""), values=counted))
    return found


def _entry(entity: Entity, profile: Profile, w: Words) -> Entry:
    name = entity.name(profile.language)
    return Entry(
        name=name,
        acronym=entity.acronym if entity.acronym and entity.acronym not in name else None,
        kind=w.browse.kinds[entity.kind],
        place=entity.places,
        sector=sectors(entity, profile, w),
        since=entity.since,
        language=profile.language,
        said=_said(entity, profile),
        passage=address(entity.passage, profile.language),
        question=question_address(
            w.browse.question.format(name=entity.acronym or name), w.language
        ),
    )


def sectors(entity: Entity, profile: Profile, w: Words) -> tuple[str, ...]:
    """Return under what the profile says that it files the section of an entity."""
    section, _, _ = entity.passage.partition("#")
    return tuple(
        dict.fromkeys(
            sector.strip()
            for passage in profile.passages
            if passage.id.partition("#")[0] == section
            for filed in re.findall(w.browse.sectors, passage.text)
            for sector in re.split(w.browse.both, filed)
        )
    )


def _said(entity: Entity, profile: Profile) -> str:
    """Return the first sentence of its passage that names it, else the passage's first."""
    passage = next((p for p in profile.passages if p.id == entity.passage), None)
    if passage is None:
        return ""
    quotes = [passage.quote(i) for i in range(len(passage.sentences))]
    naming = [quote for quote in quotes if any(name in quote for name in entity.called())]
    return (naming or quotes or [""])[0]
