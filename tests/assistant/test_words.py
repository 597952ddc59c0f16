import tomllib
from importlib.resources import files

import pytest

from assistant.words import (
    Phrases,
    answer_kind,
    compared,
    spoken_languages,
    tokens,
    words_of,
)


def raw(code: str) -> dict:
    return tomllib.loads((files("assistant") / "words" / f"{code}.toml").read_text("utf-8"))


def kind(question: str, code: str) -> str | None:
    return answer_kind(tokens(question), words_of(code))


def test_words_are_compared_without_case_accents_and_signs():
    assert tokens("L'Été — d’où ? À 1,153 €!") == ["l", "ete", "d", "ou", "a", "1153"]
    assert tokens("?! …") == []


def test_phrases_are_found_left_to_right_the_longest_first():
    phrases = Phrases(["and", "and what about", "also"])
    assert phrases.spans(tokens("And what about this, and also that?")) == [(0, 3), (4, 5), (5, 6)]


def test_a_phrase_that_is_not_finished_is_not_found():
    assert Phrases(["what about"]).spans(["what"]) == []
    assert Phrases(["what about"]).spans([]) == []


def test_phrases_are_whole_words():
    assert Phrases(["rate"]).spans(tokens("a deliberate strategy")) == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many live abroad?", "count"),
        ("How much money do they send?", "money"),
        ("How long do they stay?", "duration"),
        ("What share live abroad?", "share"),
        ("When did it begin?", "date"),
        ("Why did they leave?", "reason"),
        ("Who pays?", "body"),
        ("Who is the minister?", "person"),
        ("Where is the counter?", "place"),
        ("What is the charter?", "definition"),
        ("the charter's full name", "definition"),
        ("Compare the bond and the fellowship.", "comparison"),
        ("Sail on.", None),
    ],
)
def test_an_english_question_tells_what_kind_of_answer_it_wants(question, expected):
    assert kind(question, "en") == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Combien vivent à l'étranger ?", "count"),
        ("Quel montant envoient-ils ?", "money"),
        ("Combien de temps restent-ils ?", "duration"),
        ("Quelle part vit à l'étranger ?", "share"),
        ("Quand a-t-elle commencé ?", "date"),
        ("Pourquoi sont-ils partis ?", "reason"),
        ("Qui paie ?", "body"),
        ("Qui est le ministre ?", "person"),
        ("Où est le guichet ?", "place"),
        ("Qu'est-ce que la charte ?", "definition"),
        ("Quel est le nom complet de la charte ?", "definition"),
        ("Comparez l'obligation et la bourse.", "comparison"),
        ("Au large.", None),
    ],
)
def test_a_french_question_tells_what_kind_of_answer_it_wants(question, expected):
    assert kind(question, "fr") == expected


def test_a_choice_among_several_is_a_list():
    assert kind("Which organisation is in Porto?", "en") == "choice"
    assert kind("Which organisations are in Porto?", "en") == "list"
    assert kind("Quelle organisation est à Porto ?", "fr") == "choice"
    assert kind("Quelles organisations sont à Porto ?", "fr") == "list"


def test_an_office_is_a_person_only_where_somebody_is_asked_for():
    assert kind("Who is the president?", "en") == "person"
    assert kind("Do emigrants elect the president?", "en") != "person"


@pytest.mark.parametrize(
    ("question", "code", "expected"),
    [
        ("Which is older?", "en", "date"),
        ("Which has more members?", "en", "count"),
        ("Lequel est le plus ancien ?", "fr", "date"),
        ("Lequel compte davantage de membres ?", "fr", "count"),
        ("Who has more members?", "en", "count"),
        ("Which one?", "en", None),
        ("Is the share of nurses higher in Canada or overall?", "en", "share"),
        ("What share of nurses is higher?", "en", None),  # asks for one share
        ("Share of nurses in Canada?", "en", None),
        ("La part des femmes est-elle plus élevée au Canada ?", "fr", "share"),
        ("Quelle part est plus élevée ?", "fr", None),
    ],
)
def test_a_comparison_tells_what_its_sides_have_to_state(question, code, expected):
    assert compared(tokens(question), words_of(code)) == expected


@pytest.mark.parametrize("word", ["harbour", "nurses", "census"])
def test_words_that_say_what_a_question_is_about_have_content(word):
    assert words_of("en").has_content(word)


@pytest.mark.parametrize("word", ["the", "what", "exactly", "please", "second", "many"])
def test_words_that_only_ask_have_none(word):
    assert not words_of("en").has_content(word)


def test_the_languages_that_can_be_asked_in_are_those_with_a_file():
    assert spoken_languages() == ("en", "fr")


def test_all_languages_have_the_same_tables():
    english, french = raw("en"), raw("fr")
    assert list(english) == list(french)
    for table in ("answer_kind", "comparative", "evidence", "entity_nouns", "replies"):
        assert list(english[table]) == list(french[table]), table


def test_replies_leave_the_same_places_to_fill_in_each_language():
    english, french = raw("en")["replies"], raw("fr")["replies"]
    filled = {"topics": "T", "country": "C", "own": "O", "count": 2, "language": "L", "topic": "X"}
    for name, reply in english.items():
        used = [place for place in filled if f"{{{place}}}" in reply]
        assert used == [place for place in filled if f"{{{place}}}" in french[name]], name
        assert "{" not in reply.format(**filled)


def test_words_are_read_once():
    assert words_of("fr") is words_of("fr")


@pytest.mark.parametrize(
    ("question", "code", "kind"),
    [
        ("Where does one vote when one lives abroad?", "en", "place"),
        ("Où vote-t-on quand on vit à l'étranger ?", "fr", "place"),
        ("Why did it begin when it did?", "en", "reason"),
        ("Why is it unknown how much they invest?", "en", "reason"),
        ("Who says how many there are?", "en", "body"),
        ("Pourquoi ignore-t-on combien ils sont ?", "fr", "reason"),
        ("When did the ministry say where it is?", "en", "date"),
        ("In which year was it founded, and where?", "en", "date"),
        ("How does one vote when one lives abroad?", "en", "manner"),
        ("Comment voter quand on vit à l'étranger ?", "fr", "manner"),
        ("Who counts as one of the far shore?", "en", "definition"),
        ("Qui est considéré comme un émigré ?", "fr", "definition"),
    ],
)
def test_the_word_that_opens_a_question_decides(question, code, kind):
    assert answer_kind(tokens(question), words_of(code)) == kind
