"""What a short turn may be about: the telling words of the turns before it.

The idea is that of historical query expansion (Lin et al. 2021, https://arxiv.org/abs/2005.02230):
words of the first and of the latest turns, those that few passages hold before others.
"""

from collections.abc import Mapping, Sequence

from assistant.conversation import Turn
from assistant.vocabulary import Vocabulary
from index.lexical import WORD, terms

LATEST = 2  # turns, beside the first
MOST = 10  # words
REPEATED = 0.3  # what a word gains for every further time that it was said


def context_words(
    question: str, code: str, turns: Sequence[Turn], vocabularies: Mapping[str, Vocabulary]
) -> tuple[str, ...]:
    """Return the telling words of a conversation that a question lacks, in their order.

    `code` is the question's language; every turn is read in its own. Words that no passage in that
    language holds are left out.
    """
    lacking = set(terms(question, code))
    said: dict[str, list[str]] = {}
    weights: dict[str, float] = {}
    for turn in _chosen(turns):
        if turn.language not in vocabularies:
            continue
        vocabulary = vocabularies[turn.language]
        for word in WORD.findall(turn.question):
            for stem in terms(word, turn.language):
                if stem not in lacking and stem in vocabulary:
                    said.setdefault(stem, []).append(word)
                    weights[stem] = vocabulary.idf(stem) * (1 + REPEATED * (len(said[stem]) - 1))
    best = set(sorted(said, key=lambda stem: weights[stem], reverse=True)[:MOST])
    return tuple(words[0] for stem, words in said.items() if stem in best)


def _chosen(turns: Sequence[Turn]) -> Sequence[Turn]:
    """The first turn and the latest ones; one that is both counts twice."""
    return [*turns[:1], *turns[-LATEST:]]
