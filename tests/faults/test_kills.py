"""A build that is killed at any moment leaves the old or the new generation, and no litter."""

import random
import time

import pytest

from index.search import Index


def words_served(place) -> str:
    """What the published generation says, every byte of it checked."""
    index = Index.load(place.generations, place.generations.current())
    (passage,) = (p for p in index.passages if p.id == "tavoria/bond#1" and p.language == "en")
    return passage.text.rsplit("builds ", 1)[1].rstrip(".")


def litter(place) -> list[str]:
    inside = [p.name for p in place.generations.folder.iterdir() if p.name.startswith(".")]
    outside = {p.name for p in place.data.iterdir()} - {"current", "generations", "build.lock"}
    return [*inside, *outside]


def test_killed_at_each_sync(place, times, told):
    """Between two syncs lie the writing of the files, the renaming and the pointer."""
    place.edit("schools")
    number, outcomes = 0, {"old": 0, "new": 0}
    step = times(5, 1)
    while place.run("index", "build", DIE_AT=str(number))[0] != 0:
        served = words_served(place)
        assert served in {"harbours and clinics", "schools"}
        outcomes["new" if served == "schools" else "old"] += 1
        if served == "schools":
            place.edit("harbours and clinics")
            assert place.run("index", "build")[0] == 0
            place.edit("schools")
        number += step
    assert words_served(place) == "schools"
    assert litter(place) == []
    assert outcomes["old"] >= 3
    old, new = outcomes["old"], outcomes["new"]
    told(
        "kill -9 at each sync of a build",
        old + new,
        f"{old} served the old, {new} the new; 0 mixed",
    )


def test_killed_at_random_moments(place, times, told):
    dice = random.Random(20261124)
    begin = time.perf_counter()
    place.edit("roads")
    assert place.run("index", "build")[0] == 0
    lasting = time.perf_counter() - begin
    runs, before, new = times(3, 200), "roads", 0
    for number in range(runs):
        place.edit(f"{number} wells")
        place.killed(after=dice.uniform(0, lasting))
        served = words_served(place)
        assert served in {before, f"{number} wells"}
        new += served != before
        before = served
    place.edit("bridges")
    assert place.run("index", "build")[0] == 0
    assert words_served(place) == "bridges"
    assert litter(place) == []
    told(
        "kill -9 at random moments of a build", runs,
        f"{runs - new} served the old, {new} the new, all verified; 0 mixed; leftovers cleaned",
    )  # fmt: skip


@pytest.mark.parametrize("number", [0, 10])
def test_the_build_after_a_killed_one_clears_what_it_left(place, number):
    place.edit("schools")
    assert place.run("index", "build", DIE_AT=str(number))[0] == -9
    assert any(name.startswith(".building-") for name in litter(place))
    assert place.run("index", "build")[0] == 0
    assert litter(place) == []
