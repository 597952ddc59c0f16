"""Do all languages of a profile say the same? Sections, passages, entities, figures, footnotes."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from corpus.records import Passage, Profile

Facet = Callable[[Profile], dict[str, object]]


def differences(profiles: Iterable[Profile]) -> list[str]:
    """Compare each profile's languages with its first one; return one sentence a difference."""
    ordered = sorted(profiles, key=lambda p: (p.id, p.language))
    found: list[str] = []
    for _, group in groupby(ordered, key=lambda p: p.id):
        first, *others = group
        for other in others:
            found += _between(first, other)
    return found


def _between(one: Profile, two: Profile) -> list[str]:
    pair = f"{one.id}: {one.language} and {two.language}"
    found = [] if one.country == two.country else [f"{pair} differ in country"]
    for noun, facet in FACETS.items():
        left, right = facet(one), facet(two)
        found += [f"{pair}: {noun} {k} is only in {one.language}" for k in left if k not in right]
        found += [f"{pair}: {noun} {k} is only in {two.language}" for k in right if k not in left]
        found += [
            f"{pair}: {noun} {key} differs ({left[key]} / {right[key]})"
            for key in left
            if key in right and left[key] != right[key]
        ]
    return found


def _notes(passages: Sequence[Passage]) -> dict[str, object]:
    return {p.id: sorted(n.number for n in p.footnotes) for p in passages}


FACETS: dict[str, Facet] = {
    "section": lambda p: {s.id: len(s.path) for s in p.sections},
    "passage": lambda p: {x.id: f"{len(x.caveats)} caveats" for x in p.passages},
    "footnotes of passage": lambda p: _notes(p.passages),
    "entity": lambda p: {
        e.id: (e.kind, e.names, e.acronym, e.since, e.passage, len(e.places)) for e in p.entities
    },
    "figure": lambda p: {f.id: (f.value, f.year, f.passage) for f in p.figures},
    "footnote": lambda p: {n.number: n.url for n in p.footnotes},
}
