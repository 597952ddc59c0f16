"""What can be done with an answer, as HTML: copy it, link to it, take it away, judge it."""

from collections.abc import Iterable, Sequence

from assistant.answer import Answer
from ui.library import question_address
from ui.sources import place_line
from ui.texts import Words, inert, shown, typeset


def pasted(answer: Answer, words: Words) -> str:
    """Return an answer with its sources as plain text, for the clipboard."""
    notes = [
        f"[{c.number}] “{c.quote}” {place_line(c, words)}"
        + (f" {c.source.url}" if c.source.url else "")
        for c in answer.citations
    ]
    return typeset(
        "\n".join([answer.question, "", answer.text, "", *notes]).strip(), words.language
    )


def tools(answer: Answer, words: Words, kept: Sequence[str], only: str = "") -> str:
    """Render what can be done with an answer: copy it, link to it, take it away.

    `only` is the query of the filter that it was asked with.
    """
    copying = (
        f'<button type="button" class="copy">{inert(words.copy_label)}</button>'
        f'<span class="copied">{inert(words.copied)}</span>'
        f'<span class="paste">{inert(pasted(answer, words))}</span>'
    )
    href = inert(question_address(answer.standalone_question, words.language, only))
    linking = f'<a class="permalink" href="{href}">{inert(words.permalink)}</a>'
    shown_first = copying if answer.citations else ""
    return f'<div class="tools">{shown_first}{linking}{_take(words, kept)}</div>'


def say(words: Words, name: str) -> str:
    """Render the buttons that say what an answer is worth; the script finds its name in the id."""
    told = words.say
    reasons = "".join(
        f'<li><button type="button" class="opinion {reason}">{inert(label)}</button></li>'
        for reason, label in (*told.reasons.items(), ("other", told.other))
    )
    return (
        f'<div class="say" id="say-{inert(name)}">'
        f'<button type="button" class="opinion up">{inert(told.up)}</button>'
        f"<details><summary>{inert(told.down)}</summary><ul>{reasons}</ul></details>"
        f'<span class="thanks">{shown(told.thanks, words.language)}</span>'
        f'<span class="lost">{shown(told.lost, words.language)}</span></div>'
    )


def _take(words: Words, kept: Sequence[str]) -> str:
    take = words.take
    rows = "".join(
        f"<li><span>{inert(label)}</span> {_downloads(words, name, forms)}</li>"
        for label, name, forms in zip(
            (take.answer, take.talk, take.references),
            (*kept, kept[-1]) if kept else (),
            (("docx", "md", "html"), ("docx", "md", "html"), ("bib", "json")),
            strict=False,
        )
    )
    if not rows:
        return ""
    return f'<details class="take"><summary>{inert(take.title)}</summary><ul>{rows}</ul></details>'


def _downloads(words: Words, name: str, forms: Iterable[str]) -> str:
    take = words.take
    names = {"docx": take.word, "md": "Markdown", "html": take.page, "bib": "BibTeX"}
    return " ".join(
        f'<a download href="/{words.language}/take/{inert(name)}.{form}">'
        f"{inert(names.get(form, 'CSL-JSON'))}</a>"
        for form in forms
    )
