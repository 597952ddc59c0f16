"""The words of the page, one TOML file a language; how text is set, and made inert."""

import re
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from babel import Locale
from babel.dates import format_date
from pydantic import ValidationError

from corpus.errors import InputError
from corpus.records import Record
from ui.wording import BrowseWords, MenuWords, SayWords, ScopeWords, TakeWords

NARROW, WIDE = "\u202f", "\u00a0"
BLANK = f"[ {NARROW}{WIDE}]"


class Refused(Record):
    """The sentences that say why a request is not answered; `{seconds}` is when to try again."""

    not_found: str
    too_large: str
    no_length: str
    too_many: str
    busy: str
    loading: str
    unavailable: str
    login: str
    attempts: str
    failed: str


class Words(Record):
    """Every word of the page in one language; `{…}` stands for what is filled in.

    A key that is missing from a file, or not known here, is an error when the file is read.
    """

    language: str
    name: str
    title: str
    profile: str
    answers_from: str
    opening: str
    reading: str
    ask_label: str
    ask_hint: str
    ask: str
    examples: str
    understood: str
    source: str
    sources: str
    nearest: str
    also: str
    whole: str
    footnotes: str
    caveat: str
    edition: str
    page: str
    written_in: dict[str, str]
    next: str
    instead: str
    asked_back: str
    copy_label: str
    copied: str
    failed: str
    languages: str
    correct: str
    statements: str
    around: str
    in_profile: str
    same_passage: str
    permalink: str
    skip: str
    menu: MenuWords
    scope: ScopeWords
    browse: BrowseWords
    take: TakeWords
    say: SayWords
    refused: Refused


@cache
def page_languages() -> tuple[str, ...]:
    """Return the codes of the languages that the page speaks, sorted."""
    names = (file.name for file in (files("ui") / "text").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def words(language: str) -> Words:
    """Return the words of the page in `language`. Raises `InputError`."""
    if language not in page_languages():
        raise InputError(f"The page speaks {', '.join(page_languages())}, not {language!r}.")
    return read_words(language, (files("ui") / "text" / f"{language}.toml").read_text("utf-8"))


def read_words(language: str, toml: str) -> Words:
    """Read one language's file. Raises `InputError` that names the keys at fault."""
    try:
        return Words(language=language, **tomllib.loads(toml))
    except ValidationError as error:
        keys = ", ".join(".".join(map(str, e["loc"])) for e in error.errors())
        raise InputError(f"ui/text/{language}.toml: missing or unknown: {keys}.") from error


def typeset(text: str, language: str) -> str:
    """Keep a number and its % on one line; set French spaces in 403 646, before : ; ? !, after «.

    For display only: it changes offsets.
    """
    if language != "fr":
        return re.sub(r"(?<=\d) %", f"{WIDE}%", text)
    text = re.sub(
        rf"(?<!\d)\d{{1,3}}(?:{BLANK}\d{{3}})+(?!\d)",
        lambda number: re.sub(BLANK, NARROW, number[0]),
        text,
    )
    text = re.sub(rf"{BLANK}+([;?!%])|(?<=[\w)»])([;?!])(?=\s|$)", rf"{NARROW}\1\2", text)
    text = re.sub(rf"{BLANK}+([:»])|(?<=[\w)])(:)(?=\s)", rf"{WIDE}\1\2", text)
    return re.sub(rf"«{BLANK}*", f"«{WIDE}", text)


def month(edition: str, language: str, style: str = "MMMM y") -> str:
    """Write an edition such as `2025-08` out; anything else stays as it is.

    >>> month("2025-08", "fr")
    'août 2025'
    """
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", edition)
    if not found:
        return edition
    return str(format_date(date(int(found[1]), int(found[2]), 1), style, locale=language))


def country(code: str, language: str) -> str:
    """Name a country by its ISO 3166 code.

    >>> country("ML", "fr")
    'Mali'
    """
    names: dict[str, str] = Locale(language).territories
    return names.get(code, code)


def inert(text: str) -> str:
    """Write everything but letters, digits and spaces as character references.

    >>> inert("<b>*a*</b>")
    '&#60;b&#62;&#42;a&#42;&#60;&#47;b&#62;'
    """
    return re.sub(r"[^\w ]|_", lambda found: f"&#{ord(found[0])};", text)


def shown(text: str, language: str) -> str:
    """Typeset a text in its language and make it inert."""
    return inert(typeset(text, language))


def link(url: str | None, label: str) -> str:
    """Link a label (already inert) to a web address; anything but http and https stays text."""
    if not url or not re.fullmatch(r"[^\s\x00-\x1f\"<>\\]+", url):
        return label
    try:
        parts = urlsplit(url)
    except ValueError:
        return label
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return label
    return f'<a href="{inert(url)}" target="_blank" rel="noopener noreferrer">{label}</a>'
