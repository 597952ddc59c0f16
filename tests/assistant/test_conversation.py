import pytest
from pydantic import ValidationError

from assistant.conversation import Conversation, Turn

TWICE = ("How large is the diaspora of Tavoria?", "What is the Lantern Fellowship?")


def test_a_conversation_begins_with_no_turn():
    assert Conversation().turns == ()
    assert Conversation().last is None


def test_an_answer_adds_a_turn_to_a_new_conversation(ask):
    before = Conversation()
    after = before.after(ask("How large is the diaspora of Tavoria?"))
    assert before.turns == ()
    assert after.turns == (
        Turn(
            question="How large is the diaspora of Tavoria?",
            standalone_question="How large is the diaspora of Tavoria?",
            language="en",
            status="answered",
            quotes=(
                (
                    "tavoria/facts#1",
                    "The diaspora of Tavoria counts 212,400 people, about 8.5 % of all Tavorians.",
                ),
            ),
        ),
    )


def test_turns_stand_in_the_order_of_asking(ask):
    conversation = Conversation()
    for question in TWICE:
        conversation = conversation.after(ask(question))
    assert tuple(turn.question for turn in conversation.turns) == TWICE
    assert conversation.last is conversation.turns[1]


def test_a_turn_that_was_not_answered_is_remembered_without_quotes(ask):
    turn = Conversation().after(ask("Thanks!")).last
    assert (turn.question, turn.status, turn.quotes) == ("Thanks!", "unclear", ())


def test_two_conversations_can_go_on_from_one(ask):
    root = Conversation().after(ask("What is the Lantern Fellowship?"))
    one = root.after(ask("How large is the diaspora of Tavoria?"))
    other = root.after(ask("Thanks!"))
    assert [len(c.turns) for c in (root, one, other)] == [1, 2, 2]
    assert one.turns[0] is other.turns[0] is root.turns[0]


def test_a_conversation_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        Conversation().turns = ()


def test_a_turn_cannot_be_changed(ask):
    turn = Conversation().after(ask("Thanks!")).last
    with pytest.raises(ValidationError, match="frozen"):
        turn.question = "Hello!"
