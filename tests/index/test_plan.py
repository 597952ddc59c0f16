"""A plan: which passages a build encodes, takes over and drops."""

from pathlib import Path

import pytest

from corpus.records import Passage, Sentence
from index.encoders import EncoderFiles
from index.manifest import FORMAT, Manifest
from index.plan import Plan, key_of, plan, reasons_to_rebuild
from index.similarity import Scale


def passage(number: int, text: str, language: str = "en", **more: object) -> Passage:
    fields = {
        "id": f"tavoria/facts#{number}",
        "profile": "tavoria",
        "language": language,
        "section": "facts",
        "path": ("Facts",),
        "text": text,
        "sentences": (Sentence(start=0, end=len(text)),),
        "edition": "2024-05",
    }
    return Passage.model_validate(fields | more)


OLD = [passage(1, "One."), passage(2, "Two."), passage(2, "Deux.", "fr")]


def numbers(keys) -> list[tuple[str, str]]:
    return [(key.id[-1], key.language) for key in keys]


def test_the_same_passages_are_all_kept():
    found = plan(OLD, OLD)
    assert (len(found.added), len(found.kept), len(found.removed)) == (0, 3, 0)
    assert found.empty


def test_a_new_passage_is_added_and_a_dropped_one_removed():
    found = plan(OLD, [*OLD[1:], passage(3, "Three.")])
    assert numbers(found.added) == [("3", "en")]
    assert numbers(found.kept) == [("2", "en"), ("2", "fr")]
    assert numbers(found.removed) == [("1", "en")]
    assert found.changed == ()


def test_a_reworded_passage_is_removed_and_added():
    found = plan(OLD, [OLD[0], passage(2, "Two!"), OLD[2]])
    assert numbers(found.added) == numbers(found.removed) == numbers(found.changed) == [("2", "en")]
    assert found.added[0].sha256 != found.removed[0].sha256


def test_the_same_words_under_another_id_are_encoded_anew():
    found = plan(OLD[:1], [passage(9, "One.")])
    assert (numbers(found.added), found.kept) == ([("9", "en")], ())


def test_a_passage_that_moved_is_kept():
    assert plan(OLD, OLD[::-1]).empty


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({"path": ("Figures",)}, False),
        ({"sentences": ()}, False),
        ({"edition": "2025-01"}, True),
        ({"page": 4}, True),
        ({"caveats": ("Doubtful.",)}, True),
    ],
)
def test_what_is_encoded_decides(change, kept):
    assert plan([passage(1, "One.")], [passage(1, "One.", **change)]).empty is kept


def test_with_a_reason_everything_is_encoded_anew():
    found = plan(OLD, OLD, ["another encoder"])
    assert (len(found.added), len(found.kept), len(found.removed)) == (3, 0, 3)
    assert (found.rebuild, found.empty) == (("another encoder",), False)


def test_nothing_before_means_that_all_is_added():
    assert plan([], OLD) == Plan(added=tuple(map(key_of, OLD)), kept=(), removed=())


def test_an_encoder_or_format_that_differs_is_a_reason():
    manifest = Manifest(
        format=FORMAT, created="", encoder="e5", fingerprint="0", dimension=4, corpus={},
        passages=0, sentences=0, words={}, encoded=0, dense={}, files={},
        similarity=Scale(unrelated=0.1, answering=0.6),
    )  # fmt: skip
    assert reasons_to_rebuild(manifest, EncoderFiles("e5", Path(), "0")) == []
    assert reasons_to_rebuild(manifest, EncoderFiles("e5", Path(), "1")) == [
        "it was built by another version of this encoder (e5)"
    ]
    old = manifest.model_copy(update={"format": 1})
    assert reasons_to_rebuild(old, EncoderFiles("e5", Path(), "0")) == [
        f"it has format 1, this program writes {FORMAT}"
    ]
