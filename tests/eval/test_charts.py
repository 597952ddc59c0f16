"""Charts are pictures that scale: SVG without a size, a script or anything to fetch."""

import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest

from eval.charts import by_group, latencies, probabilities
from eval.records import Results

Make = Callable[..., Any]
SVG = "{http://www.w3.org/2000/svg}"
QUALITY = ("right", "refusal_recall", "nDCG@10")


@pytest.fixture
def run(outcome: Make, run_of: Make) -> Results:
    """Two answerable questions and one that isn't, in two languages and two kinds."""
    about = {"answerable": True, "kind": "date", "language": "en"}
    french = {"answerable": True, "kind": "list", "language": "fr"}
    unsaid = {"answerable": False, "kind": "<script>alert(1)</script>", "language": "en"}
    found: Results = run_of(
        outcome("a", {"right": 1.0, "nDCG@10": 1.0}, about, probability=0.9, latency_ms=8.0),
        outcome("b", {"right": 0.0, "nDCG@10": 0.5}, french, probability=0.4, latency_ms=90.0),
        outcome("c", {"refusal_recall": 1.0}, unsaid, probability=0.1, latency_ms=20.0),
    )
    return found


def words(svg: str) -> list[str]:
    """What is written in a picture, in its order."""
    return ["".join(t.itertext()) for t in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.fixture
def pictures(run: Results) -> dict[str, str]:
    drawn = {
        "groups": by_group(run, QUALITY, ["all", "en", "fr"]),
        "kinds": by_group(run, QUALITY, ["date", "list", "<script>alert(1)</script>"]),
        "probabilities": probabilities(run),
        "latencies": latencies(run),
    }
    return {name: svg for name, svg in drawn.items() if svg}


@pytest.mark.parametrize("name", ["groups", "kinds", "probabilities", "latencies"])
def test_a_picture_scales_and_fetches_nothing(pictures: dict[str, str], name: str) -> None:
    root = ElementTree.fromstring(pictures[name])
    assert root.tag == f"{SVG}svg"
    assert "viewBox" in root.attrib
    assert {"width", "height"}.isdisjoint(root.attrib)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {
        "svg",
        "g",
        "path",
        "rect",
        "line",
        "text",
        "tspan",
        "defs",
        "clipPath",
        "title",
    }
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not {a for a in attributes if re.search(r"href|src|^on", a)}


def test_groups_and_measures_are_named(pictures: dict[str, str]) -> None:
    assert {"all", "en", "fr", *QUALITY} <= set(words(pictures["groups"]))


def test_a_measure_that_no_group_has_is_not_named(run: Results) -> None:
    svg = by_group(run, (*QUALITY, "asked_back"), ["all"])
    assert svg is not None
    assert "asked_back" not in words(svg)


def test_a_kind_that_looks_like_a_script_is_a_label(pictures: dict[str, str]) -> None:
    assert "<script" not in pictures["kinds"]
    assert "<script>alert(1)</script>" in words(pictures["kinds"])


def test_every_measure_of_a_group_is_a_dot_at_its_mean(run: Results) -> None:
    svg = by_group(run, ("right",), ["en", "fr"])  # means 1 and 0: the two ends of the scale
    assert svg is not None
    dots = re.findall(r'aria-roledescription="point".*?translate\(([\d.]+),', svg)
    assert sorted(map(float, dots)) == [0.0, 300.0]


def test_probabilities_are_told_apart(pictures: dict[str, str]) -> None:
    assert {"answerable", "unanswerable", "probability that the text says it"} <= set(
        words(pictures["probabilities"])
    )


def test_latencies_are_in_milliseconds(pictures: dict[str, str]) -> None:
    assert "milliseconds" in words(pictures["latencies"])


def test_there_is_no_picture_of_nothing(outcome: Make, run_of: Make) -> None:
    bare = run_of(outcome("a", {"RR": 1.0}))
    assert by_group(bare, QUALITY, ["all", "en"]) is None
    assert by_group(bare, ("RR",), ["fr"]) is None
    assert probabilities(bare) is None
    assert latencies(run_of()) is None


def test_one_question_is_enough_for_a_picture(outcome: Make, run_of: Make) -> None:
    one = run_of(outcome("a", {"right": 1.0}, {"answerable": True}, latency_ms=0.0))
    for svg in (by_group(one, QUALITY, ["all"]), probabilities(one), latencies(one)):
        assert svg is not None
        assert "NaN" not in svg
        assert "Infinity" not in svg
