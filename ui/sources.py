"""The sources beside an answer: passages with their quotes highlighted, all text inert."""

from collections.abc import Sequence
from itertools import groupby

from assistant.answer import Answer, Citation, Retrieved
from corpus.records import Footnote
from ui.library import Library, address
from ui.texts import Words, inert, link, month, shown


def sources(answer: Answer, words: Words, turn: int, library: Library) -> str:
    """Render the cards of what is cited, or of what lies nearest; one card a passage."""

    def where(c: Citation) -> tuple[str, str]:
        return (c.passage_id, c.language)

    first = {p: i for i, p in reversed(list(enumerate(map(where, answer.citations))))}
    ordered = sorted(answer.citations, key=lambda c: (first[where(c)], c.start))
    cards = "".join(_card(tuple(g), words, turn, library) for _, g in groupby(ordered, where))
    title = words.sources.format(count=len(first)) if cards else words.nearest
    others = [r for r in answer.retrieved if r.passage_id not in {c.passage_id for c in ordered}]
    if not cards:
        cards = "".join(_found(r, answer, words, "nearest") for r in others[:1])
        others = others[1:]
    if not cards:
        return ""
    cards += _also(others, answer, words)
    return f'<aside class="sources"><h3>{inert(title)}</h3>{cards}</aside>'


def _card(cited: Sequence[Citation], words: Words, turn: int, library: Library) -> str:
    one = cited[0]
    numbers = "".join(f'<span class="number">{c.number}</span>' for c in sorted(cited, key=_number))
    place = link(one.source.url, shown(place_line(one, words), words.language))
    return (
        f'<section class="source"><h4>{numbers}{_path(one.section, one.language)}</h4>'
        f'<blockquote lang="{inert(one.language)}">{_highlighted(cited, turn)}</blockquote>'
        f'<button type="button" class="whole">{inert(words.whole)}</button>'
        f"{_caveats(cited, words)}"
        f'<p class="place">{place}</p>'
        f"{_notes(cited, words)}{_further(one, words, library)}</section>"
    )


def _further(one: Citation, words: Words, library: Library) -> str:
    """Render what leads on: the text around a passage, the same in another language, its place."""
    before, after = library.around(one.passage_id, one.language)
    around = "".join(_quoted(p.text, p.language) for p in (before, after) if p is not None)
    folds = _fold(words.around, around, words) if around else ""
    for other in library.elsewhere(one.passage_id, one.language):
        language = words.written_in.get(other.language, other.language)
        title = words.same_passage.format(language=language)
        folds += _fold(title, _quoted(other.text, other.language), words)
    return f'<div class="further">{folds}{_read(one.passage_id, one.language, words)}</div>'


def _fold(title: str, inside: str, words: Words) -> str:
    return f"<details><summary>{shown(title, words.language)}</summary>{inside}</details>"


def _quoted(text: str, language: str) -> str:
    return f'<blockquote lang="{inert(language)}">{shown(text, language)}</blockquote>'


def _read(passage_id: str, language: str, words: Words) -> str:
    href = inert(address(passage_id, language))
    return f'<a class="read" href="{href}">{inert(words.in_profile)}</a>'


def _number(cited: Citation) -> int:
    return cited.number


def _highlighted(cited: Sequence[Citation], turn: int) -> str:
    """Mark the quotes in their passage; where two overlap, the second begins after the first."""
    one, at, parts = cited[0], 0, []
    for c in cited:
        start, end = max(c.start, at), max(c.end, at)
        parts.append(_rest(one.passage[at:start], one.language))
        words = shown(one.passage[start:end], one.language)
        parts.append(f'<mark id="source-{turn}-{c.number}" tabindex="-1">{words}</mark>')
        at = end
    return "".join(parts) + _rest(one.passage[at:], one.language)


def _rest(text: str, language: str) -> str:
    return f'<span class="rest">{shown(text, language)}</span>' if text else ""


def _path(section: Sequence[str], language: str) -> str:
    return shown(" › ".join(section), language)


def place_line(c: Citation, words: Words) -> str:
    """Say where a citation stands: title, publisher, edition, page, another language."""
    edition = words.edition.format(edition=month(c.edition, words.language))
    page = words.page.format(page=c.source.page) if c.source.page is not None else ""
    other = words.written_in.get(c.language, c.language) if c.language != words.language else ""
    return " · ".join(p for p in (c.source.title, c.source.publisher, edition, page, other) if p)


def _caveats(cited: Sequence[Citation], words: Words) -> str:
    caveats = dict.fromkeys(caveat for c in cited for caveat in c.caveats)
    return "".join(
        f'<p class="caveat"><strong>{shown(words.caveat, words.language)}</strong> '
        f"{shown(caveat, cited[0].language)}</p>"
        for caveat in caveats
    )


def _notes(cited: Sequence[Citation], words: Words) -> str:
    notes: dict[Footnote, None] = dict.fromkeys(note for c in cited for note in c.references)
    items = "".join(
        f'<li><span class="label">{inert(n.number)}</span> {link(n.url, inert(n.text))}</li>'
        for n in notes
    )
    return f'<ul class="notes" title="{inert(words.footnotes)}">{items}</ul>' if items else ""


def _found(found: Retrieved, answer: Answer, words: Words, kind: str) -> str:
    language = answer.language
    return (
        f'<section class="source {kind}"><h4>{_path(found.section, language)}</h4>'
        f"{_quoted(found.passage, language)}"
        f'<div class="further">{_read(found.passage_id, language, words)}</div></section>'
    )


def _also(others: Sequence[Retrieved], answer: Answer, words: Words) -> str:
    if not others:
        return ""
    found = "".join(_found(r, answer, words, "other") for r in others)
    title = inert(words.also.format(count=len(others)))
    return f'<details class="also"><summary>{title}</summary>{found}</details>'
