"""Which passages a search may find. Pure: a filter and profiles in, rows out."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import field_validator

from corpus.records import Passage, Profile, Record


class Filter(Record):
    """What passages must have; what is empty asks for nothing.

    `country` is an ISO 3166-1 code, `language` an ISO 639-1 code, given in any case and kept in
    that of the standards; `section` the id of a section, which stands for those below it too;
    `edition` as the profile has it.

    >>> Filter(country="ml", language="FR") == Filter(country="ML", language="fr")
    True
    """

    country: str = ""
    language: str = ""
    section: str = ""
    edition: str = ""

    @field_validator("country")
    @classmethod
    def _upper(cls, code: str) -> str:
        return code.upper()

    @field_validator("language")
    @classmethod
    def _lower(cls, code: str) -> str:
        return code.lower()

    @property
    def empty(self) -> bool:
        """Tell whether everything passes."""
        return not (self.country or self.language or self.section or self.edition)

    def __str__(self) -> str:
        """Name what is asked for.

        >>> str(Filter(country="ML", edition="2025-08"))
        'country ML, edition 2025-08'
        """
        return ", ".join(f"{name} {value}" for name, value in self if value)


EVERYTHING = Filter()


def rows_where(wanted: Filter, profiles: Sequence[Profile]) -> NDArray[np.int64]:
    """Return the rows of the passages that pass, ascending.

    Passages are numbered from 0 in the order of the profiles.
    """
    passing = [ok for profile in profiles for ok in _passing(wanted, profile)]
    return np.flatnonzero(np.array(passing, dtype=bool))


def _passing(wanted: Filter, profile: Profile) -> Iterable[bool]:
    own = (not wanted.country or profile.country.upper() == wanted.country) and (
        not wanted.language or profile.language.lower() == wanted.language
    )
    chapters = [s.path for s in profile.sections if s.id == wanted.section]
    for passage in profile.passages:
        yield (
            own
            and (not wanted.section or _below(passage, chapters))
            and (not wanted.edition or passage.edition == wanted.edition)
        )


def _below(passage: Passage, chapters: Iterable[tuple[str, ...]]) -> bool:
    return any(passage.path[: len(chapter)] == chapter for chapter in chapters)
