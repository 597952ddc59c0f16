"""Parts → the text of a profile file, every word of theirs as it is and no markup by accident."""

import re
from collections.abc import Iterator, Sequence

from corpus.importing.marks import CALL, LINK, squeezed, without_links
from corpus.importing.outline import Ids
from corpus.importing.records import Part

SPECIAL = re.compile(r"([\\`*_<>\[\]&|])")
STARTS = re.compile(r"^(\s*)([#+\-=~]|\d+(?=[.)]))")
MARKER = re.compile(r"^\{page=(\d+)\}$")
LONGEST_TABLE = 15_000  # characters; a profile takes a little more without an empty line


def profile_text(head: str, parts: Sequence[Part], cards: dict[int, list[str]]) -> str:
    """Write the file. `cards` are blocks that belong below the part with their number."""
    ids, page = Ids(), None
    blocks = [f"---\n{head}\n---"]
    for number, part in enumerate(parts):
        if part.page != page and part.page is not None and part.kind != "note":
            page = part.page
            blocks.append(f"{{page={page}}}")
        blocks += _blocks(part, ids)
        blocks += cards.get(number, [])
    return "\n\n".join(blocks) + "\n"


def _blocks(part: Part, ids: Ids) -> list[str]:
    match part.kind:
        case "heading":
            title = escaped(part.texts[0]) or "…"
            return [f"{'#' * part.level} {title} {{#{ids.new(part.texts[0])}}}"]
        case "list":
            return ["".join(_items([f"- {escaped(t)}" for t in part.texts if escaped(t)]))]
        case "table":
            return _tables(part.rows)
        case "note":
            return [f"[^{label_of(part.label)}]: {_note(part.texts[0])}"]
    return [escaped(part.texts[0])]


def _items(items: Sequence[str]) -> Iterator[str]:
    """Set items below each other, in a long list with an empty line here and there."""
    size = 0
    for number, item in enumerate(items):
        size += len(item)
        gap = size > LONGEST_TABLE
        size = len(item) if gap else size
        yield ("\n\n" if gap else "\n") * bool(number) + item


def _tables(rows: Sequence[Sequence[str]]) -> list[str]:
    """Write a table, or several with one head where it is long."""
    head, *body = [_row(row) for row in rows]
    tables, size = [[]], 0  # type: list[list[str]], int
    for row in body:
        if size + len(row) > LONGEST_TABLE and tables[-1]:
            tables.append([])
            size = 0
        tables[-1].append(row)
        size += len(row)
    rule = "|" + "---|" * len(rows[0])
    return ["\n".join([head, rule, *own]) for own in tables if own]


def _row(row: Sequence[str]) -> str:
    return "|" + "|".join(f" {escaped(cell)} " for cell in row) + "|"


def _note(text: str) -> str:
    """Write a note with its addresses; one that its words repeat is written once."""
    written = squeezed(text)
    for found in list(LINK.finditer(written)):
        url = found[1]
        before = written[: written.index(found[0])]
        shown = re.search(r"\S*$", before)
        same = shown is not None and shown[0].strip("<>()").rstrip("/") == url.rstrip("/")
        stem = before[: len(before) - len(shown[0])] if same and shown else f"{before} "
        written = f"{stem}<{_address(url)}>" + written[written.index(found[0]) + len(found[0]) :]
    parts = re.split(r"(<https?://[^\s<>]+>)", written)
    note = "".join(p if p.startswith("<http") else escaped(p, inside=True) for p in parts).strip()
    return STARTS.sub(_escaped_start, note)


def _address(url: str) -> str:
    return re.sub(r"[\s<>]", "", url)


def label_of(label: str) -> str:
    """Return a note's label as the format can hold it."""
    return re.sub(r"[^\w-]+", "-", label).strip("-") or "x"


def escaped(text: str, inside: bool = False) -> str:
    """Write text so that Markdown reads the same words, and calls as calls.

    >>> escaped("# 5 * 3 <b>")
    '\\\\# 5 \\\\* 3 \\\\<b\\\\>'
    """
    text = text if inside else squeezed(without_links(text))
    text = MARKER.sub(r"(page=\1)", text)  # these words would be read as a page marker
    text = SPECIAL.sub(r"\\\1", text.replace("[^", "(^"))
    text = text if inside else STARTS.sub(_escaped_start, text)
    return CALL.sub(lambda m: f"[^{label_of(m[1])}]", text)


def _escaped_start(start: re.Match[str]) -> str:
    mark = start[2]
    return f"{start[1]}{mark}\\" if mark.isdigit() else f"{start[1]}\\{mark}"
