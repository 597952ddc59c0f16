"""A turn → what is asked: its language, entities, kind of answer, and a question that stands alone.

A follow-up carries over exactly what is missing: the entity that a pronoun, an ordinal or an
ellipsis points to. A question that names its own topic carries over nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.conversation import Conversation, Turn
from assistant.entities import EntityNames, Mention
from assistant.languages import LanguageGuess
from assistant.outline import Outline
from assistant.vocabulary import Vocabulary
from assistant.words import Phrases, Words, tokens, words_of
from corpus.records import Entity
from index.lexical import WORD, plain, terms

SELF_CONTAINED = 4  # content words from which on a turn is a question of its own
ITEM_CONTENT = 1  # content words beside an ordinal that still asks for an item of a list
INTERNAL = 2  # content words before a pronoun from which on it points to one of them


@dataclass(frozen=True)
class Understood:
    """A question as it was understood.

    `text` stands alone; `core` is `text` without its frame ("according to the profile"); `terms`
    are the core's stems in `language`; `own_terms` those of the words that were typed; `kind` is
    the kind of answer asked for, `entity_kind` the kind of entities asked for, `compares` what a
    comparison has to state ("date", "count"); `topics` are the
    entities that not every other passage is about.
    """

    text: str
    core: str
    language: str
    kind: str
    entities: tuple[Entity, ...]
    topics: tuple[Entity, ...]
    entity_kind: str | None
    compares: str | None
    terms: tuple[str, ...]
    own_terms: tuple[str, ...]
    follow_up: bool = False
    small_talk: bool = False
    unresolved: bool = False


class Understanding:
    """Understands questions about some profiles, whose names it knows."""

    def __init__(
        self, names: EntityNames, vocabularies: Mapping[str, Vocabulary], outline: Outline
    ) -> None:
        """Take all names, the vocabularies (of the default language first), and the outline."""
        self.names, self.outline = names, outline
        self.vocabularies = vocabularies
        self.guess = LanguageGuess(tuple(vocabularies))

    def understand(self, question: str, conversation: Conversation) -> Understood:
        """Understand a turn in its conversation."""
        spoken = tokens(question)
        mentions = self.names.mentions(question)
        before = conversation.last
        named = {i for m in mentions for i in range(m.start, m.end)}
        plain_words = [w for i, w in enumerate(spoken) if i not in named]
        code = self.guess.guess(question, plain_words, before.language if before else None)
        words = words_of(code)
        if tuple(spoken) in words.small_talk:
            return replace(self._reading(question, code, question), small_talk=True)
        own = any(self._specific(m.entity) for m in mentions)
        content = [w for w in spoken if words.has_content(w)]
        need = _missing(spoken, own, words, content)
        if need is None:
            return self._reading(question, code, question)
        answered = [t for t in conversation.turns if t.status == "answered"]
        if not answered:
            lone = self._reading(question, code, question)
            return replace(lone, unresolved=need != "pronoun" or not content)
        standalone = self._standalone(question, code, mentions, answered, need)
        return replace(self._reading(standalone, code, question), follow_up=True)

    def _reading(self, text: str, code: str, typed: str) -> Understood:
        spoken = tokens(text)
        words = words_of(code)
        mentions = self.names.mentions(text)
        entities = tuple({m.entity.id: m.entity for m in mentions}.values())
        core = _without(text, words.framing_phrases)
        nouns = [words.entity_nouns[w] for w in spoken if w in words.entity_nouns]
        return Understood(
            text=text,
            core=core,
            language=code,
            kind=_kind(tokens(typed), words) or _kind(spoken, words) or "",
            entities=entities,
            topics=tuple(e for e in entities if self._specific(e)),
            entity_kind=nouns[0] if nouns else None,
            compares=_compares(spoken, words),
            terms=self._terms(core, code),
            own_terms=self._terms(typed, code),
        )

    def _specific(self, entity: Entity) -> bool:
        """Tell whether an entity is a topic of its own: "Mali" isn't one in Mali's profile."""
        return any(
            not known.common(term)
            for code, known in self.vocabularies.items()
            if code in entity.names
            for term in terms(entity.names[code], code)
        )

    def _terms(self, text: str, code: str) -> tuple[str, ...]:
        """Stem the words, without repetition, mistyped ones as the corpus spells them."""
        known = self.vocabularies[code]
        return tuple(dict.fromkeys(known.corrected(t) for t in terms(text, code)))

    def _standalone(
        self, question: str, code: str, mentions: list[Mention], turns: Sequence[Turn], need: str
    ) -> str:
        """Complete a turn by what it lacks, from the turns before."""
        last = turns[-1]
        words = words_of(code)
        if need == "ordinal":
            chosen = self._nth(tokens(question), words, turns, code)
            return _with_topic(question, chosen or _bare(last.standalone_question))
        earlier = self.names.mentions(last.standalone_question)
        if need in {"ellipsis", "bare"}:
            return self._completed(question, mentions, earlier, last)
        topic = self._topic(earlier, last)
        if topic is None:
            return _with_topic(question, _bare(last.standalone_question))
        return _named(question, topic.name(code), words)

    def _topic(self, earlier: list[Mention], last: Turn) -> Entity | None:
        """What a pronoun points to: the last question's topic, or its answer's first one."""
        quoted = [m for _, quote in last.quotes[:1] for m in self.names.mentions(quote)]
        topics = (m.entity for m in [*earlier, *quoted] if self._specific(m.entity))
        return next(topics, None)

    def _nth(self, spoken: list[str], words: Words, turns: Sequence[Turn], code: str) -> str | None:
        """The nth item of the latest turn that listed some; ordinals asked since don't count."""
        place = next(words.ordinals[w] for w in spoken if w in words.ordinals)
        for turn in reversed(turns):
            items = self._listed(turn, code)
            asked = words_of(turn.language).ordinals.keys() & set(tokens(turn.question))
            position = place - 1 if place > 0 else len(items) - 1
            if not asked and len(items) > 1 and position < len(items):
                return items[position]
        return None

    def _listed(self, turn: Turn, code: str) -> list[str]:
        """What an answer listed: sections of a chapter, an entity a quote, or entities of one."""
        for passage, _ in turn.quotes[:1]:
            children = self.outline.children(passage, code)
            if children:
                return list(children)
        found = [[m.entity for m in self.names.mentions(q)] for _, q in turn.quotes]
        if len(found) > 1:
            return [entities[0].name(code) for entities in found if entities]
        return [e.name(code) for entities in found for e in entities if self._specific(e)]

    def _completed(
        self, question: str, mentions: list[Mention], earlier: list[Mention], last: Turn
    ) -> str:
        """Ellipsis: put the new entity into the place of one of its kind, or set both together."""
        for new in mentions:
            for old in earlier:
                if new.entity.kind == old.entity.kind and new.entity.id != old.entity.id:
                    return _replaced(last.standalone_question, old, _typed(question, new))
        return _with_topic(question, _bare(last.standalone_question))


def _kind(spoken: Sequence[str], words: Words) -> str | None:
    for kind, phrases in words.answer_kinds.items():
        if phrases.spans(spoken) and (kind != "person" or words.person_asked.spans(spoken)):
            return kind
    return None


def _compares(spoken: Sequence[str], words: Words) -> str | None:
    return next((k for k, phrases in words.comparative.items() if phrases.spans(spoken)), None)


def _missing(spoken: list[str], own: bool, words: Words, content: list[str]) -> str | None:
    """Say what a turn lacks to stand alone, or None where it lacks nothing.

    "ordinal", "pronoun" and "ellipsis" point back; "bare" is a question word with next to nothing
    ("Where exactly?").
    """
    if not own and len(content) <= ITEM_CONTENT and any(w in words.ordinals for w in spoken):
        return "ordinal"
    if not own and _points(spoken, words, content):
        return "pronoun"
    opener = words.continues.spans(spoken)
    if opener and opener[0][0] == 0 and len(content) <= SELF_CONTAINED:
        return "ellipsis"
    if not own and not content and _kind(spoken, words) != "person":
        return "bare"
    return None


def _points(spoken: list[str], words: Words, content: list[str]) -> bool:
    """Tell whether a word points back beyond the question itself."""
    hidden = {i for start, end in words.not_refers.spans(spoken) for i in range(start, end)}
    found = [start for start, _ in words.refers.spans(spoken)]
    for start, end in words.demonstratives.spans(spoken):
        if end < len(spoken) and spoken[end] in words.entity_nouns:
            found.append(start)
    for place in found:
        before = [w for w in spoken[:place] if w not in words.function_words]
        last = place == len(spoken) - 1
        if place not in hidden and (last or len(before) < INTERNAL or len(content) < INTERNAL):
            return True
    return False


def _with_topic(question: str, topic: str) -> str:
    return f"{question.rstrip()} ({topic})"


def _named(question: str, name: str, words: Words) -> str:
    """Put a name into the place of the first pronoun, or behind the question."""
    for match in WORD.finditer(question):
        word = plain(match.group())
        if word in words.possessives:
            return f"{question[: match.start()]}{name}'s{question[match.end() :]}"
        if word in words.pronouns:
            return f"{question[: match.start()]}{name}{question[match.end() :]}"
    return _with_topic(question, name)


def _typed(text: str, mention: Mention) -> str:
    """The words of a mention as they were typed."""
    found = list(WORD.finditer(text))
    if len(found) != len(tokens(text)):  # digit groups were joined: places don't match
        return mention.entity.acronym or next(iter(mention.entity.names.values()))
    return text[found[mention.start].start() : found[mention.end - 1].end()]


def _replaced(text: str, mention: Mention, name: str) -> str:
    """Put a name into the place of a mention."""
    found = list(WORD.finditer(text))
    if len(found) != len(tokens(text)):
        return _with_topic(text, name)
    return text[: found[mention.start].start()] + name + text[found[mention.end - 1].end() :]


def _bare(question: str) -> str:
    return question.rstrip("?!. \u00a0")


def _without(text: str, phrases: Phrases) -> str:
    """Leave out some phrases, unless nothing remains."""
    found = list(WORD.finditer(text))
    spoken = tokens(text)
    if len(found) != len(spoken):
        return text
    kept, position = "", 0
    for start, end in phrases.spans(spoken):
        kept += text[position : found[start].start()]
        position = found[end - 1].end()
    kept += text[position:]
    return kept.strip(" ,;:") if len(tokens(kept)) > 1 else text
