"""Two editions of a profile: what was added, removed, moved, renamed and reworded."""

from corpus.differences import differences
from corpus.rewording import pieces_of

OLD = """
## Money {#money}

### Cost {#cost}

Sending money costs 5.5 % of it.[^1]

```figure
id: cost
label: Cost of transfers
value: 5.5
unit: "%"
year: 2023
```

```entity
id: bank
kind: partner
names: {en: Bank}
```

### Votes {#votes}

Malians abroad vote at the embassies of their country.[^2]

They count.

[^1]: World Bank, Remittance prices, 2023.
[^2]: Electoral law. <https://law.org>
"""


def found(load, new: str, old: str = OLD):
    before = load(old)
    return differences(before, load(new, ("2025-01", "2026-01")))


def changed(load, *pairs: tuple[str, str]):
    new = OLD
    for before, after in pairs:
        assert before in new
        new = new.replace(before, after)
    return found(load, new)


def kinds(changes) -> list[tuple[str, str]]:
    return [(c.kind, c.id) for c in changes]


def test_an_edition_that_is_the_same_but_for_its_date(load):
    same = found(load, OLD)
    assert (same.empty, same.old_edition, same.new_edition) == (True, "2025-01", "2026-01")


def test_a_figure_changes_its_value_unit_and_year(load):
    done = changed(load, ("5.5", "6.25"), ("year: 2023", "year: 2024"), ('"%"', "per cent"))
    (figure,) = done.figures
    assert (figure.kind, figure.old.value, figure.new.value) == ("changed", 5.5, 6.25)
    assert (figure.old.year, figure.new.year, figure.new.unit) == (2023, 2024, "per cent")
    assert kinds(done.sections) == [("reworded", "cost")]


def test_the_words_of_a_passage_that_changed(load):
    (passage,) = changed(load, ("5.5", "6.25")).passages
    assert (passage.kind, passage.old_id, passage.new_id) == (
        "reworded",
        "tiny/cost#1",
        "tiny/cost#1",
    )
    assert [(p.side, p.text) for p in passage.pieces] == [
        ("same", "Sending money costs "),
        ("old", "5.5 "),
        ("new", "6.25 "),
        ("same", "% of it."),
    ]


def test_sections_that_come_and_go(load):
    done = changed(
        load, ("### Votes {#votes}\n\nMalians abroad vote", "### Schools {#schools}\n\nZ")
    )
    assert kinds(done.sections) == [("renamed", "schools"), ("reworded", "schools")]
    gone = found(
        load, OLD.replace("\nThey count.\n", "\nThey count.\n\n### New {#new}\n\nOther.\n")
    )
    assert kinds(gone.sections) == [("added", "new")]
    assert [(p.kind, p.new_id) for p in gone.passages] == [("added", "tiny/new#1")]
    back = differences(load(OLD + "\n### Old {#old}\n\nQuite other words.\n"), load(OLD))
    assert kinds(back.sections) == [("removed", "old")]
    assert [(p.kind, p.old_id) for p in back.passages] == [("removed", "tiny/old#1")]


def test_sections_that_stand_elsewhere(load):
    below = changed(load, ("### Votes", "## Votes"))
    assert kinds(below.sections) == [("moved", "votes")]
    swapped = found(
        load,
        "## A {#a}\n\nOne.\n\n## C {#c}\n\nThree.\n\n## B {#b}\n\nTwo.\n",
        "## A {#a}\n\nOne.\n\n## B {#b}\n\nTwo.\n\n## C {#c}\n\nThree.\n",
    )
    assert [c.kind for c in swapped.sections] == ["moved"]
    assert swapped.passages == ()


def test_a_paragraph_that_went_to_another_section_is_moved(load):
    done = changed(load, ("\nThey count.\n", ""), ("### Votes", "They count.\n\n### Votes"))
    assert [(p.kind, p.old_id, p.new_id) for p in done.passages] == [
        ("moved", "tiny/votes#2", "tiny/cost#2")
    ]


def test_footnotes_that_change_die_and_are_renumbered(load):
    reworded = changed(load, ("prices, 2023", "prices, 2024"))
    assert [(n.kind, n.old.number, n.new.text) for n in reworded.footnotes] == [
        ("changed", "1", "World Bank, Remittance prices, 2024.")
    ]
    dead = changed(load, ("[^2]: Electoral law. <https://law.org>\n", ""), ("[^2]", ""))
    assert [(n.kind, n.old.number, n.new) for n in dead.footnotes] == [("dead", "2", None)]
    moved = changed(load, ("[^2]", "[^7]"))
    assert [(n.kind, n.old.number, n.new.number) for n in moved.footnotes] == [
        ("renumbered", "2", "7")
    ]


def test_entities_that_come_go_and_change(load):
    other = changed(load, ("id: bank", "id: fund"))
    assert kinds(other.entities) == [("gone", "tiny/bank"), ("added", "tiny/fund")]
    renamed = changed(load, ("{en: Bank}", "{en: World Bank}"))
    assert [(e.kind, e.new.names["en"]) for e in renamed.entities] == [("changed", "World Bank")]


def test_both_texts_can_be_put_together_from_the_pieces():
    old, new = "One two  three.\n• four", "One 2 three.\n• five four"
    pieces = pieces_of(old, new)
    assert "".join(p.text for p in pieces if p.side != "new") == old
    assert "".join(p.text for p in pieces if p.side != "old") == new
