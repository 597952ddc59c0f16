"""Does a sentence answer a question? Their tokens are aligned, and each pair compared.

Decomposable attention (Parikh et al. 2016, https://arxiv.org/abs/1606.01933) over the token vectors
of a frozen encoder: every token of the question looks at the tokens of the sentence that are most
like it; what it finds is compared with it; the comparisons are summed up. A token that finds
nothing ("budget", where the sentence names none) counts against the sentence.

Plain functions of weights, so that training (`eval.reading`) and answering run the same code.
"""

from collections.abc import Mapping
from typing import Any

import torch
from torch.nn import functional

Weights = Mapping[str, torch.Tensor]

WIDTH = 128  # of a compared token
SHARPNESS = 12.0  # of the attention at first; cosines of an encoder lie close together
FAR = -1e4  # minus infinity, for a softmax


def shapes(width: int, layers: int = 1) -> dict[str, tuple[int, ...]]:
    """Return the names and shapes of the weights for tokens of some layers of a width each."""
    return {
        "question.weight": (WIDTH, layers * width),
        "question.bias": (WIDTH,),
        "sentence.weight": (WIDTH, layers * width),
        "sentence.bias": (WIDTH,),
        "sharpness": (layers,),
        "compare.weight": (WIDTH, 4 * WIDTH + layers),
        "compare.bias": (WIDTH,),
        "attend.weight": (1, WIDTH),
        "attend.bias": (1,),
        "sum.weight": (WIDTH, 2 * WIDTH),
        "sum.bias": (WIDTH,),
        "answer.weight": (1, WIDTH),
        "answer.bias": (1,),
    }


def align(
    w: Weights,
    question: torch.Tensor,
    asked: torch.Tensor,
    sentence: torch.Tensor,
    said: torch.Tensor,
    dropout: float = 0.0,
) -> Any:
    """Return the log-odds that each sentence answers its question: shape (n,), higher is better.

    `question` has shape (n, tokens, layers x width), `sentence` the same, float32, padded; `asked`
    and `said`, of shape (n, tokens), are true where there is a token. `dropout` is for training.
    """
    likeness = _likeness(question, sentence, len(w["sharpness"]))
    likeness = likeness.masked_fill(~said[:, None, :, None], -1.0)
    attention = (likeness @ w["sharpness"]).masked_fill(~said[:, None, :], FAR).softmax(-1)
    question, sentence = _dropped(question, dropout), _dropped(sentence, dropout)
    own = _linear(w, "question", question)
    found = attention @ _linear(w, "sentence", sentence)
    best = 4 * likeness.max(2).values
    pairs = torch.cat([own, found, (own - found).abs(), own * found, best], -1)
    compared = _dropped(functional.gelu(_linear(w, "compare", pairs)), dropout)
    return _summed(w, compared, asked, dropout)


def _likeness(question: torch.Tensor, sentence: torch.Tensor, layers: int) -> torch.Tensor:
    """Cosines of the tokens, layer by layer: shape (n, tokens, tokens, layers)."""
    pairs = zip(question.chunk(layers, -1), sentence.chunk(layers, -1), strict=True)
    return torch.stack([_unit(q) @ _unit(s).transpose(1, 2) for q, s in pairs], -1)


def _unit(x: torch.Tensor) -> torch.Tensor:
    return functional.normalize(x, dim=-1)


def _dropped(x: torch.Tensor, dropout: float) -> torch.Tensor:
    return functional.dropout(x, dropout, dropout > 0)


def _summed(w: Weights, compared: torch.Tensor, asked: torch.Tensor, dropout: float) -> Any:
    """Weigh the question's tokens, sum up what each found, and the most that any found."""
    weights = _linear(w, "attend", compared).masked_fill(~asked[..., None], FAR).softmax(1)
    mean = (compared * weights).sum(1)
    most = compared.masked_fill(~asked[..., None], FAR).max(1).values
    hidden = functional.gelu(_linear(w, "sum", torch.cat([mean, most], -1)))
    return _linear(w, "answer", _dropped(hidden, dropout)).squeeze(-1)


def _linear(w: Weights, name: str, x: torch.Tensor) -> Any:
    return functional.linear(x, w[f"{name}.weight"], w[f"{name}.bias"])
