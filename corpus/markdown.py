"""Markdown → blocks, by markdown-it-py (CommonMark) with footnotes and front matter.

Blocks know the line they begin on. What a profile can't hold (HTML, images, rules) is an error with
a mend, so that nothing of a file is lost in silence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit as cells_of
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from corpus.blocks import Block, Text, joined
from corpus.errors import ProfileError
from corpus.tables import row_text

__all__ = ["Block", "Text", "read_blocks"]


CARDS = ("entity", "figure")
LISTS = ("bullet_list", "ordered_list", "list_item")
MEND = {
    "html_block": "Write it without HTML",
    "hr": "Remove the line, or close the front matter with one",
    "code_block": "Begin the line without spaces",
    "table": "Set it below the list, with an empty line before it",
}
PAGE = re.compile(r"\{page=(\d{1,5})\}")
MAX_RUN = 20_000  # characters between two empty lines; the parser's time grows with their square


def read_blocks(text: str, path: Path) -> list[Block]:
    """Return the blocks of a profile file in order.

    Raises `ProfileError` for anything that a profile can't hold.
    """
    _refuse_long_runs(text, path)
    _refuse_overlong_rows(tokens := _parser().parse(text), text, path)
    return [_block(group, path) for group in _top_level(tokens)]


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table").use(footnote_plugin, inline=False)
    parser.use(front_matter_plugin)
    parser.core.ruler.disable("footnote_tail")  # notes are wanted where they stand, with lines
    return parser


def _top_level(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Group the flat token stream into one list for each top-level block."""
    group: list[Token] = []
    depth = 0
    for token in tokens:
        group.append(token)
        depth += token.nesting
        if depth == 0:
            yield group
            group = []


def _block(group: list[Token], path: Path) -> Block:
    first = group[0]
    line = (first.map or [0])[0] + 1
    match first.type:
        case "front_matter":
            return Block("front matter", line + 1, raw=first.content)
        case "heading_open":
            return Block("heading", line, _texts(group, path), level=int(first.tag[1:]))
        case "paragraph_open":
            return _paragraph(_worded(_texts(group, path)[0], group, path), line)
        case "table_open":
            return Block("table", line, _rows(group, path))
        case "blockquote_open":
            _refuse_inside(group, path, "caveat", {"paragraph", "inline", *LISTS})
            return Block("caveat", line, (_worded(joined(_texts(group, path)), group, path),))
        case "bullet_list_open" | "ordered_list_open":
            return Block("list", line, _items(group, path))
        case "footnote_reference_open":
            _refuse_inside(group, path, "note", {"paragraph", "inline", *LISTS})
            text = _worded(joined(_texts(group, path)), group, path)
            return Block("note", line, (text,), label=str(first.meta["label"]))
        case "fence" if first.info.strip() in CARDS:
            return Block(first.info.strip(), line + 1, raw=first.content)
        case "fence":
            known = " or ".join(f"```{card}" for card in CARDS)
            raise ProfileError(path, line, f"«```{first.info}» is not known", f"Use {known}")
        case other:
            name = other.removesuffix("_open")
            mend = MEND.get(name, "Write it as paragraphs and lists")
            raise ProfileError(path, line, f"a profile can't hold this ({name})", mend)


def _paragraph(text: Text, line: int) -> Block:
    page = PAGE.fullmatch(text.words)
    return Block("page", line, label=page[1]) if page else Block("paragraph", line, (text,))


def _rows(group: Sequence[Token], path: Path) -> tuple[Text, ...]:
    rows: list[list[Text]] = []
    for token in group:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_plain(token, path))
    texts = tuple(row_text(rows[0], row) for row in rows[1:])
    return tuple(t for t in texts if t.words) or (_worded(Text(""), group, path),)


def _refuse_overlong_rows(tokens: Sequence[Token], text: str, path: Path) -> None:
    """The parser drops what stands right of the last header cell: say so instead."""
    lines, width, before = text.replace("\r\n", "\n").split("\n"), 0, ""
    for token in tokens:
        if token.type == "tr_open" and token.map:
            cells = cells_of(lines[token.map[0]].strip())
            count = len(cells) - (cells[0] == "") - (cells[-1] == "" and len(cells) > 1)
            width = count if before == "thead_open" else width
            if count > width:
                problem = f"this row has {count} cells, the head of its table {width}"
                mend = "Give the head as many cells, or write \\| for a | inside a cell"
                raise ProfileError(path, token.map[0] + 1, problem, mend)
        before = token.type


def _refuse_long_runs(text: str, path: Path) -> None:
    start = size = 0
    for number, line in enumerate(text.split("\n"), 1):
        blank = not line.strip()
        start, size = (number, 0) if blank or not size else (start, size)
        size += 0 if blank else len(line)
        if size > MAX_RUN:
            problem = f"more than {MAX_RUN:,} characters stand here without an empty line"
            raise ProfileError(path, start, problem, "Cut them into paragraphs")


def _refuse_inside(group: Sequence[Token], path: Path, holder: str, held: set[str]) -> None:
    """What a list, a caveat or a note can't hold would be lost in silence."""
    for token in group[1:-1]:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name not in held:
            line = (token.map or group[0].map or [0])[0] + 1
            problem = f"a {holder} can't hold this ({name})"
            raise ProfileError(path, line, problem, MEND.get(name, "Write it as plain text"))


def _items(group: list[Token], path: Path) -> tuple[Text, ...]:
    items: list[Text] = []
    depth = 0
    start = 0
    for position, token in enumerate(group):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            depth += 1
            if depth > 1:
                line = (token.map or [0])[0] + 1
                problem = "a list inside a list can't be cited"
                raise ProfileError(path, line, problem, "Make it one list")
        elif token.type == "list_item_open":
            start = position
        elif token.type == "list_item_close":
            item = group[start : position + 1]
            _refuse_inside(item, path, "list item", {"paragraph", "inline"})
            items.append(_worded(joined(_texts(item, path)), item, path))
    return tuple(items)


def _texts(group: Sequence[Token], path: Path) -> tuple[Text, ...]:
    return tuple(_plain(token, path) for token in group if token.type == "inline")


def _worded(text: Text, group: Sequence[Token], path: Path) -> Text:
    if not text.words:
        line = (group[0].map or [0])[0] + 1
        raise ProfileError(path, line, "there are no words here", "Write some, or remove it")
    return text


@dataclass
class _Writer:
    words: str = ""
    calls: list[tuple[int, str]] = field(default_factory=list)
    url: str | None = None

    def add(self, text: str) -> None:
        if not self.words or self.words.endswith(" "):
            text = text.lstrip()
        self.words += text


def _plain(inline: Token, path: Path) -> Text:
    """Strip the markup of a line of text; a link keeps its words and gives its first URL."""
    line = (inline.map or [0])[0] + 1
    out = _Writer()
    for token in _with_plain_autolinks(inline.children or []):
        match token.type:
            case "text" | "code_inline":
                _refuse_dangling(token.content, path, line)
                out.add(token.content)
            case "softbreak" | "hardbreak":
                out.add(" ")
            case "footnote_ref":
                out.calls.append((len(out.words.rstrip()), str(token.meta["label"])))
            case "link_open":
                out.url = out.url or str(token.attrs["href"])
            case "link_close" | "em_open" | "em_close" | "strong_open" | "strong_close":
                pass
            case other:
                problem = f"a profile can't hold this ({other})"
                raise ProfileError(path, line, problem, "Write it as plain words")
    return Text(out.words.strip(), tuple(out.calls), out.url)


def _with_plain_autolinks(children: Sequence[Token]) -> Iterator[Token]:
    """An autolink is shown with its escapes decoded: put the address itself back."""
    address = None
    for token in children:
        if token.type == "link_open" and token.markup == "autolink":
            address = str(token.attrs["href"])
        elif address is not None:
            token = token.copy(content=address) if token.type == "text" else token
            address = None
        yield token


def _refuse_dangling(words: str, path: Path, line: int) -> None:
    """A call whose note is missing stays in the text as it was typed."""
    start = words.find("[^")
    if start >= 0 and (end := words.find("]", start)) >= 0:
        call = words[start : end + 1]
        problem = f"the footnote {call} has no note"
        raise ProfileError(path, line, problem, f"Add a line «{call}: the note» to this file")
