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


def test_where_nothing_is_said_to_compare_each_side_is_introduced(sides):
    told = sides("What is the difference between the Homeward Bond and the Lantern Fellowship?")
    assert told == [
        "The Homeward Bond is a savings bond that Tavorians abroad can buy from 100 USD.",
        "The money of the Homeward Bond builds harbours and clinics.",
        "The Lantern Fellowship began in 2011 and brings Tavorian doctors and teachers home for"
        " three months.",
        "The Ministry of Overseas Ties and the Nordic Fund pay for the Lantern Fellowship.",
    ]


def test_where_a_kind_of_thing_is_to_be_compared_each_side_has_its_best_sentence(sides):
    told = sides("Compare the institutions of the Lantern Fellowship and the Homeward Bond.")
    assert told == [
        "By 2023, 148 fellows had taken part in the Lantern Fellowship, most of them from Canada.",
        "The money of the Homeward Bond builds harbours and clinics.",
    ]


def test_where_ages_are_compared_each_side_has_the_sentence_that_tells_since_when(sides):
    """By 2023 the fellowship had 148 fellows, but it began in 2011."""
    assert sides("Which is older, the Lantern Fellowship or the Lisbon Circle of Tavorians?") == [
        "The Lantern Fellowship began in 2011 and brings Tavorian doctors and teachers home for"
        " three months.",
        "The Lisbon Circle of Tavorians, founded in 1994, runs a language school in Portugal.",
    ]


@pytest.mark.parametrize(
    ("question", "only"),
    [
        ("Which is older, the Lantern Fellowship or the Lisbon Circle of Tavorians?", True),
        ("Lequel est le plus ancien, la Bourse Lanterne ou le Cercle lisboète ?", True),
        ("Which was painted earlier, the Lantern Fellowship or the Lisbon Circle?", False),
        ("Which is older, the Lantern Fellowship or the Homeward Bond?", False),  # no year
        ("Which has more nurses, the Lantern Fellowship or the Lisbon Circle?", False),
        ("Is the Lantern Fellowship older?", False),
    ],
)
def test_ages_are_stated_where_each_sides_year_is(assistant, ranked, question, only):
    understood, _, best = ranked(question)
    assert assistant.selector.sides.ages(understood, best) is only
