"""The outline of some profiles: which sections lie below which, by passage."""

from collections.abc import Iterable

from corpus.records import Profile, Section


class Outline:
    """Chapters and their sections, in each language."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        """Read the sections of all profiles."""
        self._children: dict[tuple[str, str], tuple[str, ...]] = {}
        for profile in profiles:
            for section in profile.sections:
                titles = tuple(s.title for s in profile.sections if _below(s, section))
                for passage in section.passages:
                    self._children[passage.id, profile.language] = titles

    def children(self, passage: str, language: str) -> tuple[str, ...]:
        """Return the titles of the sections right below a passage's own; often none."""
        return self._children.get((passage, language), ())


def _below(section: Section, parent: Section) -> bool:
    return len(section.path) == len(parent.path) + 1 and section.path[:-1] == parent.path
