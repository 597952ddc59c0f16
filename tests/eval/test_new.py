"""A set of one's own from a table: every line is checked, every fault named with its mend."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from corpus.errors import InputError
from corpus.profiles import bundled_profiles, load_profiles
from corpus.records import Profile
from eval.new import new_set, set_lines
from eval.read import read_set, template_table
from eval.records import EvalQuestion

HEAD = "question,language,answerable,passages"
COLUMNS = (
    "Columns are: question, language, answerable, passages, facts, items, earlier, kind, split, "
    "id, pair, rewrite, status."
)
Made = Callable[..., list[EvalQuestion]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "my.csv"


@pytest.fixture
def made(path: Path, tavoria: tuple[Profile, ...]) -> Made:
    """Makes a set over Tavoria from lines of CSV."""

    def make(*lines: str) -> list[EvalQuestion]:
        path.write_text("\n".join(lines), "utf-8")
        return new_set(path, tavoria)

    return make


@pytest.fixture
def complaint(made: Made) -> Callable[..., str]:
    """Returns what is wrong with lines of CSV."""

    def tell(*lines: str) -> str:
        with pytest.raises(InputError) as caught:
            made(*lines)
        return str(caught.value)

    return tell


def test_the_template_is_a_set_over_the_profiles_of_the_project(path: Path) -> None:
    path.write_text(template_table(), "utf-8")
    questions = new_set(path, load_profiles(bundled_profiles()))
    assert [q.turns for q in questions] == [
        ("When did TOKTEN begin in Mali?",),
        ("When did TOKTEN begin in Mali?", "Who supports it?"),
        ("Combien de Maliens vivent en Côte d'Ivoire ?",),
        ("How many members does the HCME have?",),
    ]
    assert questions[1].facts == (
        ("UNDP", "United Nations Development Programme"),
        ("EU", "European Union"),
    )
    assert [q.answerable for q in questions] == [True, True, True, False]
    assert [q.kind for q in questions] == ["time", "followup", "figure", "missing-attribute"]


def test_every_column_has_its_place(made: Made) -> None:
    (question,) = made(
        f"{HEAD},facts,items,earlier,kind,split,id,pair,rewrite,status",
        "Who pays?,EN,Yes,tavoria/lantern#1 ; tavoria/bond#1,MOT | Ministry of Overseas Ties; 2011,"
        "a|b;c,What is it? | Since when?,money,dev,my-1,funds,Who pays for it?,answered",
    )
    assert question == EvalQuestion(
        id="my-1",
        split="dev",
        language="en",
        kind="money",
        turns=("What is it?", "Since when?", "Who pays?"),
        answerable=True,
        status="answered",
        passages=("tavoria/lantern#1", "tavoria/bond#1"),
        facts=(("MOT", "Ministry of Overseas Ties"), ("2011",)),
        items=(("a", "b"), ("c",)),
        rewrite="Who pays for it?",
        pair="funds",
    )


def test_what_is_left_empty_is_left_out(made: Made) -> None:
    assert made(HEAD, "", "Who pays?,en,no") == [
        EvalQuestion(
            id="line-3", language="en", kind="question", turns=("Who pays?",), answerable=False
        )
    ]


@pytest.mark.parametrize("cell", ["yes", "Y", "TRUE", "1", "oui", "Vrai"])
def test_words_for_yes(made: Made, cell: str) -> None:
    assert made(HEAD, f"A?,en,{cell},tavoria/bond#1")[0].answerable is True


@pytest.mark.parametrize("cell", ["no", "N", "False", "0", "NON", "faux"])
def test_words_for_no(made: Made, cell: str) -> None:
    assert made(HEAD, f"A?,en,{cell},")[0].answerable is False


def test_a_workbook_makes_the_same_set(
    made: Made, tmp_path: Path, tavoria: tuple[Profile, ...]
) -> None:
    from_text = made(f"{HEAD},facts", "When?,en,true,tavoria/bond#1,2016", "Who?,fr,0,,")
    book = Workbook()
    for row in (
        [*HEAD.split(","), "facts"],
        ["When?", "en", True, "tavoria/bond#1", 2016],
        ["Who?", "fr", 0],
    ):
        book.worksheets[0].append(row)
    book.save(tmp_path / "my.xlsx")
    assert new_set(tmp_path / "my.xlsx", tavoria) == from_text


BOND = "tavoria/bond#1"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("A?,en,yes,tavoria/bond#9", f"passage id tavoria/bond#9 does not exist; nearest {BOND}"),
        (f"A?,en,yes,{BOND};bond#1", f"passage id bond#1 does not exist; nearest {BOND}"),
        (f"A?,eng,yes,{BOND}", "language eng does not exist; nearest en"),
        (f"A?,,yes,{BOND}", "language (empty) does not exist; nearest en"),
        (f"A?,en,maybe,{BOND}", 'answerable should be yes or no, not "maybe".'),
        (f"A?,en,,{BOND}", 'answerable should be yes or no, not "".'),
        ("A?,en,yes,", "an answerable question names the passages that hold the answer."),
        (f"A?,en,no,{BOND}", "a question that isn't answerable names no passages."),
        (f",en,yes,{BOND}", "The question is empty. Type one."),
        (
            f"{'x' * 2001},en,no,",
            "The question has 2,001 characters; at most 2,000 are read. Shorten it.",
        ),
        (
            "A?,en,no,,sure",
            "status: Input should be 'answered', 'not_covered' or 'unclear'.",
        ),
    ],
)
def test_a_wrong_cell_is_named_with_its_line(
    complaint: Callable[..., str], path: Path, line: str, problem: str
) -> None:
    told = complaint(f"{HEAD},status,facts", 'A?,en,no,,,"two\nlines"', "", line)
    assert told == f"{path} can't be used yet:\nline 5: {problem}"


def test_the_nearest_passage_is_the_one_that_was_meant(path: Path) -> None:
    """The very words of eval/README.md."""
    rows = ["A?,en,no,"] * 5
    path.write_text("\n".join([HEAD, *rows, "When?,en,yes,mali/tokten#9"]), "utf-8")
    with pytest.raises(InputError) as caught:
        new_set(path, load_profiles(bundled_profiles()))
    assert str(caught.value).splitlines()[1:] == [
        "line 7: passage id mali/tokten#9 does not exist; nearest mali/tokten#1"
    ]


def test_all_problems_are_listed_together(complaint: Callable[..., str], path: Path) -> None:
    told = complaint(
        f"{HEAD},id", "A?,en,yes,bond", "B?,en,no,,x", "C?,en,,", "D?,en,no,,x", "E?,de,no,"
    )
    assert told.splitlines() == [
        f"{path} can't be used yet:",
        f"line 2: passage id bond does not exist; nearest {BOND}",
        'line 4: answerable should be yes or no, not "".',
        "line 6: language de does not exist; nearest en",
        'the id "x" stands twice. Give every question its own, or none.',
    ]


def test_no_more_than_twenty_problems_are_listed(complaint: Callable[..., str]) -> None:
    told = complaint(HEAD, *["A?,en,perhaps,"] * 23).splitlines()
    assert len(told) == 22
    assert told[20] == 'line 21: answerable should be yes or no, not "perhaps".'
    assert told[21] == "… and 3 more"


def test_an_id_of_ones_own_may_not_be_a_lines(complaint: Callable[..., str]) -> None:
    told = complaint(f"{HEAD},id", "A?,en,no,,line-3", "B?,en,no,,")
    assert told.endswith('\nthe id "line-3" stands twice. Give every question its own, or none.')


@pytest.mark.parametrize("missing", ["question", "language", "answerable"])
def test_a_column_that_is_missing(complaint: Callable[..., str], path: Path, missing: str) -> None:
    told = complaint(HEAD.replace(missing, "kind"), "A?,en,no,")
    assert told == f"{path}: line 1: the column {missing} is missing. {COLUMNS}"


@pytest.mark.parametrize("row", ["A?,en,no,,", "A?,en,no", "A?,en"])
def test_a_column_that_nobody_knows(complaint: Callable[..., str], path: Path, row: str) -> None:
    """However short the rows are: a column that nobody reads would be lost without a word."""
    told = complaint(f"{HEAD},fact", row)
    assert told == f"{path}: line 1: there is no column fact; nearest facts. {COLUMNS}"


def test_a_short_first_row_hides_no_column(complaint: Callable[..., str], path: Path) -> None:
    assert complaint(HEAD, "A?,en", "B?,en,no,") == (
        f'{path} can\'t be used yet:\nline 2: answerable should be yes or no, not "".'
    )


def test_a_table_without_questions(complaint: Callable[..., str], path: Path) -> None:
    assert complaint(HEAD, ",,,") == f"{path} has no questions below its first line."


def test_what_is_written_is_read_as_a_set(made: Made, tmp_path: Path) -> None:
    questions = made(
        f"{HEAD},facts,earlier,split",
        f"Où\u2028vit-on ?,fr,oui,{BOND},x | y;z,Qui ?,dev",
        '"Two\nlines?",en,no,,,,test',
    )
    path = tmp_path / "my.jsonl"
    path.write_text(set_lines(questions), "utf-8")
    assert read_set(path) == questions
    assert read_set(path, "test") == questions[1:]


def test_a_line_holds_what_was_given_and_nothing_else(made: Made) -> None:
    questions = made(f"{HEAD},facts", f"Où ?,fr,oui,{BOND},a|b", "B?,en,no,,")
    assert set_lines(questions) == (
        '{"id":"line-2","language":"fr","kind":"question","turns":["Où ?"],"answerable":true,'
        '"passages":["tavoria/bond#1"],"facts":[["a","b"]]}\n'
        '{"id":"line-3","language":"en","kind":"question","turns":["B?"],"answerable":false}\n'
    )
