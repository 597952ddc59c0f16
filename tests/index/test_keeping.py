"""Going back to a generation, and removing those that nobody needs."""

import shutil

import pytest

from corpus.errors import IndexDamaged, IndexMissing, InputError
from index.build import build
from index.generations import Generations
from index.keeping import clear_leftovers, prune, roll_back


@pytest.fixture
def generations(tavoria_data, tmp_path) -> Generations:
    return Generations(shutil.copytree(tavoria_data, tmp_path / "data"))


@pytest.fixture
def three(generations, tavoria, encoder) -> list[str]:
    """The ids of three generations, the oldest first; the last is current."""
    return [
        generations.current(),
        build(tavoria, encoder, generations),
        build(tavoria, encoder, generations),
    ]


def test_generations_are_named_newest_first(generations, three):
    assert generations.names() == three[::-1]


def test_rolling_back_leads_to_the_one_before_and_pins_it(generations, three):
    assert roll_back(generations) == three[1]
    assert generations.pointed() == (three[1], True)
    assert roll_back(generations) == three[0]


def test_rolling_back_to_a_named_one_goes_forward_too(generations, three):
    roll_back(generations, three[0])
    assert roll_back(generations, three[2]) == three[2]


def test_before_the_first_there_is_nothing(generations):
    with pytest.raises(IndexMissing, match="no earlier generation"):
        roll_back(generations)


@pytest.mark.parametrize("name", ["gone", "", "..", "../generations"])
def test_an_unknown_generation(generations, three, name):
    if name:
        with pytest.raises(InputError, match="There is no generation"):
            roll_back(generations, name)
    assert generations.pointed() == (three[2], False)


def test_a_damaged_generation_is_not_gone_back_to(generations, three):
    (generations.folder / three[1] / "corpus.json").write_text("[]")
    with pytest.raises(IndexDamaged):
        roll_back(generations)
    assert generations.pointed() == (three[2], False)


def test_the_next_build_lifts_the_pin(generations, three, tavoria, encoder):
    roll_back(generations)
    name = build(tavoria, encoder, generations)
    assert generations.pointed() == (name, False)


@pytest.mark.parametrize(("keep", "left"), [(1, 1), (2, 2), (3, 3), (9, 3)])
def test_the_newest_stay(generations, three, keep, left):
    removed = prune(generations, keep)
    assert generations.names() == three[::-1][:left]
    assert removed == three[::-1][left:]


def test_the_current_one_stays_however_old(generations, three):
    roll_back(generations, three[0])
    assert prune(generations, 1) == [three[2], three[1]]
    assert generations.names() == [three[0]]
    generations.verify(three[0])


def test_what_killed_builds_left_is_cleared(generations, three):
    (generations.folder / ".building-x" / "lexical").mkdir(parents=True)
    (generations.folder / ".removing-y").mkdir()
    generations.pointer.with_suffix(".new").write_text("half")
    unpublished = f"9{three[2]}"
    shutil.copytree(generations.folder / three[2], generations.folder / unpublished)
    assert clear_leftovers(generations) == [
        ".building-x",
        ".removing-y",
        unpublished,
        "current.new",
    ]
    assert generations.names() == three[::-1]
    assert clear_leftovers(generations) == []


def test_after_a_rollback_newer_generations_are_no_leftovers(generations, three):
    roll_back(generations, three[0])
    assert clear_leftovers(generations) == []
    assert generations.names() == three[::-1]


def test_a_damaged_pointer_clears_no_generation(generations, three):
    generations.pointer.write_text("nonsense")
    assert clear_leftovers(generations) == []
    assert generations.names() == three[::-1]
