"""Countries that a question names and the profiles don't: names and nationalities from CLDR.

Babel carries the names of all territories in hundreds of languages. A nationality is recognised by
its stem: "Togolais", "Senegalese" begin like the country.
"""

from collections.abc import Iterable, Sequence

from assistant.words import tokens

Country = tuple[str, str]
SHORTEST_STEM = 4
SHORT_NAME = 5  # up to here a name is its own stem: Togo, Togolais


class Countries:
    """The names of all countries in some languages."""

    def __init__(self, languages: Iterable[str]) -> None:
        """Read the names in these languages (ISO 639-1)."""
        self._names = {code: _names(code) for code in languages}
        self._stems = {code: _stems(names) for code, names in self._names.items()}

    def named(self, words: Sequence[str], code: str) -> dict[str, str]:
        """Return the countries that words in the language `code` name: ISO 3166-1 code → name.

        >>> Countries(["en"]).named(["the", "senegalese", "abroad"], "en")
        {'SN': 'Senegal'}
        """
        found: dict[str, str] = {}
        for start in range(len(words)):
            hit = self._at(words, start, code) or self._nationality(words[start], code)
            if hit:
                found.setdefault(*hit)
        return found

    def _at(self, words: Sequence[str], start: int, code: str) -> Country | None:
        names = self._names[code]
        for length in range(max(map(len, names)), 0, -1):
            hit = names.get(tuple(words[start : start + length]))
            if hit:
                return hit
        return None

    def _nationality(self, word: str, code: str) -> Country | None:
        for length in range(len(word), SHORTEST_STEM - 1, -1):
            hit = self._stems[code].get(word[:length])
            if hit:
                return hit
        return None


def _names(code: str) -> dict[tuple[str, ...], Country]:
    from babel import Locale

    territories = Locale(code).territories.items()
    return {tuple(tokens(n)): (c, n) for c, n in territories if len(c) == 2 and c.isalpha()}


def _stems(names: dict[tuple[str, ...], Country]) -> dict[str, Country]:
    stems: dict[str, Country] = {}
    for words, country in names.items():
        stem = words[0] if len(words[0]) <= SHORT_NAME else words[0].rstrip("aeiouy")
        if len(words) == 1 and len(stem) >= SHORTEST_STEM:
            stems[stem] = country
    return stems
