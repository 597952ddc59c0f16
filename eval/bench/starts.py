"""Cold starts and peak memory, each in a process of its own, against importing the encoder."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from corpus.errors import DiasporaError
from eval.bench.tables import Cell, Table

QUESTION = "Which programmes exist?"
PATIENCE = 180  # seconds
IMPORT = "import sentence_transformers"


def start_costs(options: Sequence[str], rounds: int = 3) -> Table:
    """Start every command `rounds` times, in turn. `options` name data directory and encoder.

    Raises `DiasporaError` where a command fails.
    """
    diaspora = [sys.executable, "-c", "from ui.cli import main; main()"]
    commands = {
        f'python -c "{IMPORT}"': [sys.executable, "-c", IMPORT],
        "diaspora --help": [*diaspora, "--help"],
        "diaspora ask": [*diaspora, "ask", QUESTION, *options],
        "diaspora serve, until ready": [*diaspora, "serve", *options],
    }
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    peaks: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            taken, peak = _served(command) if "serve" in name else _ran(command)
            seconds[name].append(taken)
            peaks[name].append(peak)
    base = median(seconds[next(iter(commands))])
    rows: list[dict[str, Cell]] = [
        {
            "command": name,
            "seconds": median(own),
            "ratio": median(own) / base,
            "peak MB": median(peaks[name]),
        }
        for name, own in seconds.items()
    ]
    note = f"Medians of {rounds}; ratio: against importing sentence_transformers."
    return Table(name="Cold starts and peak memory", note=note, rows=tuple(rows))


def _ran(command: Sequence[str]) -> tuple[float, float]:
    """Run to the end: seconds, and the peak of resident memory in MB."""
    begin = perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own command
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=Path.cwd()
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise DiasporaError(f"{' '.join(command)} ended with code {process.returncode}.")
    return perf_counter() - begin, megabytes(usage.ru_maxrss)


def _served(command: Sequence[str]) -> tuple[float, float]:
    """Serve until ready, then stop: seconds to readiness, and the peak of memory in MB."""
    port = _free_port()
    begin = perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [*command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not _ready(port):
            if _ended(process.pid):
                raise DiasporaError(f"{' '.join(command)} ended before it was ready.")
            if perf_counter() - begin > PATIENCE:
                raise DiasporaError(f"{' '.join(command)} was not ready in {PATIENCE} s.")
            sleep(0.05)
        taken = perf_counter() - begin
    finally:
        os.kill(process.pid, signal.SIGTERM)  # Popen.terminate would take the usage
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    return taken, megabytes(usage.ru_maxrss)


def _ended(process: int) -> bool:
    """Tell whether a child has ended, without taking its usage from whoever waits for it."""
    return os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=5) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def megabytes(peak: int) -> float:
    """Return a peak of memory in MB: ru_maxrss is in kilobytes on Linux, in bytes on macOS."""
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3
