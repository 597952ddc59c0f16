"""`diaspora diff`: on the terminal, for programs, and as a page that runs no script."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def new(tavoria_folder: Path, tmp_path: Path) -> Path:
    """A new edition of Tavoria in English."""
    text = (tavoria_folder / "tavoria.en.md").read_text()
    text = text.replace("edition: 2024-05", "edition: 2025-05")
    text = text.replace("### Homeward Bond {#bond}", "### <script>Bond</script> {#bond}")
    text = text.replace("since: 1994", "since: 1995", 1)
    path = tmp_path / "tavoria-2025.md"
    path.write_text(text.replace("The Homeward Bond", "The <b>Homeward</b> Bond", 1))
    return path


@pytest.fixture
def plain(new: Path) -> Path:
    """The same without markup, which a profile can't hold."""
    text = new.read_text()
    for tag in ("<script>", "</script>", "<b>", "</b>"):
        text = text.replace(tag, "")
    new.write_text(text.replace("The Homeward Bond", "A Homeward Bond & 5 \\< 6", 1))
    return new


def test_on_the_terminal(diaspora: Run, plain: Path, tavoria_folder: Path) -> None:
    ran = diaspora("diff", tavoria_folder / "tavoria.en.md", plain)
    assert ran.code == 0
    assert ran.out.startswith("tavoria.en: edition 2024-05 → 2025-05\n")
    assert "section renamed Effective practices › Homeward Bond → Effective practices › Bond" in (
        ran.out
    )
    assert "passage reworded tavoria/bond#1" in ran.out
    assert "entity changed " in ran.out


def test_for_programs(diaspora: Run, plain: Path, tavoria_folder: Path) -> None:
    record = diaspora("diff", tavoria_folder / "tavoria.en.md", plain, "--json").record
    (one,) = record["profiles"]
    assert [p["old_id"] for p in one["passages"]] == ["tavoria/bond#1"]
    assert record["checked"] is None


def test_folders_are_compared_profile_by_profile(
    diaspora: Run, profiles: Path, tavoria_folder: Path
) -> None:
    (profiles / "tavoria.fr.md").unlink()
    ran = diaspora("diff", tavoria_folder, profiles)
    assert ran.out == (
        "tavoria.en: edition 2024-05 → 2024-05\n  nothing changed\ntavoria.fr: only in OLD\n"
    )


def test_saved_answers_are_checked(
    diaspora: Run, plain: Path, tavoria_folder: Path, tmp_path: Path
) -> None:
    questions, saved = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    questions.write_text(
        '{"id": "q1", "turns": ["What is the Homeward Bond?"]}\n'
        '{"id": "q2", "turns": ["What do remittances cost?"]}\n'
    )
    assert diaspora("batch", questions, "--out", saved).code == 0
    ran = diaspora("diff", tavoria_folder / "tavoria.en.md", plain, "--answers", saved)
    assert "1 of 2 answers change\n  q1 What is the Homeward Bond?\n" in ran.out
    assert re.search(r"\[\d\] tavoria/bond#1 reworded", ran.out)


def test_a_set_is_asked_of_both(
    diaspora: Run, plain: Path, tavoria_folder: Path, tmp_path: Path
) -> None:
    asked = tmp_path / "set.jsonl"
    asked.write_text('{"id": "q1", "turns": ["What is the Homeward Bond?"]}\n')
    record = diaspora(
        "diff", tavoria_folder / "tavoria.en.md", plain, "--set", asked, "--json"
    ).record
    assert record["checked"] == 1
    (answer,) = record["answers"]
    assert "Homeward Bond" in answer["before"]
    assert answer["after"] not in {answer["before"], None}
    assert answer["citations"][0]["verdict"] == "reworded"


def test_the_page_shows_markup_as_words_and_asks_nobody(
    diaspora: Run, plain: Path, tavoria_folder: Path, tmp_path: Path
) -> None:
    page = tmp_path / "changes.html"
    ran = diaspora("diff", tavoria_folder / "tavoria.en.md", plain, "--html", page)
    assert (ran.code, ran.err) == (0, f"Page: {page}\n")
    html = page.read_text()
    assert "default-src &#39;none&#39;" in html or "default-src 'none'" in html
    assert "<script" not in html
    assert "5 &lt; 6" in html
    assert re.findall(r"(?:src|href)=", html) == []


def test_languages_that_differ_are_not_compared(diaspora: Run, tavoria_folder: Path) -> None:
    ran = diaspora("diff", tavoria_folder / "tavoria.en.md", tavoria_folder / "tavoria.fr.md")
    assert (ran.code, ran.complaint) == (2, "OLD is in en, NEW in fr. Compare one language.")


def test_an_edition_that_cannot_be_read(diaspora: Run, new: Path, tavoria_folder: Path) -> None:
    ran = diaspora("diff", tavoria_folder / "tavoria.en.md", new)
    assert ran.code == 2
    assert re.match(rf"{re.escape(str(new))}:\d+: a profile can't hold this", ran.complaint)
