"""Which sentences make the answer: as many as the kind of question needs."""

import pytest


@pytest.fixture(scope="module")
def chosen(assistant, ranked):
    def words(question: str) -> list[str]:
        understood, evidence, best = ranked(question)
        choices = assistant.selector.select(understood, evidence, best).choices
        return [assistant.selector.words(choice.row) for choice in choices]

    return words


def test_a_figure_needs_one_sentence(chosen):
    assert chosen("How many people does the diaspora of Tavoria count?") == [
        "The diaspora of Tavoria counts 212,400 people, about 8.5 % of all Tavorians."
    ]
    assert chosen("Combien de personnes compte la diaspora ?") == [
        "La diaspora de la Tavorie compte 212 400 personnes, soit environ 8,5 % des Tavoriens."
    ]


def test_a_list_names_every_item_of_the_place_and_no_other(chosen):
    assert chosen("Which diaspora organisations are there in Portugal?") == [
        "The Lisbon Circle of Tavorians, founded in 1994, runs a language school in Portugal.",
        "The Far Shore Students' Union helps new students in Portugal to find rooms.",
    ]
    assert chosen("Quelles sont les organisations au Canada ?") == [
        "L'Association Érable et Marée collecte au Canada du matériel médical pour le dispensaire"
        " de Belhaven.",
        "Le Réseau des infirmières tavoriennes a des membres au Canada et en Nouvelle-Zélande et"
        " forme de jeunes infirmières.",
    ]


def test_a_count_of_organisations_names_those_that_are_counted(chosen):
    assert chosen("How many organisations are there in New Zealand?") == [
        "The Tavorian Nurses Network has members in Canada and in New Zealand and trains young"
        " nurses.",
        "The Auckland Sailing Choir sings Tavorian songs and pays for school books.",
    ]


def test_a_list_without_a_place_names_all(chosen):
    listed = chosen("Which organisations does the profile name?")
    assert [words.split(maxsplit=3)[1] for words in listed] == [
        "Lisbon",
        "Maple",
        "Tavorian",
        "Far",
        "Auckland",
    ]


def test_a_list_stands_in_the_order_of_the_profile(chosen):
    listed = chosen("Which programmes are there?")
    assert [words[:22] for words in listed] == ["The Lantern Fellowship", "The Homeward Bond is a"]


def test_a_comparison_states_both_sides_in_the_order_asked(chosen):
    question = (
        "Which was founded earlier, the Ministry of Overseas Ties or the Lisbon Circle of"
        " Tavorians?"
    )
    assert chosen(question) == [
        "The Ministry of Overseas Ties, founded in 2012, is in charge of diaspora matters in"
        " Tavoria.",
        "The Lisbon Circle of Tavorians, founded in 1994, runs a language school in Portugal.",
    ]


def test_the_sides_of_a_comparison_are_sentences_about_one_side(chosen):
    one, other = chosen("Comparez les médecins de la Bourse Lanterne et de l'Obligation du retour.")
    assert "Bourse Lanterne" in one
    assert "Obligation du retour" not in one
    assert "Obligation du retour" in other
    assert "Bourse Lanterne" not in other


def test_a_definition_begins_where_the_name_is_introduced(chosen):
    assert chosen("What is the Homeward Bond?") == [
        "The Homeward Bond is a savings bond that Tavorians abroad can buy from 100 USD.",
        "The money of the Homeward Bond builds harbours and clinics.",
    ]
    assert chosen("Qu'est-ce que l'Obligation du retour ?")[0] == (
        "L'Obligation du retour est une obligation d'épargne que les Tavoriens de l'étranger"
        " peuvent acheter à partir de 100 USD."
    )


def test_a_definition_passes_over_a_sentence_that_only_lists_the_name(chosen):
    assert chosen("What is Portugal?") == [
        "Portugal is the first destination, with 91,250 emigrants from Tavoria;"
    ]


def test_a_section_is_told_by_its_title_in_its_order(chosen):
    assert chosen("Tell me about political rights.") == [
        "Tavorians abroad may hold dual citizenship under the Citizenship Act of 2009.",
        "Tavorians abroad vote in presidential elections by post.",
        "Two of the 60 seats in the Tavorian parliament are reserved for them.",
    ]


def test_a_section_is_not_told_where_more_is_asked_than_its_title(chosen):
    told = chosen("What do political rights say about seats?")
    assert told[0] == "Two of the 60 seats in the Tavorian parliament are reserved for them."


@pytest.mark.parametrize(
    ("question", "only"),
    [
        ("What is the Homeward Bond?", True),
        ("Tell me about political rights.", True),
        ("Que signifie le sigle LANTERN ?", True),
        ("Which is older, the Lantern Fellowship or the Lisbon Circle of Tavorians?", True),
        ("What is the hull of the Homeward Bond?", False),  # a word that stands nowhere
        ("What do political rights say about seats?", False),
        ("When did the Homeward Bond begin?", False),
        ("What is the weather?", False),
    ],
)
def test_an_introduction_answers_a_question_that_asks_for_nothing_else(
    assistant, ranked, question, only
):
    understood, _, best = ranked(question)
    assert assistant.selector.introduces(understood, best) is only


def test_a_definition_leaves_out_the_neighbours(chosen):
    assert chosen("What is the Lisbon Circle of Tavorians?") == [
        "The Lisbon Circle of Tavorians, founded in 1994, runs a language school in Portugal."
    ]


def test_the_sentence_that_answers_comes_first(chosen):
    assert chosen("Who pays for the Lantern Fellowship?")[0] == (
        "The Ministry of Overseas Ties and the Nordic Fund pay for the Lantern Fellowship."
    )
    assert chosen("When did the Lantern Fellowship begin?")[0].startswith(
        "The Lantern Fellowship began in 2011"
    )


def test_a_sentence_that_opens_a_list_brings_the_items(chosen):
    assert chosen("What are the aims of the Far Shore Charter?") == [
        "The Far Shore Charter has three aims:",
        "It protects the rights of Tavorian workers abroad.",
        "It makes sending money home cheaper.",
        "It invites skilled Tavorians to return for a time.",
    ]
    assert chosen("Quels sont les buts de la Charte de l'autre rive ?") == [
        "La Charte de l'autre rive a trois buts :",
        "Elle protège les droits des travailleurs tavoriens à l'étranger.",
        "Elle rend moins cher l'envoi d'argent au pays.",
        "Elle invite les Tavoriens qualifiés à revenir pour un temps.",
    ]


def test_what_happened_in_a_year_is_every_section_that_names_it(chosen):
    assert chosen("What happened in 2012?") == [
        "The Ministry of Overseas Ties, founded in 2012, is in charge of diaspora matters in"
        " Tavoria."
    ]


def test_where_a_sum_is_asked_for_every_sentence_states_one(chosen):
    for words in chosen("How much money do Tavorians abroad send home?"):
        assert "USD" in words
