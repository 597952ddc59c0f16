"""Thousands of mutated profiles and originals: each is read, or refused in one sentence.

A quick sample runs with all tests; `make soak` runs the whole campaign. Seeds make it repeatable.
"""

import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from corpus.errors import DiasporaError, ProfileError
from corpus.importing.draft import draft
from corpus.profiles import bundled_profiles, load_profile

LIMIT = 30  # seconds
NASTY = [
    b"\x00", b"\xff\xfe", b"---\n", b"```entity\n", b"```\n", b"[^1]", b"[^x]: y\n", b"|a|b|\n|-|-|\n",
    b"# x {#x}\n", b"####### y\n", b"> " * 50, b"<" * 500, b"[" * 500, b"&a; *a\n", b"a: &a [*a]\n",
    b"{page=9}\n\n", b"\n\n", b"\r", b"\t", b"<table><tr><td>", b"</p>", b"<!--", b"<sup>1</sup>",
    "é\u0301\u202e\ue000\ue001".encode(), b"A. " * 300, b"99999999999999999999", b"-", b"endobj", b"stream",
]  # fmt: skip


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


def refuses_or_reads_profile(path: Path) -> None:
    try:
        with no_longer_than(LIMIT):
            load_profile(path)
    except ProfileError as error:
        assert error.path == path
        assert error.line >= 1
        assert str(error).count("\n") == 0, error


def refuses_or_drafts(path: Path) -> None:
    try:
        with no_longer_than(LIMIT):
            made = draft([path], "ML", "en", "2026-11")
    except DiasporaError as error:
        assert str(error).startswith(str(path))
    else:
        assert made.report.loads, made.report.missing


def seeds(folder: Path, docx: Path, pdf: Path) -> list[Path]:
    """A small original of each kind."""
    text = bundled_profiles().joinpath("mali.en.md").read_text().split("---\n", 2)[2]
    pages = {
        "a.md": text.encode(),
        "a.txt": b"FACTS\n\nWords.[1]\n\n- one\n- two\n\n1 Note\n\nNiger\t140\nFrance\t120\n",
        "a.html": b"<html><body><h1>T</h1><p>Words<sup>1</sup>.<table><tr><th>A<th>B<tr><td>1<td>2"
        b"</table><ol><li id=fn1>Note</ol><ul><li>x<ul><li>y</ul></ul></body></html>",
    }
    for name, data in pages.items():
        (folder / name).write_bytes(data)
    return [*(folder / name for name in pages), docx, pdf]


def campaign(folder: Path, originals: list[Path], count: int, first: int) -> None:
    profile = bundled_profiles() / "mali.en.md"
    small = profile.parents[2] / "tests" / "profiles" / "tavoria.en.md"
    for seed in range(first, first + count):
        chance = random.Random(seed)
        source = chance.choice([small, *originals])
        path = folder / f"m{seed}{source.suffix}"
        path.write_bytes(mutated(source.read_bytes(), chance))
        try:
            (refuses_or_reads_profile if source == small else refuses_or_drafts)(path)
        except BaseException as error:
            raise AssertionError(f"seed {seed}, {source.name}: {error!r}") from error
        path.unlink()


def test_a_sample_of_mutated_files(docx, pdf, tmp_path: Path):
    campaign(tmp_path, seeds(tmp_path, docx(), pdf()), 150, 0)


@pytest.mark.soak
def test_five_thousand_mutated_files(docx, pdf, tmp_path: Path):
    campaign(tmp_path, seeds(tmp_path, docx(), pdf()), 5_000, 1_000)
