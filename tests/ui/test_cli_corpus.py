"""`diaspora corpus`: profiles are checked and read; what is wrong is told with file and line."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def test_check_counts_and_compares(diaspora: Run) -> None:
    ran = diaspora("corpus", "check")
    assert (ran.code, ran.err) == (0, "")
    said = " ".join(ran.out.split())
    assert said.startswith("tavoria.en: 2024-05 edition, ")
    assert " tavoria.fr: 2024-05 edition, " in said
    assert " 6 footnotes, 1 caveats " in said
    assert said.endswith("The languages of each profile say the same.")


def test_check_for_programs(diaspora: Run) -> None:
    report = diaspora("corpus", "check", "--json").record
    assert report["differences"] == []
    assert [(p["profile"], p["language"]) for p in report["profiles"]] == [
        ("tavoria", "en"),
        ("tavoria", "fr"),
    ]
    english, french = report["profiles"]
    for counted in ("passages", "entities", "figures", "footnotes", "caveats"):
        assert english[counted] == french[counted] > 0


def test_languages_that_differ(diaspora: Run, profiles: Path) -> None:
    french = profiles / "tavoria.fr.md"
    french.write_text(french.read_text().replace("since: 1994", "since: 1995"))
    ran = diaspora("corpus", "check")
    assert ran.code == 1
    assert ran.err.startswith("Error: ")
    assert ran.err.count("\n") == 1
    assert "lisbon-circle" in ran.err
    assert "The languages of each profile say the same." not in ran.out
    report = diaspora("corpus", "check", "--json")
    assert report.code == 1
    assert "lisbon-circle" in report.out


BREAKS: dict[str, tuple[str, str, str]] = {
    "broken heading": (
        "### Homeward Bond {#bond}",
        "### Homeward Bond {#bond",
        "### Homeward Bond",
    ),
    "heading too deep": ("### Homeward Bond {#bond}", "##### Homeward Bond {#bond}", "##### Home"),
    "missing footnote": ("three months.[^5]", "three months.[^77]", "three months.[^77]"),
    "duplicate section": ("{#bond}", "{#lantern}", "### Homeward Bond"),
    "duplicate entity": (
        "id: homeward-bond",
        "id: nordic-fund",
        "id: nordic-fund\nkind: programme",
    ),
    "duplicate figure": (
        "id: transfer-cost",
        "id: lantern-fellows",
        "id: lantern-fellows\nlabel: Av",
    ),
    "broken front matter": ("country: XA", "country: [XA", "country: [XA"),
}


@pytest.mark.parametrize("what", list(BREAKS))
def test_a_broken_profile_is_told_with_its_line(diaspora: Run, profiles: Path, what: str) -> None:
    old, new, place = BREAKS[what]
    path = profiles / "tavoria.en.md"
    text = path.read_text()
    assert old in text
    bent = text.replace(old, new, 1)
    path.write_text(bent)
    line = bent[: bent.index(place)].count("\n") + 1
    for command in (["corpus", "check"], ["corpus", "show"], ["index", "build"]):
        ran = diaspora(*command)
        assert ran.code == 2
        told = int(ran.complaint.removeprefix(f"{path}:").split(":")[0])
        assert abs(told - line) <= 2, ran.complaint
    assert path.read_text() == bent


def test_a_broken_profile_in_a_process(process: Run, profiles: Path) -> None:
    path = profiles / "tavoria.fr.md"
    path.write_text(path.read_text().replace("[^5]", "[^77]", 1))
    ran = process("corpus", "check")
    assert ran.code == 2
    assert ran.complaint.startswith(f"{path}:")
    assert "77" in ran.complaint


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"---\nid: \xff\xfe\n---\n", "this is not UTF-8 text"),
        (b"\x89PNG\r\n\x00\x00", "this is not a text file"),
        (b"", ":1: "),
    ],
)
def test_a_file_that_is_no_profile(
    diaspora: Run, profiles: Path, content: bytes, told: str
) -> None:
    (profiles / "atlantis.en.md").write_bytes(content)
    ran = diaspora("corpus", "check")
    assert ran.code == 2
    assert ran.complaint.startswith(f"{profiles}/atlantis.en.md:")
    assert told in ran.complaint


def test_a_folder_that_is_named_like_a_profile(diaspora: Run, profiles: Path) -> None:
    (profiles / "atlantis.en.md").mkdir()
    ran = diaspora("corpus", "check")
    assert (ran.code, "the file can't be read" in ran.complaint) == (2, True)


def test_a_link_that_leads_nowhere(diaspora: Run, profiles: Path) -> None:
    (profiles / "atlantis.en.md").symlink_to(profiles / "sunk")
    ran = diaspora("corpus", "check")
    assert (ran.code, "the file can't be read" in ran.complaint) == (2, True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(diaspora: Run, profiles: Path) -> None:
    (profiles / "tavoria.en.md").chmod(0)
    ran = diaspora("corpus", "check")
    assert (ran.code, "Permission denied" in ran.complaint) == (2, True)


@pytest.mark.parametrize("place", ["nothing", "profiles/tavoria.en.md"])
def test_a_folder_without_profiles(
    diaspora: Run, tmp_path: Path, profiles: Path, place: str
) -> None:
    ran = diaspora("corpus", "check", "--profiles", tmp_path / place)
    assert ran.code == 2
    assert ran.complaint.startswith(f"No profiles (*.md) in {tmp_path}/{place}.")


def test_show_a_passage_in_one_language(diaspora: Run) -> None:
    ran = diaspora("corpus", "show", "tavoria/bond#1", "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(
        "Effective practices › Homeward Bond tavoria/bond#1\n   The Homeward "
    )
    assert "note 4: Ministry of Overseas Ties, Far Shore Charter, 2016." in ran.out


def test_show_a_caveat(diaspora: Run) -> None:
    assert "caveat: The survey prints" in diaspora("corpus", "show", "tavoria/remittances").out


def test_show_for_programs(diaspora: Run) -> None:
    found = diaspora("corpus", "show", "tavoria/bond", "--json").record
    assert [(p["id"], p["language"]) for p in found] == [
        ("tavoria/bond#1", "en"),
        ("tavoria/bond#1", "fr"),
    ]
    everything = diaspora("corpus", "show", "--json").record
    assert len(everything) > 30


def test_a_passage_that_is_not_there(diaspora: Run) -> None:
    ran = diaspora("corpus", "show", "atlantis/sunk#1")
    assert (ran.code, ran.complaint.startswith("No passage begins with 'atlantis/sunk#1'.")) == (
        2,
        True,
    )
