"""What is searched is chosen in the heading, kept in the link, and said below the question."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from assistant.answer import Answer
from assistant.conversation import Conversation
from index.filters import EVERYTHING, Filter

Ask = Callable[[Page, str], None]


@pytest.fixture
def searched(fake, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Filter]]:
    """What the assistant was told to search, question by question."""
    seen: list[Filter] = []
    answered = fake.ask

    def ask(question: str, talk: Conversation, wanted: Filter = EVERYTHING) -> Answer:
        seen.append(wanted)
        return answered(question, talk, wanted)

    monkeypatch.setattr(fake, "ask", ask)
    return seen


def test_a_choice_holds_for_what_is_asked_next(
    page: Page, address: str, ask: Ask, searched: list[Filter]
) -> None:
    page.goto(address)
    page.locator(".scope summary").click()
    page.get_by_label("Chapter").select_option("Effective practices")
    expect(page.locator(".scope .only")).to_have_text("Effective practices")
    assert page.url.endswith("/en/?section=practices")
    ask(page, "Who funds TOKTEN?")
    expect(page.locator("#turn-1 .understood")).to_have_text(
        "Searched only in: Effective practices"
    )
    page.get_by_label("Language").select_option("in French")
    ask(page, "Who funds TOKTEN?")
    expect(page.locator("#turn-2 .understood")).to_contain_text("Effective practices · in French")
    page.get_by_label("Chapter").select_option("Everything")
    page.get_by_label("Language").select_option("Everything")
    ask(page, "Who funds TOKTEN?")
    expect(page.locator("#turn-3 .answer")).to_be_visible()
    assert searched == [
        Filter(section="practices"),
        Filter(section="practices", language="fr"),
        EVERYTHING,
    ]


def test_a_link_keeps_the_choice(page: Page, address: str, searched: list[Filter]) -> None:
    page.goto(f"{address}/?q=Qui+finance+le+TOKTEN+%3F&lang=fr&section=practices&country=ML")
    expect(page.locator(".scope .only")).to_have_text("Mali · Pratiques efficaces")
    expect(page.locator("#turn-1 .answer")).to_be_visible()
    assert searched == [Filter(section="practices", country="ML")]
    link = page.locator("#turn-1 .permalink").get_attribute("href")
    assert link is not None
    assert link.endswith("&lang=fr&country=ML&section=practices")
    page.get_by_role("link", name="EN", exact=True).click()
    expect(page.locator(".scope .only")).to_have_text("Mali · Effective practices")


def test_escape_and_a_click_elsewhere_close_the_choice(page: Page, address: str) -> None:
    page.goto(address)
    summary, choice = page.locator(".scope summary"), page.locator(".scope .choice")
    summary.click()
    page.get_by_label("Chapter").focus()
    page.keyboard.press("Escape")
    expect(choice).to_be_hidden()
    expect(summary).to_be_focused()
    summary.click()
    expect(choice).to_be_visible()
    page.locator("#welcome").click(position={"x": 5, "y": 5})
    expect(choice).to_be_hidden()


def test_a_choice_that_nothing_fits_is_said(page: Page, address: str) -> None:
    page.goto(f"{address}/en/?q=Who+funds+TOKTEN%3F&country=XX")
    expect(page.locator(".answer")).to_have_text(
        "Nothing in the profiles fits what is chosen above. Choose something else."
    )
    page.locator(".scope summary").click()
    expect(page.get_by_label("Country")).to_have_value("XX")


def test_what_else_cannot_be_used_is_said_as_it_is(page: Page, address: str, ask: Ask) -> None:
    page.goto(address)
    ask(page, "Something unusable?")
    expect(page.locator(".answer")).to_have_text("The project has no file for the language xx.")
