"""The reading set and what is trained on."""

import json

import pytest

from corpus.errors import InputError
from eval.read import read_lines
from eval.reading.records import Answered, ReadingPassage, examples, reading_set

HARBOUR = ReadingPassage(
    id="h-1",
    language="en",
    title="Harbour",
    passage="The harbour has three cranes. It opened in 1958.",
    answerable=(Answered(question="When did it open?", evidence="It opened in 1958."),),
    unanswerable=("What did it cost?",),
)


def written(tmp_path, *passages):
    file = tmp_path / "set.jsonl"
    file.write_text("\n".join(p.model_dump_json() for p in passages), "utf-8")
    return file


def test_a_question_comes_with_every_sentence_behind_the_title(tmp_path):
    learned, _ = examples(written(tmp_path, *[HARBOUR] * 10))
    first = learned[:2]
    sentences = ("Harbour: The harbour has three cranes.", "Harbour: It opened in 1958.")
    assert [(e.question, e.answers) for e in first] == [
        ("When did it open?", (False, True)),
        ("What did it cost?", (False, False)),
    ]
    assert {tuple(s.rstrip() for s in e.sentences) for e in first} == {sentences}
    assert [e.answerable for e in first] == [True, False]


def test_a_set_too_small_to_train_on_is_refused(tmp_path):
    file = written(tmp_path, HARBOUR)
    with pytest.raises(InputError) as caught:
        examples(file)
    assert str(caught.value) == f"{file} has too few questions to train on: 16 are needed."


def test_every_eighth_passage_is_held_out(tmp_path):
    many = [HARBOUR.model_copy(update={"id": str(n)}) for n in range(17)]
    learned, held = examples(written(tmp_path, *many))
    assert (len(learned), len(held)) == (2 * 14, 2 * 3)


def test_evidence_that_does_not_stand_in_its_passage_is_named(tmp_path):
    wrong = HARBOUR.model_copy(
        update={"answerable": (Answered(question="When?", evidence="In 1959."),)}
    )
    file = written(tmp_path, wrong)
    with pytest.raises(InputError) as caught:
        examples(file)
    assert str(caught.value) == f"{file}:1: the evidence 'In 1959.' doesn't stand in the passage."


def test_the_set_that_comes_with_the_project_is_balanced():
    passages = [p for _, p in read_lines(reading_set(), ReadingPassage)]
    assert len(passages) == 3_600
    assert sum(p.language == "fr" for p in passages) == 1_800
    assert {(len(p.answerable), len(p.unanswerable)) for p in passages} == {(4, 4)}
    questions = [a.question for p in passages for a in p.answerable]
    questions += [q for p in passages for q in p.unanswerable]
    assert len(questions) - len({*questions}) < 20


def test_its_passages_do_not_speak_of_the_bundled_profile():
    """Else answers about Mali would be known beforehand."""
    text = reading_set().read_text("utf-8").casefold()
    told = [json.loads(line)["passage"].casefold() for line in text.splitlines()]
    assert [name for name in ("tokten", "cigem", "hcme") if any(name in t for t in told)] == []
