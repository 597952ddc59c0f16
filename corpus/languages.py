"""What has to be known of a language to cut and match its text: data, one TOML file a language."""

import tomllib
from functools import cache
from importlib.resources import files

from corpus.errors import InputError
from corpus.records import Record


class Language(Record):
    """A language as the corpus and the lexical index need it.

    `snowball` names the stemmer (snowballstem.org), `pysbd` the sentence segmenter's rules,
    `abbreviations` what never ends a sentence, `decimal` and `thousands` how numbers are written,
    `accented` words whose accents are often lost in files, as they should be.
    """

    code: str
    name: str
    snowball: str
    pysbd: str
    decimal: str
    thousands: str
    abbreviations: tuple[str, ...] = ()
    stopwords: tuple[str, ...] = ()
    accented: tuple[str, ...] = ()


@cache
def known_languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a file, sorted."""
    folder = files("corpus") / "languages"
    names = (f.name for f in folder.iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in names if n.endswith(".toml")))


@cache
def language(code: str) -> Language:
    """Return a language by its ISO 639-1 code.

    Raises `InputError` where the project has no file for it.
    """
    if code not in known_languages():
        raise InputError(
            f"The language {code!r} is not known; known are {', '.join(known_languages())}. "
            f"Add corpus/languages/{code}.toml."
        )
    text = (files("corpus") / "languages" / f"{code}.toml").read_text(encoding="utf-8")
    return Language(code=code, **tomllib.loads(text))
