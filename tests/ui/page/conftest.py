"""The page in a real browser, over a real server, with an assistant that knows four answers."""

import hashlib
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page

from assistant.answer import Answer, AnswerSentence, AnswerSource, Citation, Retrieved, marked
from assistant.conversation import Conversation
from corpus.errors import InputError, NothingPasses, QuestionError
from corpus.profiles import bundled_profiles, load_profiles
from corpus.records import Footnote, Profile
from index.filters import EVERYTHING, Filter
from ui.feedback import FeedbackStore
from ui.web import build_app

NOISE = ("error", "warning")
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

    def __init__(self) -> None:
        self.known = load_profiles(bundled_profiles())

    def profiles(self) -> Sequence[Profile]:
        return self.known

    def ask(self, question: str, conversation: Conversation, wanted: Filter = EVERYTHING) -> Answer:
        if wanted.country not in ("", "ML"):
            raise NothingPasses("No passage has country XX. There are country ML.")
        low = question.lower()
        language = "fr" if any(w in low for w in (" le ", "combien", "quel", "quand")) else "en"
        if "fault" in low:
            raise QuestionError("A question may have 1,000 characters at most.")
        if "unusable" in low:
            raise InputError("The project has no file for the language xx.")
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
def _serving(assistant: Any, feedback: FeedbackStore | None = None) -> Iterator[str]:
    """Serve the page; `assistant` answers, or is a future of one."""
    future: Future[Any] = assistant if isinstance(assistant, Future) else Future()
    if future is not assistant:
        future.set_result(assistant)
    app = build_app(future, EXAMPLES, feedback=feedback)
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


Serving = Callable[..., AbstractContextManager[str]]


@pytest.fixture(scope="session")
def serving() -> Serving:
    """Serves the page over a real server."""
    return _serving


@pytest.fixture(scope="session")
def fake() -> Fake:
    """An assistant that knows four answers, and the bundled profiles."""
    return Fake()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> FeedbackStore:
    """Where the page keeps opinions."""
    return FeedbackStore(tmp_path_factory.mktemp("data") / "feedback.sqlite3")


@pytest.fixture(scope="module")
def address(browser: Browser, fake: Fake, kept: FeedbackStore) -> Iterator[str]:
    """Where the page is served. The browser comes first: Gradio leaves loops behind without one."""
    with _serving(fake, kept) as base:
        yield base


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages; at the end no word in the console and no request elsewhere is left."""
    said: list[str] = []
    elsewhere: list[str] = []
    contexts: list[BrowserContext] = []

    def visit(url: str = "about:blank", **options: Any) -> Page:
        settings = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB"} | options
        contexts.append(browser.new_context(**settings))
        page = contexts[-1].new_page()
        page.on("console", lambda m: said.append(m.text) if m.type in NOISE else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda r: elsewhere.append(r.url) if not r.url.startswith(
            ("http://127.0.0.1:", "data:", "blob:", "about:")) else None)  # fmt: skip
        page.goto(url)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert said == []
    assert elsewhere == []


@pytest.fixture
def page(visit: Callable[..., Page]) -> Page:
    """A page of its own, in English, on a wide screen."""
    return visit()


def _ask(page: Page, question: str) -> None:
    page.get_by_role("textbox").fill(question)
    page.get_by_role("textbox").press("Enter")


@pytest.fixture(scope="session")
def ask() -> Callable[[Page, str], None]:
    """Types a question, and Enter."""
    return _ask
