import pytest

from assistant.question import LONGEST_QUESTION, asking_part, checked
from corpus.errors import QuestionError


def test_space_around_a_question_is_dropped():
    assert checked("\n  Who funds it? \t") == "Who funds it?"


@pytest.mark.parametrize("empty", ["", " ", "\n\t ", "\u00a0\u2003"])
def test_an_empty_question_is_refused(empty):
    with pytest.raises(QuestionError, match=r"^The question is empty\."):
        checked(empty)


def test_two_thousand_characters_may_be_asked():
    assert LONGEST_QUESTION == 2_000
    assert checked("x" * 2_000) == "x" * 2_000


def test_one_character_more_is_refused_with_both_numbers():
    with pytest.raises(QuestionError) as refused:
        checked("x" * 2_001)
    assert str(refused.value) == (
        "The question has 2,001 characters; at most 2,000 are read. Shorten it."
    )
    assert refused.value.exit_code == 2


def test_only_what_remains_without_space_is_counted():
    assert len(checked(" " * 50 + "x" * 2_000 + "\n")) == 2_000


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("Who funds it?", "Who funds it?"),
        ("I read of a bond. What is it?", "What is it?"),
        ("Are there nurses in Canada? How many?", "Are there nurses in Canada?"),
        ("Tell me about the bond. Thanks.", "Tell me about the bond. Thanks."),
    ],
)
def test_the_part_that_asks_is_the_longest_sentence_with_a_question_mark(question, part):
    assert asking_part(question, "en") == part
