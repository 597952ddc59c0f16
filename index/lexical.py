"""BM25 by bm25s (Lù 2024, https://arxiv.org/abs/2407.03618), stemmed by Snowball per language.

Scores are BM25 (Lucene's variant), higher is better, 0 where no word is shared.
"""

import math
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import filterfalse
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray

from corpus.languages import language

WORD = re.compile(r"\w+")
GROUPED_NUMBER = re.compile(r"\b\d{1,3}(?:[, ]\d{3})+\b")


def terms(text: str, code: str) -> list[str]:
    """Cut a text into stems, without accents, stopwords and separators inside numbers.

    >>> terms("The emigrants: 403,646 in Côte d'Ivoire", "en")
    ['emigr', '403646', 'cote', 'ivoir']
    """
    words = (w for w in WORD.findall(plain(text)) if w not in _stopwords(code))
    return [str(stem) for stem in _stemmer(code).stemWords(list(words))]


def plain(text: str) -> str:
    """Lower the case, drop accents, join the digit groups of a number.

    >>> plain("Élévé à 403 646")
    'eleve a 403646'
    """
    bare = text.lower() if text.isascii() else _without_accents(text)
    return GROUPED_NUMBER.sub(_joined, bare.replace("’", "'"))


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(filterfalse(unicodedata.combining, decomposed))


def _joined(number: re.Match[str]) -> str:
    return number[0].replace(",", "").replace(" ", "")


class LexicalIndex:
    """BM25 over the texts of one language, rows numbered from 0."""

    def __init__(self, retriever: Any, code: str) -> None:
        """Wrap a bm25s retriever; build one with `of`, read one with `load`."""
        self._retriever, self.code = retriever, code

    @classmethod
    def of(cls, texts: Sequence[str], code: str) -> "LexicalIndex":
        """Index texts in the language `code`."""
        retriever = bm25s.BM25()
        retriever.index([terms(t, code) or [""] for t in texts], show_progress=False)
        return cls(retriever, code)

    @classmethod
    def load(cls, folder: Path, code: str) -> "LexicalIndex":
        """Read what `save` wrote."""
        return cls(bm25s.BM25.load(folder, mmap=False), code)

    def save(self, folder: Path) -> None:
        """Write the index into a folder of its own."""
        self._retriever.save(folder, show_progress=False)

    def scores(self, query_terms: Sequence[str]) -> NDArray[np.float32]:
        """Return the BM25 score of every row for stemmed terms; unknown terms count nothing."""
        known = [t for t in query_terms if t in self._retriever.vocab_dict]
        if not known:
            return np.zeros(self._retriever.scores["num_docs"], dtype=np.float32)
        return np.asarray(self._retriever.get_scores(known), dtype=np.float32)

    def document_frequency(self, term: str) -> int:
        """Count the rows that hold a stemmed term."""
        column = self._retriever.vocab_dict.get(term)
        if column is None:
            return 0
        starts = self._retriever.scores["indptr"]
        return int(starts[column + 1] - starts[column])

    def idf(self, term: str) -> float:
        """Return a stemmed term's inverse document frequency (Lucene's, never negative)."""
        holding = self.document_frequency(term)
        return math.log(1 + (len(self) - holding + 0.5) / (holding + 0.5))

    def bound(self, query_terms: Sequence[str]) -> float:
        """Return what no row's score for these terms exceeds: the sum of their idf."""
        return sum(map(self.idf, query_terms))

    def vocabulary(self) -> list[str]:
        """Return all stems that occur."""
        return [term for term in self._retriever.vocab_dict if term]

    def __len__(self) -> int:
        """Count the rows."""
        return int(self._retriever.scores["num_docs"])


@cache
def _stemmer(code: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(language(code).snowball)


@cache
def _stopwords(code: str) -> frozenset[str]:
    return frozenset(plain(word) for word in language(code).stopwords)
