"""Figures as they are set: the number in the page's language, its unit, its year and origin."""

from babel.numbers import format_decimal

from assistant.answer import Answer
from assistant.words import answer_kind, tokens, words_of
from corpus.records import Figure
from ui.library import Library
from ui.texts import NARROW

AMOUNTS = ("money", "share", "duration", "count")
SHOWN_AT_MOST = 2


def number(figure: Figure, language: str) -> str:
    """Write a figure's number; one that the source prints in a doubtful way stays as printed.

    >>> figure = Figure(id="f", label="Emigrants", value=403646, unit="people", passage="p")
    >>> number(figure, "en"), number(figure, "fr").replace(NARROW, "_")
    ('403,646', '403_646')
    """
    written = figure.as_written
    if written and any(c.isdecimal() for c in written):
        return written
    return str(format_decimal(figure.value, locale=language))


def measured(figure: Figure, language: str) -> str:
    """Write a figure with its unit.

    >>> share = Figure(id="f", label="Share", value=5.52, unit="%", passage="p")
    >>> measured(share, "en"), measured(share, "fr").replace(NARROW, "_")
    ('5.52%', '5,52_%')
    """
    amount = number(figure, language)
    if figure.unit == "%":
        return amount + (NARROW if language == "fr" else "") + "%"
    return amount if amount == figure.as_written else f"{amount} {figure.unit}"


def origin(figure: Figure) -> str:
    """Say of what year a figure is, and whose: `2024 · UNDESA`."""
    return " · ".join(str(p) for p in (figure.year, figure.origin) if p is not None)


def asked_for(answer: Answer, library: Library) -> tuple[Figure, ...]:
    """Return the figures to set large: the question asks for an amount, and the first quote has it.

    More than two are a list, and stay in their sentence.
    """
    known = any(p.language == answer.language for p in library.profiles)
    if not (answer.citations and known):
        return ()
    kind = answer_kind(tokens(answer.standalone_question), words_of(answer.language))
    if kind not in AMOUNTS:
        return ()
    first = answer.citations[0]
    stated = tuple(
        figure
        for figure in library.figures(first.passage_id, first.language)
        if _plain(number(figure, first.language)) in _plain(first.quote)
    )
    return stated if len(stated) <= SHOWN_AT_MOST else ()


def _plain(text: str) -> str:
    return "".join(c for c in text if not c.isspace())
