"""The sentences of an index by row: their words, passages, the entities and figures they state."""

from collections.abc import Sequence
from functools import cache

from assistant.entities import EntityNames
from assistant.words import tokens
from corpus.cards import stated
from corpus.records import Figure, Passage
from index.search import Index
from index.texts import sentence_in_context


class Sentences:
    """What the sentences of one index hold. Computed when asked for, then kept."""

    def __init__(self, index: Index, names: EntityNames) -> None:
        """Take the index and the names of its entities."""
        self.index, self.names = index, names
        self._named: dict[int, frozenset[str]] = {}
        self._title = cache(lambda title: " ".join(tokens(title)))
        self._first: dict[tuple[str, str], int] = {}
        for row, owner in reversed(list(enumerate(index.owner.tolist()))):
            passage = index.passages[owner]
            self._first[passage.id, passage.language] = row
        self._figures = {(p.id, p.language, f.id): f for p in index.profiles for f in p.figures}

    def passage(self, row: int) -> Passage:
        """Return the passage of a sentence row."""
        return self.index.passages[int(self.index.owner[row])]

    def words(self, row: int) -> str:
        """Return the words of a sentence row."""
        return self.passage(row).quote(int(self.index.place[row]))

    def in_context(self, row: int) -> str:
        """Return a sentence row as it is encoded, behind the title of its section."""
        return sentence_in_context(self.passage(row), int(self.index.place[row]))

    def named(self, row: int) -> frozenset[str]:
        """Return the ids of the entities that a sentence row names."""
        if row not in self._named:
            found = self.names.exact_mentions(self.words(row))
            self._named[row] = frozenset(m.entity.id for m in found)
        return self._named[row]

    def titled(self, row: int, spoken: Sequence[str]) -> bool:
        """Tell whether a question's words hold the title of a sentence's section, word by word."""
        title = self._title(self.passage(row).path[-1])
        return " " in title and f" {title} " in f" {' '.join(spoken)} "

    def rows(self, passage: str, language: str) -> range:
        """Return the sentence rows of a passage, by its id."""
        first = self._first[passage, language]
        return range(first, first + len(self.passage(first).sentences))

    def disagreeing(self, row: int) -> list[int]:
        """Return the rows that state another value for a figure that this row states.

        That two figures disagree may be written at either.
        """
        passage = self.passage(row)
        language = passage.language
        figures = [
            f
            for (p, code, _), f in self._figures.items()
            if (p, code) == (passage.profile, language)
        ]
        own = [f for f in figures if self._states(row, f)]
        others = [f for f in figures if any(_disagree(f, stated) for stated in own)]
        return [r for f in others for r in self.rows(f.passage, language) if self._states(r, f)][:1]

    def _states(self, row: int, figure: Figure) -> bool:
        passage = self.passage(row)
        here = passage.id == figure.passage
        return here and stated(figure, self.words(row), passage.language)


def _disagree(one: Figure, two: Figure) -> bool:
    return one.disagrees_with == two.id or two.disagrees_with == one.id
