"""Ranked sentences, scored anew with what they hold of what is asked for."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence import demanded, holds
from assistant.outline import Outline
from assistant.retrieve import Evidence
from assistant.sentences import Sentences
from assistant.understand import Understood

CANDIDATES = 60
EVEN = 2.0  # divides log-odds, which are surer than they are right


@dataclass(frozen=True)
class Bonus:
    """What a sentence gains for holding what is asked for, in units of the fused score.

    `kind`: a number, date, sum …; `asked`: an entity of the kind asked for, and as much again for
    several; `titled`: the title of its section in the question; `topic`: every entity that the
    question names; `body`: another institution, person or place, where one is asked for;
    `enumeration`: several names, where a list is asked for; `chapter`: a chapter's own overview,
    where a list is asked for, elsewhere it counts against. `margin`, `section_margin`,
    `far_margin`: how far below the best a sentence of the same passage, the same section, or
    another one may be and still be taken. `reading`: being sure to answer, as it was read.
    """

    kind: float = 6.0
    asked: float = 0.5
    titled: float = 3.0
    topic: float = 1.2
    body: float = 3.0
    enumeration: float = 0.6
    chapter: float = 0.8
    margin: float = 4.0
    section_margin: float = 1.5
    far_margin: float = 0.5
    reading: float = 5.0


@dataclass(frozen=True)
class Choice:
    """A sentence row of the index and its score, higher is better."""

    row: int
    score: float


SEVERAL = {"list", "choice", "comparison"}  # kinds answered by several sentences together


class Ranking:
    """Ranks the sentences of an index for a question."""

    def __init__(self, sentences: Sentences, outline: Outline, bonus: Bonus) -> None:
        """Take the sentences, the outline that knows overviews, and the bonuses."""
        self.sentences, self.outline, self.bonus = sentences, outline, bonus

    def rank(self, question: Understood, evidence: Evidence) -> list[Choice]:
        """Score the best candidates anew, with what they hold; best first.

        Where a number, date, sum … is demanded, one that holds it comes before one that is a
        little better.
        """
        best = zip(evidence.sentences, evidence.sentence_scores, strict=True)
        scored = [
            Choice(int(row), float(score) + self._gain(question, int(row)))
            for (row, score), _ in zip(best, range(CANDIDATES), strict=False)
        ]
        return self._ordered(question, scored)

    def reranked(
        self, question: Understood, ranked: Sequence[Choice], odds: Sequence[float]
    ) -> list[Choice]:
        """Rank again, now that the first few were read: `odds` are the log-odds that they answer.

        Where several sentences make the answer (a list, a comparison), none answers alone, and the
        ranking stays as it is.
        """
        if question.kind in SEVERAL or question.comparing or not odds:
            return list(ranked)
        read = [
            Choice(c.row, c.score + self.bonus.reading * _likely(z))
            for c, z in zip(ranked, odds, strict=False)
        ]
        return self._ordered(question, [*read, *ranked[len(read) :]])

    def _ordered(self, question: Understood, scored: Sequence[Choice]) -> list[Choice]:
        ranked = sorted(scored, key=lambda c: -c.score)
        wish, least = demanded(question), ranked[0].score - self.bonus.margin
        holding = [c for c in ranked if c.score >= least and self.holds(wish, c.row)][:1]
        return holding + [c for c in ranked if c not in holding]

    def holds(self, wish: str | None, row: int) -> bool:
        """Tell whether a sentence row holds what is wished for; None wishes nothing."""
        passage = self.sentences.passage(row)
        return wish is None or holds(wish, self.sentences.words(row), passage.language)

    def _gain(self, question: Understood, row: int) -> float:
        """What a sentence gains for what it holds of what is asked for."""
        wish = demanded(question)
        gain = self.bonus.kind if wish and self.holds(wish, row) else 0.0
        if self.sentences.titled(row, question.spoken):
            gain += self.bonus.titled
        return gain + self._for_names(question, row) + self._for_shape(question, row)

    def _for_names(self, question: Understood, row: int) -> float:
        """For naming the question's topics, and others of the kind that it asks for."""
        bonus, names = self.bonus, self.sentences.names
        named = self.sentences.named(row)
        wanted = {e.id for e in question.topics}
        about = named | {e.id for e in names.introduced(self.sentences.passage(row).id)}
        gain = bonus.topic * len(wanted & about) / len(wanted) if wanted else 0.0
        if question.entity_kind and question.kind != "count":
            asked = names.ids_of_kind(question.entity_kind) & (named - wanted)
            gain += bonus.asked * min(len(asked), 3 if question.kind == "list" else 2)
        if self._answering(question.kind) & (named - wanted):
            gain += bonus.body
        return gain

    def _for_shape(self, question: Understood, row: int) -> float:
        """For enumerating where a list is asked for; overviews answer nothing else."""
        passage = self.sentences.passage(row)
        chapter = self.bonus.chapter * bool(self.outline.children(passage.id, passage.language))
        if question.kind not in {"list", "choice"}:
            return -chapter
        several = len(self.sentences.named(row)) >= 3 or self.sentences.words(row).count(",") >= 2
        listing = self.bonus.enumeration if several else 0.0
        return (listing + chapter) * (1.0 if question.kind == "list" else 0.5)

    def _answering(self, kind: str) -> frozenset[str]:
        """The ids of the entities that can answer "who" or "where"."""
        names = self.sentences.names
        if kind == "body":
            return names.bodies
        places = names.ids_of_kind("place") | names.ids_of_kind("institution")
        return places if kind == "place" else frozenset()


def _likely(odds: float) -> float:
    return 1 / (1 + math.exp(-odds / EVEN))
