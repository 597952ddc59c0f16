"""Countries that a question names and the profiles don't: names and nationalities from CLDR.

Babel carries the names of all territories in hundreds of languages. A nationality is recognised by
its stem and its ending: "Togolais", "Senegalese" begin like the country, and so do "liberty" and
"indépendance", which end otherwise.
"""

from collections.abc import Iterable, Sequence

from assistant.words import tokens, words_of

Country = tuple[str, str]
SHORTEST_STEM = 4
SHORT_NAME = 5  # up to here a name is its own stem: Togo, Togolais
NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}  # CLDR's groups and placeholders
NO_COUNTRIES |= {"RE"}  # "family reunion", « la réunion de 2019 »
ENDINGS: tuple[str, ...] = ("an", "ans", "ese", "i", "is", "ish", "ol", "ols", "ole", "oles")
ENDINGS += ("ais", "aise", "aises", "ois", "oise", "oises", "en", "ens", "enne", "ennes")
ENDINGS += ("ain", "ains", "aine", "aines")


class Countries:
    """The names of all countries in some languages."""

    def __init__(self, languages: Iterable[str]) -> None:
        """Read the names in these languages (ISO 639-1)."""
        self._names = {code: _names(code) for code in languages}
        self._spoken = {code: _languages(code) for code in languages}
        self._stems = {code: _stems(names) for code, names in self._names.items()}
        self._longest = {code: max(map(len, names)) for code, names in self._names.items()}

    def named(self, words: Sequence[str], code: str) -> dict[str, str]:
        """Return the countries that words in the language `code` name: ISO 3166-1 code → name.

        >>> Countries(["en"]).named(["the", "senegalese", "abroad"], "en")
        {'SN': 'Senegal'}
        """
        found: dict[str, str] = {}
        start = 0
        while start < len(words):
            length = self._length_at(words, start, code)
            name = tuple(words[start : start + length])
            hit = self._names[code].get(name) or self._nationality(words[start], code)
            if hit and not self._is_language(words, start, code):
                found.setdefault(*hit)
            start += length or 1
        return found

    def _is_language(self, words: Sequence[str], place: int, code: str) -> bool:
        """Is it a language rather than a nationality: "in French"?"""
        before = words[place - 1 : place]
        spoken = words[place] in self._spoken[code]
        return spoken and bool(words_of(code).in_language.intersection(before))

    def _length_at(self, words: Sequence[str], start: int, code: str) -> int:
        """How many words the longest name from a place on has, 0 where none stands there."""
        names = self._names[code]
        longest = min(self._longest[code], len(words) - start)
        spans = (n for n in range(longest, 0, -1) if tuple(words[start : start + n]) in names)
        return next(spans, 0)

    def _nationality(self, word: str, code: str) -> Country | None:
        for length in range(len(word), SHORTEST_STEM - 1, -1):
            hit = self._stems[code].get(word[:length])
            if hit:
                return hit if _is_ending(word[length:], length) else None
        return None


def _names(code: str) -> dict[tuple[str, ...], Country]:
    from babel import Locale

    territories = Locale(code).territories.items()
    countries = ((c, n) for c, n in territories if len(c) == 2 and c.isalpha())
    return {tuple(tokens(n)): (c, n) for c, n in countries if c not in NO_COUNTRIES}


def _languages(code: str) -> frozenset[str]:
    from babel import Locale

    return frozenset(word for name in Locale(code).languages.values() for word in tokens(name))


def _is_ending(rest: str, stem: int) -> bool:
    """Tell whether what follows a stem of some length makes a nationality of it.

    A long stem may end as it is: German, Germans.
    """
    whole = stem > SHORT_NAME and rest in {"", "s"}
    return whole or rest in {"n", "ns"} or rest.endswith(ENDINGS)


def _stems(names: dict[tuple[str, ...], Country]) -> dict[str, Country]:
    stems: dict[str, Country] = {}
    for words, country in names.items():
        stem = words[0] if len(words[0]) <= SHORT_NAME else words[0].rstrip("aeiouy")
        if len(words) == 1 and len(stem) >= SHORTEST_STEM:
            stems[stem] = country
    return stems
