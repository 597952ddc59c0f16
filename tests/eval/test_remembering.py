"""The encoder of studies: nothing is encoded twice, and nothing comes out different."""

from typing import Any

import numpy as np
import pytest

from eval.remembering import RememberingEncoder
from index.encoders import Encoder

TEXTS = ["Who pays for the school?", "Qui finance l'école ?", "Where do nurses work?"]


class Listening:
    """A model that writes down what it encodes."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.queries: list[str] = []
        self.documents: list[str] = []

    def encode_query(self, texts: list[str], **options: Any) -> Any:
        self.queries += texts
        return self.inner.encode_query(texts, **options)

    def encode_document(self, texts: list[str], **options: Any) -> Any:
        self.documents += texts
        return self.inner.encode_document(texts, **options)


@pytest.fixture
def listening(encoder: Encoder) -> Encoder:
    model: Any = Listening(encoder.model)
    return Encoder("listening", "1" * 64, model)


def test_it_is_the_same_encoder_to_whoever_asks(listening: Encoder) -> None:
    remembering = RememberingEncoder.of(listening)
    assert isinstance(remembering, Encoder)
    assert (remembering.name, remembering.fingerprint) == ("listening", "1" * 64)
    assert remembering.model is listening.model


def test_no_query_is_encoded_twice(listening: Encoder) -> None:
    remembering = RememberingEncoder.of(listening)
    remembering.queries([TEXTS[0], TEXTS[1], TEXTS[0]])
    remembering.queries([TEXTS[1]])
    remembering.queries(TEXTS)
    assert listening.model.queries == TEXTS


def test_vectors_are_those_of_the_encoder(encoder: Encoder) -> None:
    remembering = RememberingEncoder.of(encoder)
    for _ in range(2):
        again = remembering.queries([TEXTS[2], *TEXTS])
        assert again.dtype == np.float32
        np.testing.assert_array_equal(again, encoder.queries([TEXTS[2], *TEXTS]))


def test_what_a_caller_does_to_its_vectors_is_not_remembered(encoder: Encoder) -> None:
    remembering = RememberingEncoder.of(encoder)
    remembering.queries(TEXTS)[:] = 0
    np.testing.assert_array_equal(remembering.queries(TEXTS), encoder.queries(TEXTS))


def test_two_encoders_share_no_memory(listening: Encoder) -> None:
    RememberingEncoder.of(listening).queries(TEXTS[:1])
    RememberingEncoder.of(listening).queries(TEXTS[:1])
    assert listening.model.queries == [TEXTS[0], TEXTS[0]]


def test_passages_are_encoded_as_ever(listening: Encoder, encoder: Encoder) -> None:
    remembering = RememberingEncoder.of(listening)
    for _ in range(2):
        np.testing.assert_array_equal(remembering.documents(TEXTS), encoder.documents(TEXTS))
    assert listening.model.documents == TEXTS * 2
    assert listening.model.queries == []
