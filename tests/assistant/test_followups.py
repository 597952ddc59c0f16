"""Follow-ups: what is missing is taken from the turns before, and nothing else."""

import pytest

from assistant.conversation import Conversation
from assistant.followups import missing
from assistant.words import tokens, words_of

FELLOWSHIP = "What is the Lantern Fellowship?"
IN_PORTUGAL = "Which diaspora organisations are there in Portugal?"


@pytest.mark.parametrize(
    ("turn", "code", "need"),
    [
        ("Who pays for it?", "en", "pronoun"),
        ("What are their aims?", "en", "pronoun"),
        ("What does this programme cost?", "en", "pronoun"),
        ("And the second?", "en", "ordinal"),
        ("What did the last one change for nurses in ports?", "en", "ordinal"),
        ("Le dernier point concerne quelles infirmières des ports ?", "fr", "ordinal"),
        ("What about nurses?", "en", "ellipsis"),
        ("Since when?", "en", "bare"),
        ("What is this profile?", "en", None),  # a topic of its own
        ("Which document?", "en", "bare"),
        ("Qu'est-ce que cette cartographie ?", "fr", None),
        ("Quel rapport ?", "fr", "bare"),
        ("Where exactly?", "en", "bare"),
        ("Which nurses return home?", "en", None),
        ("Quand a-t-elle commencé ?", "fr", "pronoun"),
        ("Et la deuxième ?", "fr", "ordinal"),
        ("Et les infirmières ?", "fr", "ellipsis"),
        ("Depuis quand ?", "fr", "bare"),
        ("Qu'est-ce que la charte ?", "fr", None),
        ("Quelles infirmières rentrent au pays ?", "fr", None),
    ],
)
def test_a_turn_tells_what_it_lacks(turn, code, need):
    assert missing(tokens(turn), False, words_of(code)) == need


@pytest.mark.parametrize(
    ("turn", "code", "need"),
    [
        ("The second, which nurses does it train?", "en", "ordinal"),
        ("La quatrième, elle forme quelles infirmières ?", "fr", "ordinal"),
        ("First, which nurses return home?", "en", None),  # a word of order, no item
        ("The first nurses from Canada, when did they return?", "en", None),
    ],
)
def test_an_item_named_before_a_comma_points_back(turn, code, need):
    head = turn.partition(",")[0]
    assert missing(tokens(turn), False, words_of(code), tokens(head)) == need


@pytest.mark.parametrize("turn", ["Who pays for it?", "What is the second?", "Since when?"])
def test_a_turn_with_a_topic_of_its_own_lacks_nothing(turn):
    assert missing(tokens(turn), True, words_of("en")) is None


def test_a_long_turn_that_only_begins_with_and_is_a_question_of_its_own():
    turn = "And which harbours, clinics, schools, boats and houses do emigrants build?"
    assert missing(tokens(turn), False, words_of("en")) is None


def test_a_pronoun_stands_for_the_topic_of_the_last_question(ask):
    answer = ask("What is the Homeward Bond?", "Who can buy it?")
    assert answer.question == "Who can buy it?"
    assert answer.standalone_question == "Who can buy Homeward Bond?"


def test_a_pronoun_after_a_question_about_the_profile_itself_points_to_that(ask):
    answer = ask("What does this profile say about remittances sent home?", "Who wrote it?")
    assert answer.standalone_question == "Who wrote it? (profile)"


def test_what_a_question_names_beside_the_profile_is_kept(ask):
    answer = ask("What does this report say about the Homeward Bond?", "Who wrote it?")
    assert answer.standalone_question == (
        "Who wrote it? (What does this report say about the Homeward Bond)"
    )


def test_the_profile_itself_is_called_by_the_language_of_the_turn(ask):
    answer = ask("Qui a écrit cette cartographie ?", "And who paid for it, in English please?")
    assert answer.standalone_question == "And who paid for it, in English please? (profile)"


def test_a_pronoun_is_replaced_by_a_name_that_the_texts_use(ask):
    answer = ask(FELLOWSHIP, "When did it begin?")
    assert answer.standalone_question == "When did Lantern Fellowship begin?"
    assert answer.citations[0].passage_id == "tavoria/lantern#1"


def test_a_pronoun_stands_for_what_was_answered_where_the_question_named_nothing(ask):
    answer = ask("Which country is the first destination of emigrants?", "Where is it?")
    assert answer.standalone_question == "Where is Portugal?"


def test_pronouns_go_on_pointing_to_the_same_topic(ask):
    answer = ask("What is the Far Shore Charter?", "Who wrote it?", "When was it adopted?")
    assert answer.standalone_question == "When was Far Shore Charter adopted?"


def test_french_pronouns_point_back_too(ask):
    answer = ask("Qu'est-ce que la Charte de l'autre rive ?", "Qui l'a rédigée ?")
    assert answer.standalone_question == "Qui l'a rédigée ? (Charte de l'autre rive)"
    assert answer.citations[0].quote == (
        "Le Ministère des Liens d'outre-mer a rédigé la Charte de l'autre rive avec 35 associations"
        " de la diaspora."
    )


def test_the_second_is_the_second_item_of_the_list(ask):
    answer = ask(IN_PORTUGAL, "What does the second one do?")
    assert answer.standalone_question == "What does the second one do? (Far Shore Students' Union)"
    assert [c.quote for c in answer.citations] == [
        "The Far Shore Students' Union helps new students in Portugal to find rooms."
    ]


def test_the_last_is_the_last_item_of_the_list(ask):
    answer = ask("Quelles sont les organisations au Canada ?", "Et la dernière ?")
    assert answer.standalone_question == "Et la dernière ? (Réseau des infirmières tavoriennes)"


def test_ordinals_go_on_counting_in_the_same_list(ask):
    answer = ask(IN_PORTUGAL, "What does the second one do?", "And the first?")
    assert answer.standalone_question == "And the first? (Lisbon Circle of Tavorians)"


def test_there_is_no_third_of_two(ask):
    answer = ask(IN_PORTUGAL, "And the third?")
    assert answer.standalone_question == (
        "And the third? (Which diaspora organisations are there in Portugal)"
    )


def test_a_new_name_takes_the_place_of_one_of_its_kind(ask):
    answer = ask(FELLOWSHIP, "And the Homeward Bond?")
    assert answer.standalone_question == "What is the Homeward Bond?"
    assert {c.passage_id for c in answer.citations} == {"tavoria/bond#1"}


def test_a_new_place_takes_the_place_of_the_old_one_and_not_of_the_profiles_country(ask):
    answer = ask("How many emigrants from Tavoria live in Portugal?", "And in Canada?")
    assert answer.standalone_question == "How many emigrants from Tavoria live in Canada?"
    assert answer.citations[0].quote == (
        "Canada is the second destination, with 40,300 emigrants from Tavoria;"
    )


def test_a_new_name_of_another_kind_is_set_beside_the_last_question(ask):
    answer = ask("Qui finance la Bourse Lanterne ?", "Et la Charte de l'autre rive ?")
    assert answer.standalone_question == (
        "Et la Charte de l'autre rive ? (Qui finance la Bourse Lanterne)"
    )


def test_a_change_of_topic_carries_nothing_over(ask):
    question = "What does the Auckland Sailing Choir pay for?"
    answer = ask("What is the Lisbon Circle of Tavorians?", question)
    assert answer.standalone_question == question
    assert [c.passage_id for c in answer.citations] == ["tavoria/organisations#5"]


def test_after_a_change_of_topic_the_new_one_is_pointed_to(ask):
    answer = ask(FELLOWSHIP, "What is the Homeward Bond?", "Who can buy it?")
    assert answer.standalone_question == "Who can buy Homeward Bond?"


@pytest.mark.parametrize("between", ["Thanks!", "What is the weather on the moon?"])
def test_turns_about_nothing_that_the_profile_knows_are_passed_over(ask, between):
    answer = ask("What is the Far Shore Charter?", between, "Who wrote it?")
    assert answer.standalone_question == "Who wrote Far Shore Charter?"


UNSAID = "Which dentists of the Auckland Sailing Choir smoke cigars in Norway?"


def test_a_turn_about_what_the_profile_knows_is_pointed_to_though_it_was_refused(ask):
    assert ask(UNSAID).status == "not_covered"
    answer = ask("What is the Far Shore Charter?", UNSAID, "What does it pay for?")
    assert answer.standalone_question == "What does Auckland Sailing Choir pay for?"


def test_with_nothing_else_before_a_refused_turn_is_gone_on_from(ask):
    answer = ask("What is the weather on the moon?", "Why not?")
    assert answer.standalone_question == "Why not? (What is the weather on the moon)"


def test_the_language_may_change_in_the_middle(ask):
    answer = ask("What is the Homeward Bond?", "Quand a-t-elle commencé ?")
    assert answer.language == "fr"
    assert answer.standalone_question == "Quand a-t-elle commencé ? (Obligation du retour)"


def test_the_language_so_far_decides_where_the_turn_has_nothing_but_a_name(ask):
    assert ask("Qu'est-ce que la Bourse Lanterne ?", "LCT ?").language == "fr"
    assert ask(FELLOWSHIP, "LCT?").language == "en"


def test_a_follow_up_of_nothing_is_asked_back(assistant):
    answer = assistant.ask("And the second?", Conversation())
    assert (answer.status, answer.text) == ("unclear", "What is the question about?")
    assert answer.standalone_question == "And the second?"
