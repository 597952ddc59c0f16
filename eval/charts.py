"""Charts of a run as SVG, by altair and vl-convert: nothing is fetched, no script runs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from eval.records import Results

if TYPE_CHECKING:
    import altair as alt

INK, ACCENT, SECOND, RULE = "#1f2933", "#1f5f8b", "#c2571a", "#8a94a0"
WIDTH = 300  # of the plot itself: type stays readable where a phone scales the picture
LINE = 12  # pixels for a measure of a group


def by_group(results: Results, measures: Sequence[str], groups: Sequence[str]) -> str | None:
    """Draw measures by group, each with its 95 % interval. None where there is nothing to draw."""
    import altair as alt

    rows = [
        {"measure": s.measure, "group": s.group, "mean": s.mean, "low": s.low, "high": s.high}
        for s in results.scores
        if s.measure in measures and s.group in groups
    ]
    if not rows:
        return None
    names = [m for m in measures if any(r["measure"] == m for r in rows)]
    y = alt.Y("group:N", sort=list(groups), title=None, axis=alt.Axis(labelLimit=170))
    colour = alt.Color(
        "measure:N",
        sort=names,
        scale=alt.Scale(range=[ACCENT, SECOND, INK, RULE]),
        legend=alt.Legend(orient="top", title=None),
    )
    offset = alt.YOffset("measure:N", sort=names)
    base = alt.Chart(alt.InlineData(values=rows))
    scale = alt.Scale(domain=[0, 1])
    bars = base.mark_rule(strokeWidth=2, opacity=0.6).encode(
        y=y, yOffset=offset, color=colour, x=alt.X("low:Q", scale=scale, title=None), x2="high:Q"
    )
    dots = base.mark_point(filled=True, size=45, opacity=1).encode(
        y=y, yOffset=offset, color=colour, x=alt.X("mean:Q", scale=scale, title=None)
    )
    shown = {row["group"] for row in rows}
    height = len(shown) * (LINE * len(names) + LINE)
    return _svg((bars + dots).properties(width=WIDTH, height=height))


def probabilities(results: Results) -> str | None:
    """Draw how likely answerable and unanswerable questions were judged, with the threshold."""
    import altair as alt

    rows = [
        {
            "probability": o.probability,
            "questions": "answerable" if o.question.answerable else "unanswerable",
        }
        for o in results.questions
        if o.question.answerable is not None
    ]
    if not rows:
        return None
    bars = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(opacity=0.65)
        .encode(
            x=alt.X(
                "probability:Q",
                bin=alt.Bin(step=0.05, extent=[0, 1]),
                title="probability that the text says it",
            ),
            y=alt.Y("count()", stack=None, title="questions"),
            color=alt.Color(
                "questions:N",
                sort=["answerable", "unanswerable"],
                scale=alt.Scale(domain=["answerable", "unanswerable"], range=[ACCENT, SECOND]),
                legend=alt.Legend(orient="top", title=None),
            ),
        )
    )
    threshold = alt.Chart(alt.InlineData(values=[{"x": results.threshold}]))
    rule = threshold.mark_rule(color=INK, strokeDash=[4, 3], strokeWidth=2).encode(x="x:Q")
    return _svg((bars + rule).properties(width=WIDTH, height=220))


def latencies(results: Results) -> str | None:
    """Draw how long the last turns took, in milliseconds, as a share of the questions."""
    import altair as alt

    rows = [{"ms": o.latency_ms} for o in results.questions]
    if not rows:
        return None
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .transform_window(rank="rank()", sort=[alt.SortField("ms")])
        .transform_calculate(share=f"datum.rank / {len(rows)}")
        .mark_line(color=ACCENT, interpolate="step-after")
        .encode(
            x=alt.X("ms:Q", title="milliseconds", scale=alt.Scale(type="log", nice=True)),
            y=alt.Y("share:Q", title="share of the questions", scale=alt.Scale(domain=[0, 1])),
        )
    )
    return _svg(chart.properties(width=WIDTH, height=200))


def _svg(chart: "alt.LayerChart | alt.Chart") -> str:
    """Render to SVG that scales with the page: a view box instead of a fixed size."""
    import vl_convert

    font = "system-ui, sans-serif"
    themed: Any = (
        chart.configure(font=font, background="transparent")
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=12, titleFontSize=12, titleFontWeight="normal")
        .configure_legend(labelFontSize=12)
    )
    svg = str(vl_convert.vegalite_to_svg(themed.to_dict()))
    head, rest = svg.split(">", 1)
    kept = [part for part in head.split() if not part.startswith(('width="', 'height="'))]
    return f"{' '.join(kept)}>{rest}"
