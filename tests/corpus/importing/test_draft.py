"""Originals become a draft that can be read as a profile, with nothing lost in silence."""

from pathlib import Path

from corpus.importing.draft import draft
from corpus.profiles import load_profile

REPORT = """# Migration from Mali

## Money

Remittances as a share of GDP: **5.52%**

They were \\$964 bn USD in 2019.<sup>1</sup> The General Delegation of Malians Abroad (GDMA) counts
them, and the diaspora sends them to the families that live in West Africa and

<sup>1</sup> World Bank, 2019. <https://x.org/a_b>

2 AFFORD, forthcoming

North America.<sup>2</sup>

## La Fdration des Maliens

Niger	140,431
France	120,393

Written by: **AFFORD**
Edited by: **EUDiF**
April 2020
Updated August 2025
"""


def made(tmp_path: Path, text: str = REPORT, code: str = "en"):
    path = tmp_path / "report.txt"
    path.write_text(text)
    return draft([path], "ML", code, "2026-11")


def loaded(tmp_path: Path, text: str = REPORT):
    done = made(tmp_path, text)
    path = tmp_path / done.name
    path.write_text(done.text)
    return done, load_profile(path)


def test_the_imprint_becomes_the_head(tmp_path: Path):
    done, profile = loaded(tmp_path)
    assert done.name == "mali.en.md"
    source = profile.source
    assert (source.title, source.publisher, source.authors, source.edition, source.published) == (
        "Migration from Mali",
        "EUDiF",
        ("AFFORD",),
        "2025-08",
        "2020-04",
    )
    assert done.report.missing == ("licence: say in a sentence who may use the text",)


def test_notes_are_joined_to_their_sentences_across_a_page_break(tmp_path: Path):
    _, profile = loaded(tmp_path)
    passage = profile.passages[1]
    assert [(passage.quote(i)[-14:], s.footnotes) for i, s in enumerate(passage.sentences)] == [
        ("n USD in 2019.", ("1",)),
        ("North America.", ("2",)),
    ]
    assert [(n.number, n.text, n.url) for n in profile.footnotes] == [
        ("1", "World Bank, 2019.", "https://x.org/a_b"),
        ("2", "AFFORD, forthcoming", None),
    ]


def test_figures_and_entities_are_proposed(tmp_path: Path):
    _, profile = loaded(tmp_path)
    assert [(f.label, f.value, f.unit) for f in profile.figures] == [
        ("Remittances as a share of GDP", 5.52, "%"),
        ("Niger", 140431, ""),
        ("France", 120393, ""),
    ]
    assert [(e.id, e.acronym, e.names) for e in profile.entities] == [
        ("mali/gdma", "GDMA", {"en": "General Delegation of Malians Abroad"})
    ]


def test_what_is_doubtful_is_told_with_its_line(tmp_path: Path):
    doubts = made(tmp_path).report.doubts
    assert ("missing accents: «Fdration» may be «fédération»", "report.txt:16") in [
        (d.about, d.where) for d in doubts
    ]
    assert ("names its currency twice", "report.txt:7") in [(d.about, d.where) for d in doubts]


def test_the_report_counts_both_sides_and_nothing_is_lost(tmp_path: Path):
    report = made(tmp_path).report
    assert (report.loads, report.lost) == (True, ())
    counts = {name: (c.originals, c.draft) for name, c in report.counts.items()}
    assert counts["sections"] == (3, 3)
    assert counts["footnotes"] == (2, 2)
    assert counts["table rows"] == (2, 2)
    assert counts["figures"][0] == counts["figures"][1] > 8


def test_markup_in_the_words_stays_words(tmp_path: Path):
    text = (
        "FACTS\n\nA *star*, a [link](x), `code`, <b>tags</b>, 5 < 6 & |, \\ and [^1] too.\n\n+ x\n"
    )
    _, profile = loaded(tmp_path, text)
    assert profile.passages[0].text == (
        "A *star*, a [link](x), `code`, <b>tags</b>, 5 < 6 & |, \\ and (^1] too."
    )


def test_a_note_that_nothing_calls_stays_as_a_paragraph(tmp_path: Path):
    done, profile = loaded(tmp_path, "# T\n\nWords.[^1]\n\n[^1]: One.\n\nm<sup>2</sup> of land.\n")
    assert [p.text for p in profile.passages] == ["Words.", "m2 of land."]
    assert any("raised 2 without a note" in d.about for d in done.report.doubts)


def test_pages_of_a_docx_and_a_pdf_reach_the_passages(docx, pdf, tmp_path: Path):
    for path in (docx(), pdf()):
        done = draft([path], "ML", "en", "2026-11")
        target = tmp_path / done.name
        target.write_text(done.text)
        profile = load_profile(target)
        assert {p.page for p in profile.passages} == {1, 2}
        assert any("Country: Niger; People: 140,431" in p.text for p in profile.passages)
        assert [n.text for n in profile.footnotes] == ["World Bank, 2023."]
        assert done.report.lost == () or path.suffix == ".pdf"


def test_several_files_become_one_profile(docx, tmp_path: Path):
    path = tmp_path / "annex.md"
    path.write_text("# Annex\n\nMore words.[^2]\n\n[^2]: Note two.\n")
    done = draft([docx(), path], "ML", "en", "2026-11")
    target = tmp_path / done.name
    target.write_text(done.text)
    profile = load_profile(target)
    assert [s.title for s in profile.sections] == ["Profile of Mali", "Money", "Annex"]
    assert sorted(n.text for n in profile.footnotes) == ["Note two.", "World Bank, 2023."]
