"""A passage by its id, with its twin in the other language."""

from collections.abc import Iterable, Sequence

from corpus.errors import InputError
from corpus.records import Profile
from ui.api.records import PassageInLanguages, passage_text


def find_passage(
    profiles: Sequence[Profile], passage_id: str, language: str | None = None
) -> PassageInLanguages:
    """Return a passage in `language`, else in the first that it has.

    Raises `InputError` where no profile has it, or not in that language.
    """
    every = {
        profile.language: (profile, passage)
        for profile in profiles
        for passage in profile.passages
        if passage.id == passage_id
    }
    if not every:
        raise InputError(f"There is no passage {passage_id[:100]!r}. {_form(profiles)}")
    chosen = language or next(iter(every))
    if chosen not in every:
        raise InputError(f"That passage is not there in {chosen[:20]!r}, but in {_names(every)}.")
    profile, passage = every.pop(chosen)
    return PassageInLanguages(
        **passage_text(passage).model_dump(),
        source=profile.source,
        other_languages=tuple(passage_text(twin) for _, twin in every.values()),
    )


def _form(profiles: Sequence[Profile]) -> str:
    some = next((p.id for profile in profiles for p in profile.passages), "")
    return f"An id looks like {some}; in an address, write # as %23." if some else ""


def _names(languages: Iterable[str]) -> str:
    return ", ".join(sorted(languages))
