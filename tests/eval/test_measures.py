"""What counts as right, cited, refused and asked back, on answers made by hand."""

import pytest

from assistant.answer import Answer, AnswerSentence, Citation, cite, marked
from corpus.records import Passage, Sentence, Source
from eval.measures import AUROC, LOWER_IS_BETTER, ORDER, answer_measures, quotes_valid, states
from eval.records import EvalQuestion

SOURCE = Source(title="Mapping", publisher="P", edition="2025-08", licence="free")
TEXT = "Exports of 403,646 t were counted. The port opened in 1998."


def question(**given: object) -> EvalQuestion:
    fields: dict[str, object] = {
        "id": "q", "turns": ["How much?"], "answerable": True, "status": "answered",
        "passages": ["x/trade#1"], "facts": [["403646"]],
    }  # fmt: skip
    return EvalQuestion.model_validate(fields | given)


def unanswerable(**given: object) -> EvalQuestion:
    nothing = {"answerable": False, "status": "not_covered", "passages": [], "facts": []}
    return question(**(nothing | given))


def passage(name: str, text: str) -> Passage:
    return Passage(
        id=name, profile="x", language="en", section="s", path=("S",), text=text,
        sentences=(Sentence(start=0, end=len(text)),), edition="2025-08",
    )  # fmt: skip


def answer(text: str = TEXT, cited: tuple[str, ...] = ("x/trade#1",)) -> Answer:
    """One sentence that cites some passages, each of which says the sentence."""
    citations = tuple(
        cite(number, passage(name, text), (0, len(text)), SOURCE, 0.9)
        for number, name in enumerate(cited, 1)
    )
    numbers = tuple(c.number for c in citations)
    return reply("answered", (AnswerSentence(text=text, citations=numbers),), citations)


def reply(
    status: str,
    sentences: tuple[AnswerSentence, ...] = (),
    citations: tuple[Citation, ...] = (),
) -> Answer:
    return Answer(
        question="How much?", standalone_question="How much?", language="en", status=status,
        text=marked(sentences) or "Not said.", sentences=sentences, citations=citations,
        generation="g",
    )  # fmt: skip


def with_citation(**changed: object) -> Answer:
    whole = answer()
    citation = whole.citations[0].model_copy(update=changed)
    return whole.model_copy(update={"citations": (citation,)})


NOT_COVERED, UNCLEAR = reply("not_covered"), reply("unclear")


@pytest.mark.parametrize(
    ("text", "fact", "expected"),
    [
        ("403 646 émigrés", ("403646",), True),
        ("403\u202f646 émigrés", ("403,646",), True),
        ("403,646 emigrants", ("403646",), True),
        ("1403646", ("403646",), False),
        ("soit 5,52 % du PIB", ("5.52",), True),
        ("5.52 % of GDP", ("5,52",), True),
        ("5.52 % of GDP", ("5.5",), False),
        ("L’Union européenne", ("l'union europeenne",), True),
        ("a five-year plan", ("five year",), True),
        ("Nigeria leads", ("Niger",), False),
        ("Niger, Togo", ("Niger",), True),
        ("the UN (UNDP).", ("undp",), True),
        ("Le PIB.", ("GDP", "PIB"), True),
        ("C++ and (more)", ("c++",), True),
        ("", ("x",), False),
    ],
)
def test_facts_are_compared_without_case_accents_and_separators(text, fact, expected):
    assert states(text, fact) is expected


@pytest.mark.parametrize(
    ("text", "fact"), [("5.52 % of GDP", "5"), ("5.52 % of GDP", "52"), ("soit 72,5 %", "72")]
)
def test_a_part_of_a_decimal_number_is_no_number(text, fact):
    assert states(text, (fact,)) is False


def test_a_number_at_the_end_of_a_sentence_is_stated():
    assert states("It opened in 1998. It has 65.", ("1998",)) is True
    assert states("It opened in 1998. It has 65.", ("65",)) is True


def test_a_marker_of_a_citation_states_no_fact():
    values = answer_measures(question(facts=[["1"]], items=[["1"], ["1998"]]), answer())
    assert answer().text.endswith("[1]")
    assert (values["right"], values["items_found"]) == (0.0, 0.5)


def test_right_means_every_fact_stated_and_the_evidence_cited():
    values = answer_measures(question(facts=[["403646"], ["1998", "1999"]]), answer())
    assert values == {
        "answerable_refused": 0.0,
        "quotes_valid": 1.0,
        "evidence_cited": 1.0,
        "first_citation": 1.0,
        "right": 1.0,
    }


def test_a_missing_fact_is_not_right():
    assert answer_measures(question(facts=[["403646"], ["2001"]]), answer())["right"] == 0.0


def test_the_right_words_from_the_wrong_passage_are_not_right():
    values = answer_measures(question(), answer(cited=("x/trade#2",)))
    assert (values["right"], values["evidence_cited"], values["first_citation"]) == (0, 0, 0)


def test_evidence_may_be_cited_second():
    values = answer_measures(question(), answer(cited=("x/ports#1", "x/trade#1")))
    assert (values["right"], values["evidence_cited"], values["first_citation"]) == (1, 1, 0)


def test_any_of_several_passages_is_evidence_but_none_that_is_graded_zero():
    asked = question(passages=["x/a#1", "x/b#1", "x/c#1"], grades=[1, 2, 0])
    assert answer_measures(asked, answer(cited=("x/b#1",)))["evidence_cited"] == 1.0
    assert answer_measures(asked, answer(cited=("x/c#1",)))["evidence_cited"] == 0.0


def test_a_question_without_facts_and_items_is_neither_right_nor_wrong():
    values = answer_measures(question(facts=[]), answer())
    assert "right" not in values
    assert values["evidence_cited"] == 1.0


def test_without_passages_there_is_no_evidence_to_be_cited_and_nothing_to_be_right():
    values = answer_measures(question(passages=[], items=[["1998"]]), answer())
    assert values == {"answerable_refused": 0.0, "quotes_valid": 1.0, "items_found": 1.0}


def test_items_are_counted_and_all_are_needed():
    some = question(facts=[], items=[["1998"], ["2001"], ["1999", "403,646"]])
    values = answer_measures(some, answer())
    assert (values["items_found"], values["right"]) == (pytest.approx(2 / 3), 0.0)
    whole = question(facts=[], items=[["1998"], ["403646"]])
    assert answer_measures(whole, answer())["items_found"] == 1.0
    assert answer_measures(whole, answer())["right"] == 1.0


def test_a_refused_answerable_question_is_a_miss_of_everything_but_quotes():
    values = answer_measures(question(items=[["1998"]]), NOT_COVERED)
    assert values == {
        "answerable_refused": 1.0,
        "refusal_precision": 0.0,
        "evidence_cited": 0.0,
        "first_citation": 0.0,
        "items_found": 0.0,
        "right": 0.0,
    }


@pytest.mark.parametrize("refusal", [NOT_COVERED, UNCLEAR])
def test_refusing_an_unanswerable_question_is_right_and_no_miss(refusal):
    values = answer_measures(unanswerable(), refusal)
    assert values == {"refusal_recall": 1.0, "refusal_precision": 1.0}


def test_answering_an_unanswerable_question_is_wrong_and_no_refusal():
    values = answer_measures(unanswerable(), answer())
    assert values == {"refusal_recall": 0.0, "quotes_valid": 1.0}


def test_where_the_set_does_not_say_whether_it_is_answerable_refusals_are_not_judged():
    unsaid = {"answerable": None, "status": None, "facts": []}
    values = answer_measures(question(**unsaid), NOT_COVERED)
    assert values == {"evidence_cited": 0.0, "first_citation": 0.0}
    assert answer_measures(question(**unsaid, passages=[]), NOT_COVERED) == {}


def test_asking_back_applies_to_questions_that_are_too_bare():
    bare = unanswerable(status="unclear")
    assert answer_measures(bare, UNCLEAR)["asked_back"] == 1.0
    assert answer_measures(bare, NOT_COVERED)["asked_back"] == 0.0
    assert answer_measures(bare, answer())["asked_back"] == 0.0
    assert "asked_back" not in answer_measures(question(), UNCLEAR)
    assert "asked_back" not in answer_measures(unanswerable(), UNCLEAR)


def test_quotes_that_stand_in_their_passages_are_valid():
    assert quotes_valid(answer()) is True
    assert quotes_valid(answer(cited=("x/a#1", "x/b#1"))) is True


@pytest.mark.parametrize(
    "changed",
    [
        {"quote": TEXT.replace("1998", "1999")},
        {"start": 1},
        {"end": 5},
        {"sha256": "0" * 64},
        {"passage": TEXT + " "},
        {"number": 2},
    ],
)
def test_a_citation_that_was_tampered_with_is_not_valid(changed):
    assert quotes_valid(with_citation(**changed)) is False
    assert answer_measures(question(), with_citation(**changed))["quotes_valid"] == 0.0


@pytest.mark.parametrize("markers", [(), (2,), (1, 2)])
def test_a_sentence_whose_marker_leads_nowhere_is_not_valid(markers):
    sentence = AnswerSentence(text="It grew.", citations=markers)
    tampered = reply("answered", (sentence,), answer().citations)
    assert quotes_valid(tampered) is False
    assert answer_measures(question(), tampered)["quotes_valid"] == 0.0


def test_sentences_without_any_citation_are_not_valid():
    bare = reply("answered", (AnswerSentence(text="It grew.", citations=(1,)),))
    assert quotes_valid(bare) is False
    assert answer_measures(question(), bare)["quotes_valid"] == 0.0


def test_a_refusal_has_no_quotes_to_be_valid():
    assert "quotes_valid" not in answer_measures(question(), NOT_COVERED)


def test_all_measures_have_their_place_and_one_is_better_when_low():
    every = set()
    for asked in (question(items=[["1998"]]), unanswerable(status="unclear")):
        for given in (answer(), NOT_COVERED, UNCLEAR):
            every |= answer_measures(asked, given).keys()
    assert every | {AUROC} == set(ORDER)
    assert {"answerable_refused"} == LOWER_IS_BETTER
