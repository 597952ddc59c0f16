import pytest

from assistant.rewriting import bare, named, replaced, typed, with_topic, without
from assistant.words import Phrases, words_of


@pytest.fixture(scope="module")
def mention(assistant):
    return lambda text: assistant.understanding.names.mentions(text)[0]


def test_a_topic_is_set_behind_in_brackets():
    assert with_topic("Since when? ", "Lantern Fellowship") == "Since when? (Lantern Fellowship)"


@pytest.mark.parametrize(
    ("question", "complete"),
    [
        ("Who pays for it?", "Who pays for the Bond?"),
        ("Does IT pay?", "Does the Bond pay?"),
        ("What are its aims?", "What are the Bond's aims?"),
        ("Since when?", "Since when? (the Bond)"),
    ],
)
def test_a_name_takes_the_place_of_the_first_pronoun(question, complete):
    assert named(question, "the Bond", words_of("en")) == complete


def test_french_pronouns_stay_and_the_name_is_set_behind():
    assert named("Quand a-t-elle commencé ?", "Bourse Lanterne", words_of("fr")) == (
        "Quand a-t-elle commencé ? (Bourse Lanterne)"
    )


def test_a_mention_is_given_back_as_it_was_typed(mention):
    text = "And the lantern Fellowship, then?"
    assert typed(text, mention(text)) == "lantern Fellowship"


def test_a_mention_gives_its_place_to_another_name(mention):
    text = "When did the Lantern Fellowship begin?"
    assert replaced(text, mention(text), "Homeward Bond") == "When did the Homeward Bond begin?"


def test_where_digit_groups_shift_the_places_nothing_is_cut(mention):
    text = "Do 12 000 people know the Lantern Fellowship?"
    assert typed(text, mention(text)) == "LANTERN"
    assert replaced(text, mention(text), "Homeward Bond") == f"{text} (Homeward Bond)"
    assert without(text, Phrases(["people"])) == text


def test_closing_marks_are_dropped():
    assert bare("Qui paie\u00a0?!") == "Qui paie"
    assert bare("Who pays...") == "Who pays"


def test_phrases_are_left_out_unless_nothing_remains():
    frame = Phrases(["according to the profile"])
    assert without("According to the profile, who pays?", frame) == "who pays?"
    assert without("According to the profile", frame) == "According to the profile"
    assert without("Who pays?", frame) == "Who pays?"
