"""Which of a few languages is a question in? By lingua, helped by the words it knows.

lingua (https://github.com/pemistahl/lingua-py) is restricted to the languages given. Names
say little ("TOKTEN", "HCME"), so they are left out, and a question of nothing but names keeps the
conversation's language.
"""

from collections.abc import Sequence
from typing import Any

from corpus.languages import language
from index.lexical import plain

CERTAIN = 0.55


class LanguageGuess:
    """Guesses among a few languages."""

    def __init__(self, codes: Sequence[str]) -> None:
        """Prepare for some ISO 639-1 codes, the default first. The models load on first use."""
        self.codes = tuple(codes)
        self._stopwords = {c: {plain(w) for w in language(c).stopwords} for c in codes}
        self._detector: Any = None

    def guess(self, text: str, words: Sequence[str], before: str | None = None) -> str:
        """Return the code of the likeliest language.

        `words` are the text's words without names; `before` is the language so far. A name alone
        tells by the words it is made of, an acronym alone nothing.
        """
        default = before if before in self.codes else self.codes[0]
        named_only = not words
        words = words or plain(text).split()
        if len(self.codes) == 1 or (named_only and (before or len(words) < 2)):
            return default
        own = self._function_words(words)
        if own:
            return own
        confidence = self._confidence(" ".join(words))
        best = max(confidence, key=lambda code: confidence[code])
        return best if confidence[best] >= CERTAIN else default

    def _function_words(self, words: Sequence[str]) -> str | None:
        """Decide by words that only one language has: two more than any other, or all of them."""
        counts = dict.fromkeys(self.codes, 0)
        for word in words:
            holders = [code for code in self.codes if word in self._stopwords[code]]
            if len(holders) == 1:
                counts[holders[0]] += 1
        first, second = sorted(counts, key=lambda code: -counts[code])[:2]
        clear = counts[first] >= counts[second] + 2 or (counts[first] and not counts[second])
        return first if clear else None

    def _confidence(self, text: str) -> dict[str, float]:
        if self._detector is None:
            from lingua import IsoCode639_1, LanguageDetectorBuilder

            isos = [IsoCode639_1.from_str(code.upper()) for code in self.codes]
            self._detector = LanguageDetectorBuilder.from_iso_codes_639_1(*isos).build()
        values = self._detector.compute_language_confidence_values(text)
        return {v.language.iso_code_639_1.name.lower(): v.value for v in values}
