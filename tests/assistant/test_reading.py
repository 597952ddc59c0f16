"""The reader of the bundled encoder tells an answer from what only resembles one."""

import pytest

from assistant.reading import reader_of
from index.encoders import open_encoder

CRANES = (
    "Harbours: The harbour of Belhaven got three new cranes in 2019, and 412 people work there.",
    "Harbours: The harbour of Belhaven is run by the Port Authority.",
)


@pytest.fixture(scope="module")
def reader(bundled):
    return reader_of(open_encoder(bundled))


@pytest.fixture(scope="module")
def odds(reader):
    def read(question: str, *sentences: str) -> list[float]:
        _, (tokens,) = reader.questions([question])
        return reader.read(tokens, sentences)

    return read


@pytest.mark.parametrize(
    ("answered", "unanswered"),
    [
        ("How many people work in the harbour of Belhaven?", "How many ships call at Belhaven?"),
        ("When did Belhaven get its cranes?", "What did the cranes of Belhaven cost?"),
        ("Combien de personnes travaillent au port ?", "Combien de navires accostent au port ?"),
    ],
)
def test_what_a_sentence_says_reads_better_than_what_it_does_not(odds, answered, unanswered):
    assert odds(answered, CRANES[0])[0] > odds(unanswered, CRANES[0])[0]


def test_the_sentence_that_answers_reads_best(odds):
    work, run = odds("Who runs the harbour?", *CRANES)
    assert run > work


def test_sentences_read_before_are_known_and_read_the_same(reader, odds):
    first = odds("Who runs the harbour?", *CRANES)
    assert set(CRANES) <= set(reader._kept)
    assert odds("Who runs the harbour?", *CRANES) == first


def test_only_so_much_is_kept_of_what_was_read_lately(bundled, monkeypatch):
    monkeypatch.setattr("assistant.reading.KEPT", 20_000)  # bytes: of two short sentences
    own = reader_of(open_encoder(bundled))
    _, (tokens,) = own.questions(["Who?"])
    for sentence in ("One.", "Two.", "One.", "Three."):
        own.read(tokens, [sentence])
    assert set(own._kept) == {"One.", "Three."}


def test_no_reader_speaks_for_an_encoder_that_it_was_not_trained_for(encoder):
    assert reader_of(encoder) is None
