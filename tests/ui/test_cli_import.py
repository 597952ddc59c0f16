"""`diaspora import`: a draft that `corpus check` reads, and what a person should look at."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.profiles import load_profile

Run = Callable[..., Any]
TEXT = "# Migration\n\n## Money\n\nThey sent \\$5 bn USD.<sup>1</sup>\n\n1 World Bank\n"


@pytest.fixture
def original(tmp_path: Path) -> Path:
    path = tmp_path / "report.md"
    path.write_text(TEXT)
    return path


def test_an_original_becomes_a_profile(diaspora: Run, original: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "drafts"
    ran = diaspora("import", original, "--country", "ML", "--lang", "en", "--out", out)
    assert (ran.code, "footnotes: 1 of 1" in ran.out) == (0, True)
    assert "Doubtful: names its currency twice\n  report.md:5  They sent $5 bn USD." in ran.out
    assert "publisher: the files don't name one" in ran.out
    assert ran.out.endswith("The draft can be read as a profile.\n")
    profile = load_profile(out / "mali.en.md")
    assert (profile.passages[0].text, profile.footnotes[0].text) == (
        "They sent $5 bn USD.",
        "World Bank",
    )
    assert diaspora("corpus", "check", "--profiles", out).code == 0


def test_the_report_for_programs(diaspora: Run, original: Path, tmp_path: Path) -> None:
    report = diaspora(
        "import", original, "--country", "ML", "--lang", "en", "--out", tmp_path, "--json"
    ).record
    assert (report["draft"], report["loads"], report["lost"]) == ("mali.en.md", True, [])
    assert report["counts"]["sections"] == {"originals": 2, "draft": 2}


def test_a_draft_that_is_there_is_kept(diaspora: Run, original: Path, tmp_path: Path) -> None:
    options = ("--country", "ML", "--lang", "en", "--out", tmp_path)
    kept = tmp_path / "mali.en.md"
    kept.write_text("mine")
    ran = diaspora("import", original, *options)
    assert (ran.code, kept.read_text()) == (2, "mine")
    assert ran.complaint == f"{kept} is there already. Give --force to replace it."
    assert diaspora("import", original, *options, "--force").code == 0
    assert load_profile(kept).country == "ML"


def test_a_file_that_is_refused_leaves_nothing(diaspora: Run, tmp_path: Path) -> None:
    path, out = tmp_path / "a.pdf", tmp_path / "out"
    path.write_bytes(b"%PDF-1.4 cut")
    ran = diaspora("import", path, "--country", "ML", "--lang", "en", "--out", out)
    assert (ran.code, out.exists()) == (2, False)
    assert ran.complaint.startswith(f"{path}: the file is damaged or cut off")


def test_a_folder_that_cannot_be_written(diaspora: Run, original: Path) -> None:
    out = original / "below"
    ran = diaspora("import", original, "--country", "ML", "--lang", "en", "--out", out)
    assert (ran.code, ran.complaint) == (2, f"{out} can't be written: Not a directory.")
