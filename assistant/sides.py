"""A comparison cites both its sides."""

from collections.abc import Sequence

from assistant.ranking import Choice, Ranking
from assistant.sentences import Sentences
from assistant.understand import Understood


class Sides:
    """Finds a sentence for each side of a comparison."""

    def __init__(self, sentences: Sentences, ranking: Ranking) -> None:
        """Take the sentences and the ranking, which knows what they hold."""
        self.sentences, self.ranking = sentences, ranking

    def of(self, question: Understood, ranked: Sequence[Choice]) -> list[Choice]:
        """Return the best sentence about each side, in the order asked; none for no comparison."""
        if len(question.topics) == 1:
            return self._one_and_rest(question, ranked)
        if not question.topics or not question.comparing:
            return []
        sides = {e.id for e in question.topics}
        chosen: dict[int, Choice] = {}
        for entity in question.topics:
            about = [c for c in ranked if entity.id in self.sentences.named(c.row)]
            if not about:
                return []
            best = max(about, key=lambda c: c.score + self._alone(question, c.row, sides))
            chosen[best.row] = best
        return list(chosen.values())

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

    def _alone(self, question: Understood, row: int, sides: set[str]) -> float:
        """What a sentence gains for being about one side only, and for what is compared."""
        stated = question.compares and self.ranking.holds(question.compares, row)
        single = len(self.sentences.named(row) & sides) == 1
        return self.ranking.bonus.topic * single + self.ranking.bonus.kind * bool(stated)
