"""Hybrid retrieval: dense and lexical scores of sentences and of their passages, in sums.

Weighted sums of scores did better here than reciprocal rank fusion (Bruch et al. 2023,
https://arxiv.org/abs/2210.11934, find the same). Higher is better everywhere.

- *Passages* are ranked by their cosine and their BM25, each on a scale that doesn't depend on the
  other passages: BM25 as a share of what the question's terms can reach at most.
- *Sentences* are candidates for the answer: their own and their passage's scores, standardised over
  the rows that may be read (mean 0, deviation 1).

The weights were chosen on dev sets, never per question.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.understand import Understood
from corpus.records import Entity, Profile
from index.dense import Rows
from index.encoders import Vectors
from index.filters import EVERYTHING, Filter
from index.lexical import terms
from index.search import Index

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Weights:
    """The weights of the two lists of a passage's rank, and of the four of a sentence's score."""

    cosine: float = 1.0
    bm25: float = 0.05
    dense_sentence: float = 1.0
    lexical_sentence: float = 0.5
    dense_passage: float = 0.6
    lexical_passage: float = 0.3

    def without_lexical(self) -> "Weights":
        """Return these weights for dense retrieval alone."""
        return replace(self, bm25=0.0, lexical_sentence=0.0, lexical_passage=0.0)

    def without_dense(self) -> "Weights":
        """Return these weights for lexical retrieval alone."""
        return replace(self, cosine=0.0, dense_sentence=0.0, dense_passage=0.0)


@dataclass(frozen=True)
class Evidence:
    """What was found for a question: rows that may be read, best first, with their scores.

    `passages` and `sentences` are rows of the index, `passage_scores` (-1 to 1) and
    `sentence_scores` (unbounded) their fused scores in the same order; `cosines` holds the cosine
    of every sentence row of the index.
    """

    passages: Rows
    passage_scores: Scores
    sentences: Rows
    sentence_scores: Scores
    cosines: Scores


class Retriever:
    """Finds passages and sentences of an index."""

    def __init__(self, index: Index, weights: Weights | None = None) -> None:
        """Take the index to search and the weights of the fusion."""
        self.index, self.weights = index, weights or Weights()

    def retrieve(
        self,
        query: Vectors,
        question: Understood,
        profiles: Sequence[Profile],
        wanted: Filter = EVERYTHING,
    ) -> Evidence:
        """Rank the passages and sentences of some profiles that pass a filter.

        `query` is the question's vector: float32, shape (dimension,), unit length.
        """
        index, weights = self.index, self.weights
        passages, sentences = index.rows_of(tuple(profiles), wanted)
        dense_p, dense_s = index.dense_scores(query, passages, sentences)
        terms_by_language = self._terms(question, profiles)
        lexical_p, lexical_s = index.lexical_scores(terms_by_language)
        ranks = self._ranks(dense_p, lexical_p, index.lexical_bounds(terms_by_language))
        fused_p = weights.dense_passage * _standard(dense_p, passages)
        fused_p += weights.lexical_passage * _standard(lexical_p, passages)
        fused_s = weights.dense_sentence * _standard(dense_s, sentences)
        fused_s += weights.lexical_sentence * _standard(lexical_s, sentences)
        fused_s += fused_p[index.owner]
        order_p = passages[np.argsort(-ranks[passages], kind="stable")]
        order_s = sentences[np.argsort(-fused_s[sentences], kind="stable")]
        return Evidence(order_p, ranks[order_p], order_s, fused_s[order_s], dense_s)

    def _ranks(self, cosines: Scores, lexical: Scores, bounds: Scores) -> Scores:
        """Weigh cosines and shares of BM25; the mean lies between -1 and 1."""
        weights = self.weights
        shares = lexical / np.maximum(bounds, 1e-6)
        total = weights.cosine * cosines + weights.bm25 * shares
        return np.asarray(total / (weights.cosine + weights.bm25), dtype=np.float32)

    def _terms(self, question: Understood, profiles: Iterable[Profile]) -> dict[str, list[str]]:
        """Stem the question for each language to be read, with its entities' names in it."""
        by_language: dict[str, list[str]] = {}
        for code in {p.language for p in profiles}:
            own = list(question.terms) if code == question.language else terms(question.core, code)
            own += terms(" ".join(question.context), code)
            names = [t for e in question.entities for t in terms(_short(e, code), code)]
            by_language[code] = list(dict.fromkeys([*own, *names]))
        return by_language


def _short(entity: Entity, code: str) -> str:
    """The name that a text of this language is likely to use, with the acronym."""
    return f"{entity.name(code)} {entity.acronym or ''}"


def _standard(scores: Scores, rows: Rows) -> Scores:
    """Standardise over some rows; the others, which may not be read, become meaningless."""
    chosen = scores[rows]
    deviation = float(chosen.std()) if len(chosen) else 0.0
    if deviation < 1e-6:
        return np.zeros_like(scores)
    return np.asarray((scores - chosen.mean()) / deviation, dtype=np.float32)
