"""What programs send and get. The answer itself is `assistant.answer.Answer`."""

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from assistant.answer import Retrieved
from assistant.question import LONGEST_QUESTION
from corpus.records import Footnote, Passage, Profile, Record, Source
from index.filters import EVERYTHING, Filter

MOST_TURNS = 10
Turn = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_QUESTION)]


class Problem(Record):
    """Every error: one sentence, what was wrong and the mend."""

    error: str


class AskRequest(Record):
    """A conversation, oldest turn first; the last one is answered. Nothing is kept in between.

    `only` is what may be read for the answer.
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"turns": ["What is TOKTEN?", "Who supports it?"]}]}
    )

    turns: tuple[Turn, ...] = Field(min_length=1, max_length=MOST_TURNS)
    only: Filter = EVERYTHING


class SearchRequest(Record):
    """A query, how many passages are wanted, and which may be found."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"query": "cost of remittances", "k": 3}]}
    )

    query: Turn
    k: int = Field(default=10, ge=1, le=100)
    only: Filter = EVERYTHING


class Found(Record):
    """Ranked passages, best first."""

    query: str
    generation: str
    passages: tuple[Retrieved, ...]


class PassageText(Record):
    """A passage in one language: `section` are the titles from the chapter down."""

    passage_id: str
    profile: str
    language: str
    section: tuple[str, ...]
    text: str
    sha256: str
    edition: str
    page: int | None
    footnotes: tuple[Footnote, ...]
    caveats: tuple[str, ...]


class PassageInLanguages(PassageText):
    """A passage, and the same one in the other languages of its profile."""

    source: Source
    other_languages: tuple[PassageText, ...]


class ProfileSummary(Record):
    """A profile that answers come from."""

    profile: str
    country: str
    language: str
    source: Source
    passages: int
    questions: tuple[str, ...]


def passage_text(passage: Passage) -> PassageText:
    """Return what programs see of a passage."""
    return PassageText(
        passage_id=passage.id,
        profile=passage.profile,
        language=passage.language,
        section=passage.path,
        text=passage.text,
        sha256=passage.sha256,
        edition=passage.edition,
        page=passage.page,
        footnotes=passage.footnotes,
        caveats=passage.caveats,
    )


def profile_summary(profile: Profile) -> ProfileSummary:
    """Return what programs see of a profile."""
    return ProfileSummary(
        profile=profile.id,
        country=profile.country,
        language=profile.language,
        source=profile.source,
        passages=len(profile.passages),
        questions=profile.questions,
    )
