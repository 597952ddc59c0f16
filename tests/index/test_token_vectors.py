"""Tokens come from the pass that encodes the text, and change nothing about its vector."""

import numpy as np
import pytest

from corpus.errors import EncoderError
from index.encoders import open_encoder
from index.token_vectors import with_tokens

TEXTS = ["Who supports TOKTEN?", "Quel est le montant des transferts de fonds en 2023 ?"]


@pytest.fixture(scope="module")
def real(bundled):
    return open_encoder(bundled)


@pytest.mark.parametrize("prompt", ["query", "document"])
def test_the_vectors_are_those_that_the_encoder_gives(real, prompt):
    vectors, _ = with_tokens(real, TEXTS, prompt, [8])
    own = real.queries(TEXTS) if prompt == "query" else real.documents(TEXTS)
    assert np.abs(vectors - own).max() < 1e-6


def test_every_token_has_a_vector_and_padding_has_none(real):
    _, tokens = with_tokens(real, TEXTS, "query", [8])
    lengths = [len(real.model.tokenizer(f"query: {text}")["input_ids"]) for text in TEXTS]
    assert [t.shape for t in tokens] == [(length, 384) for length in lengths]
    assert {t.dtype for t in tokens} == {np.dtype(np.float16)}


def test_layers_stand_side_by_side(real):
    both = with_tokens(real, TEXTS, "query", [8, 12])[1][0]
    eighth, twelfth = (with_tokens(real, TEXTS, "query", [n])[1][0] for n in (8, 12))
    assert np.array_equal(both, np.hstack([eighth, twelfth]))


def test_tokens_of_the_last_layer_average_to_the_vector(real):
    """The bundled encoder pools by the mean: an independent way to the same vector."""
    vectors, tokens = with_tokens(real, TEXTS, "document", [12])
    for vector, own in zip(vectors, tokens, strict=True):
        mean = own.astype(np.float64).mean(axis=0)
        assert mean / np.linalg.norm(mean) @ vector == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize("layer", [0, 13])
def test_a_layer_that_the_model_lacks_is_named(real, layer):
    with pytest.raises(EncoderError) as caught:
        with_tokens(real, TEXTS, "query", [8, layer])
    assert str(caught.value) == (
        f"The encoder multilingual-e5-small has no transformer with a layer {layer}."
    )


def test_an_encoder_without_a_transformer_has_no_tokens(encoder):
    with pytest.raises(EncoderError, match="has no transformer with a layer 1"):
        with_tokens(encoder, TEXTS, "query", [1])
