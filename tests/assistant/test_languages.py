import pytest

from assistant.languages import LanguageGuess


@pytest.fixture(scope="module")
def guess():
    both = LanguageGuess(("en", "fr"))
    return lambda text, before=None: both.guess(text, text.lower().split(), before)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("who pays for the fellowship", "en"),
        ("qui finance la bourse", "fr"),
        ("when did they return", "en"),
        ("quand sont ils revenus", "fr"),
    ],
)
def test_function_words_tell_the_language(guess, text, code):
    assert guess(text) == code


@pytest.mark.parametrize(
    ("text", "code"), [("remittances sent home yearly", "en"), ("envoi mensuel d'argent", "fr")]
)
def test_without_function_words_the_letters_tell(guess, text, code):
    assert guess(text) == code


def test_words_outweigh_the_language_so_far(guess):
    assert guess("qui finance la bourse", before="en") == "fr"
    assert guess("who pays for the fellowship", before="fr") == "en"


def test_nothing_but_names_keeps_the_language_so_far():
    assert LanguageGuess(("en", "fr")).guess("LCT?", [], "fr") == "fr"
    assert LanguageGuess(("en", "fr")).guess("LCT?", [], "en") == "en"


def test_a_single_acronym_at_the_beginning_is_in_the_first_language():
    assert LanguageGuess(("en", "fr")).guess("LCT", []) == "en"
    assert LanguageGuess(("fr", "en")).guess("LCT", []) == "fr"


def test_a_language_that_is_not_among_them_is_forgotten():
    assert LanguageGuess(("en", "fr")).guess("LCT", [], "pt") == "en"


def test_a_single_language_is_not_guessed():
    only = LanguageGuess(("fr",))
    assert only.guess("who pays for it", ["who", "pays", "for", "it"]) == "fr"
