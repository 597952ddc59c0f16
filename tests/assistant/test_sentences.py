import pytest

from assistant.sentences import Sentences


@pytest.fixture(scope="module")
def disagreeing_profile(charted):
    """Tavoria in English, where the survey's remittances disagree with the bank's."""
    profile = charted[0]
    figures = tuple(
        f.model_copy(update={"disagrees_with": "remittances"})
        if f.id == "remittances-survey"
        else f
        for f in profile.figures
    )
    return profile.model_copy(update={"figures": figures})


@pytest.fixture(scope="module")
def sentences(index_of, disagreeing_profile, assistant) -> Sentences:
    return Sentences(index_of([disagreeing_profile]), assistant.understanding.names)


def row_of(sentences: Sentences, beginning: str) -> int:
    rows = range(len(sentences.index.owner))
    return next(row for row in rows if sentences.words(row).startswith(beginning))


def test_a_row_knows_its_words_and_its_passage(sentences):
    assert sentences.words(1) == (
        "The diaspora of Tavoria counts 212,400 people, about 8.5 % of all Tavorians."
    )
    assert sentences.passage(1).id == "tavoria/facts#1"


def test_a_row_knows_the_entities_that_its_words_name(sentences):
    row = row_of(sentences, "The Ministry of Overseas Ties and the Nordic Fund")
    assert sentences.named(row) == {
        "tavoria/overseas-ties",
        "tavoria/nordic-fund",
        "tavoria/lantern-fellowship",
    }


def test_a_passage_knows_its_rows(sentences):
    rows = sentences.rows("tavoria/destinations#1", "en")
    assert [sentences.words(row)[:8] for row in rows] == [
        "The main",
        "Portugal",
        "Canada i",
        "New Zeal",
    ]


def test_a_figure_that_is_contradicted_leads_to_the_other_one(sentences):
    survey = row_of(sentences, "A survey by the Harbour Bank")
    (other,) = sentences.disagreeing(survey)
    assert sentences.words(other) == (
        "Remittances, the money that Tavorians abroad send home, reached 318.5 million USD in 2022."
    )
    assert sentences.disagreeing(other) == [survey]  # though it is written at the survey alone


def test_a_figure_that_nothing_contradicts_leads_nowhere(sentences):
    assert sentences.disagreeing(row_of(sentences, "Remittances equal 6.4 %")) == []
    assert sentences.disagreeing(row_of(sentences, "Most families")) == []
