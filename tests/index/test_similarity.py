"""The scale of an encoder's cosines."""

import numpy as np
import pytest

from index.encoders import Encoder
from index.similarity import Scale, scale_of


class Fixed:
    """An encoder of questions that are alike, and of answers that are, some more to their own."""

    def __init__(self, own: float, other: float) -> None:
        self.own, self.other = own, other

    def queries(self, texts):
        return np.eye(len(texts), dtype=np.float32)

    def documents(self, texts):
        return (
            np.eye(len(texts)) * (self.own - self.other) + np.full((len(texts),) * 2, self.other)
        ).astype(np.float32)


def test_the_scale_is_the_mean_cosine_to_other_answers_and_to_the_own():
    assert scale_of(Fixed(0.9, 0.7)) == Scale(unrelated=0.7, answering=0.9)


def test_unrelated_is_0_an_answer_is_1_and_more_is_more():
    scale = Scale(unrelated=0.7, answering=0.9)
    assert [scale.similarity(c) for c in (0.6, 0.7, 0.8, 0.9, 1.0)] == pytest.approx(
        [-0.5, 0.0, 0.5, 1.0, 1.5]
    )


def test_an_encoder_that_tells_nothing_apart_keeps_its_cosines():
    assert scale_of(Fixed(0.5, 0.5)).similarity(0.25) == 0.25


def test_the_encoder_of_the_tests_tells_them_apart(encoder: Encoder):
    scale = scale_of(encoder)
    assert scale.unrelated < 0.1
    assert scale.answering > 0.3
