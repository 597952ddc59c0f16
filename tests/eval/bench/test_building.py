"""What building costs, on Tavoria: the steps, and a profile that differs in one passage."""

from corpus.records import Profile, Section
from eval.bench.building import building_costs, with_one_change
from index.encoders import Encoder

Profiles = tuple[Profile, ...]


def test_every_step_is_measured_against_encoding_alone(tavoria: Profiles, encoder: Encoder) -> None:
    table = building_costs(tavoria, encoder)
    assert [row["step"] for row in table.rows] == [
        "encoding alone", "index build", "re-index, one passage changed", "loading the index",
    ]  # fmt: skip
    assert table.columns == ["step", "seconds", "ratio"]
    assert table.rows[0]["ratio"] == 1.0
    figures = [value for row in table.rows for value in (row["seconds"], row["ratio"])]
    assert all(isinstance(value, float) and value > 0 for value in figures)


def test_the_texts_are_passages_and_their_sentences(tavoria: Profiles, encoder: Encoder) -> None:
    table = building_costs(tavoria[:1], encoder)
    sentences = sum(len(p.sentences) for p in tavoria[0].passages)
    assert len(tavoria[0].passages) == 23
    assert table.note == (
        f"{23 + sentences} texts (23 passages and their sentences); ratio: against encoding alone."
    )


def test_one_character_of_the_first_passage_changes(tavoria: Profiles) -> None:
    before, after = tavoria[0], with_one_change(tavoria[0])
    first, *others = after.passages
    assert others == list(before.passages[1:])
    assert first.text == f"{before.passages[0].text[:-1]}!"
    assert first.sentences == before.passages[0].sentences
    assert first.sha256 != before.passages[0].sha256
    assert after.sha256 != before.sha256
    assert after.model_copy(update={"sections": (), "sha256": ""}) == before.model_copy(
        update={"sections": (), "sha256": ""}
    )


def test_a_first_section_without_passages_is_passed_over(tavoria: Profiles) -> None:
    empty = Section(id="empty", title="Empty", path=(), line=1)
    profile = tavoria[0].model_copy(update={"sections": (empty, *tavoria[0].sections)})
    changed = with_one_change(profile)
    assert changed.sections[0] == empty
    assert changed.passages[0].text.endswith("Port Lumen!")
