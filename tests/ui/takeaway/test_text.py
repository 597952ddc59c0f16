"""Markdown to take away: text can't turn into markup."""

from markdown_it import MarkdownIt

from ui.shelf import Shelf
from ui.takeaway.parts import Part
from ui.takeaway.text import markdown
from ui.texts import words


def test_markup_in_a_question_stays_text() -> None:
    attack = "# x <script>alert(1)</script> ![a](https://evil.example/a.png) [b](javascript:1) `c`"
    part = Part(question=attack, understood="", language="en", text=attack, sources=())
    page = MarkdownIt().render(markdown([part], words("en"), "today"))
    assert "<script" not in page
    assert "<img" not in page
    assert "<a " not in page
    assert "<code" not in page


def test_the_oldest_answers_make_room() -> None:
    shelf = Shelf(kept=2)
    names = [shelf.keep(()) for _ in range(3)]
    assert len(set(names)) == 3
    assert len(shelf._talks) == 2
    assert names[0] not in shelf._talks
