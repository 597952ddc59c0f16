"""Vectors of the tokens of a text, from the same pass that encodes the text."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EncoderError
from index.encoders import Encoder, Vectors, unit

Tokens = NDArray[np.float16]


def with_tokens(
    encoder: Encoder,
    texts: Sequence[str],
    prompt: Literal["query", "document"],
    layers: Sequence[int],
) -> tuple[Vectors, list[Tokens]]:
    """Encode texts, and keep of each what some layers of the transformer make of its tokens.

    Returns the vectors, float32 of shape (n, dimension) and unit length, and for each text its
    tokens' vectors, those of the prompt among them: float16 of shape (tokens, layers x width), what
    the layers make of a token side by side. Layers are numbered from 1, as in the model's
    configuration. Raises `EncoderError` for a model that isn't a transformer of so many layers.
    """
    import torch

    model = encoder.model
    transformer, *others = model
    config = getattr(getattr(transformer, "auto_model", None), "config", None)
    there = range(1, getattr(config, "num_hidden_layers", 0) + 1)
    for layer in (layer for layer in layers if layer not in there):
        raise EncoderError(f"The encoder {encoder.name} has no transformer with a layer {layer}.")
    features = model.preprocess(list(texts), prompt=model.prompts.get(prompt) or None)
    inputs = {name: features[name] for name in ("input_ids", "attention_mask")}
    with torch.inference_mode():
        out = transformer.auto_model(**inputs, output_hidden_states=True)
        features["token_embeddings"] = out.last_hidden_state
        for module in others:
            features = module(features)
    kept = features["attention_mask"].bool()
    states = torch.cat([out.hidden_states[layer] for layer in layers], -1).to(torch.float16)
    tokens = [state[mask].numpy() for state, mask in zip(states, kept, strict=True)]
    return unit(features["sentence_embedding"].numpy()), tokens
