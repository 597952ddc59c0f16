"""Take the README's pictures: a real server, a real browser. Run by `make screenshots`."""

import argparse
import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

QUESTIONS = {
    "en": "Who supports TOKTEN?",
    "fr": "Quelle part du PIB représentent les transferts de fonds ?",
}
SIZES = {"desktop": (1280, 860), "phone": (390, 844)}


def take(page: Page, base: str, language: str, target: Path) -> None:
    """Ask a question and photograph its answer."""
    page.goto(f"{base}/?lang={language}")
    field = page.get_by_role("textbox").first
    field.fill(QUESTIONS[language])
    field.press("Enter")
    page.locator("mark").first.wait_for(timeout=60_000)
    page.wait_for_timeout(800)
    page.screenshot(path=str(target))


def main() -> None:
    """Photograph an answer in both languages and sizes, and a view without a question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", help="the address of a running page")
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for language in QUESTIONS:
            for name, (width, height) in SIZES.items():
                page = browser.new_page(viewport={"width": width, "height": height})
                take(page, given.base, language, given.folder / f"page-{language}-{name}.png")
                page.close()
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(f"{given.base}/en/figures")
        page.screenshot(path=str(given.folder / "figures-en-desktop.png"))
        browser.close()


if __name__ == "__main__":
    main()
