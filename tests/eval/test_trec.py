"""TREC's formats are read with their variants, and what is written ir-measures reads back."""

from pathlib import Path

import ir_measures
import pytest

from corpus.errors import InputError
from eval.trec import qrels_lines, read_qrels, read_topics, run_lines

ROBUST = """<top>

<num> Number: 301
<title> International
  Organized Crime

<desc> Description:
Identify organizations that participate in <b>international</b> crime.

</top>

<top>
<num> Number: 302 </num>
<title>Topic: Poliomyelitis and Post-Polio</title>
</top>
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file.txt"


def test_topics_are_top_blocks_and_their_words_the_title(file):
    file.write_text(ROBUST, encoding="utf-8")
    assert read_topics(file) == {
        "301": "International Organized Crime",
        "302": "Poliomyelitis and Post-Polio",
    }


def test_tags_may_be_written_large_and_the_title_last(file):
    file.write_text("<TOP><NUM>q-7</NUM>\n<TITLE>Money sent home</TOP>", encoding="utf-8")
    assert read_topics(file) == {"q-7": "Money sent home"}


def test_topics_are_lines_with_a_tab(file):
    file.write_text("\ufeff1\tWho pays?\n\n q2 \t Où est-ce\t? \r\n", encoding="utf-8")
    assert read_topics(file) == {"1": "Who pays?", "q2": "Où est-ce\t?"}


def test_a_line_of_topics_ends_with_a_newline_and_with_nothing_else(file):
    file.write_text("1\tmoney\u2028home\n2\tleave\x85return\n", encoding="utf-8")
    assert read_topics(file) == {"1": "money\u2028home", "2": "leave\x85return"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1\tWho?\nwithout a tab\n", ":2: expected an id, a tab and the topic's words."),
        ("1\tWho?\n\n2\t \n", ":3: expected an id, a tab and the topic's words."),
        ("<top><num>1<title>a</top><top><num>2</top>", ": topic 2 has no <num> or no <title>."),
        ("<top><title>a</title></top>", ": topic 1 has no <num> or no <title>."),
    ],
)
def test_a_wrong_topic_is_named(file, text, problem):
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_topics(file)
    assert str(caught.value) == f"{file}{problem}"


@pytest.mark.parametrize("text", ["1\ta\n1\tb\n", "<top><num>1<title>a</top>" * 2])
def test_a_topic_id_that_stands_twice_is_refused(file, text):
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="1 stands twice"):
        read_topics(file)


@pytest.mark.parametrize("read", [read_topics, read_qrels])
@pytest.mark.parametrize("data", [None, b"1\t\xff\t1\n"])
def test_a_file_that_cannot_be_read_is_one_sentence(file, read, data):
    if data:
        file.write_bytes(data)
    with pytest.raises(InputError, match=r"^The file .*file\.txt can't be read: "):
        read(file)


def test_qrels_are_trecs_with_spaces_or_tabs(file):
    file.write_text("301 0 FT-1 1\n301\t0\tFT-2\t2\n\n302  Q0  FT-1  0\n", encoding="utf-8")
    assert read_qrels(file) == {"301": {"FT-1": 1, "FT-2": 2}, "302": {"FT-1": 0}}


def test_qrels_are_beirs_below_a_heading_or_without_one(file):
    file.write_text("query-id\tcorpus-id\tscore\nq1\td 1\t1\nq1\td2\t2\r\n", encoding="utf-8")
    assert read_qrels(file) == {"q1": {"d 1": 1, "d2": 2}}
    file.write_text("q1\td1\t1\n", encoding="utf-8")
    assert read_qrels(file) == {"q1": {"d1": 1}}


def test_only_the_first_line_is_a_heading(file):
    file.write_text("query-id\tcorpus-id\tscore\nquery-id7\td1\t1\n", encoding="utf-8")
    assert read_qrels(file) == {"query-id7": {"d1": 1}}


def test_a_relevance_may_be_negative(file):
    file.write_text("q1 0 spam -2\nq1\td1\t-1\n", encoding="utf-8")
    assert read_qrels(file) == {"q1": {"spam": -2, "d1": -1}}


def test_a_file_without_judgements_has_none(file):
    file.write_text("query-id\tcorpus-id\tscore\n", encoding="utf-8")
    assert read_qrels(file) == {}


@pytest.mark.parametrize(
    "line", ["q1 0 d1", "q1 0 d1 yes", "q1 0 d1 1.5", "q1 0 d1 1 2", "q1\td1\tyes", "q1\td1\t"]
)
def test_a_wrong_judgement_is_named_with_its_line(file, line):
    file.write_text(f"q1 0 d1 1\n\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_qrels(file)
    assert str(caught.value) == (
        f"{file}:3: expected query, document and relevance (a whole number) separated by tabs, as "
        "BEIR has it, or query, 0, document, relevance (TREC)."
    )


def test_qrels_that_were_written_are_read_back(file):
    qrels = {"q1": {"mali/tokten#1": 2, "mali/tokten#2": -1}, "é": {"d": 0}, "none": {}}
    file.write_text("".join(f"{line}\n" for line in qrels_lines(qrels)), encoding="utf-8")
    judged = {"q1": qrels["q1"], "é": qrels["é"]}
    assert read_qrels(file) == judged
    rows = [(r.query_id, r.doc_id, r.relevance) for r in ir_measures.read_trec_qrels(str(file))]
    assert rows == [("q1", "mali/tokten#1", 2), ("q1", "mali/tokten#2", -1), ("é", "d", 0)]


def test_a_run_that_was_written_is_read_back(file):
    lines = [
        *run_lines("q1", [("mali/tokten#1", 2.5), ("mali/hcme#1", -0.125)], "hybrid"),
        *run_lines("q2", [], "hybrid"),
        *run_lines("q3", [("d", 1e-07)], "hybrid"),
    ]
    assert lines[1] == "q1 Q0 mali/hcme#1 2 -0.125 hybrid"
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    assert [tuple(row) for row in ir_measures.read_trec_run(str(file))] == [
        ("q1", "mali/tokten#1", 2.5),
        ("q1", "mali/hcme#1", -0.125),
        ("q3", "d", 1e-07),
    ]


def test_spaces_inside_ids_are_written_as_underscores():
    assert list(qrels_lines({"my q": {"a  b\tc": 1}})) == ["my_q 0 a_b_c 1"]
    assert list(run_lines("my q", [("a b", 1.0)], "t")) == ["my_q Q0 a_b 1 1.0 t"]


def test_scores_of_a_run_fall_strictly() -> None:
    lines = list(run_lines("q", [("a", 1.0), ("b", 1.0), ("c", 1.0), ("d", 0.5)], "t"))
    assert [line.split()[4] for line in lines] == ["1.0", "0.999999", "0.999998", "0.5"]
