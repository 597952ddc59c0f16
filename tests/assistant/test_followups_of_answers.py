"""What a follow-up points to in the answers before it: their quotes, and what these list."""

import pytest

from assistant.conversation import Turn
from assistant.followups import FollowUps


def turn_of(quote: str, passage: str, question: str) -> Turn:
    return Turn(
        question=question,
        standalone_question=question,
        language="en",
        status="answered",
        quotes=((passage, quote),),
    )


def test_an_ordinal_points_to_no_list_where_the_answer_gave_none(assistant):
    quotes = ("The Lantern Fellowship began.", "The Lantern Fellowship goes on.")
    turn = Turn(
        question="Which programme brings doctors home?",
        standalone_question="Which programme brings doctors home?",
        language="en",
        status="answered",
        quotes=tuple(("tavoria/lantern#1", quote) for quote in quotes),
    )
    follow_ups = assistant.understanding.follow_ups
    completed = follow_ups.standalone("When did the first ones come?", "en", [], [turn], "ordinal")
    assert completed == ("When did the first ones come? (Which programme brings doctors home)")


@pytest.mark.parametrize(
    ("question", "quote", "passage", "asked"),
    [
        # what the answer is about comes before what else it names
        (
            "Which savings bonds are there?",
            "The Ministry of Overseas Ties sells them to emigrants.",
            "tavoria/bond#1",
            "What do Homeward Bond cost?",
        ),
        # two that the answer names: "they" is neither of them
        (
            "Who met?",
            "The Ministry of Overseas Ties and the Nordic Fund met.",
            "tavoria/remittances#3",
            "What do they cost? (Who met)",
        ),
        # the bank and the office are no entities: "they" is all three
        (
            "Which funds pay?",
            "A bank, an office and the Nordic Fund pay.",
            "tavoria/remittances#3",
            "What do they cost? (Which funds pay)",
        ),
    ],
)
def test_a_pronoun_points_to_what_the_answer_is_about(assistant, question, quote, passage, asked):
    last = turn_of(quote, passage, question)
    follow_ups = assistant.understanding.follow_ups
    assert follow_ups.standalone("What do they cost?", "en", [], [last], "pronoun") == asked


def test_an_ordinal_counts_what_a_sentence_enumerates_in_the_order_of_its_words(assistant):
    """In an overview, too, above sections that it says nothing of."""
    quote = (
        "The Far Shore Students' Union, the Lisbon Circle of Tavorians, TNN and the Maple and Tide"
        " Association help."
    )
    follow_ups = assistant.understanding.follow_ups
    titles = ("Terminology", "Political rights")
    outline = type("Below", (), {"children": lambda _self, _passage, _code: titles})()
    last = turn_of(quote, "tavoria/organisations#1", "Who helps?")
    below = FollowUps(follow_ups.names, outline)
    completed = [
        below.standalone(f"And the {place}?", "en", [], [last], "ordinal")
        for place in ("first", "third", "last")
    ]
    assert completed == [
        "And the first? (Far Shore Students' Union)",
        "And the third? (Tavorian Nurses Network)",
        "And the last? (Maple and Tide Association)",
    ]


@pytest.mark.parametrize(
    ("quote", "item"),
    [
        ("Three things matter: terminology, political rights, the Far Shore Charter.", "charter"),
        ("Two things matter: terminology and political rights.", "rights"),  # told of the three
        ("Policy and law matter.", "charter"),  # tells of none: all that lie below are meant
    ],
)
def test_the_last_one_is_the_last_that_the_answer_told_of(assistant, quote, item):
    follow_ups = assistant.understanding.follow_ups
    titles = {"charter": "Far Shore Charter", "rights": "Political rights"}
    children = ("Terminology", "Political rights", "Far Shore Charter")
    outline = type("Below", (), {"children": lambda _self, _passage, _code: children})()
    last = turn_of(quote, "tavoria/policy#1", "What matters?")
    below = FollowUps(follow_ups.names, outline)
    completed = below.standalone("And the last one?", "en", [], [last], "ordinal")
    assert completed == f"And the last one? ({titles[item]})"
