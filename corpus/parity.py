"""Do all languages of a profile say the same? Sections, passages, entities, figures, footnotes."""

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

from corpus.records import Entity, Figure, Passage, Profile

Facet = Callable[[Profile], Mapping[str, Mapping[str, str]]]


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
            f"{pair}: {noun} {key} differs in {name} ({left[key][name]} / {right[key][name]})"
            for key in left
            if key in right
            for name in left[key]
            if left[key][name] != right[key][name]
        ]
    return found


def _passage(passage: Passage) -> dict[str, str]:
    notes = ", ".join(sorted(note.number for note in passage.footnotes))
    return {"caveats": str(len(passage.caveats)), "footnotes": notes or "none"}


def _entity(entity: Entity) -> dict[str, str]:
    return {
        "kind": entity.kind,
        "names": ", ".join(f"{code}: {name}" for code, name in sorted(entity.names.items())),
        "acronym": entity.acronym or "none",
        "since": str(entity.since or "none"),
        "passage": entity.passage,
        "number of places": str(len(entity.places)),
    }


def _figure(figure: Figure) -> dict[str, str]:
    year = str(figure.year or "none")
    return {"value": f"{figure.value:.12g}", "year": year, "passage": figure.passage}


FACETS: dict[str, Facet] = {
    "section": lambda p: {s.id: {"depth": str(len(s.path))} for s in p.sections},
    "passage": lambda p: {x.id: _passage(x) for x in p.passages},
    "entity": lambda p: {e.id: _entity(e) for e in p.entities},
    "figure": lambda p: {f.id: _figure(f) for f in p.figures},
    "footnote": lambda p: {n.number: {"address": n.url or "none"} for n in p.footnotes},
}
