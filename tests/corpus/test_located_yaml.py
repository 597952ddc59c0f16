"""YAML blocks: scalars stay as written, mistakes know their line."""

from pathlib import Path

import pytest

from corpus.errors import ProfileError
from corpus.located_yaml import build, read_mapping
from corpus.records import Footnote

PATH = Path("p.md")


def problem(text: str) -> tuple[int, str]:
    with pytest.raises(ProfileError) as caught:
        read_mapping(text, PATH, 10)
    return caught.value.line, caught.value.problem


def test_numbers_are_numbers_and_words_are_words():
    assert read_mapping("a: 5.52\nb: 403646\nc: NO\nd: yes\ne: 2025-08-01\nf: [x, y]", PATH, 1) == {
        "a": 5.52,
        "b": 403646,
        "c": "NO",
        "d": "yes",
        "e": "2025-08-01",
        "f": ["x", "y"],
    }


def test_bad_yaml_is_told_with_its_line():
    assert problem("id: a\nnames: [x") == (
        11,
        "this is not YAML (expected ',' or ']', but got '<stream end>')",
    )


def test_a_value_with_a_colon_is_told_with_its_line():
    line, words = problem("id: a\ntitle: Mapping: a country")
    assert (line, words) == (11, "this is not YAML (mapping values are not allowed here)")


def test_aliases_are_refused_so_that_no_document_explodes():
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]"
    assert problem(bomb) == (11, "this is not YAML (anchors and aliases are not allowed here)")


def test_a_name_that_is_given_twice_is_refused():
    assert problem("id: a\nlabel: x\nid: b") == (
        12,
        "this is not YAML («id» stands here a second time)",
    )


def test_deep_nesting_is_refused():
    assert problem("a: " + "[" * 600) == (10, "this is not YAML (RecursionError)")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a: !!timestamp x", "AttributeError"),
        ("a: !!bool x", "KeyError"),
        ("a: !!int x", "ValueError"),
        ("a: \x07", "ReaderError"),
    ],
)
def test_a_value_that_yaml_chokes_on_is_no_crash(text: str, kind: str):
    assert problem(text) == (10, f"this is not YAML ({kind})")


def test_python_objects_are_refused():
    line, words = problem("id: a\nb: !!python/object/apply:os.system [ls]")
    assert line == 11
    assert words.startswith("this is not YAML (could not determine a constructor")


@pytest.mark.parametrize("text", ["", "- a\n- b", "only words", "5"])
def test_a_block_has_to_be_a_mapping(text: str):
    assert problem(text) == (10, "a block of «name: value» lines is expected")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("text: t", "p.md:10: «number» is missing. Add a line «number: …»."),
        (
            "number: a\ntext: t\nurn: x",
            "p.md:12: «urn» is not a field of this block. Remove it or mend its spelling.",
        ),
        (
            "number: a\ntext: [t]",
            "p.md:11: «text» is wrong (Input should be a valid string). Mend the value.",
        ),
    ],
)
def test_a_wrong_field_is_told_with_its_line_and_mend(text: str, message: str):
    data = read_mapping(text, PATH, 10)
    with pytest.raises(ProfileError) as caught:
        build(Footnote, data, text, PATH, 10)
    assert str(caught.value) == message


def test_a_right_block_becomes_its_record():
    text = "number: a\ntext: t"
    assert build(Footnote, read_mapping(text, PATH, 1), text, PATH, 1) == Footnote(
        number="a", text="t"
    )
