"""What a warm question costs, by stage, against encoding it alone: from one run, alternating."""

from collections.abc import Sequence
from time import perf_counter

from assistant.ask import Assistant
from eval.bench.tables import Table, ratio, spread

STAGES = ("understand", "encode", "search", "read", "compose")


def question_costs(assistant: Assistant, questions: Sequence[str], rounds: int = 3) -> Table:
    """Ask each question and encode it alone, in turn, so that both see the same machine.

    `ratio` is the median of the ratios of the pairs. Questions that are answered without encoding
    (greetings, other countries) are left out. The first time that sentences are read they are
    encoded, and then known: the first round stands in a row of its own as well.
    """
    for question in questions[:5]:  # warms up
        assistant.ask(question)
    whole, alone = [], []
    stages: dict[str, list[float]] = {name: [] for name in STAGES}
    for question in list(questions) * rounds:
        begin = perf_counter()
        answer = assistant.ask(question)
        middle = perf_counter()
        assistant.encoder.queries([question])
        end = perf_counter()
        if "encode" in answer.timings_ms:
            whole.append(middle - begin)
            alone.append(end - middle)
            for name in STAGES:
                stages[name].append(answer.timings_ms.get(name, 0.0) / 1000)
    first = len(whole) // rounds
    rows = [
        {"stage": "whole question", **spread(whole), "ratio": ratio(whole, alone)},
        {
            "stage": "asked for the first time",
            **spread(whole[:first]),
            "ratio": ratio(whole[:first], alone[:first]),
        },
    ]
    taken = {stage: laps for stage, laps in stages.items() if any(laps)}  # not all can read
    rows += [{"stage": s, **spread(v), "ratio": ratio(v, alone)} for s, v in taken.items()]
    rows.append({"stage": "encoding alone", **spread(alone), "ratio": 1.0})
    return Table(
        name="A warm question",
        note=f"{len(whole)} questions; ratio: median of the pairs, against encoding alone.",
        rows=tuple(rows),
    )
