"""The façade, end to end, on a country that doesn't exist."""

import ast
import re
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import assistant as room
from assistant.answer import Answer, check
from assistant.ask import Assistant
from assistant.conversation import Conversation
from corpus.errors import BrokenInvariant, InputError, QuestionError
from index.filters import Filter

COUNTRY_WORDS = re.compile(
    r"mali|tokten|dgme|hcme|bamako|kayes|diaspora engagement|ecowas|ciges|bambara|tavori", re.I
)
QUESTIONS = (
    "How many people does the diaspora of Tavoria count?",
    "How much money do Tavorians abroad send home?",
    "Which diaspora organisations are there in Portugal?",
    "How many organisations are there in New Zealand?",
    "Compare the Lantern Fellowship and the Homeward Bond.",
    "What is the Far Shore Charter?",
    "Who pays for the Lantern Fellowship?",
    "What was the budget of the Lantern Fellowship?",
    "Who is the minister of overseas ties?",
    "How many Norwegians live in Chad?",
    "Thanks!",
    "And the second?",
    "Combien de personnes compte la diaspora ?",
    "Combien coûte un transfert ?",
    "Quelles sont les organisations au Canada ?",
    "Qu'est-ce que la Bourse Lanterne ?",
    "Qui finance la Bourse Lanterne ?",
    "Quel est le budget de la Bourse Lanterne ?",
    "Que dit le profil du Sénégal ?",
    "Merci beaucoup !",
)


def hashes(assistant: Assistant) -> dict[tuple[str, str], str]:
    return {(p.id, p.language): p.sha256 for p in assistant.index.passages}


def untimed(answer: Answer) -> Answer:
    return answer.model_copy(update={"timings_ms": {}})


def spoken_by(source: Path) -> list[str]:
    """The names and strings that a module works with; its docstrings only explain."""
    tree = ast.parse(source.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and ast.get_docstring(node) is not None
    }
    strings = (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
    )
    names = (node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    return [*strings, *names]


@pytest.mark.parametrize("source", sorted(Path(room.__file__).parent.glob("*.py")), ids=str)
def test_no_code_mentions_a_country(source: Path):
    assert [words for words in spoken_by(source) if COUNTRY_WORDS.search(words)] == []


@pytest.mark.parametrize(
    "source", sorted((Path(room.__file__).parent / "words").glob("*.toml")), ids=lambda p: p.name
)
def test_no_list_of_words_mentions_a_country(source: Path):
    assert COUNTRY_WORDS.findall(str(tomllib.loads(source.read_text("utf-8")))) == []


def test_the_search_for_countries_finds_one_that_is_there(tmp_path: Path):
    guilty = tmp_path / "guilty.py"
    guilty.write_text('"""About Mali."""\nRULE = "In Mali …"\n', "utf-8")
    assert [words for words in spoken_by(guilty) if COUNTRY_WORDS.search(words)] == ["In Mali …"]


def test_a_figure_is_answered_with_its_sentence_and_its_source(ask):
    answer = ask("How many people does the diaspora of Tavoria count?")
    assert (answer.status, answer.language) == ("answered", "en")
    assert answer.text == (
        "The diaspora of Tavoria counts 212,400 people, about 8.5 % of all Tavorians. [1]"
    )
    assert answer.citations[0].references[0].text == "Statistics Office of Tavoria, Census 2022."


def test_a_figure_is_answered_in_french_too(ask):
    answer = ask("Quelle part du PIB représentent les transferts de fonds ?")
    assert (answer.status, answer.language) == ("answered", "fr")
    assert answer.sentences[0].text == (
        "Les transferts de fonds représentent 6,4 % du produit intérieur brut (PIB) de la Tavorie."
    )


def test_every_item_of_a_list_is_cited_where_it_is_introduced(ask):
    answer = ask("Which diaspora organisations are there in Portugal?")
    assert [c.passage_id for c in answer.citations] == [
        "tavoria/organisations#1",
        "tavoria/organisations#4",
    ]
    assert [s.citations for s in answer.sentences] == [(1, 2), (1,), (2,)]
    assert answer.text.startswith("The profile names 2: [1][2] ")


def test_another_country_is_named_as_such_where_nothing_was_asked_before(ask):
    answer = ask("Et le Sénégal ?")
    assert answer.status == "not_covered"
    assert "Sénégal" in answer.text


def test_both_sides_of_a_comparison_are_cited(ask):
    answer = ask("Compare the Lantern Fellowship and the Homeward Bond.")
    assert answer.status == "answered"
    assert {c.passage_id.partition("#")[0] for c in answer.citations} == {
        "tavoria/lantern",
        "tavoria/bond",
    }


def test_a_count_cites_as_many_as_there_are(ask):
    answer = ask("How many organisations are there in New Zealand?")
    assert [c.passage_id for c in answer.citations] == [
        "tavoria/organisations#3",
        "tavoria/organisations#5",
    ]


def test_a_comparison_cites_both_sides(ask):
    answer = ask("Compare the Lantern Fellowship and the Homeward Bond.")
    assert answer.status == "answered"
    assert {c.section[-1] for c in answer.citations} == {"Lantern Fellowship", "Homeward Bond"}


def test_a_definition_is_the_passage_that_introduces_it(ask):
    answer = ask("Qu'est-ce que la Bourse Lanterne ?")
    assert answer.sentences[0].text == (
        "La Bourse Lanterne a commencé en 2011 et fait revenir au pays des médecins et des"
        " enseignants tavoriens pour trois mois."
    )
    assert answer.citations[0].passage_id == "tavoria/lantern#1"


@pytest.mark.parametrize(
    "question",
    [
        "What was the budget of the Lantern Fellowship?",
        "Quel est le budget de la Bourse Lanterne ?",
        "Who is the minister of overseas ties?",
        "What is the weather in Belhaven?",
        "Do the laws guarantee liberty?",
    ],
)
def test_what_the_profile_does_not_say_is_not_covered(ask, question):
    answer = ask(question)
    assert (answer.status, answer.citations) == ("not_covered", ())


def test_an_introduction_is_not_doubted(fresh_assistant):
    assistant = fresh_assistant
    certain = assistant.coverage.calibration.model_copy(update={"threshold": 0.999})
    assistant.coverage.calibration = certain
    examined = assistant.examine("What is the Homeward Bond?")
    assert (examined.answer.status, examined.probability) == ("answered", 1.0)
    assert assistant.ask("Who can buy the Homeward Bond?").status == "not_covered"


def test_a_country_that_only_a_passage_names_is_not_called_unmentioned(tavoria_index, encoder):
    """Portugal isn't an entity of this index; its passages speak of it all the same."""
    answer = Assistant(tavoria_index, encoder).ask("How many emigrants live in Portugal?")
    assert "doesn't mention" not in answer.text


def test_a_group_of_countries_is_not_called_a_country(ask):
    answer = ask("Which United Nations programmes are there?")
    assert "doesn't mention" not in answer.text


def test_a_conversation_of_two_languages_goes_through(ask):
    turns = (
        "Which diaspora organisations are there in Canada?",
        "And in Portugal?",
        "What does the second one do?",
        "Merci !",
        "Qu'est-ce que la Bourse Lanterne ?",
        "Qui la finance ?",
    )
    answer = ask(*turns)
    assert answer.standalone_question == "Qui la finance ? (Bourse Lanterne)"
    assert answer.sentences[0].text == (
        "Le Ministère des Liens d'outre-mer et le Fonds nordique financent la Bourse Lanterne."
    )


def test_a_conversation_is_not_changed_by_asking(assistant):
    before = Conversation().after(assistant.ask("What is the Lantern Fellowship?"))
    copy = before.model_copy(deep=True)
    assistant.ask("When did it begin?", before)
    assert before == copy
    assert len(before.turns) == 1


def test_an_answer_tells_what_was_asked_and_what_answered(assistant):
    answer = assistant.ask("  What is the Homeward Bond?\n")
    assert answer.question == "What is the Homeward Bond?"
    assert answer.generation == assistant.generation == assistant.index.name
    assert list(answer.timings_ms) == ["understand", "encode", "search", "compose"]
    assert assistant.profiles() == assistant.index.profiles


def test_small_talk_is_not_searched_for(assistant):
    assert list(assistant.ask("Thanks!").timings_ms) == ["understand", "compose"]


def test_asking_twice_gives_the_same_answer(assistant):
    for question in QUESTIONS:
        assert untimed(assistant.ask(question)) == untimed(assistant.ask(question))


def test_threads_that_share_an_assistant_get_the_same_answers(fresh_assistant):
    """Eight threads begin with a fresh assistant, whose caches are empty."""
    with ThreadPoolExecutor(8) as threads:
        answers = list(
            threads.map(
                lambda start: {
                    q: untimed(fresh_assistant.ask(q))
                    for q in QUESTIONS[start:] + QUESTIONS[:start]
                },
                range(8),
            )
        )
    alone = {q: untimed(fresh_assistant.ask(q)) for q in QUESTIONS}
    assert answers == [alone] * 8


@pytest.mark.parametrize("question", ["", "  \n\t ", "x" * 2_001])
def test_a_question_that_cannot_be_asked_is_refused(assistant, question):
    with pytest.raises(QuestionError):
        assistant.ask(question)
    with pytest.raises(QuestionError):
        assistant.search(question, 5)


def test_the_longest_question_is_answered(assistant):
    answer = assistant.ask("remittances " * 166 + "in 2019?")
    assert len(answer.question) == 2_000
    assert check(answer, hashes(assistant)) is answer


@settings(max_examples=80, derandomize=True, deadline=None)
@given(
    question=st.one_of(
        st.text(max_size=2_000),
        st.text(st.characters(categories=["Cc", "Cf", "So", "Mn", "Zs"]), max_size=60),
        st.text(st.sampled_from("مرحبا؟ שלום ?!👩‍👩‍👧🇳🇿\u202e\u0000\r\n1.,"), max_size=60),
        st.lists(
            st.sampled_from(
                ["it", "the", "second", "et", "qui", "Portugal", "Lantern", "2016", "1,000", "?"]
            )
        ).map(" ".join),
    )
)
def test_whatever_is_typed_gets_an_answer_that_keeps_its_promises(assistant, question):
    conversation = Conversation().after(assistant.ask("What is the Lantern Fellowship?"))
    for before in (None, conversation):
        try:
            answer = assistant.ask(question, before)
        except QuestionError:
            assert not question.strip()
        else:
            assert check(answer, hashes(assistant)) is answer
            assert answer.question == question.strip()
            assert answer.text


def test_an_answer_from_another_index_does_not_leave(assistant, monkeypatch):
    monkeypatch.setattr(assistant, "_hashes", {})
    with pytest.raises(BrokenInvariant, match="isn't of this index"):
        assistant.ask("What is the Homeward Bond?")


def test_a_search_gives_the_k_best_passages(assistant):
    found = assistant.search("remittances", 3)
    assert [r.passage_id for r in found] == [
        "tavoria/remittances#1",
        "tavoria/remittances#2",
        "tavoria/remittances#3",
    ]
    assert [r.passage_id for r in assistant.search("remittances", 1)] == ["tavoria/remittances#1"]
    assert assistant.search("les frais de transfert élevés", 1)[0].passage.startswith("Des frais")


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(language="fr"),
        Filter(country="xa", language="EN"),
        Filter(section="facts"),
        Filter(language="fr", section="facts", edition="2024-05"),
    ],
)
@pytest.mark.parametrize("query", ["remittances", "les frais de transfert élevés"])
def test_a_filtered_search_ranks_those_that_pass_and_no_other(assistant, query, wanted):
    """Against brute force: every passage is asked for itself whether it may be found."""
    index, french = assistant.index, query.startswith("les")
    language = wanted.language.lower() or ("fr" if french else "en")
    facts = {"facts", "destinations", "remittances"}
    own = {
        row
        for row, p in enumerate(index.passages)
        if p.language == language and (not wanted.section or p.section in facts)
    }
    evidence = assistant.find(query, wanted=wanted)
    assert sorted(evidence.passages.tolist()) == sorted(own)
    assert (
        sorted(evidence.sentences.tolist())
        == np.flatnonzero([owner in own for owner in index.owner]).tolist()
    )
    found = [(r.passage_id, r.score) for r in assistant.search(query, 100, wanted)]
    assert len(found) == len(own)
    if language == ("fr" if french else "en"):
        everything = [(r.passage_id, r.score) for r in assistant.search(query, 100)]
        ids = {index.passages[row].id for row in own}
        assert found == [(name, score) for name, score in everything if name in ids]


def test_a_filter_that_nothing_passes_says_what_there_is(assistant):
    with pytest.raises(InputError) as told:
        assistant.search("remittances", 3, Filter(country="ML", section="facts"))
    assert str(told.value) == (
        "No passage has country ML, section facts. "
        "There are country XA; language en, fr; edition 2024-05."
    )


def test_a_search_for_more_than_there_is_gives_all(assistant):
    assert len(assistant.search("remittances", 1_000)) == 23


class Silent:
    """An encoder that makes nothing of any question."""

    name, fingerprint = "silent", "0" * 64

    def queries(self, texts):
        return np.zeros((len(texts), 1024), np.float32)


def test_a_question_that_the_encoder_makes_nothing_of_is_ranked_by_its_words(assistant):
    answer = Assistant(assistant.index, Silent()).ask("Who pays for the Lantern Fellowship?")
    assert answer.retrieved[0].passage_id == "tavoria/lantern#1"
    assert answer.retrieved[0].score > 0.0
