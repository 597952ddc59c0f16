"""TREC's formats: topics and qrels to read, runs and qrels to write.

A qrels line is `query 0 document relevance`, a run's `query Q0 document rank score tag`
(https://github.com/usnistgov/trec_eval); BEIR's qrels are `query document relevance`, separated by
tabs, below a heading. Spaces inside ids are written as `_`.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from corpus.errors import InputError
from eval.read import repeated

TOPIC = re.compile(r"<top>(.*?)</top>", re.DOTALL | re.IGNORECASE)
NUMBER = re.compile(r"<num>\s*(?:Number:)?\s*([^\s<]+)", re.IGNORECASE)
TITLE = re.compile(r"<title>\s*(?:Topic:)?\s*([^<]+?)\s*(?:<|$)", re.DOTALL | re.IGNORECASE)
HEADING = "query-id"
STEP = 1e-6
Qrels = dict[str, dict[str, int]]


def read_topics(path: Path) -> dict[str, str]:
    """Read topics, `<top>` blocks (their titles) or `id<TAB>text` lines: text by topic id."""
    text = _text(path)
    found = list(_blocks(path, text) if "<top>" in text.lower() else _pairs(path, text))
    twice = repeated(name for name, _ in found)
    if twice:
        raise InputError(f"{path}: the topic id {twice} stands twice. Give each its own.")
    return dict(found)


def _pairs(path: Path, text: str) -> Iterator[tuple[str, str]]:
    for number, line in _lines(text):
        name, tab, words = line.partition("\t")
        if not tab or not words.strip():
            raise InputError(f"{path}:{number}: expected an id, a tab and the topic's words.")
        yield name.strip(), words.strip()


def _blocks(path: Path, text: str) -> Iterator[tuple[str, str]]:
    for place, block in enumerate(TOPIC.findall(text), 1):
        name, title = NUMBER.search(block), TITLE.search(block)
        if not name or not title:
            raise InputError(f"{path}: topic {place} has no <num> or no <title>.")
        yield name[1], " ".join(title[1].split())


def read_qrels(path: Path) -> Qrels:
    """Read TREC's qrels (by ir-measures) or BEIR's: relevance by document by query."""
    qrels: Qrels = {}
    for number, line in _lines(_text(path)):
        if number > 1 or line.split()[0] != HEADING:
            try:
                query, document, relevance = _judgement(line)
            except ValueError:
                raise InputError(
                    f"{path}:{number}: expected query, document and relevance (a whole number) "
                    "separated by tabs, as BEIR has it, or query, 0, document, relevance (TREC)."
                ) from None
            qrels.setdefault(query, {})[document] = relevance
    return qrels


def _judgement(line: str) -> tuple[str, str, int]:
    if line.count("\t") == 2:
        query, document, relevance = line.split("\t")
        return query.strip(), document.strip(), int(relevance)
    import ir_measures

    (judged,) = ir_measures.read_trec_qrels(f"{line}\n")
    return judged.query_id, judged.doc_id, judged.relevance


def qrels_lines(qrels: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """Write qrels as TREC does.

    >>> list(qrels_lines({"q1": {"mali/tokten#1": 1}}))
    ['q1 0 mali/tokten#1 1']
    """
    for query, judged in qrels.items():
        for document, relevance in judged.items():
            yield f"{_id(query)} 0 {_id(document)} {relevance}"


def run_lines(query: str, ranking: Iterable[tuple[str, float]], tag: str) -> Iterator[str]:
    """Write the ranking of a query, best first, as TREC does.

    Scores fall strictly, by a millionth where two are the same: readers sort by them.

    >>> list(run_lines("q1", [("mali/tokten#1", 2.5)], "hybrid"))
    ['q1 Q0 mali/tokten#1 1 2.5 hybrid']
    """
    last = math.inf
    for rank, (document, score) in enumerate(ranking, 1):
        last = min(score, round(last - STEP, 6))
        yield f"{_id(query)} Q0 {_id(document)} {rank} {last} {tag}"


def _id(name: str) -> str:
    return "_".join(name.split())


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return (
        (number, line.removesuffix("\r"))
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip()
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The file {path} can't be read: {error}") from None
