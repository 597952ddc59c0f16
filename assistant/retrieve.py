"""Hybrid retrieval: dense and lexical scores of sentences and of their passages, in one sum.

Each of the four lists is standardised over the rows that may be read (mean 0, deviation 1, higher
is better), so that cosines and BM25 can be added. A weighted sum of standardised scores did better
here than reciprocal rank fusion (Bruch et al. 2023, https://arxiv.org/abs/2210.11934, find the
same). The weights were chosen on dev sets, never per question.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.understand import Understood
from corpus.records import Entity, Profile
from index.dense import Rows
from index.encoders import Vectors
from index.lexical import terms
from index.search import Index

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Weights:
    """The weights of the four lists of a sentence's score, and of the two of a passage's."""

    dense_sentence: float = 1.0
    lexical_sentence: float = 0.5
    dense_passage: float = 0.6
    lexical_passage: float = 0.3

    def without_lexical(self) -> "Weights":
        """Return these weights for dense retrieval alone."""
        return replace(self, lexical_sentence=0.0, lexical_passage=0.0)

    def without_dense(self) -> "Weights":
        """Return these weights for lexical retrieval alone."""
        return replace(self, dense_sentence=0.0, dense_passage=0.0)


@dataclass(frozen=True)
class Evidence:
    """What was found for a question: rows that may be read, best first, with their scores.

    `passages` and `sentences` are rows of the index, `passage_scores` and `sentence_scores` their
    fused scores in the same order; `cosines` holds the cosine of every sentence row of the index.
    """

    passages: Rows
    passage_scores: Scores
    sentences: Rows
    sentence_scores: Scores
    cosines: Scores
    lexical: Scores


class Retriever:
    """Finds passages and sentences of an index."""

    def __init__(self, index: Index, weights: Weights | None = None) -> None:
        """Take the index to search and the weights of the fusion."""
        self.index, self.weights = index, weights or Weights()

    def retrieve(
        self, query: Vectors, question: Understood, profiles: Sequence[Profile]
    ) -> Evidence:
        """Rank the passages and sentences of some profiles.

        `query` is the question's vector: float32, shape (dimension,), unit length.
        """
        index, weights = self.index, self.weights
        passages, sentences = index.rows_of(tuple(profiles))
        dense_p, dense_s = index.dense_scores(query, passages, sentences)
        lexical_p, lexical_s = index.lexical_scores(self._terms(question, profiles))
        fused_p = weights.dense_passage * _standard(dense_p, passages)
        fused_p += weights.lexical_passage * _standard(lexical_p, passages)
        fused_s = weights.dense_sentence * _standard(dense_s, sentences)
        fused_s += weights.lexical_sentence * _standard(lexical_s, sentences)
        fused_s += fused_p[index.owner]
        best_of = np.full(len(fused_p), -np.inf, np.float32)
        np.maximum.at(best_of, index.owner[sentences], fused_s[sentences])
        order_p = passages[np.argsort(-best_of[passages], kind="stable")]
        order_s = sentences[np.argsort(-fused_s[sentences], kind="stable")]
        return Evidence(order_p, best_of[order_p], order_s, fused_s[order_s], dense_s, lexical_s)

    def _terms(self, question: Understood, profiles: Iterable[Profile]) -> dict[str, list[str]]:
        """Stem the question for each language to be read, with its entities' names in it."""
        by_language: dict[str, list[str]] = {}
        for code in {p.language for p in profiles}:
            own = list(question.terms) if code == question.language else terms(question.core, code)
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
