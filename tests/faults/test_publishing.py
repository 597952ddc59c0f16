"""Generations are published while clients ask: no request fails, nothing piles up in memory."""

import gc
import shutil
import threading
import time
from pathlib import Path

import pytest

from assistant.ask import Assistant
from eval.bench.building import with_one_change
from index.build import build
from index.generations import Generations
from index.keeping import prune
from index.reuse import KnownPassages
from index.search import Index
from ui.live import Follower, LiveAssistant

QUESTION = "Which island state has its capital at Port Lumen?"


def memory() -> int:
    """Resident bytes of this process."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_publishes_under_asking_clients(tavoria_data, tavoria, encoder, tmp_path, times, told):
    generations = Generations(Path(shutil.copytree(tavoria_data, tmp_path / "data")))
    live = LiveAssistant(Assistant(Index.load(generations, generations.current()), encoder))

    def load(name: str) -> Assistant:
        return Assistant(Index.load(generations, name), encoder)

    asked, failures, done, stop = [], [], threading.Event(), threading.Event()
    texts = {live.generation: live.index.passages[0].text}

    def client() -> None:
        while not done.is_set():
            try:
                answer = live.ask(QUESTION)
                asked.append((answer.generation, answer.retrieved[0].passage))
            except Exception as error:
                failures.append(error)

    follower = Follower(live, generations, load).until(stop, every=0.05)
    clients = [threading.Thread(target=client) for _ in range(times(4, 20))]
    for thread in clients:
        thread.start()
    runs, warm, other = times(2, 50), 0, (with_one_change(tavoria[0]), tavoria[1])
    for number in range(runs):
        known = KnownPassages(Index.load(generations, generations.current()))
        profiles = (other, tavoria)[number % 2]
        name = build(profiles, encoder, generations, known=known)
        texts[name] = profiles[0].passages[0].text
        prune(generations, 2)
        while name not in dict(asked[-2000:]) and not failures:
            time.sleep(0.01)
        if number == runs // 5:
            warm = memory()
    growth = memory() / warm - 1
    done.set()
    stop.set()
    for thread in [*clients, follower]:
        thread.join(60)
    assert failures == []
    assert set(dict(asked)) == set(texts)
    assert all(texts[name] == passage for name, passage in asked)
    told(
        f"{runs} publishes under {len(clients)} asking clients", len(asked),
        f"0 requests failed, each answer from one of {len(texts)} generations, "
        f"memory {growth:+.1%} since the publish number {runs // 5 + 1}",
    )  # fmt: skip
