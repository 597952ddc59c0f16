"""What the words of a language tell about a question: data, one TOML file a language.

Phrases are compared as sequences of words without case and accents (see `index.lexical.plain`).
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from corpus.languages import language
from corpus.records import Record
from index.lexical import WORD, plain, terms

Phrase = tuple[str, ...]
OPENING = ("date", "place", "reason", "body")
MEASURED = ("share", "money", "duration")  # kinds that sides can have more or less of
EMPTY_KINDS = ("definition", "list", "choice", "manner", "body", "place")


class Phrases:
    """A set of phrases, found in a sequence of words by their first word."""

    def __init__(self, phrases: Iterable[str]) -> None:
        """Cut the phrases into words; longer ones are tried first.

        A phrase that begins with ^ is found at the beginning only.
        """
        phrases = list(phrases)
        self._anchored = {tuple(tokens(p)) for p in phrases if p.startswith("^")}
        self._by_first: dict[str, list[Phrase]] = {}
        for phrase in sorted({tuple(tokens(p)) for p in phrases}, key=len, reverse=True):
            self._by_first.setdefault(phrase[0], []).append(phrase)

    def spans(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Return the (start, end) of every phrase found, left to right, not overlapping."""
        found, position = [], 0
        while position < len(words):
            length = self._at(words, position)
            if length:
                found.append((position, position + length))
            position += length or 1
        return found

    def _at(self, words: Sequence[str], position: int) -> int:
        for phrase in self._by_first.get(words[position], ()):
            if position > 0 and phrase in self._anchored:
                continue
            if tuple(words[position : position + len(phrase)]) == phrase:
                return len(phrase)
        return 0


class Replies(Record):
    """What the assistant says in its own words; `{…}` is filled in."""

    not_covered: str
    nearest: str
    other_country: str
    unclear: str
    count: str
    welcome: str
    not_in_language: str
    ask_about: str


class Words:
    """The words of one language that steer understanding."""

    def __init__(self, data: Mapping[str, object], function_words: Iterable[str]) -> None:
        """Read the tables of a TOML file; raises KeyError for a missing one.

        `function_words` are the language's stopwords.
        """
        self.function_words = frozenset(plain(w) for w in function_words)
        lists: Mapping[str, list[str]] = data  # type: ignore[assignment]
        self.small_talk = frozenset(tuple(tokens(p)) for p in lists["small_talk"])
        self.continues = Phrases(lists["continues"])
        self.refers = Phrases(lists["refers"])
        self.not_refers = Phrases(lists["not_refers"])
        self.demonstratives = Phrases(lists["demonstratives"])
        self.pronouns = frozenset(plain(w) for w in lists["pronouns"])
        self.possessives = frozenset(plain(w) for w in lists["possessives"])
        phrases = [*lists["filler"], *lists["continues"], *lists["refers"]]
        filler = frozenset(w for p in phrases for w in tokens(p))
        kinds: Mapping[str, list[str]] = data["answer_kind"]  # type: ignore[assignment]
        comparative: Mapping[str, list[str]] = data["comparative"]  # type: ignore[assignment]
        self.comparative = {kind: Phrases(phrases) for kind, phrases in comparative.items()}
        self.kind_words = frozenset(w for ps in kinds.values() for p in ps for w in tokens(p))
        self.answer_kinds = {kind: Phrases(phrases) for kind, phrases in kinds.items()}
        self.plural_endings = tuple(lists["plural_endings"])
        self.people = frozenset(plain(w) for w in lists["people"])
        self.endings = Phrases(lists["endings"])
        self.person_asked = Phrases(lists["person_asked"])
        self.itself = tuple(plain(w) for w in lists["itself"])
        self.item_nouns = frozenset(plain(w) for w in lists["item_nouns"])
        self.in_language = frozenset(plain(w) for w in lists["in_language"])
        self.framing_phrases = Phrases(lists["framing_phrases"])
        asking = [p for kind in EMPTY_KINDS for p in kinds[kind]]
        self.empty = frozenset(w for p in [*lists["framing"], *asking] for w in tokens(p))
        self.framing = frozenset(plain(w) for w in lists["framing"])
        evidence: Mapping[str, list[str]] = data["evidence"]  # type: ignore[assignment]
        self.evidence = {kind: _any_of(marks) for kind, marks in evidence.items()}
        nouns: Mapping[str, list[str]] = data["entity_nouns"]  # type: ignore[assignment]
        self.entity_nouns = {plain(w): kind for kind, ws in nouns.items() for w in ws}
        ordinals: Mapping[str, int] = data["ordinals"]  # type: ignore[assignment]
        self.ordinals = {plain(word): place for word, place in ordinals.items()}
        comparing = (w for ps in comparative.values() for p in ps for w in tokens(p))
        self.empty |= self.ordinals.keys() | filler | frozenset(comparing)
        self.replies = Replies.model_validate(data["replies"])

    def has_content(self, word: str) -> bool:
        """Tell whether a plain word says what a question is about, rather than what it asks."""
        return not (word in self.function_words or word in self.kind_words or word in self.empty)


def _any_of(marks: Iterable[str]) -> re.Pattern[str]:
    """Match any of some words or signs in a plain text; words as whole words."""
    parts = (
        (r"\b" if m[0].isalpha() else "") + re.escape(m) + (r"\b" if m[-1].isalpha() else "")
        for m in map(plain, marks)
    )
    return re.compile("|".join(parts))


def tokens(text: str) -> list[str]:
    """Cut a text into words without case and accents.

    >>> tokens("Qu'est-ce que l'Été ?")
    ['qu', 'est', 'ce', 'que', 'l', 'ete']
    """
    return WORD.findall(plain(text))


def answer_kind(spoken: Sequence[str], words: Words) -> str | None:
    """Return the kind of answer that a question asks for, or None where no phrase tells.

    A choice among several ("which organisations …") is a list. The word that opens a question
    decides over one further on: "Why is it unknown how much …" asks for a reason. Only a person
    comes before: "Who is the minister?"
    """
    opening, told = _opening(spoken, words), _opened(spoken, words.answer_kinds["manner"])
    for kind, phrases in words.answer_kinds.items():
        spans = phrases.spans(spoken)
        if kind == "date" and spans and spans[0][0] and told:  # "How does one vote when abroad?"
            continue
        if spans and (kind != "person" or words.person_asked.spans(spoken)):
            if kind != "person" and opening:
                return opening
            several = kind in {"choice", "manner"} and _plural(spoken, spans[0][1], words)
            return "list" if several else kind
    return None


def _opening(spoken: Sequence[str], words: Words) -> str | None:
    """The kind that the question opens with; "who counts as" is longer than "who", and decides."""
    lengths = {kind: _opened(spoken, words.answer_kinds[kind]) for kind in OPENING}
    kind = max(lengths, key=lambda k: lengths[k])
    if not lengths[kind]:
        return None
    longer = _opened(spoken, words.answer_kinds["definition"]) > lengths[kind]
    return "definition" if longer else kind


def _opened(spoken: Sequence[str], phrases: Phrases) -> int:
    """How many words of the beginning are a phrase."""
    spans = phrases.spans(spoken)
    return spans[0][1] if spans and spans[0][0] == 0 else 0


def _plural(spoken: Sequence[str], place: int, words: Words) -> bool:
    """Is the next word, or the one behind it, a plural by its ending?"""
    following = [w for w in spoken[place : place + 2] if w not in words.function_words]
    return any(len(w) > 3 and w.endswith(words.plural_endings) for w in following)


def compared(spoken: Sequence[str], words: Words) -> str | None:
    """Return what the sides of a comparison have to state ("date", "count", "share" …), or None.

    Words like "more" and "first" compare only in a choice ("which", "who") or a question for yes or
    no: "Is the share of women higher in France or overall?", but not "What share is higher?".

    >>> compared(tokens("Is the share of women higher in France?"), words_of("en"))
    'share'
    """
    kind = answer_kind(spoken, words)
    found = next((k for k, phrases in words.comparative.items() if phrases.spans(spoken)), None)
    if kind in MEASURED and found == "count":
        asked = any(_opened(spoken, words.answer_kinds[k]) for k in (kind, "choice", "manner"))
        return None if asked else kind
    return found if kind in {"comparison", "choice", "body", None} else None


def counted(spoken: Sequence[str], words: Words) -> str | None:
    """Return the noun that is to be counted, or None where none follows the question's words.

    >>> counted(tokens("How many nurses came?"), words_of("en"))
    'nurses'
    """
    spans = words.answer_kinds["count"].spans(spoken)
    following = spoken[spans[0][1] :] if spans else ()
    return next((w for w in following if w in words.entity_nouns or words.has_content(w)), None)


@cache
def spoken_languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a file here, sorted."""
    names = (f.name for f in (files("assistant") / "words").iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in names if n.endswith(".toml")))


@cache
def frame_terms(code: str) -> frozenset[str]:
    """Return the stems of the words that frame a question and tell nothing of its subject."""
    return frozenset(t for word in words_of(code).empty for t in terms(word, code))


@cache
def asking_terms(code: str) -> frozenset[str]:
    """Return the stems of words that only ask: frames, kinds of answer and entity, ordinals."""
    words = words_of(code)
    asking = words.framing | words.kind_words | words.entity_nouns.keys() | words.ordinals.keys()
    return frozenset(t for word in asking for t in terms(word, code))


@cache
def words_of(code: str) -> Words:
    """Return the words of a language; English where the project has none for it."""
    folder = files("assistant") / "words"
    file = folder / f"{code}.toml"
    text = (file if file.is_file() else folder / "en.toml").read_text(encoding="utf-8")
    return Words(tomllib.loads(text), language(code).stopwords)
