"""Plain text → parts. Text that is written as Markdown is read as Markdown."""

import re
from pathlib import Path

from corpus.importing.decoding import read_text
from corpus.importing.markdown_file import markdown_extract, with_tables_of_tabs
from corpus.importing.records import Doubt, Extract, Part

MARKDOWN = re.compile(r"^(#{1,6} \S|\[\^\w+\]:|\|? *:?-{3,}:? *\|)", re.M)
BULLET = re.compile(r"\s*(?:[-*•●▪◦○–✓]|\d{1,2}[.)]|[a-z]\))\s+")
NUMBERED = re.compile(r"(\d+(?:\.\d+)*)\.?\s+[^\W\d_]")
UNDERLINE = re.compile(r"\s*(={3,}|-{3,}|~{3,})\s*")
MOST_WORDS = 12


def read_text_file(path: Path) -> Extract:
    """Take a text file apart. Raises `ImportRefused`."""
    text, doubts = read_text(path)
    if MARKDOWN.search(text) or text.startswith("---\n"):
        return markdown_extract(text, path, tuple(doubts))
    return text_extract(text, path.name, tuple(doubts))


def text_extract(text: str, file: str, doubts: tuple[Doubt, ...] = ()) -> Extract:
    """Take plain text apart: empty lines part blocks, form feeds part pages."""
    parts: list[Part] = []
    line, pages = 1, text.split("\f")
    for number, page in enumerate(pages, 1):
        for block in re.split(r"\n[ \t]*\n", page):
            start = line + len(block) - len(block.lstrip("\n"))
            place = {"page": number if len(pages) > 1 else None, "line": start}
            parts += [p.model_copy(update=place) for p in _parts(block.strip("\n"))]
            line += block.count("\n") + 2
        line -= 2
    return Extract(file=file, parts=tuple(parts), words=text, doubts=doubts)


def _parts(block: str) -> list[Part]:
    if not block.strip():
        return []
    if "|---|" in with_tables_of_tabs(block) and "|" not in block:
        return [_table(block)]
    lines = block.split("\n")
    if BULLET.match(lines[0]) and not _numbered_heading(lines):
        return [Part(kind="list", texts=_items(lines))]
    if len(lines) > 1 and UNDERLINE.fullmatch(lines[1]):
        level = 1 if "=" in lines[1] else 2
        rest = "\n".join(lines[2:])
        return [Part(kind="heading", texts=(lines[0].strip(),), level=level), *_parts(rest)]
    if level := _heading_level(lines):
        return [Part(kind="heading", texts=(" ".join(block.split()),), level=level)]
    return _paragraph_and_list(lines)


def _paragraph_and_list(lines: list[str]) -> list[Part]:
    first = next((i for i, line in enumerate(lines) if i and BULLET.match(line)), len(lines))
    paragraph = Part(kind="paragraph", texts=(" ".join(" ".join(lines[:first]).split()),))
    items = lines[first:]
    return [paragraph, Part(kind="list", texts=_items(items))] if items else [paragraph]


def _items(lines: list[str]) -> tuple[str, ...]:
    items: list[str] = []
    for line in lines:
        found = BULLET.match(line)
        if found or not items:
            items.append(line[found.end() if found else 0 :].strip())
        else:
            items[-1] += f" {line.strip()}"
    return tuple(i for i in items if i)


def _table(block: str) -> Part:
    rows = [[c.strip() for c in re.split(r"\t+", line.strip())] for line in block.split("\n")]
    width = max(map(len, rows))
    grid = [(*row, *[""] * (width - len(row))) for row in rows]
    return Part(kind="table", rows=(tuple([""] * width), *grid))


def _numbered_heading(lines: list[str]) -> bool:
    return len(lines) == 1 and bool(NUMBERED.match(lines[0].strip())) and _short(lines[0])


def _heading_level(lines: list[str]) -> int:
    """Return the level of a heading: numbered, in capitals, or a short line without an end."""
    line = lines[0].strip()
    if len(lines) > 1 or not _short(line):
        return 0
    numbered = NUMBERED.match(line)
    if numbered:
        return 2 + numbered[1].count(".")
    return 2 if line.isupper() and len(line) > 3 else 0


def _short(line: str) -> bool:
    return len(line.split()) <= MOST_WORDS and not line.rstrip().endswith((".", ",", ";", ":"))
