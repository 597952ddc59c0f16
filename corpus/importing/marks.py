"""Marks inside the text of a part: footnote calls and the addresses of links.

They are characters of Unicode's private use area, which `clean` takes out of what a file holds.
"""

import re
import unicodedata

CALL = re.compile("\ue000([^\ue000\ue001]{1,20})\ue001")
LINK = re.compile("\ue002([^\ue002\ue003]*)\ue003")
LEFT_OUT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u2060\ufeff]")
PRIVATE = re.compile("[\ue000-\uf8ff]")
SPACES = re.compile(r"[ \t\r\f\v\n]+")


def call(label: str) -> str:
    """Mark the call of a footnote."""
    return f"\ue000{label}\ue001"


def link(url: str) -> str:
    """Mark the address behind the words before it."""
    return f"\ue002{url}\ue003"


def labels(text: str) -> list[str]:
    """Return the labels of the footnotes that a text calls, in order.

    >>> labels("One." + call("1") + " Two." + call("b"))
    ['1', 'b']
    """
    return [str(found) for found in CALL.findall(text)]


def plain(text: str) -> str:
    """Take all marks out of a text.

    >>> plain("One" + call("1") + " two" + link("https://x.org") + ".")
    'One two.'
    """
    return LINK.sub("", CALL.sub("", text))


def without_links(text: str) -> str:
    """Take the addresses of links out of a text and keep its calls."""
    return LINK.sub("", text)


def clean(text: str) -> str:
    """Compose characters (NFC) and take out those that nobody sees, or that serve as marks here.

    >>> clean("Fe\\u0301de\\u0301\\u00adration")
    'Fédération'
    """
    return unicodedata.normalize("NFC", PRIVATE.sub("•", LEFT_OUT.sub("", text)))


def squeezed(text: str) -> str:
    """Make one space of any run of white space, and none at the ends."""
    return SPACES.sub(" ", text).strip()
