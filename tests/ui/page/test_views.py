"""Reading without a question: the document, the directory, the timeline, the figures."""

import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

Visit = Callable[..., Page]
VIEWS = ("read/mali", "actors", "timeline", "figures")


def test_the_profile_is_a_document_with_a_link_to_every_passage(page: Page, address: str) -> None:
    page.goto(f"{address}/en/read")
    expect(page).to_have_url(f"{address}/en/read/mali")
    expect(page.get_by_role("heading", level=1)).to_have_text("Diaspora engagement mapping: Mali")
    expect(page.locator(".passage")).to_have_count(84)
    page.get_by_role("navigation", name="Contents").get_by_role("link", name="TOKTEN").click()
    expect(page.get_by_role("heading", name="TOKTEN", exact=True)).to_be_in_viewport()
    passage = page.locator("#trends-1")
    expect(passage.locator(".caveat")).to_contain_text("964 million USD is probably meant")
    passage.get_by_role("link", name="Note 6").click()
    expect(page.locator("#note-6")).to_be_in_viewport()
    expect(page.locator("#note-6")).to_contain_text("World Bank, 2019.")


def test_a_passage_is_read_in_the_other_language_at_the_same_place(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/en/read/mali#tokten-2")
    page.locator("#tokten-2").get_by_role("link", name="in French").click()
    expect(page).to_have_url(f"{address}/fr/read/mali#tokten-2")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("#tokten-2")).to_be_in_viewport()


def test_the_directory_is_filtered_and_the_filter_is_in_the_link(page: Page, address: str) -> None:
    page.goto(f"{address}/en/actors")
    expect(page.locator(".count")).to_have_text("52 of 52")
    page.get_by_label("Kind").select_option("Programme")
    page.get_by_label("Sector").select_option("human capital")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(f"{address}/en/actors?kind=Programme&place=&sector=human+capital")
    assert page.locator(".entry h2").all_inner_texts() == [
        "Project to support investments by the Malian diaspora in their regions of origin",
        "TOKTEN programme",
    ]
    expect(page.get_by_label("Kind")).to_have_value("Programme")
    page.get_by_role("link", name="Show all").click()
    expect(page.locator(".count")).to_have_text("52 of 52")


def test_an_entry_leads_to_its_passage_and_to_a_question(page: Page, address: str) -> None:
    page.goto(f"{address}/en/actors?kind=Ministry")
    entry = page.locator(".entry").first
    href = entry.get_by_role("link", name="Read the passage").get_attribute("href")
    assert href == "/en/read/mali#ministry-finance-1"
    entry.get_by_role("link", name="Ask about this").click()
    expect(page.locator(".turn h2")).to_have_text(
        "What does the profile say about Ministry of Economy and Finance?"
    )


def test_the_timeline_runs_from_the_earliest_year(page: Page, address: str) -> None:
    page.goto(f"{address}/en/timeline")
    years = [int(y) for y in page.locator(".year").all_text_contents()]
    assert years[0] == 1991
    assert years == sorted(years)
    expect(page.locator(".entry h2").first).to_contain_text("High Council of Malians Abroad")


def test_figures_have_year_origin_and_caveats(page: Page, address: str) -> None:
    page.goto(f"{address}/fr/figures")
    expect(page.locator("tbody tr")).to_have_count(25)
    row = page.locator("tbody tr", has_text="Émigrés du Mali en Côte d'Ivoire")
    expect(row.locator(".number")).to_have_text("403\u202f646 émigrés", use_inner_text=True)
    expect(row.locator("td").nth(1)).to_have_text("2024")
    expect(row.locator("td").nth(2)).to_have_text("UNDESA")
    doubtful = page.locator("tbody tr", has_text="tel qu'imprimé")
    expect(doubtful.locator(".caveat").last).to_contain_text("Le profil donne aussi")
    bars = page.locator(".chart", has_text="Émigrés du Mali").locator("rect:not(.rail)")
    widths = [float(b.get_attribute("width") or 0) for b in bars.all()]
    assert widths == [100.0, 45.82, 34.79, 30.46, 29.83]


def test_the_views_need_no_script(visit: Visit, address: str) -> None:
    page = visit(f"{address}/en/actors", java_script_enabled=False)
    page.get_by_label("Kind").select_option("Ministry")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".count")).to_have_text("2 of 52")


def test_the_language_is_remembered(page: Page, address: str) -> None:
    page.goto(f"{address}/en/timeline")
    page.get_by_role("link", name="FR", exact=True).click()
    expect(page).to_have_url(f"{address}/fr/timeline")
    first, second = (
        page.context.new_page(),
        page.context.new_page(),
    )  # a chat isn't left half loaded
    first.goto(address)
    expect(first).to_have_url(f"{address}/fr/")
    expect(first.locator("html")).to_have_attribute("lang", "fr")
    second.goto(f"{address}/?lang=en")
    expect(second).to_have_url(f"{address}/en/?lang=en")


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_no_view_scrolls_sideways(visit: Visit, address: str, width: int) -> None:
    for view in VIEWS:
        page = visit(f"{address}/fr/{view}", viewport={"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == width, view


def test_at_twice_the_text_size_nothing_is_lost(visit: Visit, address: str) -> None:
    for view in (*VIEWS, "?q=Qui+finance+le+TOKTEN+%3F"):
        page = visit(f"{address}/fr/{view}", viewport={"width": 720, "height": 450},
                     device_scale_factor=2)  # fmt: skip
        page.locator("h1").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") == 720, view


def test_an_unknown_page_says_so(address: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as failed:
        urllib.request.urlopen(f"{address}/en/read/atlantis", timeout=10)
    with failed.value as answer:
        assert answer.code == 404
        assert "There is no such page here." in answer.read().decode()


def test_a_view_opened_early_tries_again_by_itself(
    browser: Browser, serving: Any, fake: Any
) -> None:
    loading: Future[Any] = Future()
    with serving(loading) as base:
        page = browser.new_page()
        page.goto(f"{base}/en/timeline")
        expect(page.get_by_role("heading", level=1)).to_have_text("Opening the profile…")
        loading.set_result(fake)
        expect(page.get_by_role("heading", level=1)).to_have_text("Timeline", timeout=10_000)
        page.close()
