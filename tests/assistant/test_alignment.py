"""The alignment against the same sums in plain numpy, token by token."""

import math

import numpy as np
import pytest
import torch

from assistant.alignment import WIDTH, align, shapes
from assistant.reading import padded

TOKENS, LAYERS = 16, 2


@pytest.fixture
def weights():
    torch.manual_seed(3)
    made = {
        name: torch.randn(shape) * 0.2 for name, shape in shapes(TOKENS // LAYERS, LAYERS).items()
    }
    return made | {"sharpness": torch.tensor([8.0, 5.0])}


def texts(*lengths: int) -> list[np.ndarray]:
    dice = np.random.default_rng(sum(lengths))
    return [dice.standard_normal((length, TOKENS)).astype(np.float16) for length in lengths]


def cosine_by_layer(one: np.ndarray, two: np.ndarray) -> list[float]:
    pairs = zip(np.split(one, LAYERS), np.split(two, LAYERS), strict=True)
    return [a @ b / np.linalg.norm(a) / np.linalg.norm(b) for a, b in pairs]


def by_hand(w: dict, question: np.ndarray, sentence: np.ndarray) -> float:
    def linear(name: str, x: np.ndarray) -> np.ndarray:
        return w[f"{name}.weight"].double().numpy() @ x + w[f"{name}.bias"].double().numpy()

    def gelu(x: np.ndarray) -> np.ndarray:
        return np.array([v * (1 + math.erf(v / math.sqrt(2))) / 2 for v in x])

    def softmax(x: np.ndarray) -> np.ndarray:
        return np.exp(x - x.max()) / np.exp(x - x.max()).sum()

    compared, telling = [], []
    for token in question.astype(np.float64):
        cosines = np.array([cosine_by_layer(token, s) for s in sentence.astype(float)])
        attention = softmax(cosines @ w["sharpness"].double().numpy())
        own = linear("question", token)
        found = sum(
            a * linear("sentence", s)
            for a, s in zip(attention, sentence.astype(float), strict=True)
        )
        pair = np.concatenate([own, found, abs(own - found), own * found, 4 * cosines.max(axis=0)])
        compared.append(gelu(linear("compare", pair)))
        telling.append(linear("attend", compared[-1])[0])
    mean = softmax(np.array(telling)) @ np.array(compared)
    hidden = gelu(linear("sum", np.concatenate([mean, np.max(compared, axis=0)])))
    return float(linear("answer", hidden)[0])


def test_log_odds_are_those_computed_by_hand(weights):
    questions, sentences = texts(3, 7), texts(5, 2)
    found = align(weights, *padded(questions), *padded(sentences))
    expected = [by_hand(weights, q, s) for q, s in zip(questions, sentences, strict=True)]
    assert found.tolist() == pytest.approx(expected, abs=1e-4)


def test_padding_changes_nothing(weights):
    question, sentence = texts(4, 6)
    alone = align(weights, *padded([question]), *padded([sentence]))
    beside = align(weights, *padded([question, *texts(9)]), *padded([sentence, *texts(11)]))
    assert beside[0].item() == pytest.approx(alone[0].item(), abs=1e-5)


def test_the_shapes_are_those_that_a_width_asks_for():
    assert shapes(384)["question.weight"] == (WIDTH, 384)
    assert sum(math.prod(shape) for shape in shapes(384).values()) == 197_507
    assert shapes(384, 2)["question.weight"] == (WIDTH, 768)
    assert shapes(384, 2)["compare.weight"] == (WIDTH, 4 * WIDTH + 2)
