"""The page of a comparison: both texts side by side. It works offline and runs no script."""

from importlib.resources import files

from ui.diff_session import Compared
from ui.terminal_diff import figure_words, note_words


def page(found: Compared) -> str:
    """Return the page. Whatever profiles and answers hold is shown, never obeyed."""
    from jinja2 import Environment, StrictUndefined

    folder = files("ui") / "diff"
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    template = environment.from_string((folder / "diff.html.jinja").read_text(encoding="utf-8"))
    return template.render(
        found=found,
        style=(folder / "diff.css").read_text(encoding="utf-8"),
        figure_words=figure_words,
        note_words=note_words,
    )
