"""Test collections: documents, queries and relevance judgements, as BEIR and TREC publish them.

A BEIR folder (Thakur et al. 2021, https://arxiv.org/abs/2104.08663) holds `corpus.jsonl`,
`queries.jsonl` and `qrels/<split>.tsv`; a query may also have `history` (the user's earlier turns),
`rewrite` (the query made to stand alone) and `answerable`. A TREC folder holds topics and qrels,
and either documents as `corpus.jsonl` or none, where they are passages of the profiles.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import ConfigDict, Field

from assistant.languages import LanguageGuess
from assistant.words import spoken_languages, tokens
from corpus.errors import InputError
from corpus.records import Passage, Profile, Record, Section, Sentence, Source
from eval.pieces import pieces
from eval.read import read_lines, repeated
from eval.records import EvalQuestion, EvalSet, Words
from eval.trec import Qrels, read_qrels, read_topics

CORPUS = "corpus.jsonl"
QUERIES = "queries.jsonl"
SAMPLE = 200  # documents that decide a collection's language


class Document(Record):
    """A line of `corpus.jsonl`; other fields are left alone."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(alias="_id", min_length=1)
    title: str = ""
    text: str


class Query(Record):
    """A line of `queries.jsonl`; `history` are earlier turns, oldest first."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(alias="_id", min_length=1)
    text: Words
    history: tuple[str, ...] = ()
    rewrite: Words | None = None
    answerable: bool | None = None


def read_collection(folder: Path, split: str | None = None) -> EvalSet:
    """Read a BEIR or TREC folder. Raises `InputError` naming the file, the line and the mend."""
    has_documents = (folder / CORPUS).is_file()
    if (folder / QUERIES).is_file():
        queries = [query for _, query in read_lines(folder / QUERIES, Query)]
    else:
        topics = read_topics(_one_file(folder, "topics"))
        queries = [Query(_id=name, text=text) for name, text in topics.items()]
    twice = repeated(q.id for q in queries)
    if twice:
        raise InputError(f"{folder}: the query id {twice} stands twice. Give each its own.")
    questions = _questions(queries, read_qrels(_qrels_file(folder, split)))
    if not questions:
        raise InputError(f"{folder}: no query has a judgement in its qrels. Do the ids match?")
    name = folder.resolve().name
    documents = _profile(name, folder / CORPUS) if has_documents else None
    return EvalSet(name=name, questions=questions, documents=documents)


def _questions(queries: Sequence[Query], qrels: Qrels) -> tuple[EvalQuestion, ...]:
    """Keep the queries that are judged, and those that are said to be (un)answerable."""
    return tuple(
        EvalQuestion(
            id=q.id,
            turns=(*(turn for turn in q.history if turn.strip()), q.text),
            kind="follow-up" if q.history else "query",
            answerable=q.answerable,
            passages=tuple(qrels.get(q.id, {})),
            grades=tuple(qrels.get(q.id, {}).values()),
            rewrite=q.rewrite,
        )
        for q in queries
        if q.id in qrels or q.answerable is not None
    )


def _profile(name: str, path: Path) -> Profile:
    """Read documents as the passages of a profile without entities: long ones in pieces."""
    documents = [document for _, document in read_lines(path, Document)]
    twice = repeated(d.id for d in documents)
    if twice:
        raise InputError(f"{path}: the document id {twice} stands twice. Give each its own.")
    if not documents:
        raise InputError(f"{path} holds no document.")
    code = _language(documents[:: max(1, len(documents) // SAMPLE)])
    passages = tuple(p for d in documents for p in _passages(d, name, code))
    return Profile(
        id=name,
        country="ZZ",  # ISO 3166-1: user-assigned, no country
        language=code,
        source=Source(title=name, publisher=name, edition="", licence="see the collection"),
        sections=(Section(id=name, title=name, path=(), line=1, passages=passages),),
        entities=(),
        figures=(),
        footnotes=(),
        sha256="",
    )


def _passages(document: Document, collection: str, code: str) -> Iterator[Passage]:
    whole = document.text.strip() or document.title.strip() or " "
    for name, text in pieces(document.id, whole):
        yield _passage(name, text, document, collection, code)


def _passage(name: str, text: str, document: Document, collection: str, code: str) -> Passage:
    return Passage(
        id=name,
        profile=collection,
        language=code,
        section=document.id,
        path=(document.title.strip(),),
        text=text,
        sentences=(Sentence(start=0, end=len(text)),),
        edition="",
    )


def _language(documents: Sequence[Document]) -> str:
    """The language, among those that the project knows, that most documents are in."""
    guess = LanguageGuess(tuple(spoken_languages()))
    votes: dict[str, int] = defaultdict(int)
    for document in documents:
        votes[guess.guess(document.text, tokens(document.text))] += 1
    return max(votes, key=lambda code: votes[code])


def _qrels_file(folder: Path, split: str | None) -> Path:
    """The judgements of a split: of `test` where none is named, or the only ones there are."""
    if not (folder / "qrels").is_dir():
        if split:
            raise InputError(f"{folder} has no qrels folder, so no split {split}. Leave it out.")
        return _one_file(folder, "qrels")
    there = sorted(_files(folder / "qrels"))
    found = {p.stem: p for p in there if p.suffix in {".tsv", ".txt"}}
    wanted = split or ("test" if "test" in found or len(found) != 1 else next(iter(found)))
    if wanted not in found:
        listed = ", ".join(found) or "none"
        raise InputError(f"{folder / 'qrels'} has no split {wanted}. There is: {listed}.")
    return found[wanted]


def _one_file(folder: Path, stem: str) -> Path:
    found = sorted(p for p in _files(folder) if p.name.lower().startswith(stem))
    if len(found) != 1:
        listed = ", ".join(p.name for p in found) or "none"
        raise InputError(
            f"{folder} should hold {QUERIES} and qrels/, as BEIR has it, or one file {stem}* as "
            f"TREC has it. Found for {stem}: {listed}."
        )
    return found[0]


def _files(folder: Path) -> Iterator[Path]:
    return itertools.filterfalse(Path.is_dir, folder.iterdir())
