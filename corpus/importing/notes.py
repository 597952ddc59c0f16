"""Footnotes are joined to the sentences that call them."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from corpus.importing.marks import CALL, call, labels, plain, squeezed
from corpus.importing.records import Doubt, Part

RAISED_START = re.compile(rf"\s*{CALL.pattern}\s*(?P<text>.*\w.*)", re.S)
BARE_START = re.compile(r"\[?(\d{1,3})\]?[.)]?\s+(?P<text>\S.*)", re.S)
BRACKETED = re.compile(r"(?<=[\w.,;:!?)»”'\"])\s?\[(\d{1,3})\]")
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
RAISED_DIGITS = re.compile("(?:(?<=[^\\W\\d_][^\\W\\d_])|(?<=[.,;:!?)»”'\"]))[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}")


@dataclass
class Joined:
    """Parts in which every call has a note and every note a call; what that took, as doubts."""

    parts: list[Part]
    found: int = 0
    doubts: list[Doubt] = field(default_factory=list)


def joined_notes(parts: Sequence[Part], file: str) -> Joined:
    """Find the notes among the parts, and settle calls and notes that have no counterpart."""
    marked = [_with_calls(p) for p in parts]
    called = Counter(label for p in marked if p.kind != "note" for label in _labels(p))
    noted = _distinct(_with_unique_labels(_recognised(marked, called)))
    made = Joined(noted, found=sum(p.kind == "note" for p in noted))
    known = {p.label for p in noted if p.kind == "note"}
    made.parts = [_without_unknown_calls(p, known, made, file) for p in made.parts]
    made.parts = _with_calls_in_text(made.parts)
    _keep_uncalled(made, file)
    return made


def place_of(part: Part, file: str) -> str:
    """Say where a part stands: its page or line in the original."""
    if part.page:
        return f"{file}, page {part.page}"
    return f"{file}:{part.line}" if part.line else file


def _labels(part: Part) -> list[str]:
    cells = [cell for row in part.rows for cell in row]
    return [label for text in (*part.texts, *cells) for label in labels(text)]


def _with_calls(part: Part) -> Part:
    """Characters like ¹, and [1] behind a word, are calls too."""

    def marked(text: str) -> str:
        text = RAISED_DIGITS.sub(lambda m: call(m[0].translate(SUPERSCRIPTS)), text)
        return BRACKETED.sub(lambda m: call(m[1]), text)

    return _changed(part, marked)


def _changed(part: Part, change: Callable[[str], str]) -> Part:
    rows = tuple(tuple(change(cell) for cell in row) for row in part.rows)
    return part.model_copy(update={"texts": tuple(change(t) for t in part.texts), "rows": rows})


def _recognised(parts: Sequence[Part], called: Counter[str]) -> list[Part]:
    """A paragraph that begins with a number that was called before it is its note."""
    seen: set[str] = set()
    noted = {p.label for p in parts if p.kind == "note"}
    found: list[Part] = []
    for part in parts:
        note = _as_note(part, seen - noted, called)
        if note is not None and note.label not in noted:
            noted.add(note.label)
            found.append(note)
            continue
        seen.update(_labels(part))
        found.append(part)
    return found


def _as_note(part: Part, open_labels: set[str], called: Counter[str]) -> Part | None:
    if part.kind != "paragraph":
        return None
    raised = RAISED_START.fullmatch(part.texts[0])
    if raised and called[raised[1]] > 1 and raised[1] in open_labels:
        return part.model_copy(
            update={"kind": "note", "label": raised[1], "texts": (raised["text"],)}
        )
    bare = BARE_START.fullmatch(part.texts[0])
    if bare and bare[1] in open_labels:
        return part.model_copy(update={"kind": "note", "label": bare[1], "texts": (bare["text"],)})
    return None


def _with_unique_labels(parts: Sequence[Part]) -> list[Part]:
    """Where each page counts its notes from 1, the page becomes a part of the label."""
    counts = Counter((p.label) for p in parts if p.kind == "note")
    twice = {label for label, count in counts.items() if count > 1}
    if not twice or any(p.page is None for p in parts):
        return list(parts)
    made = []
    for part in parts:
        page = part.page
        if part.kind == "note" and part.label in twice:
            part = part.model_copy(update={"label": f"{page}-{part.label}"})
        own = CALL.sub if part.kind == "note" else None
        made.append(part if own else _on_page(part, twice))
    return made


def _distinct(parts: Sequence[Part]) -> list[Part]:
    """A label that is still given twice stays with its first note; nothing calls the others."""
    seen: set[str] = set()
    made = []
    for part in parts:
        number, label = 1, part.label
        while part.kind == "note" and label in seen:
            number += 1
            label = f"{part.label}-{number}"
        seen.update({label} if part.kind == "note" else ())
        made.append(part.model_copy(update={"label": label}))
    return made


def _on_page(part: Part, twice: set[str]) -> Part:
    def renamed(text: str) -> str:
        return CALL.sub(lambda m: call(f"{part.page}-{m[1]}") if m[1] in twice else m[0], text)

    return _changed(part, renamed)


def _without_unknown_calls(part: Part, known: set[str], made: Joined, file: str) -> Part:
    """A raised number without a note stays as a number: it may be the 2 of m²."""

    def kept(text: str) -> str:
        return CALL.sub(lambda m: m[0] if m[1] in known and part.kind != "note" else m[1], text)

    unknown = [n for n in _labels(part) if n not in known]
    if unknown:
        about = f"raised {', '.join(unknown)} without a note: it stays in the text as a number"
        made.doubts.append(Doubt(about=about, where=place_of(part, file), text=_start(part)))
    return _changed(part, kept)


def _start(part: Part) -> str:
    text = part.texts[0] if part.texts else " ".join(part.rows[0])
    return plain(text)[:80]


def _with_calls_in_text(parts: Sequence[Part]) -> list[Part]:
    """Calls in headings, and calls before any word, move behind the words that they belong to."""
    made: list[Part] = []
    waiting: list[str] = []
    for part in parts:
        if part.kind == "heading":
            waiting += _labels(part)
            part = _changed(part, plain)
        elif part.kind in {"paragraph", "list"} and not plain("".join(part.texts)).strip():
            _append_to_last_text(made, "".join(part.texts))
            continue
        elif part.kind in {"paragraph", "list"}:
            texts = _with_words(part.texts)
            first = texts[0] + "".join(map(call, waiting))
            part = part.model_copy(update={"texts": (first, *texts[1:])})
            waiting = []
        made.append(part)
    return made


def _with_words(texts: Sequence[str]) -> list[str]:
    """Calls without words join the item before them, or the one behind."""
    made: list[str] = []
    waiting = ""
    for text in texts:
        if plain(text).strip():
            made.append(_behind_first_word(waiting + text))
            waiting = ""
        elif made:
            made[-1] += squeezed(text)
        else:
            waiting += squeezed(text)
    return made


def _behind_first_word(text: str) -> str:
    moved = re.match(rf"((?:\s*{CALL.pattern})+)\s*(\S+)(.*)", text, re.S)
    return f"{moved[3]}{moved[1].strip()}{moved[4]}" if moved else text


def _append_to_last_text(parts: list[Part], calls: str) -> None:
    for place in range(len(parts) - 1, -1, -1):
        if parts[place].kind in {"paragraph", "list"}:
            texts = parts[place].texts
            update = {"texts": (*texts[:-1], texts[-1] + squeezed(calls))}
            parts[place] = parts[place].model_copy(update=update)
            return


def _keep_uncalled(made: Joined, file: str) -> None:
    """A note that nothing calls becomes a paragraph, so that its words are not lost."""
    called = {label for p in made.parts if p.kind != "note" for label in _labels(p)}
    for place, part in enumerate(made.parts):
        if part.kind == "note" and part.label not in called:
            where = place_of(part, file)
            about = f"note {part.label} is called nowhere: it stands as a paragraph"
            made.doubts.append(Doubt(about=about, where=where, text=_start(part)))
            text = f"Note {part.label}: {part.texts[0]}"
            made.parts[place] = part.model_copy(update={"kind": "paragraph", "texts": (text,)})
            made.found -= 1
