"""The figures of the profiles: as rows of a table, and in groups that can be drawn on one scale."""

from collections.abc import Sequence
from itertools import groupby

from corpus.records import Figure, Profile, Record
from ui.library import address, question_address
from ui.numbers import measured, origin
from ui.texts import Words

WHOLE = 100.0  # what bars of per cent are drawn against


class Row(Record):
    """A figure with all that belongs beside it. `width` is its bar, 0 to 100."""

    label: str
    value: str
    year: int | None
    origin: str | None
    caveats: tuple[str, ...]
    language: str
    passage: str
    question: str
    width: float = 0.0


class Chart(Record):
    """Figures of one passage in one unit; `caption` says of what, which year and whose."""

    caption: str
    rows: tuple[Row, ...]


def rows(profiles: Sequence[Profile], w: Words) -> list[Row]:
    """Return every figure, in the order of the profiles."""
    return [_row(f, p, w) for p in profiles for f in p.figures]


def charts(profiles: Sequence[Profile], w: Words) -> list[Chart]:
    """Return what can be compared by eye: figures of a unit in a passage, and each per cent."""
    found = []
    for profile in profiles:
        for (passage, unit), group in groupby(profile.figures, lambda f: (f.passage, f.unit)):
            figures = tuple(group)
            if len(figures) > 1 or unit == "%":
                found.append(_chart(profile, passage, figures, w))
    return found


def _chart(profile: Profile, passage: str, figures: tuple[Figure, ...], w: Words) -> Chart:
    greatest = max(f.value for f in figures)
    scale = WHOLE if figures[0].unit == "%" else greatest or 1.0
    title = next((p.path[-1] for p in profile.passages if p.id == passage), profile.source.title)
    drawn = tuple(
        _row(f, profile, w).model_copy(update={"width": round(100 * f.value / scale, 2)})
        for f in figures
    )
    caption = ", ".join(part for part in (title, origin(figures[0])) if part)
    return Chart(caption=caption, rows=drawn)


def _row(figure: Figure, profile: Profile, w: Words) -> Row:
    return Row(
        label=figure.label,
        value=measured(figure, profile.language),
        year=figure.year,
        origin=figure.origin,
        caveats=_caveats(figure, profile, w),
        language=profile.language,
        passage=address(figure.passage, profile.language),
        question=question_address(w.browse.figure_question.format(name=figure.label), w.language),
    )


def _caveats(figure: Figure, profile: Profile, w: Words) -> tuple[str, ...]:
    """Say what stands against a figure: the caveats of its passage, and another figure."""
    passage = next((p for p in profile.passages if p.id == figure.passage), None)
    other = next((f for f in profile.figures if f.id == figure.disagrees_with), None)
    own = passage.caveats if passage else ()
    if other is None:
        return own
    stated = " · ".join(part for part in (measured(other, profile.language), origin(other)) if part)
    return (*own, w.browse.disagrees.format(other=stated))
