"""BM25 over the stems of one language (by Snowball), its scores computed ahead of any question.

Scores are BM25 (Lucene's variant), higher is better, 0 where no word is shared. That all of them
can be computed ahead is due to Lù 2024, https://arxiv.org/abs/2407.03618; his library bm25s can't
take counts over from an earlier index, and is what the tests compare with.
"""

import hashlib
import json
import math
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import filterfalse
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from corpus.languages import language
from index.counts import Counts

K1, B = 1.5, 0.75
WORD = re.compile(r"\w+")
GROUPED_NUMBER = re.compile(r"\b\d{1,3}(?:[, ]\d{3})+\b")
TERMS = 1  # raise it with every change of `terms` or `plain` by which a text is cut otherwise


def terms(text: str, code: str) -> list[str]:
    """Cut a text into stems, without accents, stopwords and separators inside numbers.

    >>> terms("The emigrants: 403,646 in Côte d'Ivoire", "en")
    ['emigr', '403646', 'cote', 'ivoir']
    """
    words = (w for w in WORD.findall(plain(text)) if w not in _stopwords(code))
    return [str(stem) for stem in _stemmer(code).stemWords(list(words))]


def word_rules(code: str) -> str:
    """Return the SHA-256 of all that `terms` depends on but for the text, in hexadecimal.

    Counts of words that were cut by other rules don't match the words of a question. Raises
    `InputError` for a language that isn't known.
    """
    import Stemmer

    rules = [TERMS, language(code).snowball, sorted(_stopwords(code)), Stemmer.version()]
    return hashlib.sha256(json.dumps(rules).encode()).hexdigest()


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

    def __init__(self, counts: Counts, code: str) -> None:
        """Compute the score of every stem in every text that holds it."""
        self.counts, self.code = counts, code
        self._columns = {stem: column for column, stem in enumerate(counts.vocabulary)}
        self._scores = _bm25(counts)

    @classmethod
    def of(cls, texts: Sequence[str], code: str) -> "LexicalIndex":
        """Index texts in the language `code`."""
        return cls(Counts.of([terms(text, code) for text in texts]), code)

    def scores(self, query_terms: Sequence[str]) -> NDArray[np.float32]:
        """Return the BM25 score of every row for stemmed terms; unknown terms count nothing."""
        total = np.zeros(len(self), np.float32)
        for term in query_terms:
            rows, scores = self._postings(term)
            total[rows] += scores
        return total

    def document_frequency(self, term: str) -> int:
        """Count the rows that hold a stemmed term."""
        return len(self._postings(term)[0])

    def idf(self, term: str) -> float:
        """Return a stemmed term's inverse document frequency (Lucene's, never negative)."""
        holding = self.document_frequency(term)
        return math.log(1 + (len(self) - holding + 0.5) / (holding + 0.5))

    def bound(self, query_terms: Sequence[str]) -> float:
        """Return what no row's score for these terms exceeds: the sum of their idf."""
        return sum(map(self.idf, query_terms))

    def vocabulary(self) -> list[str]:
        """Return all stems that occur, sorted."""
        return list(self.counts.vocabulary)

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.counts)

    def _postings(self, term: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The rows that hold a stem, each once, and its score in each."""
        column = self._columns.get(term)
        if column is None:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        own = slice(*self._scores.indptr[column : column + 2])
        return self._scores.indices[own], self._scores.data[own]


def _bm25(counts: Counts) -> csc_array:
    """Return the score of each stem in each text: csc, float32, shape (texts, stems).

    idf · count / (count + k1 · (1 - b + b · length / mean length)), without the factor k1 + 1.
    """
    matrix = counts.matrix.tocsc()
    holding = np.diff(matrix.indptr)
    idf = np.log(1 + (len(counts) - holding + 0.5) / (holding + 0.5))
    lengths = counts.matrix.sum(axis=1)
    mean = lengths.sum() / max(1, len(counts)) or 1
    norms = K1 * (1 - B + B * lengths / mean)
    scores = np.repeat(idf, holding) * matrix.data / (matrix.data + norms[matrix.indices])
    return csc_array((scores.astype(np.float32), matrix.indices, matrix.indptr), matrix.shape)


@cache
def _stemmer(code: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(language(code).snowball)


@cache
def _stopwords(code: str) -> frozenset[str]:
    return frozenset(plain(word) for word in language(code).stopwords)
