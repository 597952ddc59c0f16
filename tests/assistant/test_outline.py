import pytest

from assistant.outline import Outline


@pytest.fixture(scope="module")
def outline(tavoria):
    return Outline(tavoria)


def test_a_chapter_knows_the_sections_right_below_it(outline):
    assert outline.children("tavoria/facts#1", "en") == ("Destination countries", "Remittances")


def test_their_titles_are_those_of_the_language(outline):
    assert outline.children("tavoria/facts#1", "fr") == (
        "Pays de destination",
        "Transferts de fonds",
    )


@pytest.mark.parametrize("passage", ["tavoria/remittances#1", "tavoria/obstacles#1"])
def test_a_section_without_sections_has_no_children(outline, passage):
    assert outline.children(passage, "en") == ()


def test_an_unknown_passage_or_language_has_none(outline):
    assert outline.children("tavoria/nowhere#1", "en") == ()
    assert outline.children("tavoria/facts#1", "pt") == ()
