"""Taking answers away: copies, files, references, print. Nothing loses its sources."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest
from citeproc.source.json import CiteProcJSON
from playwright.sync_api import Page, expect
from pybtex.database import parse_string

Visit = Callable[..., Page]
QUOTE = "The General Secretariat of the ministry runs TOKTEN day to day, with support from UNDP"
NOTE = "https://www.undp.org/mali/tokten"


@pytest.fixture
def asked(page: Page, address: str) -> Page:
    """A conversation of two questions; the second answer's files are shown."""
    page.goto(f"{address}/en/?q=Who+funds+TOKTEN%3F")
    page.locator("#turn-1 button.question").first.click()
    page.locator("#turn-2 .take summary").click()
    return page


def fetched(page: Page, label: str, row: str) -> tuple[str, bytes]:
    with page.expect_download() as started:
        page.locator("#turn-2 .take li", has_text=row).get_by_role("link", name=label).click()
    return started.value.suggested_filename, Path(started.value.path()).read_bytes()


def test_a_conversation_as_markdown(asked: Page, address: str) -> None:
    name, body = fetched(asked, "Markdown", "The whole conversation")
    text = body.decode()
    assert name == "diaspora-assistant.md"
    assert text.count("\n### Sources\n") == 2
    assert "## Who funds TOKTEN?" in text
    assert f"[1] “{QUOTE}" in text
    assert f"<{address}/en/read/mali#tokten-1>" in text
    assert f"Note 9: UNDP Mali, TOKTEN report <{NOTE}>" in text
    assert "**Caution:** The source prints 'bn'" in text


def test_an_answer_alone_is_one_answer(asked: Page) -> None:
    _, body = fetched(asked, "Markdown", "This answer")
    assert body.decode().count("### Sources") == 1
    assert "*Understood as: Who funds TOKTEN?*" in body.decode()


def test_a_conversation_as_a_word_document(asked: Page) -> None:
    name, body = fetched(asked, "Word", "The whole conversation")
    paragraphs = docx.Document(BytesIO(body)).paragraphs
    text = "\n".join(p.text for p in paragraphs)
    assert name == "diaspora-assistant.docx"
    assert [p.style.name for p in paragraphs if p.style].count("Heading 1") == 2
    assert f"[1] “{QUOTE}" in text
    assert f"Note 9: UNDP Mali, TOKTEN report {NOTE}" in text
    assert "Caution: The source prints 'bn'" in text


def test_a_conversation_as_a_web_page(asked: Page, visit: Visit, tmp_path: Path) -> None:
    _, body = fetched(asked, "Web page", "The whole conversation")
    file = tmp_path / "answer.html"
    file.write_bytes(body)
    page = asked.context.new_page()
    page.set_content(body.decode())
    expect(page.get_by_role("heading", name="Who funds TOKTEN?")).to_be_visible()
    expect(page.locator("blockquote", has_text=QUOTE)).to_have_count(2)
    expect(page.locator(f'a[href="{NOTE}"]')).to_have_count(2)
    expect(page.locator('a[href^="javascript"]')).to_have_count(0)


def test_references_are_read_by_those_who_read_bibtex_and_csl(asked: Page) -> None:
    _, bib = fetched(asked, "BibTeX", "References")
    entries = parse_string(bib.decode(), "bibtex").entries
    document = entries["mali-en-2025-08"]
    assert document.fields["title"] == "Diaspora Engagement Mapping: Mali"
    assert document.fields["year"] == "2025"
    assert entries["mali-en-2025-08-note-9"].fields["url"] == NOTE
    _, csl = fetched(asked, "CSL-JSON", "References")
    items = json.loads(csl)
    assert [i["id"] for i in items] == list(entries)
    assert items[0]["issued"] == {"date-parts": [[2025, 8]]}
    read = CiteProcJSON(items)
    assert str(read["mali-en-2025-08"].title) == "Diaspora Engagement Mapping: Mali"


def test_what_is_gone_says_so(address: str) -> None:
    for path in ("en/take/unknown.md", "en/take/unknown.exe"):
        with pytest.raises(urllib.error.HTTPError) as failed:
            urllib.request.urlopen(f"{address}/{path}", timeout=10)
        with failed.value as answer:
            assert answer.code == 404
            assert "Ask again" in answer.read().decode()


def test_a_selection_of_the_whole_answer_is_copied_with_its_sources(
    asked: Page, address: str
) -> None:
    asked.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    asked.evaluate("getSelection().selectAllChildren(document.querySelector('#turn-1 .said'))")
    asked.keyboard.press("Control+c")
    copied = asked.evaluate("navigator.clipboard.readText()")
    assert f"[1] “{QUOTE}" in copied


def test_the_link_to_a_question_answers_on_load(asked: Page, address: str) -> None:
    href = asked.locator("#turn-2 a.permalink").get_attribute("href")
    assert href == "/?q=Who%20funds%20TOKTEN%3F&lang=en"
    asked.goto(address + href)
    expect(asked.locator("#turn-1 h2")).to_have_text("Who funds TOKTEN?")
    expect(asked.locator("#turn-1 a.marker")).to_have_count(2)


def test_print_leaves_answers_and_sources_with_links_in_full(asked: Page, address: str) -> None:
    asked.emulate_media(media="print")
    asked.evaluate("dispatchEvent(new Event('beforeprint'))")
    own = asked.locator("#turn-1 .source a.read").first
    assert address in own.evaluate("a => getComputedStyle(a, '::after').content")
    expect(asked.locator("#asking")).to_be_hidden()
    expect(asked.locator("#turn-1 .next")).to_be_hidden()
    expect(asked.locator("#turn-1 mark").first).to_be_visible()
    link = asked.locator(f'#turn-1 .notes a[href="{NOTE}"]')
    shown = link.evaluate("a => getComputedStyle(a, '::after').content")
    assert NOTE in shown
