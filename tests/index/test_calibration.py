"""Weighing signals, and the file of a calibration."""

import pytest

from corpus.errors import InputError
from index.calibration import Calibration, read_calibration

EVEN = Calibration(weights={"cover": 2.0, "reading": 2.0}, bias=-2.0, threshold=0.5)


def test_signals_are_weighed_by_a_logistic_regression():
    half = {"cover": 0.5, "reading": 0.5}
    assert EVEN.probability(half) == 0.5
    above = EVEN.model_copy(update={"bias": -1.0})
    assert above.probability(half) == pytest.approx(0.7310585786300049)


def test_signals_without_a_weight_count_nothing():
    assert EVEN.probability({"cover": 0.5, "reading": 0.5, "gap": 9.0}) == 0.5


def test_a_weight_without_its_signal_is_a_mistake():
    with pytest.raises(KeyError, match="reading"):
        EVEN.probability({"cover": 0.5})


def test_what_was_read_counts_where_it_has_a_weight():
    assert EVEN.reads
    assert not Calibration(weights={"cover": 1.0}, bias=0.0, threshold=0.5).reads


def test_a_file_holds_one(tmp_path):
    path = tmp_path / "calibration.json"
    path.write_text(EVEN.model_dump_json(), encoding="utf-8")
    assert read_calibration(path) == EVEN


@pytest.mark.parametrize("text", ["", "{}", '{"weights": {"cover": "much"}}', "\xff"])
def test_a_file_that_holds_none_is_refused_with_the_mend(tmp_path, text):
    path = tmp_path / "calibration.json"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(InputError, match=r"calibration.json is no calibration. .*--keep"):
        read_calibration(path)
