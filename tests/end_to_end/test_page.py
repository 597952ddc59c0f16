"""`diaspora serve` as a person starts it, in a real browser, with real answers."""

import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

ANSWERS = {
    "en-GB": (
        "Who supports TOKTEN?",
        "TOKTEN is supported by the United Nations Development Programme (UNDP) and the European "
        "Union (EU).",
        "Effective practices › TOKTEN",
        "What is Senegal's diaspora policy?",
        "The profile doesn't mention Senegal.",
    ),
    "fr-FR": (
        "Qui soutient TOKTEN ?",
        "TOKTEN est soutenu par le Programme des Nations unies pour le développement (PNUD) et "
        "l'Union européenne (UE).",
        "Pratiques efficaces › TOKTEN",
        "Quelle est la recette du mafé ?",
        "Le profil ne le dit pas.",
    ),
}


@pytest.fixture(scope="module")
def address(command: Callable[..., list[str]]) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(command("serve", "--port", port))
    try:
        base = f"http://127.0.0.1:{port}"
        wait_until_ready(base, server)
        yield base
    finally:
        server.send_signal(signal.SIGINT)
        code = server.wait(30)
    assert code in (0, 130, -signal.SIGINT)


def wait_until_ready(base: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(f"{base}/ready", timeout=5) as answer:
                assert answer.status == 200
                return
        except urllib.error.HTTPError as error:
            error.close()  # 503: still loading
        except urllib.error.URLError:
            pass
        time.sleep(0.3)
    pytest.fail("the server isn't ready after two minutes")


@pytest.fixture(params=list(ANSWERS))
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A page in one of the languages; it must call no other host."""
    context = browser.new_context(locale=request.param)
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    called: list[str] = []
    opened.on("request", lambda sent: called.append(sent.url))
    opened.goto(address)
    yield opened
    context.close()
    assert called
    assert [url for url in called if not url.startswith((f"{address}/", "data:", "blob:"))] == []


def test_a_typed_question_gets_a_cited_answer(page: Page, request: pytest.FixtureRequest) -> None:
    question, sentence, place, elsewhere, refusal = ANSWERS[request.node.callspec.params["page"]]
    field = page.get_by_role("textbox")
    field.press_sequentially(question)
    field.press("Enter")
    turn = page.locator("#turn-1")
    marker = turn.locator("a.marker").first
    expect(marker).to_have_attribute("href", "#source-1-1", timeout=60_000)
    expect(marker).to_contain_text("1")
    expect(turn.locator(".answer")).to_contain_text(sentence)
    card = turn.locator(".source").first
    expect(card.locator("h4")).to_contain_text(place)
    marker.click()
    expect(card.locator("mark#source-1-1")).to_be_focused()
    expect(card.locator("mark#source-1-1")).to_have_text(sentence)
    field.press_sequentially(elsewhere)
    field.press("Enter")
    expect(page.locator("#turn-2 .answer")).to_contain_text(refusal, timeout=60_000)
    expect(page.locator("#turn-2 a.marker")).to_have_count(0)
