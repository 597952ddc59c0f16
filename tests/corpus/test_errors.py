"""Errors: one tree, sentences fit for a user, evidence in attributes, exit codes for a shell."""

from pathlib import Path

import pytest

from corpus.errors import (
    BrokenInvariant,
    DiasporaError,
    EncoderError,
    IndexDamaged,
    IndexMissing,
    IndexProblem,
    IndexStale,
    InputError,
    NothingPasses,
    ParityError,
    ProfileError,
    QuestionError,
    StorageError,
)


def test_a_profile_error_says_where_what_and_how_to_mend_it():
    error = ProfileError("a.md", 7, "the heading has no id", "End it with {#x}")
    assert str(error) == "a.md:7: the heading has no id. End it with {#x}."
    assert (error.path, error.line) == (Path("a.md"), 7)
    assert (error.problem, error.mend) == ("the heading has no id", "End it with {#x}")


def test_a_parity_error_says_one_difference_a_line():
    error = ParityError(["a differs", "b differs"])
    assert str(error) == "a differs\nb differs"
    assert error.differences == ["a differs", "b differs"]


def test_a_stale_index_says_all_reasons_and_the_command():
    error = IndexStale(["profile a is new", "profile b is gone"])
    assert str(error) == (
        "The index is stale: profile a is new; profile b is gone. Run: diaspora index build"
    )


def test_a_damaged_index_names_the_file_and_the_command():
    error = IndexDamaged("g/manifest.json", "is missing")
    assert error.path == Path("g/manifest.json")
    assert str(error) == (
        "The index is damaged: g/manifest.json is missing. Run: diaspora index build --force"
    )


def test_a_storage_error_names_the_place_and_the_way_out():
    assert str(StorageError("/data", "Read-only file system")) == (
        "Can't write to /data: Read-only file system. Choose another place with --data-dir or "
        "DIASPORA_DATA_DIR."
    )


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (ProfileError, 2),
        (ParityError, 1),
        (EncoderError, 2),
        (IndexProblem, 3),
        (IndexMissing, 3),
        (IndexStale, 3),
        (IndexDamaged, 3),
        (StorageError, 2),
        (QuestionError, 2),
        (InputError, 2),
        (NothingPasses, 2),
        (BrokenInvariant, 1),
    ],
)
def test_every_error_is_of_the_tree_and_has_its_exit_code(kind: type, code: int):
    assert issubclass(kind, DiasporaError)
    assert kind.exit_code == code
