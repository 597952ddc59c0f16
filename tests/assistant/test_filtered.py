"""With a filter, everything in an answer comes from what passes it: nothing else is cited, listed,
set side by side, retrieved or suggested."""

import pytest

from assistant.conversation import Conversation
from corpus.errors import InputError
from index.filters import Filter

FACTS = {"facts", "destinations", "remittances"}
QUESTIONS = (
    "What share of GDP are remittances?",
    "How much money did Tavorians send home in 2022?",
    "Which diaspora organisations are there?",
    "What is the Lantern Fellowship?",
    "Compare the Lantern Fellowship and the Homeward Bond.",
    "What happened in 2019?",
    "Who won the match?",
    "it?",
    "Hello",
    "Quels sont les obstacles au retour ?",
)
FILTERS = (
    Filter(section="facts"),
    Filter(section="practices"),
    Filter(section="lantern"),
    Filter(section="organisations", language="en"),
    Filter(language="fr"),
    Filter(country="xa", edition="2024-05", section="obstacles"),
)


@pytest.mark.parametrize("wanted", FILTERS, ids=str)
@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_in_an_answer_comes_from_elsewhere(assistant, question, wanted):
    index = assistant.index
    passing = [index.passages[row] for row in index.where(wanted)[0]]
    answer = assistant.ask(question, Conversation(), wanted)
    assert {c.passage_id for c in answer.citations} <= {p.id for p in passing}
    assert {r.passage for r in answer.retrieved} <= {p.text for p in passing}
    titles = {p.path[-1] for p in passing}
    assert all(any(t in s for t in titles) for s in answer.suggestions)
    if wanted.language:
        assert {c.language for c in answer.citations} <= {wanted.language}


def test_a_chapter_stands_for_the_sections_in_it(assistant):
    answer = assistant.ask("What is the Lantern Fellowship?", wanted=Filter(section="practices"))
    assert answer.citations[0].section == ("Effective practices", "Lantern Fellowship")


def test_what_the_rest_of_the_profile_says_is_not_said(assistant):
    question = "What share of GDP are remittances?"
    assert assistant.ask(question).status == "answered"
    assert assistant.ask(question, wanted=Filter(section="facts")).status == "answered"
    elsewhere = assistant.ask(question, wanted=Filter(section="organisations"))
    assert elsewhere.status == "not_covered"
    assert elsewhere.citations == ()


def test_a_list_holds_the_items_that_pass(assistant):
    question = "Which diaspora organisations are there in Portugal?"
    every = assistant.ask(question, wanted=Filter(section="organisations"))
    assert every.text.startswith("The profile names 2: [1][2] ")
    none = assistant.ask(question, wanted=Filter(section="practices"))
    assert (none.status, none.citations) == ("not_covered", ())


def test_a_filter_that_leaves_nothing_ends_in_a_sentence(assistant):
    for question in ("What is the Lantern Fellowship?", "Hello", "it?"):
        with pytest.raises(InputError, match="No passage has country ML"):
            assistant.ask(question, wanted=Filter(country="ML"))
