"""The YAML blocks of a profile, and whether a paragraph states a figure."""

from pathlib import Path

import pytest

from assistant import question
from corpus.cards import (
    LONGEST_QUESTION,
    EntityCard,
    FigureCard,
    FrontMatter,
    read_card,
    stated,
    written,
)
from corpus.errors import ProfileError
from corpus.markdown import Block


def card(value: float, as_written: str | None = None) -> FigureCard:
    return FigureCard(id="n", label="N", value=value, unit="people", as_written=as_written)


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (3, "3", "3"),
        (999, "999", "999"),
        (403646, "403,646", "403 646"),
        (5.52, "5.52", "5,52"),
        (1153.25, "1,153.25", "1 153,25"),
        (-2.5, "-2.5", "-2,5"),
        (964000000000, "964,000,000,000", "964 000 000 000"),
    ],
)
def test_numbers_are_written_as_the_language_does(value: float, english: str, french: str):
    assert (written(value, "en"), written(value, "fr")) == (english, french)


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
def test_any_space_may_group_digits(space: str):
    assert stated(card(403646), f"On compte 403{space}646 émigrés.", "fr")


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
def test_any_space_may_stand_in_as_written(space: str):
    assert stated(card(9e10, f"90{space}milliards"), "Soit 90 milliards USD.", "fr")


def test_as_written_takes_the_place_of_the_number():
    assert stated(card(964e9, "$964 bn"), "They sent $964 bn home.", "en")
    assert not stated(card(964e9, "$964 bn"), "They sent 964,000,000,000 home.", "en")


def test_a_number_written_as_another_language_does_is_not_stated():
    assert not stated(card(5.52), "It is 5.52 %.", "fr")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "403,646 left."),
        (646, "403,646 left."),
        (403, "403,646 left."),
        (5, "It is 5.52 %."),
        (52, "It is 5.52 %."),
        (40, "In all, 403 left."),
    ],
)
def test_a_part_of_another_number_is_not_the_number(value: float, text: str):
    assert not stated(card(value), text, "en")


def test_a_number_may_end_a_sentence_or_stand_in_brackets():
    assert stated(card(52), "There are 52.", "en")
    assert stated(card(52), "Some (52, at most) left.", "en")


def test_a_bare_year_is_an_edition():
    raw = "id: a\ncountry: XA\nlanguage: en\ntitle: T\npublisher: P\nedition: 2025\nlicence: L"
    head = read_card(FrontMatter, Block("front matter", 2, raw=raw), Path("p.md"))
    assert head.edition == "2025"


def test_norway_stays_norway():
    raw = "id: a\ncountry: NO\nlanguage: en\ntitle: T\npublisher: P\nedition: 2025\nlicence: L"
    head = read_card(FrontMatter, Block("front matter", 2, raw=raw), Path("p.md"))
    assert head.country == "NO"


def head_with(questions: str) -> FrontMatter:
    raw = "id: a\ncountry: XA\nlanguage: en\ntitle: T\npublisher: P\nedition: 2025\nlicence: L\n"
    return read_card(FrontMatter, Block("front matter", 2, raw=raw + questions), Path("p.md"))


def test_example_questions_are_read_without_the_space_around_them():
    longest = "x" * 2_000
    head = head_with(f'questions:\n  - " Who funds it? "\n  - {longest}')
    assert head.questions == ("Who funds it?", longest)


@pytest.mark.parametrize(
    ("questions", "told"),
    [
        ('questions: [""]', "holds an empty text. Write it or remove it."),
        ('questions:\n  - Who?\n  - "  "', "holds an empty text. Write it or remove it."),
        (
            f"questions: [{'x' * 2_001}]",
            "holds a text that is too long. Shorten it to 2000 characters.",
        ),
    ],
)
def test_an_example_question_that_cannot_be_asked_is_refused(questions: str, told: str):
    with pytest.raises(ProfileError) as caught:
        head_with(questions)
    assert str(caught.value) == f"p.md:9: «questions» {told}"


def test_an_example_may_be_as_long_as_a_question():
    assert LONGEST_QUESTION == question.LONGEST_QUESTION


def test_a_number_may_be_an_acronym():
    block = Block("entity", 5, raw="id: a\nkind: event\nnames: {en: A}\nacronym: 2020")
    assert read_card(EntityCard, block, Path("p.md")).acronym == "2020"


@pytest.mark.parametrize("value", [".inf", "-.inf", ".nan", "1e400"])
def test_a_figure_has_to_be_finite(value: str):
    block = Block("figure", 5, raw=f"id: a\nlabel: b\nvalue: {value}\nunit: u")
    with pytest.raises(ProfileError) as caught:
        read_card(FigureCard, block, Path("p.md"))
    assert str(caught.value) == (
        "p.md:7: «value» is wrong (Input should be a finite number). Mend the value."
    )
