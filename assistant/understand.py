"""A turn → what is asked: its language, entities, kind of answer, and a question that stands alone.

What a follow-up lacks is taken from the conversation (see `assistant.followups`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.context import context_words
from assistant.conversation import Conversation
from assistant.entities import EntityNames, Mention
from assistant.followups import FollowUps, missing
from assistant.languages import LanguageGuess
from assistant.outline import Outline
from assistant.question import asking_part
from assistant.rewriting import without
from assistant.vocabulary import Vocabulary
from assistant.words import (
    answer_kind,
    compared,
    frame_terms,
    spoken_languages,
    tokens,
    words_of,
)
from corpus.records import Entity
from index.filters import EVERYTHING, Filter
from index.lexical import terms

SHORT = 6  # content words up to which a turn may be about what was said before


@dataclass(frozen=True)
class Understood:
    """A question as it was understood.

    `text` stands alone; `core` is `text` without its frame ("according to the profile"); `spoken`
    are the plain words of `text`, `terms` the stems of `core` in `language`; `kind` is the kind of
    answer asked for, `entity_kind` the kind of entities, `compares` what a comparison has to state
    ("date", "count", "share" …); `topics` are the entities that not every other passage is about.
    `context` are words of the conversation that a turn without a topic may be about.
    `unresolved` points back to nothing, or is too bare to be answered.
    `wanted` is what may be read for an answer.
    """

    text: str
    core: str
    language: str
    kind: str
    entities: tuple[Entity, ...]
    topics: tuple[Entity, ...]
    entity_kind: str | None
    compares: str | None
    spoken: tuple[str, ...]
    terms: tuple[str, ...]
    context: tuple[str, ...] = ()
    small_talk: bool = False
    unresolved: bool = False
    wanted: Filter = EVERYTHING

    @property
    def comparing(self) -> bool:
        """Tell whether sides are to be compared, which no single sentence may state."""
        return self.kind == "comparison" or self.compares is not None


class Understanding:
    """Understands questions about some profiles, whose names it knows."""

    def __init__(
        self, names: EntityNames, vocabularies: Mapping[str, Vocabulary], outline: Outline
    ) -> None:
        """Take all names, the vocabularies (of the default language first), and the outline."""
        self.names, self.vocabularies = names, vocabularies
        self.follow_ups = FollowUps(names, outline)
        self.guess = LanguageGuess(tuple(dict.fromkeys([*vocabularies, *spoken_languages()])))

    def understand(self, question: str, conversation: Conversation) -> Understood:
        """Understand a turn in its conversation."""
        spoken = tokens(question)
        mentions = self.names.mentions(question)
        before = conversation.last
        named = {i for m in mentions for i in range(m.start, m.end)}
        plain_words = [w for i, w in enumerate(spoken) if i not in named]
        code = self.guess.guess(question, plain_words, before.language if before else None)
        greeted = [c for c in self.guess.codes if tuple(spoken) in words_of(c).small_talk]
        if greeted:
            code = code if code in greeted else greeted[0]
            return replace(self._reading(question, code, question, mentions), small_talk=True)
        words = words_of(code)
        own = any(self.names.specific(m.entity) for m in mentions)
        head, comma, _ = question.partition(",")
        need = missing(spoken, own, words, tokens(head) if comma else ())
        if need is None:
            own_reading = self._reading(question, code, question, mentions)
            return self._in_context(question, own_reading, conversation)
        turns = self.follow_ups.remembered(conversation.turns)
        if not turns:
            lone = self._reading(question, code, question, mentions)
            content = [w for w in spoken if words.has_content(w)]
            alone = need in {"pronoun", "ordinal"} and len(content) > 1  # says enough by itself
            return replace(lone, unresolved=not alone)
        text = self.follow_ups.standalone(question, code, mentions, turns, need)
        reading = self._reading(text, code, question, self.names.mentions(text))
        kind = reading.kind or answer_kind(tokens(text), words_of(turns[-1].language))
        reading = replace(reading, kind=kind or "")
        return reading if need == "ordinal" else self._in_context(question, reading, conversation)

    def _in_context(
        self, question: str, reading: Understood, conversation: Conversation
    ) -> Understood:
        """Add the conversation's words to a short turn that has no topic of its own."""
        typed = [w for w in tokens(question) if words_of(reading.language).has_content(w)]
        if reading.topics or len(typed) > SHORT:
            return reading
        words = context_words(question, reading.language, conversation.turns, self.vocabularies)
        return replace(reading, context=words)

    def _reading(self, text: str, code: str, typed: str, mentions: Sequence[Mention]) -> Understood:
        spoken, words = tokens(text), words_of(code)
        asking = tokens(asking_part(typed, code))
        told = [] if len(asking) < len(tokens(typed)) else spoken  # a turn of several sentences
        entities = tuple({m.entity.id: m.entity for m in mentions}.values())
        core = without(text, words.framing_phrases)
        nouns = [words.entity_nouns[w] for w in spoken if w in words.entity_nouns]
        return Understood(
            text=text,
            core=core,
            language=code,
            kind=answer_kind(asking, words) or answer_kind(told, words) or "",
            entities=entities,
            topics=tuple(e for e in entities if self.names.specific(e)),
            entity_kind=nouns[0] if nouns else None,
            compares=compared(told or asking, words),
            spoken=tuple(spoken),
            terms=self._terms(core, code),
        )

    def _terms(self, text: str, code: str) -> tuple[str, ...]:
        """Stem the words, without repetition, mistyped ones as the corpus spells them."""
        known, frame = self.vocabularies.get(code), frame_terms(code)
        stems = terms(text, code)
        spelt = (t if known is None or t in frame else known.corrected(t) for t in stems)
        return tuple(dict.fromkeys(spelt))
