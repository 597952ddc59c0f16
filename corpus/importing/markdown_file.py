"""Markdown → parts: rendered as HTML by markdown-it-py, each block with its line, and read so."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from corpus.errors import ImportRefused
from corpus.importing.decoding import read_text
from corpus.importing.html_file import html_extract
from corpus.importing.records import Doubt, Extract, Metadata
from corpus.located_yaml import read_mapping

TABBED = re.compile(r"[^\t\n]*\S[ ]*\t+[^\n]*\S[^\n]*")
STRAY = re.compile(r"\*\*|(?<=\s)[●•](?=\s)")


def read_markdown(path: Path) -> Extract:
    """Take a Markdown file apart. Raises `ImportRefused`, `ProfileError` for its front matter."""
    text, doubts = read_text(path)
    return markdown_extract(text, path, tuple(doubts))


def markdown_extract(text: str, path: Path, doubts: tuple[Doubt, ...] = ()) -> Extract:
    """Take Markdown apart; lines of cells that are set apart by tabs are a table too."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.use(footnote_plugin).use(front_matter_plugin)
    parser.add_render_rule("footnote_caption", _label)
    parser.add_render_rule("footnote_open", _note)
    lines = _numbered(text)
    tokens = parser.parse("\n".join(line for line, _ in lines))
    head = _front_matter(tokens, path)
    for token in tokens:
        if token.map and token.nesting >= 0:
            token.attrSet("data-line", str(lines[min(token.map[0], len(lines) - 1)][1]))
    html = parser.renderer.render(tokens, parser.options, {})
    found = html_extract(html, path.name, doubts)
    parts = tuple(
        p.model_copy(update={"texts": tuple(STRAY.sub("", t) for t in p.texts)})
        for p in found.parts
    )
    metadata = _metadata(head)
    return found.model_copy(update={"metadata": metadata, "parts": parts})


def with_tables_of_tabs(text: str) -> str:
    """Make a table of every two or more lines in a row whose cells are set apart by tabs.

    >>> with_tables_of_tabs("Niger\\t140\\nFrance\\t120")
    '\\n| | |\\n|---|---|\\n|Niger|140|\\n|France|120|\\n'
    """
    return "\n".join(line for line, _ in _numbered(text))


def _numbered(text: str) -> list[tuple[str, int]]:
    """Return the lines with tables made of tabs, each with its number in the text as it was."""
    lines: list[tuple[str, int]] = []
    group: list[list[str]] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if TABBED.fullmatch(line) and "|" not in line:
            group.append([cell.strip() for cell in re.split(r"\t+", line.strip())])
            continue
        made = _table(group) if len(group) > 1 else ["\t".join(cells) for cells in group]
        lines += [(row, number - len(group)) for row in made]
        group = []
        lines.append((line, number))
    return lines[:-1]


def _table(group: Sequence[Sequence[str]]) -> list[str]:
    width = max(len(cells) for cells in group)
    rows = [[*cells, *[""] * (width - len(cells))] for cells in group]
    body = [f"|{'|'.join(row)}|" for row in rows]
    return ["", "|" + " |" * width, "|" + "---|" * width, *body, ""]


def _label(_self: Any, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
    meta = tokens[at].meta
    return f"[{meta.get('label') or meta['id'] + 1}]"


def _note(_self: Any, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
    meta = tokens[at].meta
    return f'<li id="fn-{meta.get("label") or meta["id"] + 1}">'


def _front_matter(tokens: Sequence[Token], path: Path) -> dict[str, Any]:
    for token in tokens:
        if token.type == "front_matter":
            head = read_mapping(token.content, path, 2)
            if {"id", "country", "language", "licence"} <= head.keys():
                problem = "this is a profile already"
                raise ImportRefused(path, problem, "Copy it into the folder of profiles", line=1)
            return head
    return {}


def _metadata(head: dict[str, Any]) -> Metadata:
    def told(*names: str) -> str | None:
        return next((str(head[n]) for n in names if isinstance(head.get(n), str | int)), None)

    authors = head.get("authors", head.get("author", ()))
    authors = (authors,) if isinstance(authors, str) else authors
    date = told("date", "published") or ""
    return Metadata(
        title=told("title"),
        authors=tuple(str(a) for a in authors if isinstance(a, str)) if authors else (),
        publisher=told("publisher"),
        published=date[:10] if re.match(r"\d{4}(-\d\d){0,2}", date) else None,
        url=told("url"),
    )
