"""Rows of the directory and the timeline, and the choice among them."""

from corpus.records import Profile
from ui.browse.entries import ACTORS, choices, chosen, dated, entries, sectors
from ui.browse.statistics import charts, rows
from ui.texts import words


def bundled(language: str) -> Profile:
    from corpus.profiles import bundled_profiles, load_profiles

    return next(p for p in load_profiles(bundled_profiles()) if p.language == language)


def test_filters_narrow_together_and_count_what_stays() -> None:
    every = entries([bundled("en")], words("en"), ACTORS)
    given = {"kind": "Programme", "place": "", "sector": "human capital"}
    assert [e.name for e in chosen(every, given)] == [
        "Project to support investments by the Malian diaspora in their regions of origin",
        "TOKTEN programme",
    ]
    kinds = next(c for c in choices(every, given, words("en")) if c.name == "kind")
    assert dict(kinds.values)["Programme"] == 2
    assert dict(kinds.values)["Ministry"] == 0


def test_sectors_are_what_the_profile_says_that_it_files_something_under() -> None:
    for language, expected in (
        ("en", ("investment", "entrepreneurship", "skills transfer")),
        ("fr", ("investissement", "entrepreneuriat", "transfert de compétences")),
    ):
        profile = bundled(language)
        entity = next(e for e in profile.entities if e.passage == "mali/sde4r#1")
        assert sectors(entity, profile, words(language)) == expected


def test_the_timeline_is_in_order_and_leads_on() -> None:
    first = dated([bundled("fr")], words("fr"))[0]
    assert (first.since, first.acronym) == (1991, "HCME")
    assert first.passage == "/fr/read/mali#hcme-1"
    assert first.question.startswith("/?q=Que%20dit%20le%20profil")
    assert first.question.endswith("&lang=fr")


def test_bars_of_per_cent_stand_against_a_hundred_others_against_the_greatest() -> None:
    drawn = charts([bundled("en")], words("en"))
    assert [c.caption for c in drawn] == [
        "Remittances, 2023 · World Bank",
        "Emigration, 2024 · UNDESA",
        "Top countries of destination, 2024 · UNDESA",
    ]
    assert [r.width for r in drawn[0].rows] == [5.52]
    assert [r.width for r in drawn[2].rows] == [100.0, 45.82, 34.79, 30.46, 29.83]


def test_a_figure_that_another_contradicts_says_so() -> None:
    doubtful = next(r for r in rows([bundled("en")], words("en")) if r.value == "$964 bn")
    assert doubtful.caveats[-1] == "The profile also gives 1,153 million USD · 2023 · World Bank."
