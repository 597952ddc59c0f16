"""Answers as Markdown and as a web page that stands alone."""

import re
from collections.abc import Sequence

from ui.browse.templating import rendered
from ui.takeaway.parts import Part, Source
from ui.texts import Words


def markdown(parts: Sequence[Part], w: Words, made: str) -> str:
    """Write answers as Markdown, with their sources as numbered lists of their own.

    Text is escaped: a question or a profile can't add markup.
    """
    blocks = [block for part in parts for block in _blocks(part, w)]
    return "\n\n".join([*blocks, "---", f"*{escaped(made)}*"]) + "\n"


def html(parts: Sequence[Part], w: Words, made: str) -> str:
    """Write answers as a page of its own: no script, no request, style inside."""
    fields = {"parts": parts, "made": made, "title": parts[0].question}
    return rendered("takeaway.html", w, "", fields)


def escaped(text: str) -> str:
    r"""Escape what Markdown would take for markup.

    >>> escaped("*a* <b>")
    '\\*a\\* \\<b\\>'
    """
    return re.sub(r"([\\`*_{}\[\]<>#|~$!&])", r"\\\1", text)


def _blocks(part: Part, w: Words) -> list[str]:
    understood = [f"*{escaped(part.understood)}*"] if part.understood else []
    sources = [_source(source, w) for source in part.sources]
    heading = [f"### {w.take.sources}"] if sources else []
    text = re.sub(r"\\\[(\d+)\\\]", r"[\1]", escaped(part.text))
    return [f"## {escaped(part.question)}", *understood, text, *heading, *sources]


def _source(source: Source, w: Words) -> str:
    lines = [
        f"[{source.number}] “{escaped(source.quote)}”",
        f"{escaped(source.section)}. {escaped(source.place)}",
        f"<{source.link}>" + (f" · <{_address(source.url)}>" if source.url else ""),
    ]
    for note in source.notes:
        where = f" <{_address(note.url)}>" if note.url else ""
        lines.append(escaped(w.take.footnote.format(number=note.number, text=note.text)) + where)
    lines += [f"**{w.caveat}** {escaped(caveat)}" for caveat in source.caveats]
    return "  \n".join(lines)


def _address(url: str) -> str:
    return re.sub(r"[<>\s\\]", "", url)
