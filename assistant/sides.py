"""A comparison cites both its sides."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from assistant.ranking import Choice, Ranking
from assistant.sentences import Sentences
from assistant.understand import Understood
from assistant.words import frame_terms, tokens
from corpus.records import Entity


class Rest(Protocol):
    """Tells what a question asks for beside the things that it names."""

    def __call__(
        self, question: Understood, but: Iterable[str] = (), strict: bool = False
    ) -> list[str]:
        """Return the telling terms but some; `strict`: also those that no passage holds."""


TOLD = 2  # sentences on each side, where it isn't said in which respect they are compared


class Sides:
    """Finds a sentence for each side of a comparison."""

    def __init__(self, sentences: Sentences, ranking: Ranking, rest: Rest) -> None:
        """Take the sentences, the ranking, which knows what they hold, and what tells the rest."""
        self.sentences, self.ranking, self.rest = sentences, ranking, rest

    def of(self, question: Understood, ranked: Sequence[Choice]) -> list[Choice]:
        """Return what is told of each side, in the order asked; none for no comparison.

        Where it is said what to compare ("the funding", "older"), that is the best sentence on
        each, else how each is introduced.
        """
        if len(question.topics) == 1:
            return self._one_and_rest(question, ranked)
        if not question.topics or not question.comparing:
            return []
        sides = {e.id for e in question.topics}
        said = question.compares or self._asks_more(question)
        chosen: dict[int, Choice] = {}
        for entity in question.topics:
            about = [c for c in ranked if entity.id in self.sentences.named(c.row)]
            if not about:
                return []
            best = max(about, key=lambda c: c.score + self._gain(question, c.row, entity, sides))
            told = [] if said else self._introducing(entity, about)
            chosen |= {c.row: c for c in told or [best]}
        return list(chosen.values())

    def ages(self, question: Understood, ranked: Sequence[Choice]) -> bool:
        """Tell whether only the ages of things are compared, and each one's year is stated."""
        if question.compares != "date" or len(question.topics) < 2:
            return False
        if self.rest(question, frame_terms(question.language), strict=True):
            return False
        chosen = self.of(question, ranked)
        return bool(chosen) and all(
            any(self._began(entity, c.row) for c in chosen) for entity in question.topics
        )

    def _asks_more(self, question: Understood) -> bool:
        """Does it name what is to be compared, beside the sides and what these are?"""
        kinds = {e.kind for e in question.topics}
        other = question.entity_kind is not None and question.entity_kind not in kinds
        return other or bool(self.rest(question))

    def _introducing(self, entity: Entity, about: Sequence[Choice]) -> list[Choice]:
        """The first sentences on an entity where it is introduced: what it is."""
        own = (c for c in about if self.sentences.passage(c.row).id == entity.passage)
        return sorted(own, key=lambda c: c.row)[:TOLD]

    def _one_and_rest(self, question: Understood, ranked: Sequence[Choice]) -> list[Choice]:
        """One thing compared with all ("more in Portugal than overall"): a sentence of each."""
        if not question.compares or question.kind == "choice":
            return []
        side, passage = question.topics[0].id, self.sentences.passage
        own = [c for c in ranked if self.ranking.holds(question.compares, c.row)]
        about = [c for c in own if side in self.sentences.named(c.row)][:1]
        near = [c for c in own if about and passage(c.row) is passage(about[0].row)]
        rest = [c for c in near if side not in self.sentences.named(c.row)][:1]
        return [*about, *rest] if rest else []

    def _gain(self, question: Understood, row: int, entity: Entity, sides: set[str]) -> float:
        """What a sentence gains for being about one side only, and for what is compared.

        As much again for the year since when the side exists, where their ages are compared.
        """
        stated = question.compares and self.ranking.holds(question.compares, row)
        single = len(self.sentences.named(row) & sides) == 1
        began = question.compares == "date" and self._began(entity, row)
        bonus = self.ranking.bonus
        return bonus.topic * single + bonus.kind * (bool(stated) + began)

    def _began(self, entity: Entity, row: int) -> bool:
        """Does a sentence state the year since when a thing exists?"""
        return entity.since is not None and str(entity.since) in tokens(self.sentences.words(row))
