"""Reading: does a found sentence answer the question, or is it merely about the same thing?

Cosines can't tell "How many fellows were there?" from "How many fellows were women?"; the tokens
can (see `assistant.alignment`). Weights are trained for one encoder (`diaspora eval train-reader`)
and stay away from every other one: with those, answers are judged by the other signals alone.
"""

from collections.abc import Mapping, Sequence
from importlib.resources import as_file, files
from threading import Lock
from typing import TYPE_CHECKING, Any

from cachetools import LRUCache

from index.encoders import Encoder, Vectors
from index.token_vectors import Tokens, with_tokens

if TYPE_CHECKING:
    from torch import Tensor

SUFFIX = ".safetensors"
KEPT = 64_000_000  # bytes of tokens: of some 600 sentences of a usual length


class Reader:
    """Reads sentences with the encoder whose tokens its weights know. Threads may share it."""

    def __init__(
        self, encoder: Encoder, weights: "Mapping[str, Tensor]", layers: Sequence[int]
    ) -> None:
        """Take the encoder, the weights of `assistant.alignment`, and the layers they read."""
        self.encoder, self.weights, self.layers = encoder, weights, layers
        self._kept: LRUCache[str, Tokens] = LRUCache(KEPT, getsizeof=lambda own: own.nbytes)
        self._lock = Lock()

    def questions(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        """Encode questions: their vectors, and in the same pass their tokens."""
        return with_tokens(self.encoder, texts, "query", self.layers)

    def read(self, question: Tokens, sentences: Sequence[str]) -> list[float]:
        """Return the log-odds that each sentence answers the question, higher is better.

        A sentence is given as it is encoded, behind the title of its section.
        """
        import torch

        from assistant.alignment import align

        tokens = self._tokens(sentences)
        said, there = padded(tokens)
        asked, own = padded([question] * len(tokens))
        with torch.inference_mode():
            return [round(float(z), 4) for z in align(self.weights, asked, own, said, there)]

    def _tokens(self, sentences: Sequence[str]) -> list[Tokens]:
        """The tokens of sentences; those read lately are still known."""
        with self._lock:
            known = {s: self._kept.get(s) for s in sentences}
        found = {s: own for s, own in known.items() if own is not None}
        new = [s for s in dict.fromkeys(sentences) if s not in found]
        if new:
            _, tokens = with_tokens(self.encoder, new, "document", self.layers)
            found |= dict(zip(new, tokens, strict=True))
            with self._lock:
                self._kept.update((s, own) for s, own in found.items() if own.nbytes <= KEPT)
        return [found[s] for s in sentences]


def padded(tokens: Sequence[Tokens]) -> tuple[Any, Any]:
    """Stack texts: vectors, float32 of shape (n, longest, width), and where there is a token."""
    import torch

    longest = max(map(len, tokens))
    stacked = torch.zeros(len(tokens), longest, tokens[0].shape[1])
    there = torch.zeros(len(tokens), longest, dtype=torch.bool)
    for row, own in enumerate(tokens):
        stacked[row, : len(own)] = torch.from_numpy(own)
        there[row, : len(own)] = True
    return stacked, there


def reader_of(encoder: Encoder) -> Reader | None:
    """Return the reader that was trained for an encoder, or None where there is none."""
    from safetensors import safe_open

    here = (f for f in (files("assistant") / "readers").iterdir() if f.name.endswith(SUFFIX))
    for file in sorted(here, key=str):
        with as_file(file) as path, safe_open(path, framework="pt") as weights:
            told = weights.metadata() or {}
            if told.get("fingerprint") == encoder.fingerprint:
                own = {name: weights.get_tensor(name).float() for name in weights.keys()}  # noqa: SIM118
                return Reader(encoder, own, [int(n) for n in told["layers"].split(",")])
    return None
