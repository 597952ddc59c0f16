"""What a short turn may be about: the telling words of the first and the latest turns."""

import pytest

from assistant.context import context_words
from assistant.conversation import Conversation, Turn
from assistant.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def words(tavoria_index):
    vocabularies = {code: Vocabulary(tavoria_index.lexica[code]) for code in ("en", "fr")}

    def of(question, *turns, code="en"):
        said = [
            Turn(question=q, standalone_question=q, language=c, status="answered")
            for q, c in ((turn if isinstance(turn, tuple) else (turn, "en")) for turn in turns)
        ]
        return context_words(question, code, said, vocabularies)

    return of


def test_words_of_the_conversation_that_the_question_lacks(words):
    assert words("How many fellows?", "Who pays for the Lantern scheme?") == ("pays", "Lantern")


def test_words_that_no_passage_holds_are_left_out(words):
    assert words("How many?", "Is the zeppelin of the Lantern blue?") == ("Lantern",)


def test_the_first_turn_and_the_two_latest_count(words):
    turns = ["the Lantern", "the bond", "the charter", "the choir"]
    assert words("How many?", *turns) == ("Lantern", "charter", "choir")


def test_a_turn_in_another_language_is_read_in_it(words):
    assert words("How many?", ("Qui finance la bourse ?", "fr")) == ("bourse",)


def test_at_most_ten_words_the_most_telling_ones(words):
    turn = (
        "remittances bond charter choir nurses students fellowship Lantern Nordic Belhaven "
        "Auckland Lisbon"
    )
    found = words("How many?", turn)
    assert len(found) == 10
    assert [w for w in turn.split() if w in found] == list(found)
    assert "remittances" not in found


def test_nothing_said_gives_nothing(words):
    assert words("How many?") == ()


def test_only_a_short_turn_without_a_topic_gets_context(assistant):
    before = Conversation().after(assistant.ask("What does the Lantern Fellowship pay for?"))
    understand = assistant.understanding.understand
    assert "Lantern" in understand("How many fellows went home?", before).context
    assert understand("What is the Homeward Bond?", before).context == ()
    assert understand("How many fellows went home?", Conversation()).context == ()
    long = "Which harbour schools teach nursing students weekend language courses nowadays?"
    assert understand(long, before).context == ()
