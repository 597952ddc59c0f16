"""The answer record, and what `check` refuses."""

import hashlib
import json

import pytest
from pydantic import ValidationError

from assistant.answer import Answer, AnswerSentence, check, cite, marked
from corpus.errors import BrokenInvariant
from corpus.records import Footnote, Passage, Sentence, Source

TEXT = "The choir sings. It pays for books."
SHA = hashlib.sha256(TEXT.encode()).hexdigest()
PASSAGE = Passage(
    id="isle/choir#1",
    profile="isle",
    language="en",
    section="choir",
    path=("Organisations", "Choir"),
    text=TEXT,
    sentences=(
        Sentence(start=0, end=16, footnotes=("1", "2")),
        Sentence(start=17, end=35, footnotes=("3",)),
    ),
    footnotes=(
        Footnote(number="1", text="Programme, 2020.", url="https://example.org/1"),
        Footnote(number="2", text="Programme, 2021."),
        Footnote(number="3", text="Accounts, 2022."),
    ),
    caveats=("The choir may have been dissolved.",),
    edition="2024-05",
)
SOURCE = Source(
    title="Profile: Isle", publisher="Nobody", edition="2024-05", url=None, licence="free"
)
HASHES = {("isle/choir#1", "en"): SHA}


def citation(number: int = 1, span: tuple[int, int] = (0, 16)):
    return cite(number, PASSAGE, span, SOURCE, 0.87654)


def answer(**changes) -> Answer:
    """An answer of two cited sentences that keeps every invariant, but for the changes."""
    sentences = (
        AnswerSentence(text="The choir sings.", citations=(1,)),
        AnswerSentence(text="It pays for books.", citations=(2,)),
    )
    fields = {
        "question": "Who sings?",
        "standalone_question": "Who sings?",
        "language": "en",
        "status": "answered",
        "text": "The choir sings. [1] It pays for books. [2]",
        "sentences": sentences,
        "citations": (citation(1), citation(2, (17, 35))),
        "generation": "g1",
    }
    return Answer(**(fields | changes))


def with_second(**changes) -> Answer:
    """An answer whose second citation is changed."""
    first, second = answer().citations
    return answer(citations=(first, second.model_copy(update=changes)))


def test_an_answer_that_keeps_its_promises_is_returned_as_it_is():
    kept = answer()
    assert check(kept, HASHES) is kept


@pytest.mark.parametrize("status", ["not_covered", "unclear"])
def test_an_answer_that_cites_nothing_may_say_so(status):
    silent = answer(status=status, text="Nothing is known.", sentences=(), citations=())
    assert check(silent, HASHES) is silent


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (with_second(quote="It pays for boots."), "citation 2 doesn't quote isle/choir#1"),
        (with_second(start=18), "citation 2 doesn't quote isle/choir#1"),
        (with_second(end=34), "citation 2 doesn't quote isle/choir#1"),
        (with_second(passage=TEXT.upper()), "citation 2 doesn't quote isle/choir#1"),
        (with_second(quote="", start=4, end=4), "citation 2 doesn't quote isle/choir#1"),
    ],
)
def test_a_quote_has_to_be_that_very_span_of_the_passage(broken, message):
    with pytest.raises(BrokenInvariant, match=f"^{message}$"):
        check(broken, HASHES)


@pytest.mark.parametrize(
    "broken",
    [
        with_second(sha256="0" * 64),
        with_second(passage_id="isle/choir#2"),
        with_second(language="fr"),
    ],
)
def test_a_passage_has_to_be_the_one_that_was_indexed(broken):
    with pytest.raises(BrokenInvariant, match=r"^citation 2 isn't of this index: isle/choir#\d$"):
        check(broken, HASHES)


def test_a_passage_that_the_index_no_longer_holds_is_refused():
    with pytest.raises(BrokenInvariant, match="isn't of this index"):
        check(answer(), {("isle/choir#1", "en"): "f" * 64})
    with pytest.raises(BrokenInvariant, match="isn't of this index"):
        check(answer(), {})


@pytest.mark.parametrize("citations", [(), (3,), (1, 3), (0,)])
def test_every_sentence_needs_citations_that_exist(citations):
    sentences = (AnswerSentence(text="The choir sings.", citations=citations),)
    with pytest.raises(BrokenInvariant, match=r"^no citation carries 'The choir sings\.'$"):
        check(answer(sentences=sentences, text=marked(sentences)), HASHES)


@pytest.mark.parametrize("numbers", [(2, 1), (1, 1), (0, 1), (1, 3)])
def test_citations_are_numbered_from_one(numbers):
    first, second = numbers
    shuffled = (citation(first), citation(second, (17, 35)))
    with pytest.raises(BrokenInvariant, match=r"^citations are numbered \["):
        check(answer(citations=shuffled), HASHES)


@pytest.mark.parametrize(
    "text",
    [
        "The choir sings. [1] It pays for books.",
        "The choir sings. [1] It pays for books. [3]",
        "The choir sings. [1] It pays for books. [2] And more. [2]",
        "",
    ],
)
def test_the_text_has_to_be_the_sentences_with_their_markers(text):
    with pytest.raises(BrokenInvariant, match=r"^the text isn't its sentences with their markers$"):
        check(answer(text=text), HASHES)


def test_an_answer_without_sentences_is_not_an_answer():
    with pytest.raises(BrokenInvariant, match=r"^an answer 'answered' has 0 sentences$"):
        check(answer(sentences=(), text=""), HASHES)


@pytest.mark.parametrize("status", ["not_covered", "unclear"])
def test_what_is_not_covered_has_no_sentences(status):
    with pytest.raises(BrokenInvariant, match=f"^an answer '{status}' has 2 sentences$"):
        check(answer(status=status), HASHES)


def test_markers_stand_behind_the_sentence_that_they_carry():
    sentences = (
        AnswerSentence(text="It grew.", citations=(1, 3)),
        AnswerSentence(text="It shrank.", citations=(2,)),
    )
    assert marked(sentences) == "It grew. [1][3] It shrank. [2]"
    assert marked(()) == ""


@pytest.mark.parametrize(
    ("span", "numbers"),
    [
        ((0, 16), ["1", "2"]),
        ((17, 35), ["3"]),
        ((0, 35), ["1", "2", "3"]),
        ((4, 9), ["1", "2"]),
        ((15, 18), ["1", "2", "3"]),
    ],
)
def test_the_footnotes_of_the_quoted_span_travel_with_it_and_only_those(span, numbers):
    assert [note.number for note in citation(span=span).references] == numbers


def test_a_citation_says_where_it_is_from():
    cited = citation(4, (17, 35))
    assert cited.number == 4
    assert cited.quote == "It pays for books."
    assert (cited.start, cited.end) == (17, 35)
    assert cited.passage == TEXT
    assert cited.sha256 == SHA
    assert (cited.profile, cited.passage_id) == ("isle", "isle/choir#1")
    assert cited.section == ("Organisations", "Choir")
    assert (cited.language, cited.edition) == ("en", "2024-05")
    assert cited.source.model_dump() == {
        "title": "Profile: Isle",
        "publisher": "Nobody",
        "url": None,
        "page": None,
    }
    assert cited.caveats == ("The choir may have been dissolved.",)
    assert cited.score == 0.8765


def test_the_record_has_the_fields_of_the_contract():
    record = json.loads(answer().model_dump_json())
    assert list(record) == [
        "id",
        "question",
        "standalone_question",
        "language",
        "status",
        "text",
        "sentences",
        "citations",
        "retrieved",
        "suggestions",
        "generation",
        "timings_ms",
    ]
    assert record["sentences"][0] == {"text": "The choir sings.", "citations": [1]}
    assert list(record["citations"][0]) == [
        "number",
        "passage_id",
        "profile",
        "language",
        "section",
        "passage",
        "quote",
        "start",
        "end",
        "sha256",
        "edition",
        "source",
        "references",
        "caveats",
        "score",
    ]
    assert record["citations"][0]["references"][0] == {
        "number": "1",
        "text": "Programme, 2020.",
        "url": "https://example.org/1",
    }


def test_a_record_survives_being_written_and_read():
    assert Answer.model_validate_json(answer().model_dump_json()) == answer()


def test_an_answer_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        answer().text = "Something else."


def test_an_unknown_status_is_refused():
    with pytest.raises(ValidationError, match="status"):
        answer(status="maybe")
