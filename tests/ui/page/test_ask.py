"""Asking on the page: answers, follow-ups, errors, languages, widths."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from corpus.errors import QuestionError

Ask = Callable[[Page, str], None]
PASSAGE = (
    "The TOKTEN programme began in Mali in 1998 and brings qualified Malians back for short "
    "missions at universities. The General Secretariat of the ministry runs TOKTEN day to day, "
    "with support from UNDP and the European Union. More than 403,646 hours of teaching were "
    "given, among them:\n• missions in medicine;\n• missions in engineering."
)
CAVEAT = "The source prints 'bn'; compare 1,153 million USD in 2023."


def test_a_question_gets_a_cited_answer(page: Page, address: str, ask: Ask) -> None:
    page.goto(address)
    expect(page).to_have_title("Diaspora Assistant")
    expect(page.get_by_role("heading", level=1)).to_have_text("Diaspora Assistant")
    expect(page.locator(".scope summary")).to_have_text("Mali, edition Aug 2025")
    ask(page, "Who funds TOKTEN?")
    expect(page.locator(".turn h2")).to_have_text("Who funds TOKTEN?")
    expect(page.locator("a.marker")).to_have_count(2)
    card = page.locator(".source").first
    expect(card.locator("h4")).to_have_text("1Effective practices › TOKTEN")
    expect(card.locator("mark")).to_have_text(
        "The General Secretariat of the ministry runs TOKTEN day to day, with support from UNDP "
        "and the European Union."
    )
    expect(card.locator("> blockquote")).to_have_text(PASSAGE, use_inner_text=True)
    note = card.get_by_role("link", name="UNDP Mali, TOKTEN report")
    expect(note).to_have_attribute("href", "https://www.undp.org/mali/tokten")
    expect(note).to_have_attribute("rel", "noopener noreferrer")
    expect(card.locator(".notes a")).to_have_count(1)
    expect(page.locator(".caveat")).to_have_text("Caution: " + CAVEAT)
    expect(page.locator(".understood")).to_have_count(0)


def test_a_marker_brings_its_quote_forward_and_escape_leads_back(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=Who+funds+TOKTEN%3F")
    page.locator("a.marker").nth(1).click()
    expect(page.locator("#source-1-2")).to_be_focused()
    expect(page.locator("mark.now")).to_have_text("Remittances to Mali reached $964 bn in 2019.")
    page.keyboard.press("Escape")
    expect(page.locator("a.marker").nth(1)).to_be_focused()
    assert "q=Who" in page.url


def test_a_button_asks_the_next_question_in_the_same_conversation(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Who funds TOKTEN?").click()
    page.locator("#turn-1 button.question", has_text="Which ministries").click()
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator("#turn-2 .understood")).to_contain_text("Understood as: Who funds TOKTEN?")
    expect(page.locator("#turn-2 h2")).to_be_in_viewport()
    expect(page.locator("#turn-2 .answer")).to_be_in_viewport()
    expect(page.get_by_role("textbox")).to_have_value("")


def test_the_page_in_french(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator(".scope summary")).to_have_text("Mali, édition août 2025")
    page.get_by_role("button", name="Qui finance le TOKTEN").click()
    expect(page.locator(".turn h2")).to_have_text("Qui finance le TOKTEN\u202f?")
    passage = page.locator(".source blockquote").first.text_content()
    assert passage is not None
    assert "403\u202f646 heures" in passage
    page.get_by_role("link", name="EN", exact=True).click()
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    context.close()


def test_not_covered_is_said_with_what_lies_nearest(page: Page, address: str, ask: Ask) -> None:
    page.goto(address)
    ask(page, "What are CIGEM's opening hours?")
    expect(page.locator(".answer")).to_have_text("The profile doesn't give CIGEM's opening hours.")
    expect(page.locator(".sources > h3")).to_have_text("Nearest in the profile")
    expect(page.locator(".turn button.question")).to_have_count(3)


def test_an_unclear_question_is_asked_back(page: Page, address: str, ask: Ask) -> None:
    page.goto(address)
    ask(page, "it?")
    expect(page.locator(".turn .next h3")).to_have_text("Did you mean")
    page.get_by_role("button", name="Who funds CIGEM?").click()
    expect(page.locator(".turn")).to_have_count(2)


def test_an_error_is_one_sentence(page: Page, address: str, ask: Ask) -> None:
    page.goto(address)
    ask(page, "fault")
    expect(page.locator(".answer")).to_have_text("A question may have 1,000 characters at most.")
    ask(page, "crash")
    expect(page.locator("#turn-2 .answer")).to_have_text(
        "That question could not be answered because of a fault here; it has been logged."
    )
    expect(page.locator("body")).not_to_contain_text("secret path")


def test_an_attack_in_the_question_stays_text(page: Page, address: str, ask: Ask) -> None:
    attack = "<img src=https://evil.example/x onerror=alert(1)> ![x](https://evil.example/y) **b**"
    page.goto(address)
    ask(page, attack)
    expect(page.locator(".turn h2")).to_have_text(attack)
    expect(page.locator(".turn h2 *")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_no_width_scrolls_sideways(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}/?lang=fr&q=Qui+finance+le+TOKTEN+%3F")
    expect(page.locator("a.marker")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_an_answer_is_copied_with_its_sources(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.goto(f"{address}/?q=Who+funds+TOKTEN%3F")
    page.get_by_role("button", name="Copy with sources").click()
    expect(page.locator(".copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "[1] “The General Secretariat" in copied
    assert "<" not in copied


def test_a_page_opened_early_waits_for_the_assistant(
    browser: Browser, serving: Any, fake: Any, ask: Ask
) -> None:
    loading: Future[Any] = Future()
    with serving(loading) as base:
        assert probe(f"{base}/health") == (200, {"status": "up"})
        assert probe(f"{base}/ready") == (503, {"status": "loading"})
        page = browser.new_page(locale="en")
        page.goto(base)
        expect(page.locator(".welcome .quiet")).to_have_text("Opening the profile…")
        ask(page, "Who funds TOKTEN?")
        expect(page.locator(".turn .quiet")).to_have_text("Reading the profile…")
        loading.set_result(fake)
        expect(page.locator("a.marker")).to_have_count(2)
        page.close()
        assert probe(f"{base}/ready") == (200, {"status": "ready", "generation": "g-1"})


def test_a_page_without_an_index_says_so(browser: Browser, serving: Any) -> None:
    failed: Future[Any] = Future()
    failed.set_exception(QuestionError("No index has been built yet. Run: diaspora index build"))
    with serving(failed) as base:
        assert probe(f"{base}/ready") == (503, {"status": "failed"})
        page = browser.new_page(locale="en")
        page.goto(base)
        expect(page.locator(".welcome")).to_contain_text("Run: diaspora index build")
        page.close()


def probe(url: str) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)
