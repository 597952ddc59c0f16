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


def shapes(tokens: int) -> dict[str, tuple[int, ...]]:
    """Return the names and shapes of the weights for token vectors of a width."""
    return {
        "question.weight": (WIDTH, tokens),
        "question.bias": (WIDTH,),
        "sentence.weight": (WIDTH, tokens),
        "sentence.bias": (WIDTH,),
        "sharpness": (),
        "compare.weight": (WIDTH, 4 * WIDTH + 1),
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

    `question` has shape (n, tokens, width), `sentence` (n, tokens, width), float32, padded;
    `asked` and `said`, of shape (n, tokens), are true where there is a token.
    """
    likeness = functional.normalize(question, dim=-1) @ functional.normalize(
        sentence, dim=-1
    ).transpose(1, 2)
    likeness = likeness.masked_fill(~said[:, None, :], -1.0)
    attention = (likeness * w["sharpness"]).masked_fill(~said[:, None, :], FAR).softmax(-1)
    own = _linear(w, "question", question)
    found = attention @ _linear(w, "sentence", sentence)
    best = 4 * likeness.max(-1, keepdim=True).values
    pairs = torch.cat([own, found, (own - found).abs(), own * found, best], -1)
    compared = functional.dropout(
        functional.gelu(_linear(w, "compare", pairs)), dropout, dropout > 0
    )
    return _summed(w, compared, asked, dropout)


def _summed(w: Weights, compared: torch.Tensor, asked: torch.Tensor, dropout: float) -> Any:
    """Weigh the question's tokens, sum up what each found, and the most that any found."""
    weights = _linear(w, "attend", compared).masked_fill(~asked[..., None], FAR).softmax(1)
    mean = (compared * weights).sum(1)
    most = compared.masked_fill(~asked[..., None], FAR).max(1).values
    hidden = functional.gelu(_linear(w, "sum", torch.cat([mean, most], -1)))
    hidden = functional.dropout(hidden, dropout, dropout > 0)
    return _linear(w, "answer", hidden).squeeze(-1)


def _linear(w: Weights, name: str, x: torch.Tensor) -> Any:
    return functional.linear(x, w[f"{name}.weight"], w[f"{name}.bias"])
