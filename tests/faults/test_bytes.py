"""Flipped bits and cut files of a generation are found before it is served."""

import random

import pytest

from corpus.errors import IndexDamaged
from index.search import Index


def test_flips_and_cuts(place, times, told):
    dice = random.Random(5)
    generations = place.generations
    name = generations.current()
    paths = [generations.pointer, *sorted(p for p in (generations.folder / name).rglob("*.*"))]
    runs = max(times(60, 1000), len(paths))
    for number in range(runs):
        path = paths[number % len(paths)]
        whole = path.read_bytes()
        spot = dice.randrange(len(whole))
        bent = bytearray(whole)
        bent[spot] ^= 1 << dice.randrange(8)
        path.write_bytes(whole[:spot] if dice.random() < 0.5 else bytes(bent))
        with pytest.raises(IndexDamaged):
            Index.load(generations, generations.current())
        path.write_bytes(whole)
    assert Index.load(generations, generations.current()).name == name
    told("one bit flipped, or a file cut", runs, f"all found in {len(paths)} files, 0 served")
