"""Profile file → `Profile`, or an error with file, line and mend; never anything else."""

import errno
import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import InputError, ProfileError
from corpus.profiles import bundled_profiles, load_profile, load_profiles
from corpus.records import Entity, Figure, Footnote, Profile, Sentence, Source

ENTITY = "```entity\nid: a\nkind: law\nnames: {en: A}\n```\n"
FIGURE = "```figure\nid: a\nlabel: A\nvalue: 5\nunit: people\n```\n"


# --- what is read ---------------------------------------------------------------------------------


def test_the_head_becomes_the_source(tavoria):
    assert tavoria[0].source == Source(
        title="Diaspora profile: Tavoria",
        publisher="Institute of Imagined States",
        authors=("A. Cartographer",),
        edition="2024-05",
        published="2021-03",
        url="https://example.org/tavoria",
        licence="An invented country, free for any use.",
    )
    assert (tavoria[0].id, tavoria[0].country, tavoria[0].language) == ("tavoria", "XA", "en")


def test_a_profile_knows_the_hash_of_its_file(tavoria, tavoria_folder):
    data = (tavoria_folder / "tavoria.en.md").read_bytes()
    assert tavoria[0].sha256 == hashlib.sha256(data).hexdigest()


def test_headings_become_sections_with_their_path(tavoria):
    assert [(s.id, s.path) for s in tavoria[0].sections][:4] == [
        ("tavoria", ("Diaspora profile: Tavoria",)),
        ("facts", ("Facts & figures",)),
        ("destinations", ("Facts & figures", "Destination countries")),
        ("remittances", ("Facts & figures", "Remittances")),
    ]


def test_paragraphs_are_numbered_within_their_section(tavoria):
    assert [p.id for p in tavoria[0].passages if p.section == "remittances"] == [
        "tavoria/remittances#1",
        "tavoria/remittances#2",
        "tavoria/remittances#3",
    ]


def test_both_languages_have_the_same_passage_ids(tavoria):
    english, french = tavoria
    assert [p.id for p in english.passages] == [p.id for p in french.passages]
    assert len(english.passages) == 23


def test_a_list_belongs_to_the_paragraph_above_it(load):
    passage = load("Three came:\n\n- Ann;\n- Bo.\n").passages[0]
    assert passage.text == "Three came:\n• Ann;\n• Bo."
    assert [passage.quote(i) for i in range(3)] == ["Three came:", "Ann;", "Bo."]


def test_a_list_without_a_paragraph_is_a_passage(load):
    passage = load("- Ann.\n- Bo.\n").passages[0]
    assert passage.text == "• Ann.\n• Bo."
    assert passage.sentences == (Sentence(start=2, end=6), Sentence(start=9, end=12))


def test_a_row_of_a_table_is_a_sentence_of_the_paragraph_above(load):
    table = "| Country | People |\n|---|---|\n| Niger | 140,431. By sea. |\n| France | 120[^1] |\n"
    passage = load(f"Where they live:\n\n{table}\n[^1]: UN\n").passages[0]
    assert passage.text == (
        "Where they live:\n• Country: Niger; People: 140,431. By sea."
        "\n• Country: France; People: 120"
    )
    assert [passage.quote(i) for i in range(3)] == [
        "Where they live:",
        "Country: Niger; People: 140,431. By sea.",
        "Country: France; People: 120",
    ]
    assert [s.footnotes for s in passage.sentences] == [(), (), ("1",)]


def test_a_long_table_becomes_several_passages(load):
    rows = "".join(f"| town {n} |\n" for n in range(41))
    passages = load(f"Towns:\n\n| |\n|---|\n{rows}").passages
    assert [len(p.sentences) for p in passages] == [21, 20, 1]
    assert passages[2].text == "• town 40"


def test_a_passage_knows_the_page_it_begins_on(load):
    passages = load("One.\n\n{page=4}\n\nTwo:\n\n{page=5}\n\n- a\n\nThree.\n").passages
    assert [(p.text, p.page) for p in passages] == [
        ("One.", None),
        ("Two:\n• a", 4),
        ("Three.", 5),
    ]


def test_a_note_belongs_to_the_sentence_that_calls_it(load):
    profile = load("One.[^b] Two. Three[^a], four.\n\n[^a]: A\n[^b]: B <https://b.org>\n")
    assert [s.footnotes for s in profile.passages[0].sentences] == [("b",), (), ("a",)]
    assert profile.passages[0].footnotes == (
        Footnote(number="a", text="A"),
        Footnote(number="b", text="B", url="https://b.org"),
    )


def test_a_caveat_belongs_to_the_paragraph_above_it(load):
    profile = load("One.\n\n> Doubtful.\n\nTwo.\n")
    assert [p.caveats for p in profile.passages] == [("Doubtful.",), ()]


def test_an_entity_is_tied_to_its_passage(tavoria):
    assert next(e for e in tavoria[1].entities if e.id == "tavoria/nordic-fund") == Entity(
        id="tavoria/nordic-fund",
        kind="partner",
        names={"en": "Nordic Fund", "fr": "Fonds nordique"},
        places=("Norvège",),
        passage="tavoria/lantern#1",
    )


def test_a_figure_is_tied_to_its_passage(tavoria):
    assert next(f for f in tavoria[0].figures if f.id == "remittances-survey") == Figure(
        id="remittances-survey",
        label="Remittances to Tavoria, by the survey",
        value=90_000_000_000,
        unit="USD",
        year=2019,
        origin="Harbour Bank",
        as_written="90 bn",
        passage="tavoria/remittances#2",
    )


def test_every_sentence_is_a_span_of_its_passage_and_no_word_is_left_out(tavoria):
    for passage in (p for profile in tavoria for p in profile.passages):
        words = passage.text.replace("•", "").split()
        quotes = [passage.quote(i) for i in range(len(passage.sentences))]
        assert " ".join(quotes).split() == words


def test_the_hash_of_a_passage_is_that_of_its_text(load):
    assert load("Hello.").passages[0].sha256 == (
        "2d8bd7d9bb5f85ba643f0110d50cb506a1fe439e769a22503193ea6046bb87f7"
    )


def test_norway_is_a_country(load):
    assert load("Words.", ("country: XA", "country: NO")).country == "NO"


def test_a_byte_order_mark_is_no_matter(write):
    path = write("Words.")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_profile(path).passages[0].text == "Words."


def test_the_bundled_profiles_are_readable():
    assert {("mali", "en"), ("mali", "fr")} <= {
        (p.id, p.language) for p in load_profiles(bundled_profiles())
    }


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("## No id\n", "13: the heading «No id» has no id. End it with {#short-name}."),
        ("## Bad {#A b}\n", "13: the heading «Bad {#A b}» has no id. End it with {#short-name}."),
        (
            "### Deep {#deep}\n",
            "13: a heading of level 3 can't follow one of 1. "
            "Use one # more than the heading above, or fewer.",
        ),
        (
            "# Second title {#two}\n",
            "13: a heading of level 1 can't follow one of 1. "
            "Use one # more than the heading above, or fewer.",
        ),
        (
            "Words.\n\n## A {#a}\n\n## B {#a}\n",
            "17: the section id «a» was given on line 15 already. "
            "Choose another id for one of them.",
        ),
        (
            "One.\n\nTwo.[^9]\n",
            "15: the footnote [^9] has no note. Add a line «[^9]: the note» to this file.",
        ),
        (
            "One.\n\n[^9]: Nobody calls.\n",
            "15: the note [^9] is never called. Write [^9] behind the sentence it supports.",
        ),
        (
            "One.[^9]\n\n[^9]: First.\n\n[^9]: Second.\n",
            "17: the note [^9] stands here a second time. "
            "Keep one of them, or give it another label.",
        ),
        (
            f"One.\n\n{ENTITY}\n{ENTITY}",
            "22: the entity id «a» was given on line 16 already. "
            "Choose another id for one of them.",
        ),
        (
            f"Here are 5.\n\n{FIGURE}\n{FIGURE}",
            "23: the figure id «a» was given on line 16 already. "
            "Choose another id for one of them.",
        ),
        (
            "One.\n\n```entitty\nid: a\n```\n",
            "15: «```entitty» is not known. Use ```entity or ```figure.",
        ),
        (
            f"One.\n\n{ENTITY.replace('law', 'alliance')}",
            "17: «kind» has a value that is not allowed. Use one of: 'policy', 'law', "
            "'programme', 'institution', 'ministry', 'organisation', 'partner', 'person', "
            "'place', 'event', 'document' or 'concept'.",
        ),
        (
            "One.\n\n```entity\nid: a\nkind: law\n```\n",
            "16: «names» is missing. Add a line «names: …».",
        ),
        (
            "One.\n\n" + ENTITY.replace("kind", "colour: red\nkind"),
            "17: «colour» is not a field of this block. Remove it or mend its spelling.",
        ),
        (
            f"There are 50.\n\n{FIGURE}",
            "16: the value of figure «a» doesn't stand in the paragraph above. "
            "State it there, or say how with as_written: ….",
        ),
        (
            f"There are 5.\n\n{FIGURE.replace('value: 5', 'value: five')}",
            "18: «value» is wrong (Input should be a valid number, unable to parse string as a "
            "number). Mend the value.",
        ),
        (
            "One.\n\n```entity\nid: [a\n```\n",
            "17: this is not YAML (expected ',' or ']', but got '<stream end>'). "
            'Write «name: value», and put quotes round a value that contains ": ".',
        ),
        (f"{ENTITY}", "14: this entity has no paragraph above it. Move it below its own."),
        (f"{FIGURE}", "14: this figure has no paragraph above it. Move it below its own."),
        ("> Doubt.\n", "13: a caveat has no paragraph above it. Move it below its own."),
        ("", "1: the profile has no passages. Write paragraphs below its headings."),
        (
            "Words.\n\n<div>x</div>\n",
            "15: a profile can't hold this (html_block). Write it without HTML.",
        ),
        (
            "Words.\n\n|a|b|\n|-|-|\n|1|2|3|\n",
            "17: this row has 3 cells, the head of its table 2. "
            "Give the head as many cells, or write \\| for a | inside a cell.",
        ),
        (
            "Words.\n\n" + "Mr. Foo (bar) " * 800 + "\n",
            "15: this paragraph holds more than 10,000 characters in one piece. "
            "Cut it into several.",
        ),
        (
            "Words:\n\n- one\n  - two\n",
            "16: a list inside a list can't be cited. Make it one list.",
        ),
    ],
)
def test_a_mistake_in_the_body_is_told_with_its_line_and_mend(write, body: str, message: str):
    path = write(body)
    with pytest.raises(ProfileError) as caught:
        load_profile(path)
    assert str(caught.value) == f"{path}:{message}"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("publisher: Nobody\n", "", "2: «publisher» is missing. Add a line «publisher: …»."),
        (
            "licence: Free",
            "license: Free",
            "2: «licence» is missing. Add a line «licence: …».",
        ),
        (
            "title: Tiny",
            "title: Tiny\ncolour: red",
            "6: «colour» is not a field of this block. Remove it or mend its spelling.",
        ),
        (
            "title: Tiny",
            "title: Tiny: small",
            "5: this is not YAML (mapping values are not allowed here). "
            'Write «name: value», and put quotes round a value that contains ": ".',
        ),
        (
            "title: Tiny",
            "title: &t [x, x]\nauthors: [*t, *t]",
            "6: this is not YAML (anchors and aliases are not allowed here). "
            'Write «name: value», and put quotes round a value that contains ": ".',
        ),
        (
            "title: Tiny",
            "title: Tiny\ntitle: Tall",
            "6: this is not YAML («title» stands here a second time). "
            'Write «name: value», and put quotes round a value that contains ": ".',
        ),
        (
            "id: tiny",
            "id: Tiny Land",
            "2: «id» is wrong (String should match pattern '^[a-z0-9][a-z0-9-]*$'). "
            "Mend the value.",
        ),
        (
            "country: XA",
            "country: Tinyland",
            "3: «country» is wrong (String should match pattern '^[A-Z]{2}$'). Mend the value.",
        ),
        (
            "edition: 2025-01",
            "edition: last year",
            "7: «edition» is wrong (String should match pattern '^\\d{4}(-\\d{2}){0,2}$'). "
            "Mend the value.",
        ),
        (
            "# Tiny {#top}",
            "Too early.",
            "11: this text stands before the first heading. Move it below.",
        ),
        (
            "# Tiny {#top}",
            "## Tiny {#top}",
            "11: the first heading has to be the title. Begin it with one #.",
        ),
        (
            "---\nid: tiny",
            "id: tiny",
            "1: the file doesn't begin with its front matter. "
            "Begin with --- id: … language: … ---.",
        ),
        (
            "licence: Free\n---",
            "licence: Free",
            "1: a profile can't hold this (hr). "
            "Remove the line, or close the front matter with one.",
        ),
    ],
)
def test_a_mistake_in_the_head_is_told_with_its_line_and_mend(
    write, old: str, new: str, message: str
):
    path = write("Words.\n", (old, new))
    with pytest.raises(ProfileError) as caught:
        load_profile(path)
    assert str(caught.value) == f"{path}:{message}"


def test_a_language_without_a_file_is_refused(write):
    path = write("Words.\n", ("language: en", "language: xx"))
    with pytest.raises(ProfileError) as caught:
        load_profile(path)
    assert (caught.value.line, caught.value.problem) == (2, "language «xx» is not known")
    assert caught.value.mend.endswith("or add corpus/languages/xx.toml")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            b"---\nid: a\ntitle: caf\xe9\n---\n",
            "3: this is not UTF-8 text. Save the file with encoding UTF-8.",
        ),
        (
            b"\x89PNG\r\n\x1a\n\x00\x00\x00",
            "3: this is not a text file. Save it as plain UTF-8 text.",
        ),
        (
            b"",
            "1: the file doesn't begin with its front matter. "
            "Begin with --- id: … language: … ---.",
        ),
        (b"x" * 4_000_001, "1: the file is larger than 4 MB. Split it into several profiles."),
    ],
    ids=["not UTF-8", "binary", "empty", "too large"],
)
def test_what_is_no_text_of_a_profile_is_refused(tmp_path, data: bytes, message: str):
    path = tmp_path / "a.md"
    path.write_bytes(data)
    with pytest.raises(ProfileError) as caught:
        load_profile(path)
    assert str(caught.value) == f"{path}:{message}"


def test_a_file_that_may_not_be_read_is_refused(write, monkeypatch):
    def forbidden(_path: Path) -> bytes:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    path = write("Words.")
    monkeypatch.setattr(Path, "read_bytes", forbidden)
    with pytest.raises(ProfileError) as caught:
        load_profile(path)
    assert str(caught.value) == (
        f"{path}:1: the file can't be read (Permission denied). Check its name and permissions."
    )


def test_a_folder_is_no_profile(tmp_path):
    with pytest.raises(ProfileError) as caught:
        load_profile(tmp_path)
    assert caught.value.problem == "the file can't be read (Is a directory)"


def test_a_missing_file_is_no_profile(tmp_path):
    with pytest.raises(ProfileError) as caught:
        load_profile(tmp_path / "gone.md")
    assert caught.value.problem == "the file can't be read (No such file or directory)"


def test_an_empty_folder_is_told(tmp_path):
    with pytest.raises(InputError) as caught:
        load_profiles(tmp_path)
    assert str(caught.value) == (
        f"No profiles (*.md) in {tmp_path}. Name a folder that holds some."
    )


def test_a_profile_and_language_has_one_file(write):
    path = write("Words.")
    (path.parent / "zwei.md").write_bytes(path.read_bytes())
    with pytest.raises(ProfileError) as caught:
        load_profiles(path.parent)
    assert str(caught.value) == (
        f"{path.parent / 'zwei.md'}:1: profile tiny in en stands in tiny.md too. "
        "Give each profile and language one file."
    )


# --- whatever an editor's hand does to a file -----------------------------------------------------

PROFILE = (Path(__file__).parents[1] / "profiles" / "tavoria.en.md").read_text(encoding="utf-8")
MARKUP = "# - > ``` --- [^ ] {# } | <b> &a *a !! % ’ ∯ < ` [^1] .inf".split()  # noqa: SIM905
SPACES = [": ", "\n", "\n\n", "    ", "\t", "\x00", "\u2028"]
SCRAPS = st.one_of(st.sampled_from(MARKUP + SPACES), st.text(max_size=4))
PLACES = st.integers(0, len(PROFILE))
MUTATIONS = st.one_of(
    st.tuples(st.just("insert"), PLACES, SCRAPS),
    st.tuples(st.just("replace"), PLACES, SCRAPS),
    st.tuples(st.just("delete"), PLACES, st.integers(1, 40)),
    st.tuples(st.just("drop line"), PLACES, st.none()),
)


def mutated(text: str, mutations) -> str:
    for kind, place, what in mutations:
        match kind:
            case "insert":
                text = text[:place] + what + text[place:]
            case "replace":
                text = text[:place] + what + text[place + 1 :]
            case "delete":
                text = text[:place] + text[place + what :]
            case "drop line":
                start = text.rfind("\n", 0, place) + 1
                text = text[:start] + text[start:].partition("\n")[2]
    return text


def outcome(path: Path) -> Profile | ProfileError:
    try:
        return load_profile(path)
    except ProfileError as error:
        return error


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(MUTATIONS, min_size=1, max_size=3))
def test_a_spoilt_profile_is_read_whole_or_refused_with_a_line(tmp_path, mutations):
    path = tmp_path / "spoilt.md"
    text = mutated(PROFILE, mutations)
    path.write_text(text, encoding="utf-8", newline="")
    match outcome(path):
        case ProfileError() as error:
            assert 1 <= error.line <= len(text.splitlines()) + 1
        case profile:
            quotes = [p.quote(i) for p in profile.passages for i in range(len(p.sentences))]
            assert all(quotes)
            assert quotes == [quote.strip() for quote in quotes]
