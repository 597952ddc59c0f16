"""What a warm question costs, against encoding it alone: both from one run, alternating."""

from collections.abc import Sequence
from statistics import median
from time import perf_counter

from assistant.ask import Assistant
from corpus.records import Record


class QuestionCost(Record):
    """Medians in milliseconds over `questions` questions, and their ratio."""

    questions: int
    ask_ms: float
    encode_ms: float
    ratio: float


def question_cost(assistant: Assistant, questions: Sequence[str], rounds: int = 3) -> QuestionCost:
    """Ask each question and encode it alone, in turn, so that both see the same machine.

    The ratio is the median of the ratios of the pairs. Questions that are answered without
    encoding (greetings, other countries) are left out.
    """
    asked, encoded, ratios = [], [], []
    for question in list(questions) * rounds:
        begin = perf_counter()
        answer = assistant.ask(question)
        middle = perf_counter()
        assistant.encoder.queries([question])
        end = perf_counter()
        if "encode" in answer.timings_ms:
            asked.append(middle - begin)
            encoded.append(end - middle)
            ratios.append((middle - begin) / (end - middle))
    return QuestionCost(
        questions=len(ratios),
        ask_ms=round(median(asked) * 1000, 2),
        encode_ms=round(median(encoded) * 1000, 2),
        ratio=round(median(ratios), 3),
    )
