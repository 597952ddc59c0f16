"""What speaks for and against a question's best sentence being its answer."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.countries import Countries
from assistant.evidence import NUMBER, wished
from assistant.ranking import Choice
from assistant.retrieve import Evidence
from assistant.select import Selector
from assistant.understand import Understood
from assistant.words import counted, frame_terms, spoken_languages, tokens, words_of
from corpus.records import Passage, Record
from index.lexical import plain, terms
from index.texts import in_context


class Signals(Record):
    """The signals; each is higher where an answer is likelier.

    `similarity`: the cosine of the question and the best sentence: 0 like unrelated texts, 1 like a
    question and its answer (`index.similarity`). `cover`: the share of the question's telling
    terms, names apart, that the passage holds, weighted by idf. `gap`: minus the idf of the most
    telling term that it doesn't hold, as a share of the highest idf there is. `kind`: 1 where the
    sentence holds what is asked for, 0 where it doesn't, 0.5 where nothing in particular is asked
    for. `numbers`: the share of the question's numbers that the passage holds, 0.5 where it has
    none. `entities`: the share of the named entities that the passage is about, 0.5 where none is
    named; a section's title, named in full, counts as one. `reading`: the highest log-odds that one
    of the best sentences answers (`assistant.reading`), 0 where nothing reads.
    """

    similarity: float
    cover: float
    gap: float
    kind: float
    numbers: float
    entities: float
    reading: float = 0.0


@dataclass(frozen=True)
class Held:
    """What a passage with its section path holds: stems, numbers, countries (ISO 3166-1)."""

    terms: frozenset[str]
    numbers: frozenset[str]
    countries: frozenset[str]


class Judge:
    """Computes the signals; passages are read once."""

    def __init__(self, selector: Selector) -> None:
        """Take the selector, which knows the sentences."""
        self.selector = selector
        self.countries = Countries({*selector.index.languages, *spoken_languages()})
        self._held: dict[tuple[str, str], Held] = {}
        self._years: dict[str, set[str]] = defaultdict(set)
        for profile in selector.index.profiles:
            for figure in (f for f in profile.figures if f.year is not None):
                self._years[figure.passage].add(str(figure.year))

    def signals(
        self,
        question: Understood,
        evidence: Evidence,
        ranked: Sequence[Choice],
        reading: float = 0.0,
    ) -> Signals:
        """Compute the signals of a question and its best sentence; `reading` is computed before."""
        best = ranked[0]
        scale = self.selector.index.manifest.similarity
        weights = self._weights(question)
        held = self.held(self.selector.passage(best.row)).terms | self._aliases(question, best)
        return Signals(
            similarity=scale.similarity(float(evidence.cosines[best.row])),
            cover=_share(weights, held),
            gap=self._gap(question, weights, held),
            kind=self._kind(question, best),
            numbers=self._numbers(question, best),
            entities=self._entities(question, ranked),
            reading=reading,
        )

    def held(self, passage: Passage) -> Held:
        """Read a passage once."""
        key = passage.id, passage.language
        if key not in self._held:
            text, code = in_context(passage), passage.language
            self._held[key] = Held(
                terms=frozenset(terms(text, code)),
                numbers=frozenset(NUMBER.findall(plain(text))) | self._years[passage.id],
                countries=frozenset(self.countries.named(tokens(text), code)),
            )
        return self._held[key]

    def _weights(self, question: Understood) -> dict[str, float]:
        """The idf of the question's telling terms: frames and names apart."""
        code = question.language
        vocabulary = self.selector.vocabularies.get(code)
        if vocabulary is None:
            return {}
        frame = frame_terms(code) | self.selector.names.name_terms(question.entities, code)
        return {t: vocabulary.idf(t) for t in question.terms if t not in frame}

    def _aliases(self, question: Understood, best: Choice) -> frozenset[str]:
        """The terms of all names of an entity count as held where one of its names is."""
        passage = self.selector.passage(best.row)
        named = self.selector.named(best.row)
        introduced = {e.id for e in self.selector.names.introduced(passage.id)}
        held = (e for e in question.entities if e.id in named | introduced)
        return self.selector.names.name_terms(held, question.language)

    def _gap(
        self, question: Understood, weights: Mapping[str, float], held: frozenset[str]
    ) -> float:
        missing = max((w for term, w in weights.items() if term not in held), default=0.0)
        vocabulary = self.selector.vocabularies.get(question.language)
        return -missing / vocabulary.highest_idf if vocabulary and missing else 0.0

    def _kind(self, question: Understood, best: Choice) -> float:
        wish = wished(question)
        if wish is None:
            return 0.5
        holds = self.selector.ranking.holds(wish, best.row)
        return float(holds and (wish != "count" or self._counts(question, best)))

    def _counts(self, question: Understood, best: Choice) -> bool:
        """Does the passage speak of what is to be counted? Of people it always may."""
        code, words = question.language, words_of(question.language)
        noun = counted(question.spoken, words)
        if noun is None or noun in words.people or noun in words.entity_nouns:
            return True
        vocabulary = self.selector.vocabularies.get(code)
        stems = [vocabulary.corrected(t) if vocabulary else t for t in terms(noun, code)]
        held = self.held(self.selector.passage(best.row)).terms | self._aliases(question, best)
        return any(t in held or self.selector.names.in_a_name(t, code) for t in stems)

    def _numbers(self, question: Understood, best: Choice) -> float:
        asked = set(NUMBER.findall(plain(question.text)))
        if not asked:
            return 0.5
        held = self.held(self.selector.passage(best.row)).numbers
        return len(asked & held) / len(asked)

    def _entities(self, question: Understood, ranked: Sequence[Choice]) -> float:
        wanted = {e.id for e in question.topics}
        if not wanted:
            titled = self.selector.sentences.titled(ranked[0].row, question.spoken)
            return 1.0 if titled else 0.5
        passage = self.selector.passage(ranked[0].row).id
        about = {e.id for e in self.selector.names.introduced(passage)}
        if question.comparing:  # each side may stand in a passage of its own
            own = (c.row for c in ranked)
        else:
            own = (c.row for c in ranked[:5] if self.selector.passage(c.row).id == passage)
        return len(wanted & about.union(*map(self.selector.named, own))) / len(wanted)


def _share(weights: Mapping[str, float], held: frozenset[str]) -> float:
    total = sum(weights.values())
    return sum(w for term, w in weights.items() if term in held) / total if total else 1.0
