"""The profiles as the page looks them up, and where each passage can be read."""

from collections.abc import Sequence
from urllib.parse import quote

from corpus.records import Figure, Passage, Profile


def anchor(passage_id: str) -> str:
    """Return the place of a passage within its profile's page.

    >>> anchor("mali/tokten#2")
    'tokten-2'
    """
    return quote(passage_id.partition("/")[2].replace("#", "-"), safe="")


def address(passage_id: str, language: str) -> str:
    """Return the permanent link to a passage.

    >>> address("mali/tokten#2", "fr")
    '/fr/read/mali#tokten-2'
    """
    return f"/{language}/read/{quote(passage_id.partition('/')[0], safe='')}#{anchor(passage_id)}"


def question_address(question: str, language: str, only: str = "") -> str:
    """Return the permanent link to a question; `only` is the query of a filter.

    >>> question_address("Who funds TOKTEN?", "en")
    '/?q=Who%20funds%20TOKTEN%3F&lang=en'
    """
    narrowed = f"&{only}" if only else ""
    return f"/?q={quote(question, safe='')}&lang={language}{narrowed}"


class Library:
    """All profiles in all languages."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        """Know each passage by its id and language, and the place of each in its profile."""
        self.profiles = tuple(profiles)
        self._passages: dict[str, dict[str, Passage]] = {}
        for passage in (q for p in profiles for q in p.passages):
            self._passages.setdefault(passage.id, {})[passage.language] = passage
        self._figures: dict[tuple[str, str], tuple[Figure, ...]] = {}
        for profile in profiles:
            for figure in profile.figures:
                key = (figure.passage, profile.language)
                self._figures[key] = (*self._figures.get(key, ()), figure)

    def in_language(self, language: str) -> tuple[Profile, ...]:
        """Return every profile once: in `language`, or in another that it is written in."""
        chosen: dict[str, Profile] = {}
        for profile in self.profiles:
            if profile.id not in chosen or profile.language == language:
                chosen[profile.id] = profile
        return tuple(chosen.values())

    def profile(self, name: str, language: str) -> Profile | None:
        """Return a profile by its id, in `language` or another; None where there is none."""
        return next((p for p in self.in_language(language) if p.id == name), None)

    def passage(self, passage_id: str, language: str) -> Passage | None:
        """Return a passage in a language, or None."""
        return self._passages.get(passage_id, {}).get(language)

    def elsewhere(self, passage_id: str, language: str) -> tuple[Passage, ...]:
        """Return the same passage in the other languages."""
        known = self._passages.get(passage_id, {})
        return tuple(found for other, found in known.items() if other != language)

    def around(self, passage_id: str, language: str) -> tuple[Passage | None, Passage | None]:
        """Return what stands before and after a passage in its section; None at an end."""
        section, _, number = passage_id.rpartition("#")
        if not number.isdecimal():
            return None, None
        near = (f"{section}#{int(number) + step}" for step in (-1, 1))
        before, after = (self.passage(n, language) for n in near)
        return before, after

    def figures(self, passage_id: str, language: str) -> tuple[Figure, ...]:
        """Return the figures that a passage states."""
        return self._figures.get((passage_id, language), ())


class CurrentLibrary:
    """The library of the profiles that answer; made anew only where a generation brings others."""

    def __init__(self) -> None:
        """Begin with no profiles."""
        self._library = Library(())

    def of(self, profiles: Sequence[Profile]) -> Library:
        """Return the library of some profiles."""
        library = self._library
        if library.profiles is not profiles:
            library = self._library = Library(profiles)
        return library
