"""The blocks of one file → `Profile`: sections fill up as blocks arrive."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.blocks import Block
from corpus.cards import EntityCard, FigureCard, FrontMatter, read_card, stated
from corpus.errors import ProfileError
from corpus.languages import known_languages
from corpus.markdown import read_blocks
from corpus.passages import covering, notes_at, sentence_spans
from corpus.records import (
    Entity,
    Figure,
    Footnote,
    Passage,
    Profile,
    Section,
    Sentence,
    Source,
    text_hash,
)

BULLET = "\n• "
ROWS = 20  # rows of a table in one passage
MAX_PIECE = 10_000  # characters of a paragraph, list item or row; finding sentences gets slow
HEADING = re.compile(r"(?P<title>.+?)\s*\{#(?P<id>[a-z0-9][a-z0-9-]*)\}")


class Assembly:
    """One file on its way to a `Profile`: sections fill up as blocks arrive."""

    def __init__(self, path: Path, text: str) -> None:
        """Read the blocks, the front matter and the notes. Raises `ProfileError`."""
        self.path, self.sha256 = path, text_hash(text)
        self.blocks = read_blocks(text, path)
        self.head = self._front_matter()
        self.notes = self._notes()
        self.sections: list[Section] = []
        self.titles: list[tuple[int, str]] = []
        self.passages: list[list[Passage]] = []
        self.paragraph: list[Block] = []
        self.caveats: list[str] = []
        self.page: int | None = None
        self.opened_on: int | None = None
        self.cards: list[tuple[Block, str]] = []

    def profile(self) -> Profile:
        """Put the profile together. Raises `ProfileError` for the first thing that is wrong."""
        for block in self.blocks:
            self._take(block)
        self._close_passage()
        if not any(self.passages):
            self._fail(1, "the profile has no passages", "Write paragraphs below its headings")
        sections = tuple(
            section.model_copy(update={"passages": tuple(passages)})
            for section, passages in zip(self.sections, self.passages, strict=True)
        )
        self._refuse_unused_notes(sections)
        return Profile(
            id=self.head.id,
            country=self.head.country,
            language=self.head.language,
            source=Source(**self.head.model_dump(include=set(Source.model_fields))),
            sections=sections,
            entities=self._entities(),
            figures=self._figures(sections),
            footnotes=tuple(self.notes.values()),
            questions=self.head.questions,
            sha256=self.sha256,
        )

    def _take(self, block: Block) -> None:
        match block.kind:
            case "heading":
                self._close_passage()
                self._open_section(block)
            case "page":
                self.page = int(block.label)
            case "paragraph":
                self._close_passage()
                self._add(block)
            case "list":
                self._add(block)
            case "table":
                self._add_table(block)
            case "caveat":
                self._below_paragraph(block, "a caveat")
                self.caveats.append(block.texts[0].words)
            case "entity" | "figure":
                self._below_paragraph(block, f"this {block.kind}")
                self.cards.append((block, self._next_id()))

    def _fail(self, line: int, problem: str, mend: str) -> None:
        raise ProfileError(self.path, line, problem, mend)

    def _front_matter(self) -> FrontMatter:
        if not self.blocks or self.blocks[0].kind != "front matter":
            problem = "the file doesn't begin with its front matter"
            raise ProfileError(self.path, 1, problem, "Begin with --- id: … language: … ---")
        head = read_card(FrontMatter, self.blocks[0], self.path)
        if head.language not in known_languages():
            problem = f"language «{head.language}» is not known"
            known = ", ".join(known_languages())
            mend = f"Use one of {known}, or add corpus/languages/{head.language}.toml"
            raise ProfileError(self.path, self.blocks[0].line, problem, mend)
        return head

    def _notes(self) -> dict[str, Footnote]:
        notes: dict[str, Footnote] = {}
        for block in self.blocks:
            if block.kind != "note":
                continue
            if block.label in notes:
                problem = f"the note [^{block.label}] stands here a second time"
                self._fail(block.line, problem, "Keep one of them, or give it another label")
            text, url = block.texts[0], block.texts[0].url
            words = text.words.replace(url, "").strip(" <>()") if url else text.words
            notes[block.label] = Footnote(number=block.label, text=words or text.words, url=url)
        return notes

    def _open_section(self, block: Block) -> None:
        heading = HEADING.fullmatch(block.texts[0].words)
        if heading is None:
            problem = f"the heading «{block.texts[0].words}» has no id"
            raise ProfileError(self.path, block.line, problem, "End it with {#short-name}")
        title, name = heading["title"], heading["id"]
        for section in self.sections:
            if section.id == name:
                problem = f"the section id «{name}» was given on line {section.line} already"
                self._fail(block.line, problem, "Choose another id for one of them")
        if not self.titles and block.level != 1:
            self._fail(block.line, "the first heading has to be the title", "Begin it with one #")
        if self.titles and not 1 < block.level <= self.titles[-1][0] + 1:
            problem = f"a heading of level {block.level} can't follow one of {self.titles[-1][0]}"
            self._fail(block.line, problem, "Use one # more than the heading above, or fewer")
        self.titles = [*((n, t) for n, t in self.titles if n < block.level), (block.level, title)]
        path = tuple(t for _, t in self.titles[1:]) or (title,)
        self.sections.append(Section(id=name, title=title, path=path, line=block.line))
        self.passages.append([])

    def _add(self, block: Block) -> None:
        if not self.sections:
            self._fail(block.line, "this text stands before the first heading", "Move it below")
        if any(len(text.words) > MAX_PIECE for text in block.texts):
            problem = f"this {block.kind} holds more than {MAX_PIECE:,} characters in one piece"
            self._fail(block.line, problem, "Cut it into several")
        self.opened_on = self.opened_on if self.paragraph else self.page
        self.paragraph.append(block)

    def _add_table(self, block: Block) -> None:
        """A long table becomes several passages; the first belongs to the paragraph above."""
        for start in range(0, len(block.texts), ROWS):
            if start:
                self._close_passage()
            self._add(replace(block, texts=block.texts[start : start + ROWS]))

    def _below_paragraph(self, block: Block, what: str) -> None:
        if not self.paragraph:
            self._fail(block.line, f"{what} has no paragraph above it", "Move it below its own")

    def _next_id(self) -> str:
        return f"{self.head.id}/{self.sections[-1].id}#{len(self.passages[-1]) + 1}"

    def _close_passage(self) -> None:
        if not self.paragraph:
            return
        text, sentences = self._sentences(self.paragraph)
        called = {label for sentence in sentences for label in sentence.footnotes}
        section = self.sections[-1]
        passage = Passage(
            id=self._next_id(),
            profile=self.head.id,
            language=self.head.language,
            section=section.id,
            path=section.path,
            text=text,
            sentences=sentences,
            footnotes=tuple(note for label, note in self.notes.items() if label in called),
            caveats=tuple(self.caveats),
            edition=self.head.edition,
            page=self.opened_on,
        )
        self.passages[-1].append(passage)
        self.paragraph, self.caveats = [], []

    def _sentences(self, blocks: Sequence[Block]) -> tuple[str, tuple[Sentence, ...]]:
        """Set the pieces below each other; sentences never cross a piece."""
        text, sentences = "", []
        for block in blocks:
            for piece in block.texts:
                if block.kind != "paragraph":
                    text += BULLET if text else BULLET.lstrip()
                base = len(text)
                text += piece.words
                row = block.kind == "table"  # a row is one sentence, whatever its cells hold
                spans = () if row else sentence_spans(piece.words, self.head.language)
                sentences += [
                    Sentence(start=base + a, end=base + b, footnotes=notes_at(piece.calls, a, b))
                    for a, b in covering(spans, len(piece.words))
                ]
        return text, tuple(sentences)

    def _refuse_unused_notes(self, sections: Iterable[Section]) -> None:
        used = {n.number for s in sections for p in s.passages for n in p.footnotes}
        for block in self.blocks:
            if block.kind == "note" and block.label not in used:
                mend = f"Write [^{block.label}] behind the sentence it supports"
                self._fail(block.line, f"the note [^{block.label}] is never called", mend)

    def _entities(self) -> tuple[Entity, ...]:
        return tuple(
            Entity(passage=passage, **card.model_dump() | {"id": f"{self.head.id}/{card.id}"})
            for _, card, passage in self._cards("entity", EntityCard)
        )

    def _figures(self, sections: Sequence[Section]) -> tuple[Figure, ...]:
        texts = {p.id: p.text for section in sections for p in section.passages}
        figures: list[Figure] = []
        lines: dict[str, int] = {}
        for block, card, passage in self._cards("figure", FigureCard):
            if not stated(card, texts[passage], self.head.language):
                problem = f"the value of figure «{card.id}» doesn't stand in the paragraph above"
                self._fail(block.line, problem, "State it there, or say how with as_written: …")
            figures.append(Figure(passage=passage, **card.model_dump()))
            lines[card.id] = block.line
        for figure in figures:
            if figure.disagrees_with not in {None, *lines}:
                problem = f"figure «{figure.id}» disagrees with «{figure.disagrees_with}», unknown"
                self._fail(lines[figure.id], problem, "Name the id of a figure of this file")
        return tuple(figures)

    def _cards(self, kind: str, model: Any) -> Iterable[tuple[Block, Any, str]]:
        seen: dict[str, int] = {}
        for block, passage in self.cards:
            if block.kind != kind:
                continue
            card = read_card(model, block, self.path)
            if card.id in seen:
                problem = f"the {kind} id «{card.id}» was given on line {seen[card.id]} already"
                self._fail(block.line, problem, "Choose another id for one of them")
            seen[card.id] = block.line
            yield block, card, passage
