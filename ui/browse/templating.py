"""The templates of the views. Every value is escaped; values are data, never templates."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ui.texts import Words, country, inert, link, month, page_languages, typeset, words
from ui.wording import VIEWS


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("ui.browse", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["set"] = typeset
    environment.filters["month"] = month
    environment.filters["country"] = country
    environment.filters["web"] = _web
    return environment


def rendered(template: str, w: Words, path: str, fields: Mapping[str, Any]) -> str:
    """Render a view; `path` is its address below the language, for the switch of languages."""
    languages = {code: words(code).name for code in page_languages()}
    shared = {"w": w, "path": path, "languages": languages, "menu": VIEWS, "active": ""}
    return _environment().get_template(template).render(**{**shared, **fields})


def _web(url: str | None, label: str) -> Markup:
    """Link a note to its address on the web; an address of another kind stays text."""
    return Markup(link(url, inert(label)))  # noqa: S704 - both are written as references
