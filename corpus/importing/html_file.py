"""HTML → parts, read as a stream of tags: nesting costs nothing, however deep it is."""

import re
from html.parser import HTMLParser
from pathlib import Path

from corpus.importing.decoding import read_text
from corpus.importing.html_head import metadata_of
from corpus.importing.html_tables import Table, without_title
from corpus.importing.marks import call, link, plain, squeezed
from corpus.importing.records import Doubt, Extract, Part

UNSEEN = frozenset(["script", "style", "noscript", "template", "svg", "math", "head", "iframe"])
BESIDE = frozenset(["nav", "footer", "aside", "form", "button", "select", "dialog"])
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
BREAKS = frozenset(
    re.findall(
        r"\w+",
        "address article blockquote body caption center dd details div dl dt figcaption figure "
        "footer header hr main p pre section summary td th tr ul ol li table",
    )
)
NUMBERS = re.compile(r"\[?(\w{1,4}(?:\s*[,;]\s*\w{1,4})*)\]?")
NOTE_ID = re.compile(r"(?:fn|footnote|note|cite_note|_?ftn|_?edn|endnote)[-_:]?(\w+)", re.I)
BACK = re.compile(r"[\s↑↩︎⏎]+$")


def read_html(path: Path) -> Extract:
    """Take an HTML file apart. Raises `ImportRefused`."""
    text, doubts = read_text(path, longest=None)
    return html_extract(text, path.name, tuple(doubts))


def html_extract(text: str, file: str, doubts: tuple[Doubt, ...] = ()) -> Extract:
    """Take HTML apart; menus, footers and forms stay out where the page says which they are."""
    reader = _Reader(_wanted(text))
    reader.feed(text)
    reader.close()
    reader.flush()
    if reader.pictures:
        doubts += (Doubt(about=f"pictures left out: {reader.pictures}", where=file),)
    return Extract(
        file=file,
        parts=tuple(reader.parts),
        words=" ".join(reader.seen),
        metadata=metadata_of(reader.meta),
        doubts=doubts,
    )


def _wanted(text: str) -> str | None:
    """Where a page marks its main part, the rest is left out."""
    if re.search(r"<main\b", text, re.I):
        return "main"
    return "article" if len(re.findall(r"<article\b", text, re.I)) == 1 else None


class _Reader(HTMLParser):
    def __init__(self, wanted: str | None) -> None:
        super().__init__(convert_charrefs=True)
        self.wanted, self.inside = wanted, 0
        self.parts: list[Part] = []
        self.seen: list[str] = []
        self.words: list[str] = []
        self.meta: dict[str, str] = {}
        self.skipped: dict[str, int] = {}
        self.tables: list[Table] = []
        self.items = self.lists = self.pictures = 0
        self.heading, self.note = 0, ""
        self.title: list[str] | None = None
        self.raised: list[str] | None = None
        self.address = self.target = ""
        self.targets: dict[str, str] = {}  # ids of notes → how their calls are written
        self.page: int | None = None
        self.line: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag in UNSEEN or tag in BESIDE:
            self.skipped[tag] = self.skipped.get(tag, 0) + 1
        self.inside += tag == self.wanted
        if tag == "title":
            self.title = []
        elif tag == "meta":
            key = (told.get("name") or told.get("property") or "").lower()
            self.meta.setdefault(key, told.get("content", ""))
        elif not self._left_out():
            self._open(tag, told)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.skipped:
            self.skipped[tag] -= 1
            if self.skipped[tag] <= 0:
                del self.skipped[tag]
        elif tag == "title" and self.title is not None:
            self.meta.setdefault("<title>", squeezed("".join(self.title)))
            self.title = None
        elif not self._left_out():
            self._close(tag)
        self.inside -= tag == self.wanted

    def handle_data(self, data: str) -> None:
        if self.title is not None:
            self.title.append(data)
        elif not self.skipped.keys() & UNSEEN:
            self.seen.append(data)
            if not self._left_out():
                (self.words if self.raised is None else self.raised).append(data)

    def _left_out(self) -> bool:
        return bool(self.skipped) or (self.wanted is not None and self.inside <= 0)

    def _open(self, tag: str, told: dict[str, str]) -> None:
        if tag in BREAKS or tag in HEADINGS:
            self._break(tag)
        if "data-line" in told and told["data-line"].isdigit():
            self.line = int(told["data-line"])
        elif tag in BREAKS and self.line is None:
            self.line = self.getpos()[0]
        note = NOTE_ID.fullmatch(told.get("id", ""))
        if note and tag in {"li", "p", "div", "aside", "section"} and not self.tables:
            self.note = self.targets.get(told["id"], note[1])
        self._open_inline(tag, told)

    def _open_inline(self, tag: str, told: dict[str, str]) -> None:
        if tag in {"ul", "ol"}:
            self.lists += 1
        elif tag == "li":
            self.items += 1
        elif tag in HEADINGS:
            self.heading = int(tag[1])
        elif tag == "table":
            self.tables.append(Table())
        elif self.tables and tag in {"tr", "td", "th"} and len(self.tables) == 1:
            self.tables[0].open(tag, told)
        elif tag == "sup":
            self.raised = []
        elif tag == "img":
            self.pictures += 1
        elif tag == "br":
            self.words.append(" ")
        elif tag == "hr" and "page" in told.get("class", ""):
            self.page = (self.page or 1) + 1
        elif tag == "a" and told.get("href", "").startswith("http"):
            self.address = told["href"]
        elif tag == "a" and told.get("href", "").startswith("#"):
            self.target = told["href"][1:]

    def _close(self, tag: str) -> None:
        if tag == "sup" and self.raised is not None:
            raised, self.raised = squeezed("".join(self.raised)), None
            numbers = NUMBERS.fullmatch(raised)
            found = re.split(r"\s*[,;]\s*", numbers[1]) if numbers else []
            self.words += [call(n) for n in found] if found else [raised]
            if len(found) == 1 and self.target:
                self.targets[self.target] = found[0]
            self.target = ""
        elif tag == "a" and self.address:
            self.words.append(link(self.address))
            self.address = ""
        elif tag == "table" and self.tables:
            self._close_table()
        elif tag in BREAKS or tag in HEADINGS:
            self._break(tag)
            self.heading = 0
            self.items -= tag == "li" and self.items > 0
            self.lists -= tag in {"ul", "ol"} and self.lists > 0
            self.note = "" if tag in {"li", "ol", "div", "section", "aside"} else self.note

    def _break(self, tag: str) -> None:
        """A tag that begins a new block ends the one before it, but inside cells and items."""
        within = bool(self.tables) or (self.items > 0 and tag not in {"li", "ul", "ol", "table"})
        if within and tag not in HEADINGS:
            self.words.append(" ")
        if self.tables:
            if len(self.tables) == 1 and tag == "caption" and squeezed("".join(self.words)):
                self._add(Part(kind="paragraph", texts=(squeezed("".join(self.words)),)))
                self.words = []
            if len(self.tables) == 1 and tag in {"td", "th", "tr"}:
                self.words = self.tables[0].fill(self.words)
        elif not within or tag in HEADINGS:
            self.flush()

    def flush(self) -> None:
        """Make a part of the words so far."""
        text, self.words = squeezed("".join(self.words)), []
        line, self.line = self.line, None
        if not plain(text) and not text.strip():
            return
        if self.note:
            self._add_note(BACK.sub("", text), line)
        elif self.heading:
            self._add(Part(kind="heading", texts=(text,), level=self.heading, line=line))
        elif self.items:
            self._add_item(text, line)
        else:
            self._add(Part(kind="paragraph", texts=(text,), line=line))

    def _add(self, part: Part) -> None:
        self.parts.append(part.model_copy(update={"page": self.page}))

    def _add_item(self, text: str, line: int | None) -> None:
        """An item continues the list right before it."""
        last = self.parts[-1] if self.parts else None
        if last and last.kind == "list" and last.page == self.page and self.lists > 0:
            self.parts[-1] = last.model_copy(update={"texts": (*last.texts, text)})
        else:
            self._add(Part(kind="list", texts=(text,), line=line))

    def _add_note(self, text: str, line: int | None) -> None:
        last = self.parts[-1] if self.parts else None
        if last and last.kind == "note" and last.label == self.note:
            self.parts[-1] = last.model_copy(update={"texts": (f"{last.texts[0]} {text}",)})
        elif plain(text):
            self._add(Part(kind="note", texts=(text,), label=self.note, line=line))

    def _close_table(self) -> None:
        table = self.tables.pop()
        if self.tables:
            return
        self.words = table.fill(self.words)
        titles, rows = without_title(table.rows())
        for title in titles:
            self._add(Part(kind="paragraph", texts=(title,), line=self.line))
        if len(rows) > 1 and len(rows[0]) > 1:
            self._add(Part(kind="table", rows=rows, line=self.line))
        else:
            for text in (cell for row in rows for cell in row if cell):
                self._add(Part(kind="paragraph", texts=(text,), line=self.line))
        self.line = None
