"""What leads from an answer to its sources, and from there on."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
QUESTION = "?q=Who+funds+TOKTEN%3F"


def test_a_card_holds_the_text_around_and_the_passage_in_the_other_language(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/en/{QUESTION}")
    card = page.locator(".source").first
    card.get_by_text("Text around it").click()
    expect(card.locator("details blockquote").first).to_contain_text("supported by the United")
    card.get_by_text("The same passage in French").click()
    french = card.locator('blockquote[lang="fr"]')
    expect(french).to_be_visible()
    expect(french).to_contain_text("Le programme TOKTEN a commencé au Mali en 1998")


def test_a_card_leads_to_its_passage_in_the_profile(page: Page, address: str) -> None:
    page.goto(f"{address}/en/{QUESTION}")
    link = page.locator(".source").first.get_by_role("link", name="Read it in the profile")
    expect(link).to_have_attribute("href", "/en/read/mali#tokten-1")
    with page.context.expect_page() as opened:
        link.click()
    passage = opened.value.locator("#tokten-1")
    expect(passage).to_be_in_viewport()
    expect(passage).to_contain_text("TOKTEN")


def test_passages_that_were_looked_at_but_not_cited_can_be_read(page: Page, address: str) -> None:
    page.goto(f"{address}/en/?q=What+are+CIGEM%27s+opening+hours%3F")
    page.get_by_text("Also looked at (1)").click()
    other = page.locator(".also .source")
    expect(other).to_be_visible()
    expect(other.get_by_role("link", name="Read it in the profile")).to_be_visible()


def test_on_a_phone_the_quote_comes_first_and_the_rest_unfolds(visit: Visit, address: str) -> None:
    page = visit(f"{address}/en/{QUESTION}", viewport={"width": 390, "height": 844})
    card = page.locator(".source").first
    expect(card.locator("mark")).to_be_visible()
    assert card.locator(".rest").first.evaluate("e => getComputedStyle(e).fontSize") == "0px"
    card.get_by_role("button", name="Show the whole passage").click()
    assert card.locator(".rest").first.evaluate("e => getComputedStyle(e).fontSize") == "17px"


def test_what_was_understood_is_put_into_the_field_to_be_corrected(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/en/{QUESTION}")
    page.locator("#turn-1 button.question").first.click()
    page.locator("#turn-2").get_by_role("button", name="Correct").click()
    field = page.get_by_role("textbox")
    expect(field).to_be_focused()
    expect(field).to_have_value("Who funds TOKTEN?")


def test_markers_and_buttons_are_large_enough_to_tap(visit: Visit, address: str) -> None:
    page = visit(f"{address}/en/{QUESTION}", viewport={"width": 390, "height": 844})
    page.locator("a.marker").first.wait_for()
    targets = page.locator("a.marker, .prose button:visible, summary:visible, nav a").all()
    sizes = [box for t in targets if (box := t.bounding_box())]
    assert len(sizes) > 12
    assert [s for s in sizes if s["width"] < 24 or s["height"] < 24] == []


def test_the_answer_is_announced_once(page: Page, address: str) -> None:
    page.goto(f"{address}/en/{QUESTION}")
    expect(page.get_by_role("status").filter(has_text="General Secretariat")).to_have_count(1)


def test_everything_is_reached_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/en/")
    expect(page.locator(".scope summary")).to_contain_text("Mali")  # written anew until then
    page.get_by_role("button", name="Who funds TOKTEN?").focus()
    page.keyboard.press("Enter")
    page.locator("a.marker").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#source-1-1")).to_be_focused()
    page.keyboard.press("Tab")
    outlined = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate("document.activeElement.closest('.source') !== null")
    assert page.evaluate(outlined) == "solid"
    page.keyboard.press("Escape")
    expect(page.locator("a.marker").first).to_be_focused()
    page.locator(".take summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Word").first).to_be_visible()
