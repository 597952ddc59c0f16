"""One passage of many changes: it alone is encoded.

The many are as long as those of the bundled profile: 3.1 sentences each.
"""

import gc
from statistics import median
from time import perf_counter

import numpy as np

from corpus.profiles import bundled_profiles, load_profile
from corpus.records import Section
from index.build import build
from index.dense import EXACT_UP_TO
from index.generations import Generations
from index.reuse import KnownPassages
from index.search import Index
from index.texts import encoded_texts


class Counting:
    """Vectors at random, and how many texts they were asked for."""

    name, fingerprint = "counting", "3" * 64

    def __init__(self) -> None:
        self.texts, self.dice = 0, np.random.default_rng(1)

    def queries(self, texts):
        return self.documents(texts)

    def documents(self, texts, batch=32):
        self.texts += len(texts)
        rows = self.dice.standard_normal((len(texts), 384), np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def many(profile, count: int):
    """A profile of so many passages, copies but for their ids and a number."""
    passages = []
    for number in range(count):
        one = profile.passages[number % len(profile.passages)]
        text = f"{one.text[:-1]}{number % 10}"  # sentences keep their places
        passages.append(one.model_copy(update={"id": f"mali/many#{number}", "text": text}))
    section = Section(id="many", title="Many", path=("Many",), line=1, passages=tuple(passages))
    return profile.model_copy(update={"sections": (section,)})


def changed(profile):
    section = profile.sections[0]
    first = section.passages[0].model_copy(update={"text": section.passages[0].text[:-1] + "!"})
    section = section.model_copy(update={"passages": (first, *section.passages[1:])})
    return profile.model_copy(update={"sections": (section,)})


def begun() -> float:
    """The time, once the garbage of what was measured before is out of the way."""
    gc.collect()
    return perf_counter()


def test_one_of_many(tmp_path, times, told):
    count, runs = times(1000, 10_000), times(2, 9)
    generations, encoder = Generations(tmp_path / "data"), Counting()
    profile = many(load_profile(bundled_profiles() / "mali.en.md"), count)
    sentences = sum(len(passage.sentences) for passage in profile.passages)
    assert 3 * count < sentences <= EXACT_UP_TO  # beyond, the graph is built anew
    editions = [changed(profile), profile]
    build([profile], encoder, generations)
    assert encoder.texts >= count + sentences
    loading, building = [], []
    for run in range(runs):
        encoder.texts, begin = 0, begun()
        Index.load(generations, generations.current())
        loading.append(perf_counter() - begin)
        begin = begun()
        known = KnownPassages(Index.load(generations, generations.current()))
        name = build([editions[run % 2]], encoder, generations, known=known)
        del known
        building.append(perf_counter() - begin)
        assert encoder.texts == len(encoded_texts(profile.passages[0]))
        assert generations.manifest(name).encoded == 1
    told(
        f"one changed passage of {count:,}", runs,
        f"{sentences:,} sentences; 1 passage encoded; {median(building):.2f} s in all, "
        f"{median(building) / median(loading):.1f} times loading ({median(loading):.2f} s); "
        f"beyond {EXACT_UP_TO:,} vectors the graph is built anew",
    )  # fmt: skip
