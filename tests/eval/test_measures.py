"""What counts as right, refused and asked back, on answers made by hand."""

import doctest

import pytest

import eval.measures
from assistant.answer import Answer, AnswerSentence, cite
from corpus.records import Passage, Sentence, Source
from eval.measures import interval, judge, mean, measures, states
from eval.records import EvalQuestion

SOURCE = Source(title="Mapping", publisher="P", edition="2025-08", licence="free")
TEXT = "Exports of 403,646 t were counted. The port opened in 1998."


def question(**given: object) -> EvalQuestion:
    fields: dict[str, object] = {
        "id": "q", "split": "dev", "language": "en", "kind": "figure", "turns": ["How much?"],
        "answerable": True, "status": "answered", "sections": ["trade"], "facts": [["403646"]],
    }  # fmt: skip
    return EvalQuestion.model_validate(fields | given)


def answer(text: str = TEXT, section: str = "trade", status: str = "answered") -> Answer:
    passage = Passage(
        id=f"x/{section}#1", profile="x", language="en", section=section, path=(section,),
        text=text, sentences=(Sentence(start=0, end=len(text)),), edition="2025-08",
    )  # fmt: skip
    cited = (cite(1, passage, (0, len(text)), SOURCE, 0.9),) if status == "answered" else ()
    sentences = (AnswerSentence(text=text, citations=(1,)),) if cited else ()
    return Answer(
        question="How much?", standalone_question="How much?", language="en", status=status,
        text=text, sentences=sentences, citations=cited, generation="g",
    )  # fmt: skip


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(eval.measures).failed == 0


@pytest.mark.parametrize(
    ("text", "fact", "expected"),
    [
        ("403 646 émigrés", ("403646",), True),
        ("403,646 emigrants", ("403646",), True),
        ("1403646", ("403646",), False),
        ("soit 5,52 % du PIB", ("5.52",), True),
        ("L’Union européenne", ("l'union europeenne",), True),
        ("a five-year plan", ("five year",), True),
        ("Nigeria", ("Niger",), False),
    ],
)
def test_facts_are_compared_without_case_accents_and_separators(
    text: str, fact: tuple[str, ...], expected: bool
) -> None:
    assert states(text, fact) is expected


def test_right_means_every_fact_stated_and_the_evidence_cited() -> None:
    judged = judge(question(facts=[["403646"], ["1998"]]), answer())
    assert (judged.right, judged.first_citation, judged.refused) == (True, True, False)


def test_a_missing_fact_is_not_right() -> None:
    assert judge(question(facts=[["403646"], ["2001"]]), answer()).right is False


def test_the_right_words_from_the_wrong_section_are_not_right() -> None:
    judged = judge(question(), answer(section="ports"))
    assert (judged.right, judged.first_citation) == (False, False)


def test_list_items_are_counted_and_all_are_needed() -> None:
    judged = judge(question(facts=[], items=[["1998"], ["2001"]]), answer())
    assert (judged.items_found, judged.right) == (0.5, False)


def test_refusing_an_unanswerable_question_is_no_miss() -> None:
    unanswerable = question(answerable=False, status="not_covered", facts=[], sections=[])
    judged = judge(unanswerable, answer("Not said.", status="not_covered"))
    assert (judged.right, judged.first_citation, judged.refused) == (None, None, True)


def test_asking_back_applies_to_bare_questions_only() -> None:
    bare = question(answerable=False, status="unclear", facts=[], sections=[])
    assert judge(bare, answer("What about?", status="unclear")).asked_back is True
    assert judge(bare, answer()).asked_back is False
    assert judge(question(), answer()).asked_back is None


def test_means_leave_out_what_does_not_apply() -> None:
    assert mean([True, None, False, None]) == 0.5
    assert mean([None]) is None


def test_the_interval_is_the_bootstrap_of_the_mean() -> None:
    low, high = interval([1.0] * 50 + [0.0] * 50) or (0.0, 0.0)
    assert 0.38 <= low <= 0.42  # 0.5 ± 1.96 · √(0.25 / 100)
    assert 0.58 <= high <= 0.62
    assert interval([1.0] * 5) == (1.0, 1.0)
    assert interval([None]) is None


def test_refusals_are_measured_apart_for_answerable_and_unanswerable() -> None:
    pair = [question(), question(id="n", answerable=False, status="not_covered", facts=[])]
    named = measures(pair)
    refused = [judge(q, answer("Not said.", status="not_covered")) for q in pair]
    assert [named["answerable refused"](j) for j in refused] == [True, None]
    assert [named["unanswerable refused"](j) for j in refused] == [None, True]
