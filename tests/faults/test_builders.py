"""Eight builders at once: one builds, the others say at once who does."""

import re
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter, sleep


def test_eight_at_once(place, told, tmp_path):
    """The winner may go on only when the others have ended."""
    place.edit("schools")
    gate = tmp_path / "gate"
    begin = perf_counter()
    with ThreadPoolExecutor(8) as pool:
        builders = list(pool.map(lambda _: place.start("index", "build", GATE=str(gate)), range(8)))
    losers = []
    while len(losers) < 7:
        losers += [p for p in builders if p.poll() is not None and p not in losers]
        sleep(0.01)
    longest = perf_counter() - begin
    gate.touch()
    (winner,) = (p for p in builders if p not in losers)
    assert winner.communicate(timeout=60)[0].startswith("Built and published generation ")
    assert winner.returncode == 0
    known = 0
    for process in losers:
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out) == (3, "")
        assert re.fullmatch(
            rf"Error: The index is locked by (PID {winner.pid} on \S+ since \S+|another process)\. "
            r"Wait until that build has ended\.\n",
            err,
        )
        known += f"PID {winner.pid} " in err
    assert known >= 1
    told(
        "8 builders at once", 8,
        f"1 built, {known} stopped and named its PID, {7 - known} that it is locked; the last "
        f"{longest:.1f} s after all were started, Python's own start included",
    )  # fmt: skip
