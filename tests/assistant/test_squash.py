import pytest

from assistant.squash import SCALE, squashed


def test_nothing_is_one_half():
    assert squashed(0.0) == 0.5


def test_one_scale_above_nothing_is_the_logistic_of_one():
    assert squashed(SCALE) == pytest.approx(0.7310585786300049)
    assert squashed(-SCALE) == pytest.approx(1 - 0.7310585786300049)


def test_the_order_is_kept_between_zero_and_one():
    squeezed = [squashed(score) for score in (-90.0, -2.0, -1.9, 0.1, 7.5, 60.0)]
    assert squeezed == sorted(set(squeezed))
    assert 0 < squeezed[0] < squeezed[-1] < 1
