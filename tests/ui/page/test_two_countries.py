"""Two countries in one index: the one chosen in the heading is all that is searched."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.ask import Assistant
from assistant.signals import Signals
from corpus.profiles import load_profile
from corpus.records import Profile
from index.build import build
from index.calibration import Calibration
from index.encoders import Encoder
from index.generations import Generations
from index.search import Index

QUESTION = "What does the Nordic Fund pay for?"  # it pays for something in both countries
Ask = Callable[[Page, str], None]


@pytest.fixture(scope="module")
def address(
    browser: Browser,
    serving: Callable[..., AbstractContextManager[str]],
    tavoria: tuple[Profile, ...],
    tavoria_folder: Path,
    encoder: Encoder,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Where Tavoria (XA) and Velland (XB) are served, by an assistant that always answers."""
    generations = Generations(tmp_path_factory.mktemp("two"))
    velland = load_profile(tavoria_folder / "second" / "velland.en.md")
    name = build((*tavoria, velland), encoder, generations)
    both = Assistant(Index.load(generations, name), encoder)
    nothing = dict.fromkeys(Signals.model_fields, 0.0)
    both.coverage.calibration = Calibration(weights=nothing, bias=5.0, threshold=0.5)
    with serving(both) as base:
        yield base


def countries_read(page: Page, turn: int) -> set[str]:
    """The profiles that the sources of a turn lead to, whether cited or only found."""
    links = page.locator(f"#turn-{turn} .source a.read")
    expect(links).not_to_have_count(0)
    hrefs = links.evaluate_all("links => links.map(a => a.getAttribute('href'))")
    return {href.partition("#")[0] for href in hrefs}


def test_the_country_that_is_chosen_is_all_that_is_searched(
    page: Page, address: str, ask: Ask
) -> None:
    page.goto(f"{address}/en/")
    ask(page, QUESTION)
    assert countries_read(page, 1) == {"/en/read/tavoria", "/en/read/velland"}
    page.locator(".scope summary").click()
    page.get_by_label("Country").select_option("XB")
    assert page.url == f"{address}/en/?country=XB"
    ask(page, QUESTION)
    assert countries_read(page, 2) == {"/en/read/velland"}
    expect(page.locator("#turn-2 .answer")).to_contain_text("the archive of the Moorland Office")
    page.get_by_label("Country").select_option("XA")
    ask(page, QUESTION)
    assert countries_read(page, 3) == {"/en/read/tavoria"}
    expect(page.locator("#turn-3 .answer")).to_contain_text("pay for the Lantern Fellowship")


def test_a_choice_that_no_passage_fits_is_said(page: Page, address: str, ask: Ask) -> None:
    page.goto(f"{address}/en/?country=XB&section=practices")
    ask(page, QUESTION)
    expect(page.locator("#turn-1 .answer")).to_have_text(
        "Nothing in the profiles fits what is chosen above. Choose something else."
    )
