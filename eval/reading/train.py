"""Trains the weights of `assistant.alignment` for an encoder, which itself stays as it is.

Of the sentences of a passage and "none of them", the model learns to choose: the loss is the
cross-entropy of that choice, with log-odds 0 for none, as in SQuAD 2.0
(Rajpurkar et al. 2018, https://arxiv.org/abs/1806.03822).
"""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import torch

from assistant.alignment import SHARPNESS, align, shapes
from assistant.reading import padded
from corpus.records import Record
from eval.reading.records import LEAST, Example
from eval.statistics import auroc
from index.encoders import Encoder
from index.token_vectors import Tokens, with_tokens

BATCH = LEAST  # questions
RATE = 1e-3
DROPOUT = 0.2
HIDDEN = 0.15  # the share of tokens that training hides, so that no single one is relied on
DECAY = 0.01
NEIGHBOURS = 16  # batches whose questions are sorted by length together, which spares padding

Weights = dict[str, torch.Tensor]
Progress = Callable[[int, int], None]


class Held(Record):
    """How well weights read what they never saw: AUROC of answerability over the best sentence,
    and how often the best sentence of an answerable question is the one that answers it.
    """

    questions: int
    auroc: float | None
    evidence_first: float


@dataclass(frozen=True)
class Read:
    """An example whose texts are encoded."""

    question: Tokens
    sentences: list[Tokens]
    answers: tuple[bool, ...]


def encoded(
    found: Sequence[Example], encoder: Encoder, layers: Sequence[int], progress: Progress
) -> list[Read]:
    """Encode the texts of examples, each once."""
    questions = [e.question for e in found]
    sentences = list(dict.fromkeys(s for e in found for s in e.sentences))
    total = len(questions) + len(sentences)
    asked, said = [], []
    for start in range(0, len(questions), 2 * BATCH):
        progress(start, total)
        asked += with_tokens(encoder, questions[start : start + 2 * BATCH], "query", layers)[1]
    for start in range(0, len(sentences), 2 * BATCH):
        progress(len(questions) + start, total)
        said += with_tokens(encoder, sentences[start : start + 2 * BATCH], "document", layers)[1]
    known = dict(zip(sentences, said, strict=True))
    return [
        Read(question, [known[s] for s in e.sentences], e.answers)
        for e, question in zip(found, asked, strict=True)
    ]


def trained(
    examples: Sequence[Read], layers: int, epochs: int, seed: int, progress: Progress
) -> Weights:
    """Train on tokens of so many layers; the same seed gives the same weights on one machine."""
    torch.manual_seed(seed)
    dice = random.Random(seed)  # noqa: S311
    weights = _initial(examples[0].question.shape[1] // layers, layers)
    steps = epochs * len(_batches(examples, dice))
    optimiser = torch.optim.AdamW(list(weights.values()), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    for epoch in range(epochs):
        for done, batch in enumerate(_batches(examples, dice)):
            progress(epoch * steps // epochs + done, steps)
            optimiser.zero_grad()
            _loss(weights, batch).backward()
            torch.nn.utils.clip_grad_norm_(list(weights.values()), 1.0)
            optimiser.step()
            schedule.step()
    return {name: weight.detach() for name, weight in weights.items()}


def held(weights: Weights, examples: Iterable[Read]) -> Held:
    """Measure weights on examples that they weren't trained on."""
    flags, best, first = [], [], []
    with torch.inference_mode():
        for example in examples:
            odds = _odds(weights, [example], 0.0)[0]
            flags.append(any(example.answers))
            best.append(float(odds.max()))
            if flags[-1]:
                first.append(example.answers[int(odds.argmax())])
    share = sum(first) / len(first) if first else 0.0
    area = auroc(flags, best)
    return Held(questions=len(flags), auroc=area, evidence_first=round(share, 4))


def _initial(width: int, layers: int) -> Weights:
    weights = {}
    for name, shape in shapes(width, layers).items():
        weight = torch.zeros(shape)
        if len(shape) == 2:
            torch.nn.init.kaiming_uniform_(weight, a=5**0.5)
        weights[name] = weight.requires_grad_()
    weights["sharpness"].data.fill_(SHARPNESS / layers)
    return weights


def _batches(examples: Sequence[Read], dice: random.Random) -> list[list[Read]]:
    """Shuffle into batches of like length; what is left over waits for the next epoch."""
    shuffled = dice.sample(list(examples), len(examples))
    batches = []
    for start in range(0, len(shuffled), BATCH * NEIGHBOURS):
        near = sorted(shuffled[start : start + BATCH * NEIGHBOURS], key=_length)
        batches += [near[i : i + BATCH] for i in range(0, len(near) - BATCH + 1, BATCH)]
    dice.shuffle(batches)
    return batches


def _length(example: Read) -> int:
    return max(map(len, example.sentences))


def _odds(weights: Weights, batch: Sequence[Read], dropout: float) -> Sequence[torch.Tensor]:
    """The log-odds of each sentence, example by example; with dropout, some tokens are hidden."""
    sentence, said = padded([s for example in batch for s in example.sentences])
    question, asked = padded([example.question for example in batch for _ in example.sentences])
    if dropout:
        asked, said = _thinned(asked), _thinned(said)
    found = align(weights, question, asked, sentence, said, dropout)
    odds: Sequence[torch.Tensor] = found.split([len(example.sentences) for example in batch])
    return odds


def _thinned(there: torch.Tensor) -> torch.Tensor:
    """Hide some tokens, never the first of a text."""
    kept = torch.rand(there.shape) >= HIDDEN
    kept[:, 0] = True
    return there & kept


def _loss(weights: Weights, batch: Sequence[Read]) -> torch.Tensor:
    losses = []
    for example, odds in zip(batch, _odds(weights, batch, DROPOUT), strict=True):
        choices = torch.cat([odds, torch.zeros(1)])
        right = torch.tensor([*example.answers, not any(example.answers)])
        losses.append(choices.logsumexp(0) - choices[right].logsumexp(0))
    return torch.stack(losses).mean()
