"""Eval sets are read line by line; a wrong line is named."""

from pathlib import Path

import pytest

from corpus.errors import InputError
from corpus.profiles import bundled_profiles, load_profiles
from eval.read import own_set, read_set

LINE = (
    '{"id": "a", "split": "dev", "language": "en", "kind": "fact", "turns": ["Who?"],'
    ' "answerable": true, "status": "answered", "sections": ["s"], "facts": [["x"]]}'
)


def test_a_split_is_chosen(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    test_line = LINE.replace('"a"', '"b"').replace("dev", "test")
    file.write_text(f"{LINE}\n{test_line}\n", encoding="utf-8")
    assert [q.id for q in read_set(file)] == ["a", "b"]
    assert [q.id for q in read_set(file, "test")] == ["b"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"{LINE}\n{{", r"set\.jsonl:2: the line: Invalid JSON"),
        (LINE.replace('["Who?"]', "[]"), r"set\.jsonl:1: turns: "),
        (LINE.replace('"answered"', '"maybe"'), r"set\.jsonl:1: status: "),
        ("", "has no questions"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=problem):
        read_set(file)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be read"):
        read_set(tmp_path / "none.jsonl")


def test_the_own_set_is_sound() -> None:
    questions = read_set(own_set())
    assert len({q.id for q in questions}) == len(questions) == 496
    known = {s.id for p in load_profiles(bundled_profiles()) for s in p.sections}
    assert {section for q in questions for section in q.sections} <= known
    for q in questions:
        assert q.answerable == (q.status == "answered"), q.id
        assert q.answerable == bool(q.sections), q.id
