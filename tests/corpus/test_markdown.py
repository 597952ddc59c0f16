"""Markdown → blocks that know their line and lose no word."""

from pathlib import Path

import pytest

from corpus.errors import ProfileError
from corpus.markdown import Block, Text, read_blocks

PATH = Path("p.md")


def refusal(text: str) -> str:
    with pytest.raises(ProfileError) as caught:
        read_blocks(text, PATH)
    return str(caught.value)


def test_each_block_knows_its_kind_and_the_line_it_begins_on():
    text = """\
---
id: a
---

# Title {#t}

Words
on two lines.

- one
- two

> doubt

```figure
id: f
```

[^1]: note

Called.[^1]
"""
    assert [(b.kind, b.line) for b in read_blocks(text, PATH)] == [
        ("front matter", 2),
        ("heading", 5),
        ("paragraph", 7),
        ("list", 10),
        ("caveat", 13),
        ("figure", 16),
        ("note", 19),
        ("paragraph", 21),
    ]


def test_markup_goes_and_words_stay():
    assert read_blocks("A **bold** *word*,\na `code` and [a link](https://x.org).", PATH) == [
        Block("paragraph", 1, (Text("A bold word, a code and a link.", url="https://x.org"),))
    ]


def test_a_footnote_call_remembers_where_it_stood():
    paragraph = read_blocks("One.[^1] Two.[^b]\n\n[^1]: x\n[^b]: y", PATH)[0]
    assert paragraph.texts == (Text("One. Two.", ((4, "1"), (9, "b"))),)


def test_a_list_item_is_one_text_though_it_has_two_paragraphs():
    text = "- one.[^1]\n\n  more.\n- two.[^1]\n\n[^1]: x"
    assert read_blocks(text, PATH)[0].texts == (
        Text("one. more.", ((4, "1"),)),
        Text("two.", ((4, "1"),)),
    )


def test_an_ordered_list_is_a_list():
    assert [t.words for t in read_blocks("1. one\n2. two", PATH)[0].texts] == ["one", "two"]


def test_a_note_gives_its_address_undecoded():
    note = read_blocks("A.[^1]\n\n[^1]: See <https://x.org/a%20b>.", PATH)[1]
    assert (note.label, note.texts[0].url) == ("1", "https://x.org/a%20b")
    assert note.texts[0].words == "See https://x.org/a%20b."


def test_a_card_keeps_its_yaml_and_begins_behind_the_fence():
    assert read_blocks("```entity\nid: a\nkind: law\n```", PATH) == [
        Block("entity", 2, raw="id: a\nkind: law\n")
    ]


def test_a_row_of_a_table_is_a_text_that_names_its_columns():
    text = "| Year | Count |\n|---|---|\n| 2023 | **5**[^1] |\n| 2024 | a \\| b |\n\n[^1]: x"
    assert read_blocks(text, PATH)[0] == Block(
        "table",
        1,
        (Text("Year: 2023; Count: 5", ((20, "1"),)), Text("Year: 2024; Count: a | b")),
    )


def test_a_page_marker_is_a_block_of_its_own():
    assert [(b.kind, b.label) for b in read_blocks("{page=12}\n\nWords {page=1}.", PATH)] == [
        ("page", "12"),
        ("paragraph", ""),
    ]


def test_windows_line_ends_count_as_one_line():
    assert [b.line for b in read_blocks("One.\r\n\r\nTwo.\r\n", PATH)] == [1, 3]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "Words.\n\n<div>x</div>",
            "p.md:3: a profile can't hold this (html_block). Write it without HTML.",
        ),
        (
            "Words <b>bold</b>.",
            "p.md:1: a profile can't hold this (html_inline). Write it as plain words.",
        ),
        (
            "Words.\n\n<!-- hidden -->",
            "p.md:3: a profile can't hold this (html_block). Write it without HTML.",
        ),
        (
            "| a | b |\n|---|---|\n| 1 | 2 | 3 |",
            "p.md:3: this row has 3 cells, the head of its table 2. "
            "Give the head as many cells, or write \\| for a | inside a cell.",
        ),
        (
            "| a | b |\n|---|---|",
            "p.md:1: there are no words here. Write some, or remove it.",
        ),
        (
            "Words.\n\n" + "a\n" * 20_001,
            "p.md:3: more than 20,000 characters stand here without an empty line. "
            "Cut them into paragraphs.",
        ),
        (
            "Words.\n\n![a map](map.png)",
            "p.md:3: a profile can't hold this (image). Write it as plain words.",
        ),
        (
            "Words.\n\n***\n",
            "p.md:3: a profile can't hold this (hr). "
            "Remove the line, or close the front matter with one.",
        ),
        (
            "Words.\n\n    indented",
            "p.md:3: a profile can't hold this (code_block). Begin the line without spaces.",
        ),
        ("- one\n  - two", "p.md:2: a list inside a list can't be cited. Make it one list."),
        (
            "Words.\n\n```python\nx\n```",
            "p.md:3: «```python» is not known. Use ```entity or ```figure.",
        ),
        (
            "Words.[^7]",
            "p.md:1: the footnote [^7] has no note. Add a line «[^7]: the note» to this file.",
        ),
        (
            "- one\n\n  ```figure\n  id: a\n  ```",
            "p.md:3: a list item can't hold this (fence). Write it as plain text.",
        ),
        (
            "- one\n  <div>\n  x\n  </div>",
            "p.md:2: a list item can't hold this (html_block). Write it without HTML.",
        ),
        (
            "> doubt\n>\n> <div>x</div>",
            "p.md:3: a caveat can't hold this (html_block). Write it without HTML.",
        ),
        (
            "A.[^1]\n\n> doubt\n>\n> [^1]: note",
            "p.md:5: a caveat can't hold this (footnote_reference). Write it as plain text.",
        ),
        (
            "A.[^1]\n\n[^1]: note\n\n    ```figure\n    id: a\n    ```",
            "p.md:5: a note can't hold this (fence). Write it as plain text.",
        ),
        ("- one\n-\n", "p.md:2: there are no words here. Write some, or remove it."),
        ("A.\n\n>\n", "p.md:3: there are no words here. Write some, or remove it."),
        ("A.[^1]\n\n[^1]:\n", "p.md:3: there are no words here. Write some, or remove it."),
        ("[^1]\n\n[^1]: x", "p.md:1: there are no words here. Write some, or remove it."),
    ],
)
def test_what_a_profile_cannot_hold_is_refused_with_line_and_mend(text: str, message: str):
    assert refusal(text) == message
