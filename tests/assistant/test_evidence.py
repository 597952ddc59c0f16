import pytest

from assistant.evidence import NUMBER, holds


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("date", "The charter was adopted in 2016."),
        ("date", "It was printed in 1899."),
        ("date", "The counter opens in March."),
        ("date", "It meets on the first Monday."),
        ("date", "The convent dates from the twelfth century."),
        ("moment", "The card is posted after the oath."),
        ("moment", "It was printed in 1899."),
        ("money", "They sent 318.5 million USD."),
        ("money", "It costs 40 crowns."),
        ("money", "The card is free of charge."),
        ("money", "It costs 12 €."),
        ("share", "Remittances equal 6.4 % of GDP."),
        ("share", "Half of the nurses left."),
        ("share", "One in four nurses left."),
        ("share", "It keeps two thirds of the fee."),
        ("duration", "They come home for three months."),
        ("duration", "The fellowship ran from 2011 to 2019."),
        ("count", "The diaspora counts 212,400 people."),
        ("count", "Two of the seats are reserved."),
        ("count", "It has 2,016 members."),
        ("count", "In 2023, 148 fellows had taken part."),
    ],
)
def test_a_sentence_holds_what_is_asked_for(kind, sentence):
    assert holds(kind, sentence, "en")


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("date", "It has 2,016 members and 318 seats."),
        ("date", "The card is posted after the oath."),
        ("date", "Members may stand again."),
        ("moment", "Members may stand again."),
        ("share", "The bone in the museum is old."),
        ("money", "Remittances equal 6.4 % of GDP."),
        ("money", "The museum is large."),
        ("share", "The charter was adopted in 2016."),
        ("duration", "The charter was adopted in 2016."),
        ("count", "The charter was adopted in 2016."),
        ("count", "Nurses leave."),
    ],
)
def test_a_sentence_does_not_hold_what_it_does_not_state(kind, sentence):
    assert not holds(kind, sentence, "en")


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("share", "La moitié des infirmières est partie."),
        ("duration", "Ils reviennent pour trois mois."),
        ("count", "Deux des sièges leur sont réservés."),
    ],
)
def test_each_language_has_its_own_words_for_it(kind, sentence):
    assert holds(kind, sentence, "fr")
    assert not holds(kind, sentence, "en")


@pytest.mark.parametrize("kind", ["", "list", "definition", "choice"])
def test_other_kinds_ask_for_nothing_in_particular(kind):
    assert holds(kind, "Sail on.", "en")


def test_the_full_stop_behind_a_number_is_not_part_of_it():
    assert NUMBER.findall("reached 318.5 million in 2022.") == ["318.5", "2022"]


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("moment", "La carte coûte aux membres des frais."),
        ("money", "Le musée prête un livre à lire."),
    ],
)
def test_french_words_that_only_look_like_marks_hold_nothing(kind, sentence):
    assert not holds(kind, sentence, "fr")


def test_a_french_moment_is_less_than_a_date():
    assert holds("moment", "La carte est envoyée après le serment.", "fr")
    assert not holds("date", "La carte est envoyée après le serment.", "fr")
