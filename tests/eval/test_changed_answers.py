"""Saved answers against a new edition: a quote holds, moved, was reworded, or is gone."""

import pytest

from assistant.answer import Answer, AnswerSentence, cite, marked
from corpus.records import Profile
from eval.changed_answers import outdated, reanswered


def answer_of(profile: Profile, passage_id: str, id: str = "q1") -> Answer:
    passage = next(p for p in profile.passages if p.id == passage_id)
    span = passage.sentences[0]
    citation = cite(1, passage, (span.start, span.end), profile.source, 0.9)
    sentences = (AnswerSentence(text=citation.quote, citations=(1,)),)
    return Answer(
        id=id,
        question="What?",
        standalone_question="What?",
        language=profile.language,
        status="answered",
        text=marked(sentences),
        sentences=sentences,
        citations=(citation,),
        generation="g",
    )


def edition(profile: Profile, passage_id: str, **update: object) -> Profile:
    """The profile with one passage changed; a passage without text is left out."""
    sections = tuple(
        s.model_copy(
            update={
                "passages": tuple(
                    p.model_copy(update=update) if p.id == passage_id else p
                    for p in s.passages
                    if p.id != passage_id or update.get("text") != ""
                )
            }
        )
        for s in profile.sections
    )
    return profile.model_copy(update={"sections": sections})


ID = "tavoria/bond#1"


def test_a_quote_that_still_stands_changes_nothing(tavoria):
    assert outdated([answer_of(tavoria[0], ID)], tavoria) == []


@pytest.mark.parametrize(
    ("update", "verdict", "now"),
    [
        ({"text": "Other words."}, "reworded", None),
        ({"text": ""}, "gone", None),
        ({"id": "tavoria/bond#9"}, "moved", "tavoria/bond#9"),
    ],
)
def test_a_quote_that_no_longer_stands(tavoria, update, verdict, now):
    answer = answer_of(tavoria[0], ID)
    (changed,) = outdated([answer], [edition(tavoria[0], ID, **update)])
    (check,) = changed.citations
    assert (changed.id, check.number, check.passage_id) == ("q1", 1, ID)
    assert (check.verdict, check.now, check.quote) == (verdict, now, answer.citations[0].quote)


def test_an_edition_in_one_language_says_nothing_of_the_other(tavoria):
    french = answer_of(tavoria[1], ID)
    assert outdated([french], [edition(tavoria[0], ID, text="Other words.")]) == []


def test_answers_that_read_otherwise_are_shown_with_both_texts(tavoria):
    before = answer_of(tavoria[0], ID)
    after = before.model_copy(update={"text": "Another answer. [1]"})
    (changed,) = reanswered([before, before], [before, after], tavoria)
    assert (changed.before, changed.after) == (before.text, "Another answer. [1]")
