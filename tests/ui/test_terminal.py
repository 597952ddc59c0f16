"""What the terminal shows of an answer: escaped, complete, and data untouched."""

import hashlib
from typing import Any

import pytest

from assistant.answer import Answer, AnswerSentence, AnswerSource, Citation, Retrieved, marked
from corpus.records import Footnote, Passage, Sentence
from ui.terminal import Terminal

TEXT = "The fund pays [bold]three[/bold] fellows. It began in 2011."
NOTES = (
    Footnote(number="5", text="Nordic Fund, [Review]", url="https://example.org/[x]"),
    Footnote(number="6", text="Personal communication"),
)
CAVEAT = "The survey prints [red]bn[/red]."


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def terminal() -> Terminal:
    return Terminal()


def cited(**more: Any) -> Answer:
    sentence = TEXT[: TEXT.index(".") + 1]
    sentences = (AnswerSentence(text=sentence, citations=(1,)),)
    citation = Citation(
        number=1,
        passage_id="tavoria/fund#1",
        profile="tavoria",
        language="en",
        section=("Practices [2]", "Fund"),
        passage=TEXT,
        quote=sentence,
        start=0,
        end=len(sentence),
        sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
        edition="2024-05",
        source=AnswerSource(title="Tavoria", publisher="IIS"),
        references=NOTES,
        caveats=(CAVEAT,),
        score=0.9,
    )
    given: dict[str, Any] = {
        "question": "Who pays?",
        "standalone_question": "Who pays?",
        "language": "en",
        "status": "answered",
        "text": marked(sentences),
        "sentences": sentences,
        "citations": (citation,),
        "suggestions": ("What else?",),
        "generation": "g-1",
    }
    return Answer(**given | more)


def test_an_answer(terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.answer(cited())
    assert [line.rstrip() for line in capsys.readouterr().out.splitlines()] == [
        "The fund pays [bold]three[/bold] fellows. [1]",
        "",
        "[1] Practices [2] › Fund",
        "    Tavoria (IIS, 2024-05), tavoria/fund#1",
        "    note 5: Nordic Fund, [Review] https://example.org/[x]",
        "    note 6: Personal communication",
        "    caveat: The survey prints [red]bn[/red].",
    ]


def test_how_a_question_was_understood(
    terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.answer(cited(question="Who?", standalone_question="Who pays [the] fellows?"))
    assert capsys.readouterr().out.startswith("Understood as: Who pays [the] fellows?\n\nThe fund")


@pytest.mark.parametrize("status", ["not_covered", "unclear"])
def test_an_answer_that_is_none(
    terminal: Terminal, capsys: pytest.CaptureFixture[str], status: str
) -> None:
    terminal.answer(
        cited(status=status, text="The profile doesn't say [so].", sentences=(), citations=(),
              suggestions=("What is [it]?", "Who pays?"))
    )  # fmt: skip
    assert capsys.readouterr().out == (
        "The profile doesn't say [so].\n\n  - What is [it]?\n  - Who pays?\n"
    )


def test_ranked_passages(terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    row = Retrieved(passage_id="tavoria/fund#1", section=("Fund",), passage=TEXT, score=0.5)
    terminal.passages([row, row])
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines[:2] == ["1. Fund tavoria/fund#1", f"   {TEXT}"]
    assert lines[3] == "2. Fund tavoria/fund#1"


def test_a_passage(
    terminal: Terminal, capsys: pytest.CaptureFixture[str], tavoria: tuple[Any, ...]
) -> None:
    passage: Passage = next(p for p in tavoria[0].passages if p.caveats)
    assert isinstance(passage.sentences[0], Sentence)
    terminal.passage(passage)
    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith(f"{' › '.join(passage.path)} {passage.id} {passage.text[:30]}")
    assert f"caveat: {passage.caveats[0]}" in said
    assert f"note {passage.footnotes[0].number}: " in said


def test_data_is_written_as_it_is(terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.data('{"a": "[red]' + "x" * 200 + '"}')
    assert capsys.readouterr().out == '{"a": "[red]' + "x" * 200 + '"}\n'


def test_a_line_with_a_long_path_is_not_broken(
    terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.line("3 answers in /srv/" + "long [path]/" * 20)
    assert capsys.readouterr().out == "3 answers in /srv/" + "long [path]/" * 20 + "\n"


def test_waiting_leaves_no_trace_where_nobody_watches(
    terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    with terminal.waiting("Loading…"):
        pass
    with terminal.progress("Encoding") as bar:
        bar.update(bar.task_ids[0], completed=1, total=2, description="Encoding")
    assert capsys.readouterr() == ("", "")
