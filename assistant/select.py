"""Evidence → the sentences of the answer: the one that answers first, then what belongs to it.

Nothing is rewritten: an answer is whole sentences of the profile. How many are taken follows from
the kind of question: one number needs one sentence, a definition the passage that gives it, a
comparison one sentence a side, a list every item.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.entities import EntityNames
from assistant.evidence import DEMANDING, YEAR, demanded
from assistant.outline import Outline
from assistant.ranking import Bonus, Choice, Ranking
from assistant.retrieve import Evidence
from assistant.sentences import Sentences
from assistant.sides import Sides
from assistant.understand import Understood
from assistant.vocabulary import Vocabulary
from assistant.words import asking_terms, tokens
from corpus.records import Entity
from index.lexical import terms
from index.search import Index

LONGEST_ANSWER = 3
LONGEST = {"list": 6, "definition": 4} | dict.fromkeys(DEMANDING, 2)  # in sentences
LONGEST_LIST = 30
TELLING = {"definition", "manner", ""}  # kinds of questions that ask to be told about a thing


@dataclass(frozen=True)
class Selected:
    """The sentences of an answer, in order; `items` is how many entities a full list has."""

    choices: tuple[Choice, ...]
    items: int = 0


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
        self.index, self.names, self.bonus = index, names, bonus or Bonus()
        self.vocabularies = vocabularies
        self._country_of = {p.id: p.country for p in index.profiles}
        self.sentences = Sentences(index, names)
        self.ranking = Ranking(self.sentences, outline, self.bonus)
        self.rank = self.ranking.rank
        self.sides = Sides(self.sentences, self.ranking, self._rest)
        self.passage, self.words = self.sentences.passage, self.sentences.words
        self.named = self.sentences.named

    def select(
        self,
        question: Understood,
        evidence: Evidence,
        ranked: list[Choice],
        countries: frozenset[str] = frozenset(),
    ) -> Selected:
        """Choose the sentences of the answer; of `countries` to compare, the best one of each."""
        if countries:
            return Selected(tuple(self._with_items(self._by_country(ranked, countries))))
        items = self._items(question, ranked, evidence)
        if items:
            return Selected(tuple(self._with_items(items)), len(items))
        for strategy in (self._events, self.sides.of, self._introduction, self._section):
            chosen = strategy(question, ranked)
            if chosen:
                return Selected(tuple(self._with_items(chosen)))
        chosen = self._around_best(question, ranked)
        chosen = self._with_disagreeing(question, chosen, evidence)
        return Selected(tuple(self._with_items(chosen)))

    def _with_items(self, chosen: list[Choice]) -> list[Choice]:
        """Behind a sentence that opens a list ("It has three aims:"), the items of the list."""
        rows: dict[int, Choice] = {}
        for choice in chosen:
            rows.setdefault(choice.row, choice)
            if self.words(choice.row).endswith(":"):
                passage = self.passage(choice.row)
                end = self.sentences.rows(passage.id, passage.language).stop
                below = range(choice.row + 1, end)
                rows |= {r: Choice(r, choice.score) for r in below if r not in rows}
        return list(rows.values())

    def _with_disagreeing(
        self, question: Understood, chosen: list[Choice], evidence: Evidence
    ) -> list[Choice]:
        """Where a figure is stated that another one that may be read contradicts, state both."""
        rows = {c.row: c for c in chosen}
        for choice in chosen:
            for row in self.sentences.disagreeing(choice.row):
                if row in evidence.sentences and self.ranking.holds(demanded(question), row):
                    rows.setdefault(row, Choice(row, choice.score))
        return list(rows.values())

    def _around_best(self, question: Understood, ranked: Sequence[Choice]) -> list[Choice]:
        """The best sentence, then those of its passage, or as good as it, that say more."""
        best, *others = ranked
        chosen = [best]
        wish = demanded(question)
        for choice in others:
            least = best.score - self._margin(question, choice.row, best.row)
            if choice.score >= least and self.ranking.holds(wish, choice.row):
                chosen.append(choice)
        return chosen[: LONGEST.get(wish or question.kind, LONGEST_ANSWER)]

    def _margin(self, question: Understood, row: int, best: int) -> float:
        one, two = self.passage(row), self.passage(best)
        if one.id == two.id or (question.kind == "list" and one.section == two.section):
            return self.bonus.margin
        if question.kind in DEMANDING:  # of one number, date or sum only its passage says more
            return -1.0
        return self.bonus.section_margin if one.section == two.section else self.bonus.far_margin

    def introduces(self, question: Understood, ranked: Sequence[Choice]) -> bool:
        """Tell whether a question asks for what is introduced, or its age, and for nothing else.

        "What is X?" does, where the profile introduces X, with no other word that tells anything;
        "Which is older, X or Y?" does, where it says since when both exist.
        """
        ways = (self._introduction, self._section)
        introduced = any(introduce(question, ranked, strict=True) for introduce in ways)
        return introduced or self.sides.ages(question, ranked)

    def _introduction(
        self, question: Understood, ranked: Sequence[Choice], strict: bool = False
    ) -> list[Choice]:
        """What is X: its section, from the first sentence on that is told well enough of it."""
        topics = question.topics
        if question.kind not in TELLING or len(topics) != 1 or self._rest(question, strict=strict):
            return []
        own = [c for c in ranked if self._introduces(c.row, topics[0])]
        naming = [c for c in own if topics[0].id in self.named(c.row)]
        if not naming:
            return []
        first = min(c.row for c in naming if c.score >= naming[0].score - self.bonus.margin)
        ordered = sorted((c for c in own if c.row >= first), key=lambda c: c.row)
        return ordered[: LONGEST["definition"]]

    def _section(
        self, question: Understood, ranked: Sequence[Choice], strict: bool = False
    ) -> list[Choice]:
        """Tell me about a section, by its title: what it says, in its order."""
        named = [c for c in ranked if self.sentences.titled(c.row, question.spoken)]
        if not named or question.topics or question.kind not in TELLING:
            return []
        passage = self.passage(named[0].row)
        if self._rest(question, terms(passage.path[-1], passage.language), strict):
            return []
        own = [c for c in named if self.passage(c.row).path == passage.path]
        return sorted(own, key=lambda c: c.row)[: LONGEST["definition"]]

    def _introduces(self, row: int, entity: Entity) -> bool:
        """Is a sentence in the section of an entity, and about no other one?"""
        passage = self.passage(row)
        if f"{passage.profile}/{passage.section}" != entity.passage.partition("#")[0]:
            return False
        introduced = {e.id for e in self.names.introduced(passage.id)}
        rows = self.sentences.rows(passage.id, passage.language)
        if introduced and entity.id not in introduced.union(*(self.named(r) for r in rows)):
            return False
        return entity.id in self.named(row) or not introduced & self.named(row)

    def _events(self, question: Understood, ranked: Sequence[Choice]) -> list[Choice]:
        """What happened in a year: a sentence of each section that names it."""
        years = YEAR.findall(question.text)
        if len(years) != 1 or question.topics or self._rest(question, but=years):
            return []
        chosen: dict[str, Choice] = {}
        for choice in ranked:
            if years[0] in self.words(choice.row):
                chosen.setdefault(self.passage(choice.row).section, choice)
        return list(chosen.values())[:LONGEST_LIST]

    def _by_country(self, ranked: Sequence[Choice], countries: frozenset[str]) -> list[Choice]:
        best: dict[str, Choice] = {}
        for choice in ranked:
            country = self._country_of[self.passage(choice.row).profile]
            if country in countries:
                best.setdefault(country, choice)
        return list(best.values())

    def _items(
        self, question: Understood, ranked: Sequence[Choice], evidence: Evidence
    ) -> list[Choice]:
        """All entities of the kind asked for, each with the sentence that introduces it."""
        if question.entity_kind is None or question.kind not in {"list", "choice", "count"}:
            return []
        if any(e.kind != "place" for e in question.topics) or self._rest(question, strict=True):
            return []
        items = [e for e in self.names.of_kind(question.entity_kind) if self._fits(e, question)]
        if len(items) < 2:
            return []
        languages = {
            self.passage(int(r)).id: self.passage(int(r)).language for r in evidence.sentences
        }
        chosen = []
        for item in items:
            if item.passage in languages:
                rows = self.sentences.rows(item.passage, languages[item.passage])
                naming = [r for r in rows if item.id in self.named(r)]
                chosen += [Choice(r, ranked[0].score) for r in naming[:1]]
        return chosen

    def _fits(self, entity: Entity, question: Understood) -> bool:
        """Does an entity lie in the place that the question names, if it names one?"""
        places = [e for e in question.topics if e.kind == "place"]
        named = {" ".join(tokens(n)) for p in places for n in p.called()}
        own = {" ".join(tokens(p)) for p in entity.places}
        return not places or bool(named & own)

    def _rest(
        self, question: Understood, but: Iterable[str] = (), strict: bool = False
    ) -> list[str]:
        """The telling terms of a question that neither its kind, its frame nor `but` explain.

        Terms that the corpus doesn't know tell nothing, unless `strict`.
        """
        code = question.language
        known = self.vocabularies.get(code)
        explained = asking_terms(code) | self.names.name_terms(question.entities, code) | set(but)
        rest = (t for t in question.terms if t not in explained)
        return [
            t for t in rest if known is None or (not known.common(t) and (strict or t in known))
        ]
