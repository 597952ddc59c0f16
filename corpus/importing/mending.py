"""Parts as their reader found them → parts that are whole: pieces of a paragraph joined again."""

import re
from collections.abc import Iterable, Sequence

from corpus.importing.marks import CALL, plain, squeezed
from corpus.importing.records import Part
from corpus.languages import language

END = re.compile(r"[.!?:;…»”\"')\]]$")
LONGEST = 8_000  # characters of one text; a profile takes a little more
FEW_WORDS = 9


def mended(parts: Iterable[Part], code: str) -> list[Part]:
    """Join what a page break or a note cut in two, and list items; cut what is too long."""
    whole: list[Part] = []
    stopwords = frozenset(language(code).stopwords)
    kept = (p for p in parts if any(p.texts) or p.rows)
    for part in (cut for p in kept for cut in _short_enough(p)):
        last = _last_but_notes(whole)
        if last is not None and _continued(whole[last], part, stopwords):
            text = f"{whole[last].texts[0]} {part.texts[0]}"
            whole[last] = whole[last].model_copy(update={"texts": (text,)})
        elif whole and _same_list(whole[-1], part):
            texts = (*whole[-1].texts, *part.texts)
            whole[-1] = whole[-1].model_copy(update={"texts": texts})
        else:
            whole.append(part)
    return whole


def _last_but_notes(parts: Sequence[Part]) -> int | None:
    for place in range(len(parts) - 1, -1, -1):
        if not looks_like_note(parts[place]):
            return place
    return None


def looks_like_note(part: Part) -> bool:
    """Tell whether a part is a note, or a paragraph that begins with a raised or bare number."""
    if part.kind == "note":
        return True
    begins = re.match(rf"{CALL.pattern}|\d{{1,3}} \S", part.texts[0]) if part.texts else None
    return part.kind == "paragraph" and begins is not None


def _continued(first: Part, second: Part, stopwords: frozenset[str]) -> bool:
    """A paragraph goes on where it has no end and the next begins small, or it ends with "and"."""
    if (first.kind, second.kind) != ("paragraph", "paragraph") or looks_like_note(second):
        return False
    before, after = plain(first.texts[0]).strip(), plain(second.texts[0]).strip()
    words = before.split()
    if not words or not after or END.search(before) or len(words) < FEW_WORDS:
        return False
    return after[0].islower() or words[-1].lower() in stopwords


def _same_list(first: Part, second: Part) -> bool:
    return first.kind == second.kind == "list" and first.page == second.page


def _short_enough(part: Part) -> list[Part]:
    """Cut a paragraph or a list item that is too long for a profile where a sentence ends."""
    if part.kind not in {"paragraph", "list"} or all(len(t) <= LONGEST for t in part.texts):
        return [part]
    texts = tuple(piece for text in part.texts for piece in _cut(text))
    if part.kind == "list":
        return [part.model_copy(update={"texts": texts})]
    return [part.model_copy(update={"texts": (t,)}) for t in texts]


def _cut(text: str) -> list[str]:
    pieces = [""]
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        if pieces[-1] and len(pieces[-1]) + len(sentence) > LONGEST:
            pieces.append("")
        pieces[-1] = squeezed(f"{pieces[-1]} {sentence}")
    return pieces
