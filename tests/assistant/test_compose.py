"""What an answer says, cites and suggests."""

import pytest

ONLY_ENGLISH = "Ce passage n'existe qu'en anglais."


def test_each_sentence_is_a_quote_with_its_own_number(ask):
    answer = ask("What is the Homeward Bond?")
    assert answer.text == (
        "The Homeward Bond is a savings bond that Tavorians abroad can buy from 100 USD. [1] "
        "The money of the Homeward Bond builds harbours and clinics. [2]"
    )
    assert [s.citations for s in answer.sentences] == [(1,), (2,)]
    assert [s.text for s in answer.sentences] == [c.quote for c in answer.citations]


def test_the_footnotes_of_the_quoted_sentence_travel_with_it_and_only_those(ask):
    priced, unpriced = ask("What is the Homeward Bond?").citations
    assert priced.passage_id == unpriced.passage_id == "tavoria/bond#1"
    assert [(n.number, n.text, n.url) for n in priced.references] == [
        (
            "4",
            "Ministry of Overseas Ties, Far Shore Charter, 2016.",
            "https://example.org/charter",
        )
    ]
    assert unpriced.references == ()


def test_a_caveat_travels_with_the_passage_that_it_warns_of(ask):
    answer = ask("How much were remittances in 2019?")
    assert answer.text == (
        "A survey by the Harbour Bank put the remittances of 2019 at 90 bn USD. [1]"
    )
    assert answer.citations[0].caveats == (
        'The survey prints "bn"; compared with 318.5 million USD in 2022, it must mean million.',
    )


def test_a_passage_without_a_caveat_brings_none(ask):
    answer = ask("How much money do Tavorians abroad send home?")
    assert [c.caveats for c in answer.citations] == [()] * len(answer.citations)


def test_a_citation_names_the_document_in_the_language_of_the_text(ask):
    (english,) = ask("How many people does the diaspora of Tavoria count?").citations
    (french,) = ask("Combien de personnes compte la diaspora ?").citations
    assert english.source.title == "Diaspora profile: Tavoria"
    assert french.source.title == "Profil de diaspora : Tavorie"
    assert english.passage_id == french.passage_id == "tavoria/facts#1"
    assert (english.language, french.language) == ("en", "fr")
    assert english.section == ("Facts & figures",)
    assert english.edition == "2024-05"


def test_ten_passages_at_most_are_shown_as_found_best_first(ask):
    found = ask("How much money do Tavorians abroad send home?").retrieved
    assert len(found) == 10
    assert found[0].passage_id == "tavoria/remittances#1"
    scores = [r.score for r in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1 for score in scores)
    assert len({r.passage_id for r in found}) == 10


def test_what_was_cited_is_not_suggested_again(ask):
    answer = ask("How much were remittances in 2019?")
    assert len(answer.suggestions) == 3
    assert "What does the profile say about Remittances?" not in answer.suggestions


def test_what_is_not_covered_names_what_is_nearest(ask):
    answer = ask("What was the budget of the Lantern Fellowship?")
    assert (answer.status, answer.sentences, answer.citations) == ("not_covered", (), ())
    assert answer.text.startswith(
        "The profile doesn't say. Nearest to it, the profile covers: Lantern Fellowship; "
    )
    assert answer.suggestions[0] == "What does the profile say about Lantern Fellowship?"
    assert len(answer.retrieved) == 10


def test_the_same_in_french(ask):
    answer = ask("Quel est le budget de la Bourse Lanterne ?")
    assert (answer.status, answer.language) == ("not_covered", "fr")
    assert answer.text.startswith(
        "Le profil ne le dit pas. Au plus près, le profil traite de : Bourse Lanterne; "
    )
    assert answer.suggestions[0] == "Que dit le profil sur « Bourse Lanterne » ?"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "What does the profile say about Senegal?",
            "The profile doesn't mention Senegal. It is about: Diaspora profile: Tavoria.",
        ),
        (
            "Que dit le profil du Sénégal ?",
            "Le profil ne parle pas de ce pays (Sénégal). "
            "Il porte sur : Profil de diaspora : Tavorie.",
        ),
        (
            "How many Norwegians live in Chad?",
            "The profile doesn't mention Norway, Chad. It is about: Diaspora profile: Tavoria.",
        ),
    ],
)
def test_another_country_is_named_and_so_is_the_one_that_is_known(ask, question, text):
    answer = ask(question)
    assert (answer.status, answer.text) == ("not_covered", text)
    assert answer.citations == answer.retrieved == ()


@pytest.mark.parametrize(
    ("said", "language", "text"),
    [
        ("Thanks!", "en", "You're welcome."),
        ("Merci beaucoup !", "fr", "Je vous en prie."),
        ("D'accord.", "fr", "Je vous en prie."),
    ],
)
def test_thanks_are_answered_with_a_welcome(ask, said, language, text):
    answer = ask("What is the Homeward Bond?", said)
    assert (answer.status, answer.language, answer.text) == ("unclear", language, text)
    assert answer.citations == answer.retrieved == ()


@pytest.mark.parametrize("scrap", ["?", "...", "who?", "it", "and?"])
def test_a_scrap_is_asked_back_with_suggestions(ask, scrap):
    answer = ask(scrap)
    assert (answer.status, answer.text) == ("unclear", "What is the question about?")
    assert len(answer.suggestions) == 3


def test_a_suggestion_can_be_asked(ask):
    for suggestion in ask("How much were remittances in 2019?").suggestions:
        assert ask(suggestion).question == suggestion


def test_without_french_text_the_original_is_quoted_and_a_caveat_says_so(only_english):
    answer = only_english.ask("Qui finance la Bourse Lanterne ?")
    assert (answer.status, answer.language) == ("answered", "fr")
    first = answer.citations[0]
    assert first.quote == (
        "The Ministry of Overseas Ties and the Nordic Fund pay for the Lantern Fellowship."
    )
    assert first.language == "en"
    assert first.caveats == (ONLY_ENGLISH,)
    assert [n.number for n in first.references] == ["5"]


def test_the_passages_own_caveat_stands_behind_that_of_the_language(only_english):
    answer = only_english.ask(
        "Quelle somme des transferts de fonds la Banque du Port donne-t-elle pour 2019 ?"
    )
    survey = next(c for c in answer.citations if c.passage_id == "tavoria/remittances#2")
    assert survey.caveats == (
        ONLY_ENGLISH,
        'The survey prints "bn"; compared with 318.5 million USD in 2022, it must mean million.',
    )


def test_without_french_text_everything_else_is_said_in_french(only_english):
    assert only_english.ask("Merci !").text == "Je vous en prie."
    assert only_english.ask("Que dit le profil du Sénégal ?").text == (
        "Le profil ne parle pas de ce pays (Sénégal). Il porte sur : Diaspora profile: Tavoria."
    )
    unsaid = only_english.ask("Quel est le budget de la Bourse Lanterne ?")
    assert unsaid.text.startswith("Le profil ne le dit pas.")


def test_where_there_is_french_text_no_caveat_speaks_of_languages(ask):
    answer = ask("Qui finance la Bourse Lanterne ?")
    assert {(c.language, c.caveats) for c in answer.citations} == {("fr", ())}
