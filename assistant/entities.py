"""Which entities does a text name? By name, acronym or alias in any language, typos tolerated."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rapidfuzz import fuzz, process

from assistant.partial_names import PartialNames
from assistant.vocabulary import Vocabulary
from assistant.words import tokens
from corpus.records import Entity, Passage, Profile
from index.lexical import WORD, terms

EVERYWHERE = 0.2  # the share of the passages that name what isn't a topic of its own
FUZZY_WORD = 60.0  # of 100, on each of its words
FUZZY_CUTOFF = 88.0  # of 100, on whole names: one wrong letter in eight
BODIES = {"institution", "ministry", "organisation", "partner", "person"}
SHOUTED_LENGTH = 3  # acronyms up to here have to be typed in capitals
FUZZY_LENGTH = 6  # shorter names are acronyms: one letter makes another one


@dataclass(frozen=True)
class Mention:
    """An entity named by the words [start, end) of a question."""

    entity: Entity
    start: int
    end: int


class EntityNames:
    """All names of all entities of some profiles, cut into words."""

    def __init__(self, profiles: Sequence[Profile], vocabularies: Mapping[str, Vocabulary]) -> None:
        """Collect the names; the same entity in two languages counts once."""
        self._terms: dict[tuple[str, str, str], frozenset[str]] = {}
        self._names: dict[tuple[str, ...], Entity] = {}
        self._entities: dict[tuple[str, str], Entity] = {}
        self._collect(profiles)
        entities = self._entities.values()
        self._introduced = {
            p: tuple(map(self._foremost, own)) for p, own in grouped(entities, _passage).items()
        }
        self._ids = {k: frozenset(e.id for e in own) for k, own in grouped(entities, _kind).items()}
        self.bodies = frozenset(e.id for e in entities if e.kind in BODIES)
        self._partial = PartialNames(entities, vocabularies)
        texts = [p for profile in profiles for p in profile.passages]
        self._written = {
            code: {w for p in own for w in WORD.findall(p.text)}
            for code, own in grouped(texts, _language).items()
        }
        self._everywhere = self._named_everywhere([p.text for p in texts])

    def _collect(self, profiles: Iterable[Profile]) -> None:
        """Gather entities and names, and the ways to look these up."""
        called = []
        for profile in profiles:
            for entity in profile.entities:
                self._entities.setdefault((profile.id, entity.id), entity)
                called += [(name, entity) for name in entity.called() if tokens(name)]
        for name, entity in called:
            self._names.setdefault(tuple(tokens(name)), entity)
        self._shouted = {n.lower() for n, _ in called if n.isupper() and len(n) <= SHOUTED_LENGTH}
        self._lengths = {
            first: {len(words) for words in own}
            for first, own in grouped(self._names, _first_word).items()
        }
        long = (words for words in self._names if len(" ".join(words)) >= FUZZY_LENGTH)
        self._fuzzy = {n: [" ".join(w) for w in own] for n, own in grouped(long, len).items()}

    def _foremost(self, entity: Entity) -> Entity:
        """Of a thing that several profiles hold, by one id and one name, the first: the EU."""
        called = (tuple(tokens(name)) for name in entity.called())
        owners = (self._names[words] for words in called if words)
        return next((e for e in owners if _bare_id(e) == _bare_id(entity)), entity)

    def mentions(self, text: str) -> list[Mention]:
        """Return the entities that a text names, left to right; longer names win over shorter."""
        words, taken = tokens(text), self._ordinary_words(text)
        found = self._exact(words, taken)
        found += self._near(words, taken)
        found += [Mention(p.entity, p.start, p.end) for p in self._partial.find(words, taken)]
        return sorted(found, key=lambda m: m.start)

    def exact_mentions(self, text: str) -> list[Mention]:
        """Return the entities that a text names letter by letter: for the profile's own text."""
        return self._exact(tokens(text), self._ordinary_words(text))

    def known(self, words: Sequence[str]) -> bool:
        """Tell whether some entity is called by exactly these plain words."""
        return tuple(words) in self._names

    def specific(self, entity: Entity) -> bool:
        """Tell whether an entity is a topic of its own: "Mali" isn't one in Mali's profile.

        It is one unless more than a fifth of the passages name it.
        """
        return (entity.passage, entity.id) not in self._everywhere

    def _named_everywhere(self, texts: Sequence[str]) -> set[tuple[str, str]]:
        """Return the entities that more than a fifth of the texts name."""
        naming: Counter[tuple[str, str]] = Counter()
        for text in texts:
            naming.update({(m.entity.passage, m.entity.id) for m in self.exact_mentions(text)})
        return {key for key, count in naming.items() if count > EVERYWHERE * len(texts)}

    def name_terms(self, entities: Iterable[Entity], code: str) -> frozenset[str]:
        """Return the stems, in the language `code`, of all names of some entities."""
        return frozenset(t for entity in entities for t in self._terms_of(entity, code))

    def in_a_name(self, term: str, code: str) -> bool:
        """Tell whether a stem, in the language `code`, is part of some entity's name."""
        return any(term in self._terms_of(e, code) for e in self._entities.values())

    def _terms_of(self, entity: Entity, code: str) -> frozenset[str]:
        key = (entity.passage, entity.id, code)
        if key not in self._terms:
            self._terms[key] = frozenset(t for n in entity.called() for t in terms(n, code))
        return self._terms[key]

    def short(self, entity: Entity, code: str) -> str:
        """Return the acronym where texts in the language `code` use it, else the name in it."""
        written = self._written.get(code, set())
        if entity.acronym and written.issuperset(WORD.findall(entity.acronym)):
            return entity.acronym
        return entity.name(code)

    def introduced(self, passage: str) -> tuple[Entity, ...]:
        """Return the entities that a passage introduces, by its id."""
        return self._introduced.get(passage, ())

    def of_kind(self, kind: str) -> list[Entity]:
        """Return all entities of a kind, in the order of the profile."""
        return [e for e in self._entities.values() if e.kind == kind]

    def ids_of_kind(self, kind: str) -> frozenset[str]:
        """Return the ids of all entities of a kind."""
        return self._ids.get(kind, frozenset())

    def _ordinary_words(self, text: str) -> set[int]:
        """Places of words that look like a short acronym but for their case: "eu", "bad"."""
        typed = WORD.findall(text)
        if len(typed) != len(tokens(text)):
            return set()
        return {i for i, w in enumerate(typed) if w.lower() in self._shouted and not w.isupper()}

    def _exact(self, words: Sequence[str], taken: set[int]) -> list[Mention]:
        lengths = [(n, i) for i, word in enumerate(words) for n in self._lengths.get(word, ())]
        spans = [(n, i) for n, i in lengths if i + n <= len(words)]
        found = []
        for length, start in sorted(spans, key=lambda span: (-span[0], span[1])):
            span = set(range(start, start + length))
            entity = self._names.get(tuple(words[start : start + length]))
            if entity and not span & taken:
                taken |= span
                found.append(Mention(entity, start, start + length))
        return found

    def _near(self, words: Sequence[str], taken: set[int]) -> list[Mention]:
        found = []
        for length in sorted((n for n in self._fuzzy if n <= len(words)), reverse=True):
            for start in range(len(words) - length + 1):
                span = set(range(start, start + length))
                if span & taken:
                    continue
                typed = words[start : start + length]
                hit = process.extractOne(
                    " ".join(typed),
                    self._fuzzy[length],
                    scorer=fuzz.ratio,
                    score_cutoff=FUZZY_CUTOFF,
                )
                if hit and _word_by_word(typed, hit[0].split()):
                    taken |= span
                    entity = self._names[tuple(hit[0].split())]
                    found.append(Mention(entity, start, start + length))
        return found


Item = TypeVar("Item")
Key = TypeVar("Key")


def grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    """Gather items by a key, both in the order of their first appearance.

    >>> grouped(["ab", "c", "de"], len)
    {2: ['ab', 'de'], 1: ['c']}
    """
    groups: dict[Key, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def _word_by_word(typed: Sequence[str], name: Sequence[str]) -> bool:
    """Tell whether each word may be a mistyped one: "diaspora a" is no "diaspora tax"."""
    return all(fuzz.ratio(t, n) >= FUZZY_WORD for t, n in zip(typed, name, strict=True))


def _passage(entity: Entity) -> str:
    return entity.passage


def _bare_id(entity: Entity) -> str:
    """The id without its profile."""
    return entity.id.rpartition("/")[2]


def _kind(entity: Entity) -> str:
    return entity.kind


def _language(passage: Passage) -> str:
    return passage.language


def _first_word(words: tuple[str, ...]) -> str:
    return words[0]
