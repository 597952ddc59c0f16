"""Which sentences stand for the sides of a comparison."""

import pytest


@pytest.fixture(scope="module")
def sides(assistant, ranked):
    def words(question: str) -> list[str]:
        understood, _, best = ranked(question)
        chosen = assistant.selector.sides.of(understood, best)
        return [assistant.selector.words(choice.row) for choice in chosen]

    return words


def test_each_of_two_sides_has_its_sentence_in_the_order_asked(sides):
    assert sides("Do more Tavorians live in Canada or in Portugal?") == [
        "Canada is the second destination, with 40,300 emigrants from Tavoria;",
        "Portugal is the first destination, with 91,250 emigrants from Tavoria;",
    ]


def test_one_thing_is_compared_with_what_its_passage_says_beside_it(sides):
    one, rest = sides("Do more Tavorian emigrants live in Portugal than in all?")
    assert one == "Portugal is the first destination, with 91,250 emigrants from Tavoria;"
    assert rest in {
        "Canada is the second destination, with 40,300 emigrants from Tavoria;",
        "New Zealand is the third destination, with 17,075 emigrants from Tavoria.",
    }


@pytest.mark.parametrize(
    "question",
    [
        "How many emigrants live in Portugal?",  # compares nothing
        "Which country has the most emigrants, Portugal?",  # a choice has one answer
        "Do more people live in Tavoria than before?",  # no side is named
    ],
)
def test_what_compares_no_sides_has_none(sides, question):
    assert sides(question) == []
