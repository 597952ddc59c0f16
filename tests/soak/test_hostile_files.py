"""Thousands of mutated profiles and originals: each is read, or refused in one sentence.

A quick sample runs with all tests; `make soak` runs the whole campaign. Seeds make it repeatable.
"""

import random
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from corpus.errors import DiasporaError, ProfileError
from corpus.importing.draft import draft
from corpus.importing.records import Draft
from corpus.profiles import load_profile

LIMIT = 30  # seconds
DATA = Path(__file__).parent.parent / "data"
TAVORIA = Path(__file__).parent.parent / "profiles" / "tavoria.en.md"
BODY = TAVORIA.read_text(encoding="utf-8").split("---\n", 2)[2]
TEXT = "FACTS\n\nWords.[1]\n\n- one\n- two\n\n1 Note\n\nNiger\t140\nFrance\t120\n"
HTML = b"""<html><body><h1>T</h1><p>Words<sup>1</sup>.<table><tr><th>A<th>B<tr><td>1<td>2</table>
<ol><li id=fn1>Note</ol><ul><li>x<ul><li>y</ul></ul></body></html>"""
NASTY = [
    *b"\x00 \xff\xfe [^1] [^x]:y <!-- </p> <table><tr><td> <sup>1</sup> ``` - endobj".split(),
    *(b"---\n", b"```entity\n", b"|a|b|\n|-|-|\n", b"{page=9}\n\n"),
    *(b"> " * 50, b"<" * 500, b"[" * 500, b"A. " * 300, b"\n\n", b"\r", b"\t", b"a: &a [*a]\n"),
    *(b"99999999999999999999", "é\u0301\u202e\ue000\ue001".encode()),
]


def mutated(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(6):
            case 0:
                data = data[:at] + chance.choice(NASTY) + data[at:]
            case 1:
                data = data[:at]
            case 2:
                data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
            case 3:
                data = data[:at] + data[at + chance.randint(1, 400) :]
            case 4:
                data = data[:at] + data[at : at + 300] * chance.randint(2, 20) + data[at + 300 :]
            case _:
                other = chance.randrange(len(data) + 1)
                data = data[:at] + data[other : other + 500] + data[at:]
    return data


@contextmanager
def no_longer_than(seconds: int) -> Iterator[None]:
    def ring(*_: object) -> None:
        raise AssertionError(f"longer than {seconds} seconds")

    signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def outcome(read: Callable[[Path], object], path: Path) -> object:
    """What reading gives: the thing read, or the project's error. Other errors pass through."""
    try:
        with no_longer_than(LIMIT):
            return read(path)
    except DiasporaError as error:
        return error


def refuses_or_reads_profile(path: Path) -> None:
    found = outcome(load_profile, path)
    if isinstance(found, Exception):
        assert isinstance(found, ProfileError)
        assert (found.path, found.line >= 1, str(found).count("\n")) == (path, True, 0)


def refuses_or_drafts(path: Path) -> None:
    found = outcome(lambda p: draft([p], "ML", "en", "2026-11"), path)
    if isinstance(found, Draft):
        assert found.report.loads, found.report.missing
    else:
        assert str(found).startswith(str(path))
        assert str(found).count("\n") == 0


def seeds(folder: Path) -> list[Path]:
    """A small original of each kind; those in tests/data are ours."""
    pages = {
        "a.md": BODY.encode(),
        "a.txt": TEXT.encode(),
        "a.html": HTML,
        "a.docx": (DATA / "profile.docx").read_bytes(),
        "a.pdf": (DATA / "profile.pdf").read_bytes(),
    }
    for name, data in pages.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in pages]


def campaign(folder: Path, count: int, first: int) -> None:
    originals = [TAVORIA, *seeds(folder)]
    for seed in range(first, first + count):
        chance = random.Random(seed)
        source = chance.choice(originals)
        path = folder / f"m{seed}{source.suffix}"
        path.write_bytes(mutated(source.read_bytes(), chance))
        try:
            (refuses_or_reads_profile if source == TAVORIA else refuses_or_drafts)(path)
        except BaseException as error:
            raise AssertionError(f"seed {seed}, {source.name}: {error!r}") from error
        path.unlink()


def test_a_sample_of_mutated_files(tmp_path: Path):
    campaign(tmp_path, 150, 0)


@pytest.mark.soak
def test_five_thousand_mutated_files(tmp_path: Path):
    campaign(tmp_path, 5_000, 1_000)
