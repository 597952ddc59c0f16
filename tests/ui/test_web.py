"""The page in a real browser, over a real server, with an assistant that knows four answers."""

import hashlib
import json
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect, sync_playwright

from assistant.answer import Answer, AnswerSentence, AnswerSource, Citation, Retrieved, marked
from assistant.conversation import Conversation
from corpus.errors import QuestionError
from corpus.records import Footnote, Profile, Source
from ui.web import build_app

# Gradio asks pandas for an option that pandas means to drop.
pytestmark = pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
EXAMPLES = {
    "en": (
        "Who funds TOKTEN?",
        "How many Malians live in Côte d'Ivoire?",
        "Which ministries deal with the diaspora?",
        "When was the national migration policy adopted?",
    ),
    "fr": (
        "Qui finance le TOKTEN ?",
        "Combien de Maliens vivent en Côte d'Ivoire ?",
        "Quels ministères s'occupent de la diaspora ?",
        "Quand la politique migratoire a-t-elle été adoptée ?",
    ),
}
PASSAGES = {
    "en": (
        "The TOKTEN programme began in Mali in 1998 and brings qualified Malians back for short "
        "missions at universities. The General Secretariat of the ministry runs TOKTEN day to day, "
        "with support from UNDP and the European Union. More than 403,646 hours of teaching were "
        "given, among them:\n• missions in medicine;\n• missions in engineering.",
        "Remittances to Mali reached $964 bn in 2019. They come above all from France, Côte "
        "d'Ivoire and Spain, and most are spent on food, health and school.",
    ),
    "fr": (
        "Le programme TOKTEN a commencé au Mali en 1998 et fait revenir des Maliens qualifiés pour "
        "de courtes missions à l'université. Le secrétariat général du ministère gère le TOKTEN au "
        "quotidien, avec l'appui du PNUD et de l'Union européenne. Plus de 403 646 heures de cours "
        "ont été données, dont :\n• des missions en médecine ;\n• des missions en ingénierie.",
        "Les envois de fonds vers le Mali ont atteint 964 milliards de dollars en 2019. Ils "
        "viennent surtout de France, de Côte d'Ivoire et d'Espagne.",
    ),
}
SECTIONS = {
    "en": (("Effective practices", "TOKTEN"), ("Diaspora contributions", "Remittances")),
    "fr": (("Pratiques efficaces", "TOKTEN"), ("Apports de la diaspora", "Envois de fonds")),
}
CAVEATS = {
    "en": "The source prints 'bn'; compare 1,153 million USD in 2023.",
    "fr": "La source écrit « milliards » ; à comparer aux 1 153 millions de dollars de 2023.",
}
NOTES = (
    Footnote(number="9", text="UNDP Mali, TOKTEN report", url="https://www.undp.org/mali/tokten"),
    Footnote(number="10", text="An odd link", url="javascript:alert(1)"),
)


def profile(language: str) -> Profile:
    return Profile(
        id="mali",
        country="ML",
        language=language,
        source=Source(
            title="Diaspora Engagement Mapping: Mali",
            publisher="EUDiF / ICMPD",
            edition="2025-08",
            licence="see source",
        ),
        sections=(),
        entities=(),
        figures=(),
        footnotes=(),
        sha256="0" * 64,
    )


def citation(number: int, language: str, quoted: str) -> Citation:
    which = next(i for i, p in enumerate(PASSAGES[language]) if quoted in p)
    passage = PASSAGES[language][which]
    return Citation(
        number=number,
        passage_id=("mali/tokten#1", "mali/remittances#1")[which],
        profile="mali",
        language=language,
        section=SECTIONS[language][which],
        passage=passage,
        quote=quoted,
        start=passage.index(quoted),
        end=passage.index(quoted) + len(quoted),
        sha256=hashlib.sha256(passage.encode()).hexdigest(),
        edition="2025-08",
        source=AnswerSource(
            title="Diaspora Engagement Mapping: Mali", publisher="EUDiF / ICMPD", page=5 + which
        ),
        references=NOTES if which == 0 else (),
        caveats=(CAVEATS[language],) if which else (),
        score=0.9,
    )


class Fake:
    """Answers by what stands in the question."""

    generation = "g-1"

    def profiles(self) -> Sequence[Profile]:
        return [profile("en"), profile("fr")]

    def ask(self, question: str, conversation: Conversation) -> Answer:
        low = question.lower()
        language = "fr" if any(w in low for w in (" le ", "combien", "quel", "quand")) else "en"
        if "fault" in low:
            raise QuestionError("A question may have 1,000 characters at most.")
        if "crash" in low:
            raise RuntimeError("secret path /srv/x")
        found = tuple(
            Retrieved(passage_id=f"mali/{i}", section=s, passage=p, score=0.5)
            for i, (s, p) in enumerate(zip(SECTIONS[language], PASSAGES[language], strict=True))
        )
        common: dict[str, Any] = {"question": question, "language": language, "generation": "g-1"}
        if "opening hours" in low or "heures d'ouverture" in low:
            text = {
                "en": "The profile doesn't give CIGEM's opening hours.",
                "fr": "Le profil ne donne pas les heures d'ouverture du CIGEM.",
            }[language]
            return Answer(**common, standalone_question=question, status="not_covered", text=text,
                          retrieved=found, suggestions=EXAMPLES[language][:3])  # fmt: skip
        if low.strip() == "it?":
            return Answer(**common, standalone_question=question, status="unclear",
                          text="The question could be about several things.",
                          suggestions=("Who funds TOKTEN?", "Who funds CIGEM?"))  # fmt: skip
        return self.funded(common, conversation, found)

    def funded(
        self, common: dict[str, Any], conversation: Conversation, found: tuple[Retrieved, ...]
    ) -> Answer:
        language = common["language"]
        quotes = [
            PASSAGES[language][0].split(". ")[1] + ".",
            PASSAGES[language][1].split(". ")[0] + ".",
        ]
        sentences = tuple(
            AnswerSentence(text=text, citations=(n,)) for n, text in enumerate(quotes, 1)
        )
        understood = "Who funds TOKTEN?" if conversation.turns else common["question"]
        return Answer(
            **common,
            standalone_question=understood,
            status="answered",
            text=marked(sentences),
            sentences=sentences,
            citations=tuple(citation(n, language, q) for n, q in enumerate(quotes, 1)),
            retrieved=found,
            suggestions=EXAMPLES[language][2:],
        )


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    ready: Future[Any] = Future()
    ready.set_result(Fake())
    with serving(build_app(ready, EXAMPLES)) as base:
        yield base


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = Path("/usr/bin/chromium")
    path = chromium if chromium.exists() else None
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page of its own; at the end no word in the console and no request elsewhere is left."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    opened = context.new_page()
    said: list[str] = []
    elsewhere: list[str] = []
    opened.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda r: elsewhere.append(r.url) if not r.url.startswith(
        ("http://127.0.0.1:", "data:", "blob:")) else None)  # fmt: skip
    yield opened
    context.close()
    assert said == []
    assert elsewhere == []


def ask(page: Page, question: str) -> None:
    page.get_by_role("textbox").fill(question)
    page.get_by_role("textbox").press("Enter")


def test_a_question_gets_a_cited_answer(page: Page, address: str) -> None:
    page.goto(address)
    expect(page).to_have_title("Diaspora Assistant")
    expect(page.get_by_role("heading", level=1)).to_have_text("Diaspora Assistant")
    expect(page.locator(".profile")).to_have_text("Mali, edition Aug 2025")
    ask(page, "Who funds TOKTEN?")
    expect(page.locator(".turn h2")).to_have_text("Who funds TOKTEN?")
    expect(page.locator("a.marker")).to_have_count(2)
    card = page.locator(".source").first
    expect(card.locator("h4")).to_have_text("1Effective practices › TOKTEN")
    expect(card.locator("mark")).to_have_text(
        "The General Secretariat of the ministry runs TOKTEN day to day, with support from UNDP "
        "and the European Union."
    )
    expect(card.locator("blockquote")).to_have_text(PASSAGES["en"][0], use_inner_text=True)
    note = card.get_by_role("link", name="UNDP Mali, TOKTEN report")
    expect(note).to_have_attribute("href", "https://www.undp.org/mali/tokten")
    expect(note).to_have_attribute("rel", "noopener noreferrer")
    expect(card.get_by_role("link")).to_have_count(1)
    expect(page.locator(".caveat")).to_have_text("Caution: " + CAVEATS["en"])
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
    expect(page.locator("#turn-2 .understood")).to_have_text("Understood as: Who funds TOKTEN?")
    expect(page.locator("#turn-2 h2")).to_be_in_viewport()
    expect(page.locator("#turn-2 .answer")).to_be_in_viewport()
    expect(page.get_by_role("textbox")).to_have_value("")


def test_the_page_in_french(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator(".profile")).to_have_text("Mali, édition août 2025")
    page.get_by_role("button", name="Qui finance le TOKTEN").click()
    expect(page.locator(".turn h2")).to_have_text("Qui finance le TOKTEN\u202f?")
    passage = page.locator(".source blockquote").first.text_content()
    assert passage is not None
    assert "403\u202f646 heures" in passage
    page.get_by_role("link", name="EN", exact=True).click()
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    context.close()


def test_not_covered_is_said_with_what_lies_nearest(page: Page, address: str) -> None:
    page.goto(address)
    ask(page, "What are CIGEM's opening hours?")
    expect(page.locator(".answer")).to_have_text("The profile doesn't give CIGEM's opening hours.")
    expect(page.locator(".sources > h3")).to_have_text("Nearest in the profile")
    expect(page.locator(".turn button.question")).to_have_count(3)


def test_an_unclear_question_is_asked_back(page: Page, address: str) -> None:
    page.goto(address)
    ask(page, "it?")
    expect(page.locator(".turn .next h3")).to_have_text("Did you mean")
    page.get_by_role("button", name="Who funds CIGEM?").click()
    expect(page.locator(".turn")).to_have_count(2)


def test_an_error_is_one_sentence(page: Page, address: str) -> None:
    page.goto(address)
    ask(page, "fault")
    expect(page.locator(".answer")).to_have_text("A question may have 1,000 characters at most.")
    ask(page, "crash")
    expect(page.locator("#turn-2 .answer")).to_have_text(
        "That question could not be answered because of a fault here; it has been logged."
    )
    expect(page.locator("body")).not_to_contain_text("secret path")


def test_an_attack_in_the_question_stays_text(page: Page, address: str) -> None:
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


def test_a_page_opened_early_waits_for_the_assistant(browser: Browser) -> None:
    loading: Future[Any] = Future()
    with serving(build_app(loading, EXAMPLES)) as base:
        assert probe(f"{base}/health") == (200, {"status": "up"})
        assert probe(f"{base}/ready") == (503, {"status": "loading"})
        page = browser.new_page(locale="en")
        page.goto(base)
        expect(page.locator(".welcome .quiet")).to_have_text("Opening the profile…")
        ask(page, "Who funds TOKTEN?")
        expect(page.locator(".turn .quiet")).to_have_text("Reading the profile…")
        loading.set_result(Fake())
        expect(page.locator("a.marker")).to_have_count(2)
        page.close()
        assert probe(f"{base}/ready") == (200, {"status": "ready", "generation": "g-1"})


def test_a_page_without_an_index_says_so(browser: Browser) -> None:
    failed: Future[Any] = Future()
    failed.set_exception(QuestionError("No index has been built yet. Run: diaspora index build"))
    with serving(build_app(failed, EXAMPLES)) as base:
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
