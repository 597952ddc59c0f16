"""How much may be asked: by one client, and by all together."""

import asyncio
import threading

import pytest

from corpus.errors import InputError
from ui.limits import Counter, Line, TooBusy, read_rate


def test_a_client_has_so_many_and_then_waits() -> None:
    counter = Counter("3/hour")
    assert [counter.seconds("a") for _ in range(3)] == [0, 0, 0]
    assert 1 <= counter.seconds("a") <= 3600
    assert counter.seconds("b") == 0


def test_a_client_that_is_forgotten_begins_again() -> None:
    counter = Counter("1/hour")
    assert counter.seconds("a") == 0
    assert counter.seconds("a") > 0
    counter.forget("a")
    assert counter.seconds("a") == 0


@pytest.mark.parametrize("rate", ["", "many", "3", "3/fortnight"])
def test_a_rate_that_is_none(rate: str) -> None:
    with pytest.raises(InputError, match="is no rate"):
        read_rate(rate)


def test_whoever_finds_the_line_full_is_sent_away_at_once() -> None:
    async def go() -> list[object]:
        line, go_on, seen = Line(workers=2, waiting=3), threading.Event(), []

        def work() -> str:
            seen.append(threading.get_ident())
            go_on.wait(10)
            return "done"

        inside = [asyncio.create_task(line.run(work)) for _ in range(5)]
        while len(seen) < 2:
            await asyncio.sleep(0.001)
        with pytest.raises(TooBusy):
            await line.run(work)
        assert len(seen) == 2  # no more than there are workers
        go_on.set()
        done: list[object] = list(await asyncio.gather(*inside))
        assert line.inside == 0
        return [*done, await line.run(lambda: "free again")]

    assert asyncio.run(go()) == ["done"] * 5 + ["free again"]


def test_a_call_that_fails_leaves_its_place() -> None:
    async def go() -> int:
        line = Line(workers=1, waiting=0)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await line.run(lambda: 1 // 0)
        return line.inside

    assert asyncio.run(go()) == 0


def test_somebody_who_leaves_the_line_makes_room() -> None:
    async def go() -> int:
        line, go_on = Line(workers=1, waiting=1), threading.Event()
        first = asyncio.create_task(line.run(lambda: go_on.wait(10)))
        second = asyncio.create_task(line.run(lambda: True))
        while line.inside < 2:
            await asyncio.sleep(0.001)
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)
        assert line.inside == 1
        go_on.set()
        await first
        return line.inside

    assert asyncio.run(go()) == 0
