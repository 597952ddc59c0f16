"""Measure the page as a visitor feels it: a real server, a real browser. Run by `make waits`.

Times are of one machine, with whatever else it does; the difference between the page and
`Assistant.ask` says more.
"""

import argparse
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from corpus.profiles import bundled_profiles, load_profiles

ROUNDS = 3
STARTS = 3
HEAD = """# The page as it is felt: `make waits`

| measured | n | median | 95 %, or greatest |
|---|---|---|---|
"""
Server = subprocess.Popen[bytes]
# From the Enter key until the frame after the answer is in the document.
WATCH = """() => {
  const field = document.querySelector("#field textarea");
  field.addEventListener("keydown", (e) => {
    if (e.key === "Enter") window.asked = performance.now();
  }, true);
  new MutationObserver(() => {
    const answers = document.querySelectorAll("#reading .turn .answer").length;
    if (answers <= (window.seen || 0)) return;
    window.seen = answers;
    requestAnimationFrame(() => setTimeout(() => {
      window.took = performance.now() - window.asked;
    }));
  }).observe(document.body, {childList: true, subtree: true});
}"""


@contextmanager
def serving() -> Iterator[tuple[str, float, Server]]:
    """Start `diaspora serve`; yield its address, the seconds until it was up, and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.perf_counter()
    command = [Path(sys.executable).with_name("diaspora"), "serve", "--port", str(port)]
    server = subprocess.Popen([*map(str, command)], stdout=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        while answered(f"{base}/health", server)[0] != 200:
            time.sleep(0.02)
        yield base, time.perf_counter() - began, server
    finally:
        server.terminate()
        server.wait(30)


def answered(url: str, server: Server) -> tuple[int, float]:
    """Return the status of an address (0: nobody is there) and the seconds that it took."""
    if server.poll() is not None:
        raise SystemExit("The server ended. Is there an index? diaspora index build")
    began = time.perf_counter()
    try:
        status = httpx.get(url, timeout=60).status_code
    except httpx.ConnectError:
        status = 0
    return status, time.perf_counter() - began


def until_ready(base: str, server: Server) -> float:
    """Wait until questions can be answered; return the seconds of the slowest /health till then."""
    slowest = 0.0
    while answered(f"{base}/ready", server)[0] != 200:
        slowest = max(slowest, answered(f"{base}/health", server)[1])
        time.sleep(0.05)
    return slowest


def typed(page: Page, base: str) -> float:
    """Open the page and type into it; return the seconds until a word stands in the field."""
    began = time.perf_counter()
    page.goto(base, wait_until="commit")
    page.locator("#field textarea").fill("Who")
    return time.perf_counter() - began


def felt(page: Page, question: str) -> float:
    """Ask on the page; return the milliseconds from Enter to the answer."""
    page.evaluate("window.took = 0")
    page.locator("#field textarea").fill(question)
    page.locator("#field textarea").press("Enter")
    page.wait_for_function("() => window.took", timeout=60_000)
    page.wait_for_timeout(100)
    return float(page.evaluate("window.took"))


def alone(base: str, question: str) -> float:
    """Return the milliseconds of `Assistant.ask` for a question, by its own clock."""
    answer = httpx.get(f"{base}/api/ask", params={"q": question}, timeout=60).json()
    return float(sum(answer["timings_ms"].values()))


def row(name: str, values: list[float], unit: str, digits: int = 0) -> str:
    """Write a line of the table: how often, median, and 95th percentile or greatest."""
    high = quantiles(values, n=20)[-1] if len(values) >= 20 else max(values)
    shown = f"{median(values):.{digits}f} {unit} | {high:.{digits}f} {unit}"
    return f"| {name} | {len(values)} | {shown} |"


def starts(browser: Browser) -> tuple[list[float], list[float], list[float]]:
    """Start a few times: seconds until up, until a word is typed, and of the slowest /health."""
    up, to_type, health = [], [], []
    for _ in range(STARTS):
        with serving() as (base, seconds, server):
            page = browser.new_page()
            up.append(seconds)
            to_type.append(typed(page, base))
            health.append(until_ready(base, server))
            page.close()
    return up, to_type, health


def questions(browser: Browser) -> tuple[list[float], list[float]]:
    """Ask a warm page: milliseconds on the page, and of `Assistant.ask` for the same questions."""
    asked = [q for p in load_profiles(bundled_profiles()) for q in p.questions]
    with serving() as (base, _, server):
        until_ready(base, server)
        page = browser.new_page()
        typed(page, base)
        page.evaluate(WATCH)
        felt(page, asked[0])
        pairs = [(felt(page, q), alone(base, q)) for q in asked * ROUNDS]
        page.close()
    return [a for a, _ in pairs], [b for _, b in pairs]


def main() -> None:
    """Measure starts, then warm questions of the bundled profile, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        up, to_type, health = starts(browser)
        page_ms, ask_ms = questions(browser)
        browser.close()
    part = [a - b for a, b in zip(page_ms, ask_ms, strict=True)]
    table = (
        row("`diaspora serve` until it is up", up, "s", 1),
        row("– from then until a word stands in the field", to_type, "s", 2),
        row("– slowest `/health` while the encoder loads", health, "s", 2),
        row("Enter until the answer is seen", page_ms, "ms"),
        row("`Assistant.ask` alone, the same questions", ask_ms, "ms"),
        row("the page's part", part, "ms"),
    )
    given.out.write_text(HEAD + "\n".join(table) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
