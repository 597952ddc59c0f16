"""What is computed of passages: vectors by an encoder, and counts of their words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.records import Passage
from index.counts import Counts
from index.encoders import Encoder, Vectors
from index.lexical import terms
from index.texts import encoded_texts, in_context, sentences_in_context

BATCH = 32

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Parts:
    """The vectors of passages and of their sentences, and by language how often they hold what.

    Vectors are float32, shape (passages or sentences, dimension). Counts come in pairs too, of the
    passages and of the sentences of one language, in the order of all.
    """

    passages: Vectors
    sentences: Vectors
    counts: dict[str, tuple[Counts, Counts]]


def parts_of(passages: Sequence[Passage], encoder: Encoder, progress: Progress) -> Parts:
    """Encode passages and count their words."""
    texts = [encoded_texts(passage) for passage in passages]
    rows = _encoded(encoder, [text for group in texts for text in group], progress)
    first = np.zeros(len(rows), bool)
    first[np.cumsum([0, *map(len, texts)])[:-1]] = True
    codes = {passage.language: 0 for passage in passages}
    return Parts(rows[first], rows[~first], {code: counts_of(passages, code) for code in codes})


def counts_of(passages: Iterable[Passage], code: str) -> tuple[Counts, Counts]:
    """Count the words of the passages of one language, and of their sentences."""
    own = [passage for passage in passages if passage.language == code]
    sentences = [sentence for passage in own for sentence in sentences_in_context(passage)]
    return (
        Counts.of([terms(in_context(passage), code) for passage in own]),
        Counts.of([terms(sentence, code) for sentence in sentences]),
    )


def _encoded(encoder: Encoder, texts: Sequence[str], progress: Progress) -> Vectors:
    """Encode texts of like length together, which spares padding; return them in their order."""
    if not texts:
        return np.empty((0, 0), np.float32)
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    parts = []
    for start in range(0, len(texts), BATCH):
        progress(start, len(texts))
        parts.append(encoder.documents([texts[i] for i in order[start : start + BATCH]], BATCH))
    progress(len(texts), len(texts))
    return np.concatenate(parts)[np.argsort(order)]
