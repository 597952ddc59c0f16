"""axe finds nothing: every view, both languages, both colour schemes."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Visit = Callable[..., Page]
VIEWS = {
    "welcome": "",
    "answer": "?q=Who+funds+TOKTEN%3F",
    "not covered": "?q=What+are+CIGEM%27s+opening+hours%3F",
    "read": "read/mali",
    "actors": "actors",
    "timeline": "timeline",
    "figures": "figures",
}
READY = {"welcome": ".scope summary", "answer": ".turn .answer", "not covered": ".turn .answer"}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit: Visit, address: str, language: str, scheme: str) -> None:
    for name, view in VIEWS.items():
        page = visit(f"{address}/{language}/{view}", color_scheme=scheme)
        page.locator(READY.get(name, "h1")).first.wait_for()
        page.evaluate("document.querySelectorAll('details').forEach((d) => d.open = true)")
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
