import pytest

from assistant.conversation import Conversation


@pytest.fixture(scope="module")
def understood(assistant):
    return lambda question: assistant.understanding.understand(question, Conversation())


def test_a_question_is_read_for_language_kind_entities_and_terms(understood):
    read = understood("Which organisations are in Portugal?")
    assert (read.language, read.kind, read.entity_kind) == ("en", "list", "organisation")
    assert [e.id for e in read.topics] == ["portugal"]
    assert read.terms == ("organis", "portug")
    assert (read.small_talk, read.unresolved) == (False, False)


def test_the_same_in_french(understood):
    read = understood("Quelles organisations y a-t-il au Portugal ?")
    assert (read.language, read.kind, read.entity_kind) == ("fr", "list", "organisation")
    assert [e.id for e in read.topics] == ["portugal"]
    assert read.terms == ("organis", "portugal")


def test_the_frame_of_a_question_is_left_out_of_its_core(understood):
    read = understood("According to the profile, which organisations are in Portugal?")
    assert read.text == "According to the profile, which organisations are in Portugal?"
    assert read.core == "which organisations are in Portugal?"
    assert read.terms == ("organis", "portug")


def test_the_profiles_own_country_is_an_entity_but_no_topic(understood):
    read = understood("How large is the diaspora of Tavoria?")
    assert [e.id for e in read.entities] == ["tavoria/tavoria-country"]
    assert read.topics == ()


def test_mistyped_words_are_read_as_the_profile_spells_them(understood):
    assert understood("the remitances of fishrmen").terms == ("remitt", "fishrmen")


def test_words_that_only_ask_are_not_taken_for_mistyped_ones(understood):
    assert understood("Which came later, the gift or the lantren?").terms == (
        "came",
        "later",
        "gift",
        "lantern",
    )


def test_of_several_sentences_the_one_that_asks_tells_the_kind(understood):
    told = "My aunt moved to Lisbon when she was ten. How many Tavorians live there? Thanks."
    assert understood(told).kind == "count"
    assert understood("Is Canada home to more Tavorians than Portugal? By how much?").compares == (
        "count"
    )


def test_what_a_comparison_has_to_state_is_read(understood):
    read = understood("Which is older, the Lisbon Circle of Tavorians or the Nordic Fund?")
    assert read.compares == "date"
    assert [e.id for e in read.topics] == ["tavoria/lisbon-circle", "tavoria/nordic-fund"]


@pytest.mark.parametrize("greeting", ["Thanks!", "hello", "Merci beaucoup !", "D'accord."])
def test_small_talk_is_recognised_in_any_language(understood, greeting):
    assert understood(greeting).small_talk


@pytest.mark.parametrize(
    "scrap", ["?", "what", "Who?", "it", "What about it?", "And the second?", "Et alors ?", "Où ?"]
)
def test_a_scrap_without_a_conversation_stays_unresolved(understood, scrap):
    assert understood(scrap).unresolved


def test_an_ordinal_in_a_question_of_its_own_is_not_asked_back(understood):
    assert not understood("What was the first one that sailors in Belhaven built?").unresolved


def test_a_pronoun_explained_within_the_question_is_resolved(understood):
    assert not understood("Which nurses say that they want to return?").unresolved
