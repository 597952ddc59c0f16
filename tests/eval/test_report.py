"""The page of a run: one file that fetches nothing, runs nothing and shows what went wrong."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from corpus.errors import StorageError
from eval.records import Results, RunSettings
from eval.report import page, write_report
from index.search import Index

Make = Callable[..., Any]
ATTACKS = (
    "<script>alert(1)</script>",
    "{{7*7}} {% for x in y %}",
    "</title></style></svg><img src=https://evil.example/x onerror=alert(1)>",
    '" onmouseover="alert(1)',
)
LONG = "x" * 400


def hostile(outcome: Make, name: str, words: str, **given: Any) -> Any:
    """A miss that holds the same words wherever words can stand."""
    about = {
        "turns": (f"Before {words}?", f"Who {words}?"), "language": "en", "kind": words,
        "answerable": True, "passages": ("tavoria/bond#1", words), "facts": ((words, "100 USD"),),
        "items": ((words,),),
    }  # fmt: skip
    measures = {"right": 0.0, "evidence_cited": 0.0, "nDCG@10": 0.5}
    ranked = [{"passage_id": p, "score": 1.0} for p in (words, "tavoria/lantern#1")]
    return outcome(
        name, measures, about, query=f"Query {words}", answer=f"Answer {words}", cited=(words,),
        retrieved=ranked, **given,
    )  # fmt: skip


@pytest.fixture
def attacked(outcome: Make, run_of: Make) -> Results:
    found = [hostile(outcome, attack, attack, latency_ms=5.0 + len(attack)) for attack in ATTACKS]
    french = outcome("good", {"right": 1.0, "nDCG@10": 1.0}, {"language": "fr"})
    run: Results = run_of(
        *found, french, set=ATTACKS[0], encoder=ATTACKS[2], generation=ATTACKS[1], commit=None
    )
    return run


class Read(HTMLParser):
    """The tags of a page, their attributes, and the words in its style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def test_the_page_holds_no_script_and_nothing_to_load(
    attacked: Results, tavoria_index: Index
) -> None:
    text = page(attacked, tavoria_index)
    read = Read(text)
    assert {"script", "img", "link", "iframe", "object", "embed", "base", "form", "a"}.isdisjoint(
        read.tags
    )
    names = {name for name, _ in read.attributes}
    assert not {n for n in names if n.startswith("on") or re.search("src|href|data|action", n)}
    assert "url(http" not in text
    assert "@import" not in text
    assert ("http-equiv", "Content-Security-Policy") in read.attributes
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in read.attributes
    assert read.tags.count("title") == 1


def test_templates_in_questions_are_words(attacked: Results, tavoria_index: Index) -> None:
    text = page(attacked, tavoria_index)
    assert "Who {{7*7}} {% for x in y %}?" in text
    assert "Who 49" not in text


def test_the_page_is_written_into_a_folder(
    attacked: Results, tavoria_index: Index, tmp_path: Path
) -> None:
    path = write_report(attacked, tavoria_index, tmp_path / "new")
    assert path == tmp_path / "new" / "report.html"
    assert path.read_text("utf-8") == page(attacked, tavoria_index)
    (tmp_path / "file").touch()
    with pytest.raises(StorageError):
        write_report(attacked, tavoria_index, tmp_path / "file")


@pytest.fixture
def show(browser: Browser, tavoria_index: Index, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens the page of a run. At the end nothing was fetched beside the file, and nothing said."""
    context = browser.new_context(locale="en-GB")
    opened = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    opened.on("request", lambda request: asked.append(request.url))

    def shown(run: Results, width: int = 390) -> Page:
        opened.set_viewport_size({"width": width, "height": 800})
        opened.goto(write_report(run, tavoria_index, tmp_path).as_uri())
        return opened

    yield shown
    context.close()
    assert said == []
    assert asked == [(tmp_path / "report.html").as_uri()]


def unfolded(shown: Page) -> Page:
    shown.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    return shown


def test_attacks_are_words_on_the_page(show: Make, attacked: Results) -> None:
    shown = unfolded(show(attacked))
    expect(shown.locator("h1")).to_have_text(ATTACKS[0])
    expect(shown.locator("details")).to_have_count(4)
    for number, attack in enumerate(ATTACKS):
        miss = shown.locator("details").nth(number)
        expect(miss.locator(".question")).to_have_text(f"Before {attack}? → Who {attack}?")
        expect(miss.locator(".fact").first).to_have_text(f"{attack} / 100 USD")
        expect(miss).to_contain_text(f"Understood as Query {attack}", use_inner_text=True)
        expect(miss).to_contain_text(f"Answer {attack}")
    expect(shown.locator("script, img, [onmouseover]")).to_have_count(0)


@pytest.mark.parametrize(("words", "width"), [(ATTACKS[2], 390), (LONG, 390), (LONG, 1440)])
def test_no_width_scrolls_sideways(
    show: Make, outcome: Make, run_of: Make, words: str, width: int
) -> None:
    run = run_of(
        hostile(outcome, words, words), outcome("b", {"right": 1.0}, {"language": "fr"}),
        set=words, encoder=words, generation=words, settings=RunSettings(split=words),
    )  # fmt: skip
    shown = show(run, width)
    assert shown.evaluate("document.documentElement.scrollWidth") == width
    assert unfolded(shown).evaluate("document.documentElement.scrollWidth") == width


def fold(shown: Page, number: int) -> Locator:
    return shown.locator("details").nth(number)


def test_misses_are_shown_with_what_was_expected_and_found(
    show: Make, outcome: Make, run_of: Make
) -> None:
    about = {"language": "en", "answerable": True, "passages": ("tavoria/bond#1",)}
    ranked = [{"passage_id": p, "score": 1.0} for p in ("tavoria/lantern#1", "tavoria/bond#1")]
    shown = unfolded(
        show(
            run_of(
                outcome("fine", {"right": 1.0}, about),
                outcome(
                    "cites",
                    {"right": 0.0, "evidence_cited": 0.0},
                    about,
                    cited=("tavoria/lantern#1",),
                    retrieved=ranked,
                ),
                outcome("said", {"refusal_recall": 0.0}, {"language": "fr", "answerable": False}),
                outcome("bare", {"asked_back": 0.0}, {"answerable": False, "status": "unclear"}),
            )
        )
    )
    expect(shown.locator(".count")).to_have_text("3")
    expect(shown.locator(".tag")).to_have_text(
        [
            "cites other passages than the evidence",
            "answered, though the text doesn't say",
            "didn't ask back",
        ]
    )
    evidence, found = (fold(shown, 0).locator(".sides > div").nth(n) for n in (0, 1))
    expect(evidence.locator("cite")).to_have_text(["tavoria/bond#1"])
    expect(evidence.locator("blockquote p")).to_contain_text("The Homeward Bond is a savings bond")
    expect(found.locator("cite")).to_have_text(
        ["tavoria/lantern#1 · cited", "tavoria/bond#1 · evidence"]
    )
    expect(found.locator("blockquote.relevant")).to_have_count(1)
    expect(fold(shown, 0).locator(".facts dd").first).to_have_text("the evidence below")
    expect(fold(shown, 1)).to_contain_text(
        "Expected that the text doesn't say", use_inner_text=True
    )
    expect(fold(shown, 1)).to_contain_text("None: the text doesn't say it.")
    expect(fold(shown, 2).locator(".facts dd").first).to_have_text("to be asked back")


def test_scores_stand_beside_their_languages(show: Make, outcome: Make, run_of: Make) -> None:
    shown = show(
        run_of(
            outcome("a", {"right": 1.0, "RR": 0.25}, {"language": "fr"}),
            outcome("b", {"right": 0.0}, {"language": "en"}),
        )
    )
    rows = shown.locator("table tr")
    assert rows.all_inner_texts() == [
        "measure\tn\tmean\t95 %\tfr\ten",
        "right\t2\t0.500\t0.000–1.000\t1.000\t0.000",
        "RR\t1\t0.250\t0.250–0.250\t0.250\t–",
    ]
    expect(shown.locator("h2")).to_have_text(["Scores", "By language", "Latency", "Misses 1"])


def test_a_run_without_misses_and_judgements_is_a_page_too(
    show: Make, outcome: Make, run_of: Make
) -> None:
    shown = show(run_of(outcome("a")))
    expect(shown.locator("section").last).to_have_text("Misses 0 None.", use_inner_text=True)
    expect(shown.locator("h2")).to_have_text(["Scores", "Latency", "Misses 0"])


def test_at_most_200_misses_are_shown(tavoria_index: Index, outcome: Make, run_of: Make) -> None:
    text = page(run_of(*(outcome(f"q{n}", {"right": 0.0}) for n in range(201))), tavoria_index)
    assert text.count("<details>") == 200
    assert "The first 200 are shown; results.json has all." in text
    assert 'Misses <span class="count">201</span>' in text
