"""Text → sentences with character offsets. Segmentation by pysbd, with its known gaps closed."""

import re
import warnings
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from corpus.languages import language

CLOSING_QUOTES = ("»", "”", '"')
ELISION = re.compile("[(«\"'’]")  # what stands before a word without a space


def sentence_spans(text: str, code: str) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) offsets of the sentences of a paragraph, in order, without spaces.

    The rules are pysbd's (Sadvilkar & Neumann 2020, https://aclanthology.org/2020.nlposs-1.15);
    two pieces are joined where the first ends with an abbreviation of the language.

    >>> sentence_spans("It has 5. See Dr. Cuny.", "en")
    ((0, 9), (10, 23))
    """
    spans: list[tuple[int, int]] = []
    for start, end in _pieces(text, code):
        if spans and _unfinished(text[spans[-1][0] : spans[-1][1]], text[start:end], code):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple(spans)


def _pieces(text: str, code: str) -> Iterator[tuple[int, int]]:
    """Find pysbd's pieces again in the text; it doesn't count offsets reliably itself.

    What it altered, so that it isn't found again, becomes a piece of its own: no word is lost.
    """
    position = 0
    for piece in _segmenter(language(code).pysbd).segment(text):
        words = piece.strip()
        start = text.find(words, position) if words else -1
        if start >= 0:
            yield from _trimmed(text, position, start)
            position = start + len(words)
            yield start, position
    yield from _trimmed(text, position, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the span without the spaces around it, if anything is left."""
    if words := text[start:end].strip():
        first = text.index(words, start)
        yield first, first + len(words)


def _unfinished(before: str, after: str, code: str) -> bool:
    last = ELISION.split(before.rsplit(maxsplit=1)[-1])[-1].lower()
    abbreviated = last in {word.lower() for word in language(code).abbreviations}
    return abbreviated or after.startswith(CLOSING_QUOTES)


@cache
def _segmenter(name: str) -> Any:
    with warnings.catch_warnings():  # its sources hold invalid escapes, told on first compilation
        warnings.simplefilter("ignore", SyntaxWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        import pysbd

    return pysbd.Segmenter(language=name, clean=False)


def notes_at(calls: Sequence[tuple[int, str]], start: int, end: int) -> tuple[str, ...]:
    """Return the labels of the notes called in a sentence, or right behind its end.

    >>> notes_at([(5, "1"), (9, "2"), (12, "3")], 5, 9)
    ('2',)
    """
    return tuple(label for offset, label in calls if start < offset <= end)


def covering(spans: Sequence[tuple[int, int]], length: int) -> Sequence[tuple[int, int]]:
    """Return the spans of a text's sentences; one over all of it where none was found.

    >>> covering([], 7)
    ((0, 7),)
    """
    return spans or ((0, length),)
