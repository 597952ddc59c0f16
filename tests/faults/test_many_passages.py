"""One passage of many changes: it alone is encoded."""

from time import perf_counter

import numpy as np

from corpus.records import Section
from index.build import build
from index.generations import Generations
from index.reuse import KnownVectors
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
        passages.append(one.model_copy(update={"id": f"tavoria/many#{number}", "text": text}))
    section = Section(id="many", title="Many", path=("Many",), line=1, passages=tuple(passages))
    return profile.model_copy(update={"sections": (section,)})


def changed(profile):
    section = profile.sections[0]
    first = section.passages[0].model_copy(update={"text": section.passages[0].text[:-1] + "!"})
    section = section.model_copy(update={"passages": (first, *section.passages[1:])})
    return profile.model_copy(update={"sections": (section,)})


def test_one_of_many(tavoria, tmp_path, times, told):
    count = times(1000, 10_000)
    generations, encoder = Generations(tmp_path / "data"), Counting()
    profile = many(tavoria[0], count)
    name = build([profile], encoder, generations)
    everything, encoder.texts = encoder.texts, 0
    begin = perf_counter()
    Index.load(generations, name)
    loading = perf_counter() - begin
    begin = perf_counter()
    known = KnownVectors(Index.load(generations, generations.current()))
    name = build([changed(profile)], encoder, generations, known=known)
    building = perf_counter() - begin
    assert everything >= 2 * count
    assert encoder.texts == len(encoded_texts(profile.passages[0]))
    assert generations.manifest(name).encoded == 1
    told(
        f"one changed passage of {count:,}", 1,
        f"1 passage encoded; {building:.2f} s in all, {building / loading:.1f} times loading "
        f"({loading:.2f} s)",
    )  # fmt: skip
