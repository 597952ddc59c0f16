"""What visitors say of an answer: by mouse or keyboard, kept on the server, read out once."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from ui.feedback import FeedbackStore

Visit = Callable[..., Page]
WORDS = {
    "en": ("Who funds TOKTEN?", "Helpful", "Not helpful", "It is incomplete", "Kept on this"),
    "fr": ("Qui finance le TOKTEN ?", "Utile", "Pas utile", "C'est incomplet", "Avis conservé"),
}


def listed(store: FeedbackStore) -> Any:
    command = [Path(sys.executable).with_name("diaspora"), "feedback", "--json"]
    environment = {**os.environ, "DIASPORA_DATA_DIR": str(store.path.parent)}
    return json.loads(subprocess.run(command, env=environment, stdout=subprocess.PIPE).stdout)


@pytest.mark.parametrize("language", WORDS)
def test_a_reason_ends_in_the_list(
    visit: Visit, address: str, kept: FeedbackStore, language: str
) -> None:
    question, _, down, reason, thanks = WORDS[language]
    page = visit(f"{address}/{language}/?q={quote(question)}")
    page.locator(".say summary", has_text=down).click()
    page.get_by_role("button", name=reason, exact=True).click()
    expect(page.locator(".say .thanks")).to_be_visible()
    expect(page.locator(".sr[role=status]")).to_contain_text(thanks)
    said = listed(kept)[-1]
    assert (said["rating"], said["reason"], said["earlier"]) == ("down", "incomplete", [])
    assert said["answer"]["question"] == question
    assert said["answer"]["generation"] == "g-1"
    assert len(said["answer"]["citations"]) == 2


def test_by_keyboard_on_a_follow_up(
    page: Page, address: str, kept: FeedbackStore, ask: Callable[[Page, str], None]
) -> None:
    page.goto(f"{address}/en/?q=Who+funds+TOKTEN%3F")
    expect(page.locator("#turn-1 .say")).to_be_visible()
    ask(page, "Since when?")
    up = page.locator("#turn-2 .say button.up")
    up.focus()
    page.keyboard.press("Enter")
    expect(up).to_have_attribute("aria-pressed", "true")
    expect(up).to_be_focused()
    said = kept.all()[-1]
    assert (said.rating, said.reason, said.earlier) == ("up", None, ("Who funds TOKTEN?",))
    ask(page, "And where?")
    expect(page.locator("#turn-3 .say")).to_be_visible()
    expect(page.locator("#turn-2 .say .thanks")).to_be_visible()
    expect(page.locator("#turn-3 .say .thanks")).to_be_hidden()


@pytest.mark.parametrize("language", WORDS)
def test_the_reasons_by_keyboard(
    visit: Visit, address: str, kept: FeedbackStore, language: str
) -> None:
    question, _, _, reason, _ = WORDS[language]
    page = visit(f"{address}/{language}/?q={quote(question)}")
    page.locator("#turn-1 .say summary").focus()
    page.keyboard.press("Enter")
    for _ in range(2):  # to the second reason
        page.keyboard.press("Tab")
    chosen = page.get_by_role("button", name=reason, exact=True)
    expect(chosen).to_be_focused()
    page.keyboard.press("Space")
    expect(chosen).to_have_attribute("aria-pressed", "true")
    expect(chosen).to_be_focused()
    assert kept.all()[-1].reason == "incomplete"


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_opened_reasons(
    visit: Visit, address: str, language: str, scheme: str
) -> None:
    question, _, down, reason, _ = WORDS[language]
    page = visit(f"{address}/{language}/?q={quote(question)}", color_scheme=scheme)
    page.locator(".say summary", has_text=down).click()
    opened = Axe().run(page)
    page.get_by_role("button", name=reason, exact=True).click()
    expect(page.locator(".say .thanks")).to_be_visible()
    said = Axe().run(page)
    assert opened.violations_count == 0, opened.generate_report()
    assert said.violations_count == 0, said.generate_report()


def test_an_answer_no_longer_kept_is_said_to_be_gone(address: str, kept: FeedbackStore) -> None:
    before = len(kept.all())
    refused = httpx.post(f"{address}/api/feedback/unknown", json={"rating": "up"})
    assert refused.status_code == 404
    assert "Ask again" in refused.text
    assert len(kept.all()) == before


def test_switched_off_nothing_is_asked(
    visit: Visit, fake: Any, serving: Callable[..., Any]
) -> None:
    with serving(fake) as base:
        page = visit(f"{base}/en/?q=Who+funds+TOKTEN%3F")
        expect(page.locator("#turn-1 .tools")).to_be_visible()
        assert page.locator(".say").count() == 0
        assert httpx.post(f"{base}/api/feedback/x", json={"rating": "up"}).status_code == 404
