"""Does the profile say it? Literal probabilities for signals made up; the vetoes."""

from dataclasses import replace

import pytest

from assistant.conversation import Conversation
from assistant.coverage import READ, UNREAD, calibration_of
from assistant.signals import Signals
from assistant.words import tokens

NAMES = tuple(Signals.model_fields)


@pytest.fixture(scope="module")
def judged(assistant, ranked):
    """Signals and probability of a question's best sentence."""

    def judge(question: str):
        understood, evidence, best = ranked(question)
        profiles = assistant.index.readable(understood.language)
        signals = assistant.coverage.signals(understood, evidence, best)
        named = assistant.coverage.countries.named(tokens(question), understood.language)
        if assistant.coverage.vetoed(understood, best, profiles, named):
            return signals, 0.0
        return signals, assistant.coverage.calibration.probability(signals.model_dump())

    return judge


def test_there_is_a_weight_for_every_signal():
    assert tuple(READ.weights) == tuple(UNREAD.weights) == NAMES


def test_every_signal_speaks_for_an_answer():
    assert all(weight > 0 for name, weight in UNREAD.weights.items() if name != "reading")
    assert all(weight >= 0 for weight in READ.weights.values())  # reading takes over from cover


def test_a_generation_is_judged_by_the_calibration_that_was_fitted_for_it(assistant):
    manifest, own = assistant.index.manifest, READ.model_copy(update={"bias": 1.5})
    assert calibration_of(manifest.model_copy(update={"calibration": own}), True) == own
    assert calibration_of(manifest, True) == READ
    assert calibration_of(manifest, False) == UNREAD


def test_a_calibration_of_other_signals_than_there_are_is_left_alone(assistant):
    old = READ.model_copy(update={"weights": {"similarity": 1.0}})
    manifest = assistant.index.manifest.model_copy(update={"calibration": old})
    assert calibration_of(manifest, True) == READ


def test_what_the_profile_says_is_likelier_than_what_it_does_not(judged):
    _, said = judged("How much money do Tavorians abroad send home?")
    _, unsaid = judged("What is the weather in Belhaven?")
    assert said > 0.95
    assert unsaid < 0.25


def test_all_that_is_asked_for_is_held(judged):
    signals, _ = judged("Who pays for the Lantern Fellowship?")
    assert (signals.cover, signals.gap, signals.entities) == (1.0, 0.0, 1.0)


def test_a_section_named_by_its_title_counts_as_an_entity(judged):
    assert judged("Tell me about political rights.")[0].entities == 1.0
    assert judged("Tell me about rights.")[0].entities == 0.5


def test_a_word_that_no_passage_holds_leaves_the_widest_gap(judged):
    signals, _ = judged("What is the weather in Belhaven?")
    assert 0 < signals.cover < 0.5  # "belhaven" is held, "weather" isn't, and tells more
    assert signals.gap == -1.0


def test_a_number_that_the_passage_holds_speaks_for_it(judged):
    held, _ = judged("How much money did Tavorians abroad send home in 2022?")
    assert held.numbers == 1.0
    one_of_two, _ = judged("How much money did Tavorians abroad send home in 2022 and 2031?")
    assert one_of_two.numbers == 0.5
    none, _ = judged("How much money did Tavorians abroad send home in 2031?")
    assert none.numbers == 0.0
    unasked, _ = judged("How much money did Tavorians abroad send home?")
    assert unasked.numbers == 0.5


def test_a_sentence_without_the_sum_asked_for_speaks_against_it(judged):
    with_sum, _ = judged("How much money do Tavorians abroad send home?")
    without, _ = judged("What was the budget of the Lantern Fellowship?")
    neither, _ = judged("Who pays for the Lantern Fellowship?")
    assert with_sum.kind == 1.0
    assert without.kind <= 0.0
    assert neither.kind == 0.5


@pytest.mark.parametrize(
    "question",
    ["Who is the minister of overseas ties?", "Qui dirige le Ministère des Liens d'outre-mer ?"],
)
def test_a_person_is_not_answered_where_none_is_named(judged, question):
    assert judged(question)[1] == 0.0


@pytest.mark.parametrize(
    "question",
    [
        "How many doctors from Norway return?",
        "Combien de médecins norvégiens reviennent ?",
        "How many people does the diaspora of Senegal count?",
    ],
)
def test_another_country_is_not_answered_by_this_one(judged, question):
    assert judged(question)[1] == 0.0


@pytest.mark.parametrize(
    ("question", "named", "elsewhere"),
    [
        ("Can Tavorians in Norway vote by post?", {"XA": "Tavoria", "NO": "Norway"}, False),
        ("Can people in Norway vote by post?", {"NO": "Norway"}, True),
        ("How many Tavorians in Norway vote?", {"XA": "Tavoria", "NO": "Norway"}, True),
    ],
)
def test_a_rule_for_the_profiles_own_people_holds_for_them_in_any_country(
    assistant, ranked, question, named, elsewhere
):
    understood, _, (best, *_) = ranked(question)
    profiles = assistant.index.readable(understood.language)
    assert assistant.coverage._elsewhere(understood, best, profiles, named) is elsewhere


def test_a_country_that_the_passage_names_is_not_another_one(judged):
    assert judged("How many emigrants from Tavoria live in Canada?")[1] > 0.5


@pytest.mark.parametrize(
    "question",
    [
        "Why was the Homeward Bond withdrawn?",
        "Pourquoi l'Obligation du retour a-t-elle été supprimée ?",
    ],
)
def test_an_end_that_the_passage_does_not_speak_of_is_not_answered(judged, question):
    assert judged(question)[1] == 0.0


def test_what_is_to_be_counted_has_to_be_spoken_of(judged):
    people, _ = judged("How many emigrants from Tavoria live in Canada?")
    uncounted, _ = judged("How many teapots do Tavorians abroad send home?")
    assert uncounted.kind == 0.0
    assert people.kind == 1.0


def test_why_is_better_answered_by_a_sentence_that_gives_a_reason(judged):
    assert judged("Why do remittances cost so much?")[0].kind != 0.5
    assert judged("What is the Lantern Fellowship?")[0].kind == 0.5


def test_the_most_telling_word_that_the_passage_lacks_opens_a_gap(judged):
    none, _ = judged("Who pays for the Lantern Fellowship?")
    unknown, _ = judged("Who paints the Lantern Fellowship?")
    assert none.gap == 0.0
    assert unknown.gap == -1.0  # no passage holds "paint"


@pytest.mark.parametrize("question", ["blorf snarkle fimbly", "Qui a peint la Joconde ?"])
def test_a_question_none_of_whose_words_is_known_is_refused(judged, question):
    assert judged(question)[1] == 0.0


@pytest.mark.parametrize(
    ("turn", "refused"),
    [("What about a recipe for gumbo?", True), ("How big is the stipend?", False)],
)
def test_one_strange_word_may_be_about_what_was_said_before(assistant, turn, refused):
    question = replace(
        assistant.understanding.understand(turn, Conversation()), context=("organisations",)
    )
    assert assistant.coverage._strange(question) is refused
