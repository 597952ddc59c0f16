"""The words of single views: what each language's file holds below a heading."""

from pydantic import Field

from corpus.records import EntityKind, Record
from eval.feedback import Reason

# The views, and the address of each below its language.
VIEWS = {
    "ask": "",
    "read": "read",
    "actors": "actors",
    "timeline": "timeline",
    "figures": "figures",
}


class MenuWords(Record):
    """The views of the page."""

    label: str
    ask: str
    read: str
    actors: str
    timeline: str
    figures: str


class BrowseWords(Record):
    """The words of the views without a question.

    `sectors` finds where a passage says under what its subject is filed, `and` cuts that apart.
    """

    contents: str
    notes: str
    note: str
    back: str
    link: str
    ask_about: str
    question: str
    figure_question: str
    to_passage: str
    actors_lead: str
    timeline_lead: str
    figures_lead: str
    kind: str
    place: str
    sector: str
    any: str
    apply: str
    clear: str
    count: str
    none: str
    since: str
    figure: str
    value: str
    year: str
    origin: str
    unknown: str
    disagrees: str
    loading: str
    missing: str
    missing_hint: str
    unavailable: str
    sectors: str
    both: str = Field(alias="and")
    kinds: dict[EntityKind, str]


class ScopeWords(Record):
    """The words by which visitors choose what is searched."""

    several: str
    answers_from: str
    lead: str
    country: str
    section: str
    language: str
    edition: str
    everything: str
    searched: str
    nothing: str


class TakeWords(Record):
    """The words of what visitors take away."""

    title: str
    answer: str
    talk: str
    references: str
    sources: str
    footnote: str
    made: str
    gone: str
    word: str
    page: str


class SayWords(Record):
    """The words by which visitors say what an answer is worth."""

    up: str
    down: str
    reasons: dict[Reason, str]
    other: str
    thanks: str
    lost: str
