"""The corpus's own vocabulary: how telling a term is, and what a mistyped one was meant for."""

from rapidfuzz import fuzz, process

from index.search import Lexicon

TYPO_CUTOFF = 82.0  # of 100: one wrong letter in six, two in eleven
TYPO_LENGTH = 4


class Vocabulary:
    """The stems of one language's passages."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Read the stems from the postings."""
        self._passages = lexicon.passages
        self._stems = lexicon.passages.vocabulary()
        self._known = frozenset(self._stems)
        self._count = len(lexicon.passages)

    def __contains__(self, term: str) -> bool:
        """Tell whether some passage has this stem."""
        return term in self._known

    def idf(self, term: str) -> float:
        """Return BM25's inverse document frequency (Lucene's, never negative)."""
        return self._passages.idf(term)

    @property
    def highest_idf(self) -> float:
        """The idf of a term that no passage has."""
        return self._passages.idf(" ")

    def common(self, term: str, share: float = 0.2) -> bool:
        """Tell whether more than `share` of the passages have this stem."""
        return self._passages.document_frequency(term) > share * self._count

    def corrected(self, term: str) -> str:
        """Return the stem itself where it is known, else the nearest known one, if any is near."""
        if term in self._known or len(term) < TYPO_LENGTH or term.isdigit():
            return term
        hit = process.extractOne(term, self._stems, scorer=fuzz.ratio, score_cutoff=TYPO_CUTOFF)
        return str(hit[0]) if hit and hit[0][0] == term[0] else term
