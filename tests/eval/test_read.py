"""Eval sets are read line by line; a wrong line is named; the project's own sets are sound."""

import csv
import io
from collections import defaultdict
from pathlib import Path

import pytest

from corpus.errors import InputError
from corpus.profiles import bundled_profiles, load_profiles
from eval.read import own_set, read_lines, read_set, repeated, template_table
from eval.records import EvalQuestion

LINE = (
    '{"id": "a", "split": "dev", "language": "en", "kind": "fact", "turns": ["Who?"],'
    ' "answerable": true, "status": "answered", "passages": ["mali/tokten#1"], "facts": [["x"]]}'
)
OWN = ("mali", "mali-unseen", "sarvonia", "mali-parity")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "set.jsonl"


@pytest.fixture(scope="module")
def known() -> set[str]:
    profiles = [*load_profiles(bundled_profiles()), *load_profiles(own_set().parent / "sarvonia")]
    return {p.id for profile in profiles for p in profile.passages}


def test_a_line_is_a_question(file):
    file.write_text(f"{LINE}\n", encoding="utf-8")
    (question,) = read_set(file)
    assert question == EvalQuestion(
        id="a",
        split="dev",
        language="en",
        kind="fact",
        turns=("Who?",),
        answerable=True,
        status="answered",
        passages=("mali/tokten#1",),
        facts=(("x",),),
    )


def test_a_line_needs_no_more_than_an_id_and_a_turn(file):
    file.write_text('{"id": "a", "turns": ["Who?"]}', encoding="utf-8")
    (question,) = read_set(file)
    assert (question.kind, question.answerable, question.language) == ("query", None, None)


def test_a_split_is_chosen(file):
    test_line = LINE.replace('"a"', '"b"').replace("dev", "test")
    file.write_text(f"{LINE}\n{test_line}\n", encoding="utf-8")
    assert [q.id for q in read_set(file)] == ["a", "b"]
    assert [q.id for q in read_set(file, "test")] == ["b"]


def test_a_split_that_nothing_is_of_is_told(file):
    file.write_text(LINE, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_set(file, "test")
    assert str(caught.value) == f"The set {file} has no questions in split test."


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"{LINE}\n{{", r"set\.jsonl:2: the line: Invalid JSON"),
        (LINE.replace('["Who?"]', "[]"), r"set\.jsonl:1: turns: "),
        (LINE.replace('"answered"', '"maybe"'), r"set\.jsonl:1: status: "),
        (LINE.replace('"passages"', '"sections"'), r"set\.jsonl:1: sections: Extra inputs"),
        (LINE.replace('[["x"]]', '[["x", 3]]'), r"set\.jsonl:1: facts\.0\.1: "),
        (f"\n\n{LINE}\n\n[]\n", r"set\.jsonl:5: the line: "),
        ("", "has no questions"),
        ("\n \n", "has no questions"),
    ],
)
def test_a_wrong_line_is_named(file, text, problem):
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=problem):
        read_set(file)


def test_an_id_that_stands_twice_is_named(file):
    other = LINE.replace('"a"', '"b"')
    file.write_text("\n".join([LINE, other, other]), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_set(file)
    assert str(caught.value) == f"{file}: the id b stands twice. Give every question its own."


def test_an_id_may_not_stand_twice_even_in_another_split(file):
    file.write_text(f"{LINE}\n{LINE.replace('dev', 'test')}", encoding="utf-8")
    with pytest.raises(InputError, match="the id a stands twice"):
        read_set(file, "test")


@pytest.mark.parametrize(
    ("ids", "twice"), [([], None), (["a", "b"], None), (["a", "b", "b", "a"], "b")]
)
def test_the_first_id_that_comes_again_is_found(ids, twice):
    assert repeated(iter(ids)) == twice


def test_a_byte_order_mark_and_empty_lines_do_no_harm(file):
    file.write_bytes(b"\xef\xbb\xbf\r\n" + LINE.encode() + b"\r\n\r\n")
    assert [(n, q.id) for n, q in read_lines(file, EvalQuestion)] == [(2, "a")]


def test_a_line_ends_with_a_newline_and_with_nothing_else(file):
    file.write_text(LINE.replace("Who?", "Who\u2028am\x85I?"), encoding="utf-8")
    assert read_set(file)[0].turns == ("Who\u2028am\x85I?",)


@pytest.mark.parametrize("data", [None, b'{"id": "\xff"}'])
def test_a_file_that_cannot_be_read_is_one_sentence(file, data):
    if data:
        file.write_bytes(data)
    with pytest.raises(InputError, match=r"^The file .*set\.jsonl can't be read: "):
        read_set(file)


@pytest.mark.parametrize(
    ("name", "count"), [("mali", 936), ("mali-unseen", 100), ("sarvonia", 120), ("mali-parity", 96)]
)
def test_an_own_set_has_its_questions(name, count):
    assert len(read_set(own_set(name))) == count


def test_the_own_set_is_mali_and_has_two_splits_and_two_languages():
    questions = read_set(own_set())
    assert (len(read_set(own_set(), "dev")), len(read_set(own_set(), "test"))) == (768, 168)
    assert sum(q.language == "en" for q in questions) == 468
    assert sum(q.language == "fr" for q in questions) == 468


@pytest.mark.parametrize("name", OWN)
def test_an_own_set_names_passages_that_there_are(name, known):
    named = {passage for q in read_set(own_set(name)) for passage in q.passages}
    assert len(named) > 30
    assert named - known == set()


@pytest.mark.parametrize("name", OWN)
def test_an_own_set_says_of_every_question_whether_it_is_answered_and_where(name):
    for q in read_set(own_set(name)):
        assert q.answerable == (q.status == "answered"), q.id
        assert q.answerable == bool(q.passages), q.id
        assert q.answerable == bool(q.facts or q.items), q.id
        assert len(set(q.passages)) == len(q.passages), q.id


def test_a_pair_of_the_parity_set_is_one_question_in_two_languages():
    pairs = defaultdict(list)
    for question in read_set(own_set("mali-parity")):
        pairs[question.pair].append(question)
    assert len(pairs) == 48
    for name, pair in pairs.items():
        assert sorted(q.language for q in pair) == ["en", "fr"], name
        one, two = pair
        assert (one.passages, one.kind) == (two.passages, two.kind), name
        assert (one.answerable, one.status) == (two.answerable, two.status), name
        assert (len(one.facts), len(one.items)) == (len(two.facts), len(two.items)), name


def test_the_example_table_is_of_the_bundled_profiles(known):
    rows = list(csv.DictReader(io.StringIO(template_table())))
    assert [row["question"] for row in rows] == [
        "When did TOKTEN begin in Mali?",
        "Who supports it?",
        "Combien de Maliens vivent en Côte d'Ivoire ?",
        "How many members does the HCME have?",
    ]
    assert [row["answerable"] for row in rows] == ["yes", "yes", "yes", "no"]
    assert {row["passages"] for row in rows} - {""} <= known
