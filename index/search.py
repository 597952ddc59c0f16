"""The one façade to a loaded generation: texts by row, dense and lexical scores per row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from corpus.errors import IndexDamaged, NothingPasses
from corpus.records import Passage, Profile
from index.counts import Counts
from index.dense import DenseIndex, Rows
from index.encoders import Vectors
from index.filters import EVERYTHING, Filter, rows_where
from index.generations import Generations
from index.lexical import LexicalIndex
from index.manifest import CORPUS, COUNTS, LEXICAL, PASSAGES, SENTENCES, Manifest

Scores = NDArray[np.float32]
PairOfRows = tuple[Rows, Rows]
FILTERS_KEPT = 64  # whose rows are remembered: those last asked for


@dataclass(frozen=True)
class Lexicon:
    """The postings of one language, and the rows of the generation that they number."""

    code: str
    passages: LexicalIndex
    sentences: LexicalIndex
    passage_rows: Rows
    sentence_rows: Rows


class Index:
    """A generation in memory. Immutable, so that threads may share it.

    Passages are numbered in the order of the profiles, sentences in the order of the passages;
    `owner[s]` is the passage of sentence s and `place[s]` its place in it.
    """

    def __init__(
        self,
        name: str,
        manifest: Manifest,
        profiles: tuple[Profile, ...],
        dense_passages: DenseIndex,
        dense_sentences: DenseIndex,
        lexical: dict[str, tuple[LexicalIndex, LexicalIndex]],
    ) -> None:
        """Align rows and texts; raises ValueError where their numbers differ."""
        self.name, self.manifest, self.profiles = name, manifest, profiles
        self.passages: list[Passage] = [p for profile in profiles for p in profile.passages]
        counts = [len(p.sentences) for p in self.passages]
        self.owner: Rows = np.repeat(np.arange(len(counts)), counts)
        self.place: Rows = np.concatenate([np.arange(n) for n in counts]).astype(np.int64)
        # of functions, not of methods: these would hold the index, which would outlive its use
        kept = lru_cache(FILTERS_KEPT)
        self._where = kept(partial(_rows_passing, self.profiles, self.owner))
        self._rows_of = kept(partial(_rows_of, self.passages, self.owner, self._where))
        self.dense_passages, self.dense_sentences = dense_passages, dense_sentences
        _align("passage vectors", len(dense_passages), "passages", len(self.passages))
        _align("sentence vectors", len(dense_sentences), "sentences", len(self.owner))
        self.lexica = {code: self._lexicon(code, *pair) for code, pair in lexical.items()}

    def _lexicon(self, code: str, passages: LexicalIndex, sentences: LexicalIndex) -> Lexicon:
        own = np.array([p.language == code for p in self.passages])
        lexicon = Lexicon(
            code, passages, sentences, np.flatnonzero(own), np.flatnonzero(own[self.owner])
        )
        _align(f"{code} postings", len(passages), "passages", len(lexicon.passage_rows))
        _align(f"{code} postings", len(sentences), "sentences", len(lexicon.sentence_rows))
        return lexicon

    @classmethod
    def load(cls, generations: Generations, name: str) -> "Index":
        """Verify a generation's bytes and read it. Raises `IndexDamaged`, `IndexStale`."""
        manifest = generations.verify(name)
        folder = generations.folder / name
        try:
            data = (folder / CORPUS).read_bytes()
            profiles = TypeAdapter(tuple[Profile, ...]).validate_json(data)
        except ValidationError:
            raise IndexDamaged(folder / CORPUS, "holds no profiles") from None
        return cls(
            name,
            manifest,
            profiles,
            DenseIndex.open(folder / PASSAGES),
            DenseIndex.open(folder / SENTENCES),
            {code: _lexical(folder / LEXICAL / code) for code in {p.language: 0 for p in profiles}},
        )

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that some profile is written in, the most frequent first."""
        codes = [p.language for p in self.profiles]
        return tuple(sorted(set(codes), key=lambda c: (-codes.count(c), c)))

    def readable(self, code: str, wanted: Filter = EVERYTHING) -> tuple[Profile, ...]:
        """Return each profile once: in the language `code`, else in the first that it has.

        With a filter, only those of which a passage passes. Raises `NothingPasses` where none does.
        """
        chosen: dict[str, Profile] = {}
        for profile in self._passing(wanted):
            if profile.id not in chosen or profile.language == code:
                chosen[profile.id] = profile
        return tuple(chosen.values())

    def rows_of(self, profiles: tuple[Profile, ...], wanted: Filter = EVERYTHING) -> PairOfRows:
        """Return the rows of some profiles' passages that pass a filter, and of their sentences."""
        return self._rows_of(frozenset((p.id, p.language) for p in profiles), wanted)

    def where(self, wanted: Filter) -> PairOfRows:
        """Return the rows of the passages that pass a filter, and of their sentences."""
        return self._where(wanted)

    def search(self, query: Vectors, k: int, wanted: Filter = EVERYTHING) -> tuple[Rows, Scores]:
        """Return the k passage rows nearest to a vector and their cosines, best first.

        `query` is float32 of shape (dimension,), unit length. Only passages that pass the filter
        are found; fewer than k where fewer pass.
        """
        if wanted.empty:
            return self.dense_passages.search(query, k)
        return self.dense_passages.search(query, k, among=self.where(wanted)[0])

    def _passing(self, wanted: Filter) -> tuple[Profile, ...]:
        if wanted.empty:
            return self.profiles
        passing = {
            (self.passages[r].profile, self.passages[r].language) for r in self.where(wanted)[0]
        }
        if not passing:
            raise NothingPasses(f"No passage has {wanted}. There are {_choices(self.profiles)}.")
        return tuple(p for p in self.profiles if (p.id, p.language) in passing)

    def dense_scores(
        self, query: Vectors, passages: Rows, sentences: Rows
    ) -> tuple[Scores, Scores]:
        """Return the cosine of every passage row and sentence row; -1 for rows not asked for."""
        return (
            _scattered(self.dense_passages, query, passages),
            _scattered(self.dense_sentences, query, sentences),
        )

    def lexical_scores(self, terms: dict[str, list[str]]) -> tuple[Scores, Scores]:
        """Return BM25 of every passage row and sentence row, given stems per language."""
        passages = np.zeros(len(self.passages), np.float32)
        sentences = np.zeros(len(self.owner), np.float32)
        for code, words in terms.items():
            lexicon = self.lexica[code]
            passages[lexicon.passage_rows] = lexicon.passages.scores(words)
            sentences[lexicon.sentence_rows] = lexicon.sentences.scores(words)
        return passages, sentences

    def lexical_bounds(self, terms: dict[str, list[str]]) -> Scores:
        """Return, for every passage row, what its BM25 for these stems can't exceed."""
        bounds = np.zeros(len(self.passages), np.float32)
        for code, words in terms.items():
            lexicon = self.lexica[code]
            bounds[lexicon.passage_rows] = lexicon.passages.bound(words)
        return bounds


def _rows_passing(profiles: tuple[Profile, ...], owner: Rows, wanted: Filter) -> PairOfRows:
    passages = rows_where(wanted, profiles)
    return passages, np.flatnonzero(np.isin(owner, passages))


def _rows_of(
    passages: Sequence[Passage],
    owner: Rows,
    where: Callable[[Filter], PairOfRows],
    profiles: frozenset[tuple[str, str]],
    wanted: Filter,
) -> PairOfRows:
    own = np.array([(p.profile, p.language) in profiles for p in passages])
    if not wanted.empty:
        own &= np.isin(np.arange(len(own)), where(wanted)[0])
    return np.flatnonzero(own), np.flatnonzero(own[owner])


def _choices(profiles: tuple[Profile, ...]) -> str:
    """What a filter can ask for, but for the sections, which are many."""
    countries = sorted({p.country for p in profiles})
    languages = sorted({p.language for p in profiles})
    editions = sorted({passage.edition for p in profiles for passage in p.passages})
    named = {"country": countries, "language": languages, "edition": editions}
    return "; ".join(f"{name} {', '.join(values)}" for name, values in named.items())


def _lexical(folder: Path) -> tuple[LexicalIndex, LexicalIndex]:
    passages, sentences = (
        LexicalIndex(Counts.from_bytes((folder / unit).read_bytes()), folder.name)
        for unit in COUNTS
    )
    return passages, sentences


def _scattered(index: DenseIndex, query: Vectors, rows: Rows) -> Scores:
    scores = np.full(len(index), -1, np.float32)
    found, values = index.search(query, len(rows), among=rows)
    scores[found] = values
    return scores


def _align(one: str, ones: int, two: str, twos: int) -> None:
    if ones != twos:
        raise ValueError(f"{ones} {one} don't match {twos} {two}")
