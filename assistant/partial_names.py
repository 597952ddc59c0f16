"""Names in part: "the African youth forum" names the African Diaspora Youth Forum in Europe.

A run of words names an entity in part where it holds at least two telling words of one of its
names, and at least half of them; or one that no other name has, beside a noun of its kind ("the
skills programme"). Where two entities fit as well as each other, neither is meant.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.vocabulary import Vocabulary
from assistant.words import tokens, words_of
from corpus.records import Entity
from index.lexical import terms

LEAST = 2  # telling words that a part of a name needs; a noun of the entity's kind counts as one
BEARERS = 3  # entities that may bear a telling word in their names
SHARE = 0.5  # of the words of the whole name


@dataclass(frozen=True)
class Part:
    """The words [start, end) of a question name an entity in part; `weight` is their idf."""

    entity: Entity
    start: int
    end: int
    weight: float


class PartialNames:
    """The telling words of all names, in every language of the corpus."""

    def __init__(self, entities: Iterable[Entity], vocabularies: Mapping[str, Vocabulary]) -> None:
        """Cut the names into stems; names of a single telling word have no parts."""
        self._vocabularies = vocabularies
        self._names: dict[str, list[tuple[Entity, frozenset[str]]]] = {}
        self._bearers: dict[str, Counter[str]] = {}
        self._nouns = {
            code: frozenset(s for n in words_of(code).entity_nouns for s in self._stems(n, code))
            for code in vocabularies
        }
        every = list(entities)
        for code in vocabularies:
            named = ((e, frozenset(self._stems(name, code))) for e in every for name in e.called())
            self._names[code] = [(e, stems) for e, stems in named if len(stems) >= LEAST]
            self._bearers[code] = Counter(
                stem for stem, _ in {(s, e.id) for e, stems in self._names[code] for s in stems}
            )

    def find(self, words: Sequence[str], taken: set[int]) -> list[Part]:
        """Return the entities that some plain words name in part, the surest first."""
        parts = [p for code in self._names for p in self._in(code, words, taken)]
        chosen: list[Part] = []
        for part in sorted(parts, key=lambda p: (-p.weight, p.start)):
            rivals = [p for p in parts if p.entity.id != part.entity.id and _overlap(p, part)]
            unique = all(rival.weight < part.weight for rival in rivals)
            if unique and not any(_overlap(part, other) for other in chosen):
                chosen.append(part)
        return chosen

    def _in(self, code: str, words: Sequence[str], taken: set[int]) -> Iterable[Part]:
        stems = [next(iter(self._stems(word, code)), "") for word in words]
        nouns = words_of(code).entity_nouns
        present = frozenset(stems)
        for entity, name in self._names[code]:
            if name.isdisjoint(present):
                continue
            fits = [
                i not in taken and (stems[i] in name or nouns.get(words[i]) == entity.kind)
                for i in range(len(words))
            ]
            for start, end in _runs(fits, [not s for s in stems]):
                held = {stems[i] for i in range(start, end)} & name
                noun = any(
                    nouns.get(words[i]) == entity.kind and stems[i] not in name
                    for i in range(start, end)
                )
                weight = self._weight(code, held, noun, len(name))
                if weight is not None:
                    yield Part(entity, start, end, weight)

    def _stems(self, text: str, code: str) -> list[str]:
        """Stem the telling words: those that no language of the corpus has as function words."""
        functional = [words_of(other).function_words for other in self._vocabularies]
        telling = (w for w in tokens(text) if not any(w in words for words in functional))
        return [stem for word in telling for stem in terms(word, code)]

    def _weight(self, code: str, held: set[str], noun: bool, whole: int) -> float | None:
        """The weight of some words of a name, None where they are too few or too common."""
        vocabulary = self._vocabularies[code]
        telling = [
            stem
            for stem in held - self._nouns[code]
            if not vocabulary.common(stem) and self._bearers[code][stem] <= BEARERS
        ]
        enough = len(held) >= LEAST and len(held) >= SHARE * whole
        single = noun and any(self._bearers[code][stem] == 1 for stem in telling)
        if not telling or not (enough or single):
            return None
        return sum(vocabulary.idf(stem) for stem in held)


def _runs(fits: Sequence[bool], empty: Sequence[bool]) -> Iterable[tuple[int, int]]:
    """Runs of words that fit; words that tell nothing may stand inside.

    >>> list(_runs([True, False, True, False], [False, True, False, True]))
    [(0, 3)]
    """
    start = end = -1
    for i, fit in enumerate([*fits, False]):
        if fit:
            start, end = (i if start < 0 else start), i + 1
        elif start >= 0 and (i == len(fits) or not empty[i]):
            yield start, end
            start = -1


def _overlap(one: Part, two: Part) -> bool:
    return one.start < two.end and two.start < one.end
