"""What a profile file is cut into: blocks that know the line they begin on, and their words."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """Words without markup, and where in them footnotes are called: (offset, label)."""

    words: str
    calls: tuple[tuple[int, str], ...] = ()
    url: str | None = None


@dataclass(frozen=True)
class Block:
    """A block of a file. `kind` says which of the fields are filled.

    front matter, entity, figure: `raw`; heading: `level`, `texts[0]`; paragraph, caveat:
    `texts[0]`; list: `texts`, one an item; table: `texts`, one a row; note: `label`, `texts[0]`;
    page: `label`, its number.
    """

    kind: str
    line: int
    texts: tuple[Text, ...] = ()
    level: int = 0
    label: str = ""
    raw: str = ""


def joined(texts: Sequence[Text], between: str = " ") -> Text:
    """Set texts one behind the other; calls keep their places.

    >>> joined([Text("One.", ((4, "a"),)), Text("Two.", ((4, "b"),))])
    Text(words='One. Two.', calls=((4, 'a'), (9, 'b')), url=None)
    """
    words, calls, url = "", [], None
    for text in texts:
        words += between if words else ""
        calls += [(len(words) + offset, label) for offset, label in text.calls]
        words += text.words
        url = url or text.url
    return Text(words, tuple(calls), url)
