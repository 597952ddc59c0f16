"""Evidence → the sentences of the answer: the one that answers first, then what belongs to it.

Nothing is rewritten: an answer is whole sentences of the profile. How many are taken follows from
the kind of question: one number needs one sentence, a definition the passage that gives it, a
comparison one sentence a side, a list every item.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.entities import EntityNames
from assistant.evidence import YEAR, demands, holds
from assistant.outline import Outline
from assistant.retrieve import Evidence
from assistant.understand import Understood
from assistant.vocabulary import Vocabulary
from assistant.words import tokens, words_of
from corpus.records import Entity, Passage
from index.lexical import terms
from index.search import Index

CANDIDATES = 60
LONGEST_ANSWER = 3
LONGEST_LIST = 30


@dataclass(frozen=True)
class Bonus:
    """What a sentence gains for holding what is asked for, in units of the fused score.

    `kind`: a number, date, sum …; `asked`: an entity of the kind asked for, and as much again for
    several; `topic`: every entity that the question names; `body`: another institution or person,
    where one is asked for; `enumeration`: several names, where a list is asked for; `chapter`: a
    chapter's own overview, where a list is asked for. `margin`, `section_margin`, `far_margin`:
    how far below the best a sentence of the same passage, the same section, or another one may be
    and still be taken.
    """

    kind: float = 4.0
    asked: float = 0.5
    topic: float = 0.8
    body: float = 0.8
    enumeration: float = 0.6
    chapter: float = 0.8
    margin: float = 3.0
    section_margin: float = 1.5
    far_margin: float = 0.5


@dataclass(frozen=True)
class Choice:
    """A sentence row of the index and its score; `counted` where it is an item of a list."""

    row: int
    score: float


class Selector:
    """Chooses sentences of an index."""

    def __init__(
        self,
        index: Index,
        names: EntityNames,
        vocabularies: Mapping[str, Vocabulary],
        outline: Outline,
        bonus: Bonus | None = None,
    ) -> None:
        """Take the index, the names of its entities, vocabularies, outline, and the bonuses."""
        self.outline = outline
        self.index, self.names, self.bonus = index, names, bonus or Bonus()
        self.vocabularies = vocabularies
        self._named: dict[int, frozenset[str]] = {}

    def passage(self, row: int) -> Passage:
        """Return the passage of a sentence row."""
        return self.index.passages[int(self.index.owner[row])]

    def words(self, row: int) -> str:
        """Return the words of a sentence row."""
        return self.passage(row).quote(int(self.index.place[row]))

    def named(self, row: int) -> frozenset[str]:
        """Return the ids of the entities that a sentence row names."""
        if row not in self._named:
            found = self.names.exact_mentions(self.words(row))
            self._named[row] = frozenset(m.entity.id for m in found)
        return self._named[row]

    def rank(self, question: Understood, evidence: Evidence) -> list[Choice]:
        """Score the best candidates anew, with what they hold; best first."""
        best = zip(evidence.sentences, evidence.sentence_scores, strict=True)
        scored = [
            Choice(int(row), float(score) + self._gain(question, int(row)))
            for (row, score), _ in zip(best, range(CANDIDATES), strict=False)
        ]
        return sorted(scored, key=lambda c: -c.score)

    def select(
        self, question: Understood, evidence: Evidence, ranked: list[Choice]
    ) -> list[Choice]:
        """Choose the sentences of the answer."""
        for strategy in (self._items, self._events, self._sides, self._introduction):
            chosen = strategy(question, ranked, evidence)
            if chosen:
                return chosen
        return self._around_best(question, ranked)

    def _gain(self, question: Understood, row: int) -> float:
        """What a sentence holds of what is asked for."""
        bonus, passage, named = self.bonus, self.passage(row), self.named(row)
        gain = 0.0
        if demands(question) and holds(question.kind, self.words(row), passage.language):
            gain += bonus.kind
        wanted = {e.id for e in question.topics}
        if wanted:
            about = {e.id for e in self.names.introduced(passage.id)} | named
            gain += bonus.topic * len(wanted & about) / len(wanted)
        if question.entity_kind:
            of_kind = self.names.ids_of_kind(question.entity_kind) & (named - wanted)
            gain += bonus.asked * min(len(of_kind), 2)
        if question.kind == "body" and self.names.bodies & (named - wanted):
            gain += bonus.body
        if question.kind in {"list", "choice"}:
            listing = bonus.enumeration * (len(named) >= 3 or self.words(row).count(",") >= 2)
            chapter = bonus.chapter * bool(self.outline.children(passage.id, passage.language))
            gain += (listing + chapter) * (1.0 if question.kind == "list" else 0.5)
        return gain

    def _around_best(self, question: Understood, ranked: Sequence[Choice]) -> list[Choice]:
        """The best sentence, then those of its passage, or as good as it, that say more."""
        best, *others = ranked
        chosen = [best]
        for choice in others:
            fits = not demands(question) or holds(
                question.kind, self.words(choice.row), question.language
            )
            if fits and choice.score >= best.score - self._margin(choice.row, best.row):
                chosen.append(choice)
        return chosen[: 2 if demands(question) else LONGEST_ANSWER]

    def _margin(self, row: int, best: int) -> float:
        one, two = self.passage(row), self.passage(best)
        if one.id == two.id:
            return self.bonus.margin
        return self.bonus.section_margin if one.section == two.section else self.bonus.far_margin

    def _introduction(
        self, question: Understood, ranked: Sequence[Choice], _evidence: Evidence
    ) -> list[Choice]:
        """What is X: the passage that introduces it, from the sentence that names it first on."""
        topics = question.topics
        if question.kind not in {"definition", ""} or len(topics) != 1 or self._rest(question):
            return []
        own = [c for c in ranked if self.passage(c.row).id == topics[0].passage]
        naming = [c.row for c in own if topics[0].id in self.named(c.row)]
        ordered = sorted((c for c in own if naming and c.row >= min(naming)), key=lambda c: c.row)
        return ordered[:LONGEST_ANSWER]

    def _sides(
        self, question: Understood, ranked: Sequence[Choice], _evidence: Evidence
    ) -> list[Choice]:
        """A comparison: the best sentence about each side, one that names no other side."""
        sides = {e.id for e in question.topics}
        if len(sides) < 2 or (question.kind != "comparison" and not question.compares):
            return []
        chosen: dict[int, Choice] = {}
        for entity in question.topics:
            about = [c for c in ranked if entity.id in self.named(c.row)]
            if not about:
                return []
            best = max(about, key=lambda c: c.score + self._alone(question, c.row, sides))
            chosen[best.row] = best
        return list(chosen.values())

    def _alone(self, question: Understood, row: int, sides: set[str]) -> float:
        """What a sentence gains for being about one side only, and for what is compared."""
        stated = question.compares and holds(question.compares, self.words(row), question.language)
        single = len(self.named(row) & sides) == 1
        return self.bonus.topic * single + self.bonus.kind * bool(stated)

    def _events(
        self, question: Understood, ranked: Sequence[Choice], _evidence: Evidence
    ) -> list[Choice]:
        """What happened in a year: a sentence of each section that names it."""
        years = YEAR.findall(question.text)
        if len(years) != 1 or question.topics or self._rest(question, but=years):
            return []
        chosen: dict[str, Choice] = {}
        for choice in ranked:
            if years[0] in self.words(choice.row):
                chosen.setdefault(self.passage(choice.row).section, choice)
        return list(chosen.values())[:LONGEST_LIST]

    def _items(
        self, question: Understood, ranked: Sequence[Choice], evidence: Evidence
    ) -> list[Choice]:
        """All entities of the kind asked for, each with the sentence that introduces it."""
        if question.entity_kind is None or question.kind not in {"list", "choice", "count"}:
            return []
        items = [e for e in self.names.of_kind(question.entity_kind) if self._fits(e, question)]
        if len(items) < 2 or self._rest(question):
            return []
        rows: dict[str, list[int]] = {}
        for row in map(int, evidence.sentences):
            rows.setdefault(self.passage(row).id, []).append(row)
        chosen = []
        for item in items[:LONGEST_LIST]:
            own = sorted(r for r in rows.get(item.passage, []) if item.id in self.named(r))
            if own:
                chosen.append(Choice(own[0], ranked[0].score))
        return chosen

    def _fits(self, entity: Entity, question: Understood) -> bool:
        """Does an entity lie in the place that the question names, if it names one?"""
        places = [e for e in question.topics if e.kind == "place"]
        named = {" ".join(tokens(n)) for p in places for n in p.called()}
        own = {" ".join(tokens(p)) for p in entity.places}
        return not places or bool(named & own)

    def _rest(self, question: Understood, but: Iterable[str] = ()) -> list[str]:
        """The telling terms of a question that neither its kind, its frame nor `but` explain."""
        code = question.language
        words, known = words_of(code), self.vocabularies.get(code)
        explained = set(but) | {t for w in words.framing for t in terms(w, code)}
        explained |= {t for noun in words.entity_nouns for t in terms(noun, code)}
        explained |= {t for e in question.entities for n in e.called() for t in terms(n, code)}
        explained |= {t for w in words.kind_words for t in terms(w, code)}
        rest = (t for t in question.terms if t not in explained)
        return [t for t in rest if known is None or (t in known and not known.common(t))]
