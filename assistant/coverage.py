"""Does the profile say it? Similarity that is merely the best there is, is not an answer.

Signals of different kinds are weighed by a logistic regression; its weights are fitted on dev
questions (see `Calibration`). Two things decide alone: a question about another country, and one
for a number, a date, a sum or a person where the evidence holds none.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.countries import Countries
from assistant.evidence import DEMANDING, NUMBER, demanded
from assistant.ranking import Choice
from assistant.retrieve import Evidence
from assistant.select import Selector
from assistant.understand import Understood
from assistant.words import frame_terms, spoken_languages, tokens
from corpus.records import Passage, Profile, Record
from index.build import in_context
from index.lexical import plain, terms


class Signals(Record):
    """What speaks for and against an answer; each is higher where an answer is likelier.

    `cosine`: of the question and the best sentence. `cover`: the share of the question's telling
    terms, names apart, that the passage holds, weighted by idf. `known`: the share that any passage
    holds. `kind`: 1 where the sentence holds what is asked for, 0 where it doesn't, 0.5 where
    nothing in particular is asked for. `numbers`: the share of the question's numbers that the
    passage holds, 0.5 where it has none. `entities`: the share of the named entities that the
    passage is about, 0.5 where none is named.
    """

    cosine: float
    cover: float
    known: float
    kind: float
    numbers: float
    entities: float


class Calibration(Record):
    """Weights of the signals, in the order of `Signals`, bias and threshold."""

    weights: tuple[float, ...] = (44.6, 1.6, 3.0, 2.0, 4.2, 2.2)
    bias: float = -43.1
    threshold: float = 0.5

    def probability(self, signals: Signals) -> float:
        """Return how likely it is that the profile says it, 0 to 1."""
        values = signals.model_dump().values()
        total = self.bias + sum(w * v for w, v in zip(self.weights, values, strict=True))
        return 1 / (1 + math.exp(-total))


@dataclass(frozen=True)
class Held:
    """What a passage with its section path holds: stems, numbers, countries (ISO 3166-1)."""

    terms: frozenset[str]
    numbers: frozenset[str]
    countries: frozenset[str]


class Coverage:
    """Judges whether the evidence answers the question."""

    def __init__(self, selector: Selector, calibration: Calibration | None = None) -> None:
        """Take the selector, which knows the sentences, and the calibration."""
        self.selector, self.calibration = selector, calibration or Calibration()
        self.countries = Countries({*selector.index.languages, *spoken_languages()})
        self._held: dict[tuple[str, str], Held] = {}
        self._years: dict[str, set[str]] = defaultdict(set)
        for profile in selector.index.profiles:
            for figure in (f for f in profile.figures if f.year is not None):
                self._years[figure.passage].add(str(figure.year))

    def probability(
        self, question: Understood, evidence: Evidence, ranked: Sequence[Choice]
    ) -> float:
        """Return how likely it is that the best sentences answer, 0 to 1."""
        if self._lacks(question, ranked[0]) or self._elsewhere(question, ranked[0]):
            return 0.0
        return self.calibration.probability(self.signals(question, evidence, ranked))

    def signals(
        self, question: Understood, evidence: Evidence, ranked: Sequence[Choice]
    ) -> Signals:
        """Compute the signals of a question and its best sentence."""
        best = ranked[0]
        passage = self.selector.passage(best.row)
        top = float(evidence.cosines[best.row])
        held = self._of(passage).terms | self._aliases(question, best)
        wanted = {e.id for e in question.topics}
        about = {e.id for e in self.selector.names.introduced(passage.id)}
        about |= {
            i
            for c in ranked[:5]
            for i in self.selector.named(c.row)
            if self.selector.passage(c.row).id == passage.id
        }
        return Signals(
            cosine=top,
            cover=self._share(question, lambda term: term in held),
            known=self._share(question, lambda term: self._known(question.language, term)),
            kind=self._kind(question, best),
            numbers=self._numbers(question, best),
            entities=len(wanted & about) / len(wanted) if wanted else 0.5,
        )

    def mentioned(self, country: str, profile: Profile) -> bool:
        """Tell whether a passage of a profile names a country, by its ISO 3166-1 code."""
        return any(country in self._of(passage).countries for passage in profile.passages)

    def _elsewhere(self, question: Understood, best: Choice) -> bool:
        """Is it about a country that the evidence doesn't speak of?"""
        passage = self.selector.passage(best.row)
        own = {p.country for p in self.selector.index.profiles if p.id == passage.profile}
        asked = self.countries.named(tokens(question.text), question.language).keys() - own
        return not asked <= self._of(passage).countries

    def _of(self, passage: Passage) -> Held:
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

    def _numbers(self, question: Understood, best: Choice) -> float:
        asked = set(NUMBER.findall(plain(question.text)))
        if not asked:
            return 0.5
        held = self._of(self.selector.passage(best.row)).numbers
        return len(asked & held) / len(asked)

    def _aliases(self, question: Understood, best: Choice) -> frozenset[str]:
        """The terms of all names of an entity count as held where one of its names is."""
        passage = self.selector.passage(best.row)
        named = self.selector.named(best.row)
        introduced = {e.id for e in self.selector.names.introduced(passage.id)}
        held = (e for e in question.entities if e.id in named | introduced)
        return self.selector.names.name_terms(held, question.language)

    def _share(self, question: Understood, holding: Callable[[str], bool]) -> float:
        code = question.language
        vocabulary = self.selector.vocabularies.get(code)
        if vocabulary is None:
            return 0.5
        frame = frame_terms(code) | self.selector.names.name_terms(question.entities, code)
        weights = {t: vocabulary.idf(t) for t in question.terms if t not in frame}
        total = sum(weights.values())
        held = sum(w for t, w in weights.items() if holding(t))
        return held / total if total else 1.0

    def _known(self, code: str, term: str) -> bool:
        return term in self.selector.vocabularies[code]

    def _kind(self, question: Understood, best: Choice) -> float:
        wish = demanded(question)
        return 0.5 if wish is None else float(self.selector.ranking.holds(wish, best.row))

    def _lacks(self, question: Understood, best: Choice) -> bool:
        """Is it for a number, date, sum … or person, and the best sentence holds none?"""
        if question.kind == "person":
            return not self.selector.named(best.row) & self.selector.names.ids_of_kind("person")
        wish = question.kind if question.kind in DEMANDING else None
        return not self.selector.ranking.holds(wish, best.row)
