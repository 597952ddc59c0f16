"""Fifty people, and far more than can be answered: `diaspora serve` under load by locust.

`make test` takes a sample with an encoder of numpy; `make soak` asks the real one. What locust
needs of the processor is taken from the server: the figures are of both together.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from corpus.profiles import bundled_profiles

CROWD = Path(__file__).with_name("crowd.py")
NO_LIMIT = "1000000/minute"  # all come from one address here
REFUSALS = {"429", "503", "busy"}
KINDS = {"api", "page", "open", "join"}


@dataclass(frozen=True)
class Came:
    """What came of one kind of request: how many, and after how many milliseconds."""

    count: int
    failures: int
    per_second: float
    times: dict[float, int]

    def within(self, share: float) -> float:
        """Return the milliseconds within which this share of the requests was done."""
        left = share * self.count
        for took in sorted(self.times):
            left -= self.times[took]
            if left <= 0:
                return took
        return 0.0


def crowd(base, people, seconds, pause="0-0", arriving=1000, kinds=("Program", "Visitor")):
    """Let people ask for so many seconds; return what came of it, by kind of request."""
    command = [sys.executable, "-m", "locust", "-f", CROWD, "--headless", "--json"]
    command += ["-u", people, "-r", arriving, "-t", f"{seconds}s", "-H", base, *kinds]
    done = subprocess.run(
        list(map(str, command)),
        env=os.environ | {"PAUSE": pause, "LOCUST_LOGLEVEL": "ERROR"},
        capture_output=True,
        text=True,
        timeout=seconds + 120,
    )
    rows = json.loads(done.stdout)
    assert [row["name"] for row in rows if row["num_failures"]] == [], done.stderr
    return {row["name"]: _came(row) for row in rows}


def _came(row):
    times = {float(took): count for took, count in row["response_times"].items()}
    lasted = row["last_request_timestamp"] - row["start_time"]
    count = row["num_requests"]
    return Came(count, row["num_failures"], count / max(lasted, 0.001), times)


@pytest.fixture(scope="module")
def serving(place_in, times, encoders_folder, tmp_path_factory):
    """Serves on a port of its own; ended by Ctrl-C, it says nothing."""
    place, real = place_in(tmp_path_factory.mktemp("crowd")), {}
    if times(False, True):
        (place.data / "encoders").symlink_to(encoders_folder, target_is_directory=True)
        real = {"REAL": "1", "DIASPORA_PROFILES": str(bundled_profiles())}
        place.start("index", "build", **real).communicate(timeout=600)

    @contextmanager
    def serve(rate):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment = {"DIASPORA_RATE_LIMIT": rate, "SLOW": "0.05", **real}
        server = place.start("serve", "--port", str(port), **environment)
        base = f"http://127.0.0.1:{port}"
        try:
            wait_until_ready(base, server)
            yield base
        finally:
            server.send_signal(signal.SIGINT)
            said = server.communicate(timeout=60)[1]
        assert said == ""

    return serve


def wait_until_ready(base, server):
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx.get(f"{base}/ready", timeout=30).status_code == 200:
                return
        except httpx.ConnectError:
            pass
        time.sleep(0.1)
    server.kill()
    pytest.fail(f"the server isn't ready: {server.communicate()[1]}")


def test_fifty_people_ask_for_a_minute(serving, times, told):
    """Each reads for five to fifteen seconds before the next question; half use the page."""
    people, seconds = times(4, 50), times(4, 60)
    with serving(NO_LIMIT) as base:
        alone = crowd(base, 1, times(2, 20), kinds=["Program"])["api"]
        came = crowd(base, people, seconds, times("0.2-1", "5-15"), arriving=times(10, 5))
    assert set(came) == KINDS
    told(
        f"{people} people asking for {seconds} s, 5–15 s between their questions",
        came["api"].count + came["page"].count,
        f"0 failed, 0 refused; p50 and p95 over the API {came['api'].within(0.5):.0f} and "
        f"{came['api'].within(0.95):.0f} ms, on the page {came['page'].within(0.5):.0f} and "
        f"{came['page'].within(0.95):.0f} ms; p50 of one person alone {alone.within(0.5):.0f} ms",
    )  # fmt: skip


def test_ten_times_more_than_can_be_answered(serving, times, told):
    """Whoever can't be answered is told so at once, and ten seconds later all is as before."""
    with serving(NO_LIMIT) as base:
        most = crowd(base, 8, times(2, 20), kinds=["Program"])["api"].per_second
        people = times(90, round(10 * most))
        came = crowd(base, people, times(4, 60), times("0-0", "0.5-1.5"))
        ended = time.monotonic()
        while (answer := httpx.get(f"{base}/api/ask?q=Who", timeout=30)).status_code == 503:
            assert time.monotonic() - ended < 10
            time.sleep(0.2)
        assert answer.status_code == 200
        after = time.monotonic() - ended
    assert set(came) <= KINDS | REFUSALS
    assert came["api"].count > 0
    assert came["503"].count > 0
    answered = came["api"].count + (came["page"].count if "page" in came else 0)
    refused = sum(came[name].count for name in REFUSALS & set(came))
    told(
        "ten times more questions than can be answered, for a minute",
        answered + refused,
        f"{most:.0f} a second can be answered; of {people} people, who ask one a second each, "
        f"0 failed or hung, {answered:,} answered, "
        f"{refused:,} refused by a sentence (API: p95 {came['503'].within(0.95):.0f} ms); "
        f"{after:.1f} s later answering as before",
    )  # fmt: skip


def test_one_client_that_asks_too_much(serving, times, told):
    with serving("30/minute") as base:
        came = crowd(base, 2, times(3, 20), kinds=["Program"])
    assert set(came) == {"api", "429"}
    assert came["api"].count <= 60  # a minute may begin meanwhile
    told(
        "one client beyond 30 questions a minute", came["api"].count + came["429"].count,
        f"{came['api'].count} answered, {came['429'].count:,} refused by 429, 0 failed",
    )  # fmt: skip


def test_it_ends_although_pages_are_open(serving):
    """A page holds a stream open for as long as it is there."""
    with httpx.Client(timeout=30) as client, serving(NO_LIMIT) as base:
        request = client.build_request("GET", f"{base}/en/gradio_api/heartbeat/visitor")
        stream = client.send(request, stream=True)
        assert stream.status_code == 200
        assert next(stream.iter_lines()) != ""
    stream.close()
