"""Follow-ups: what a turn lacks to stand alone, and where the conversation has it.

Carried over is exactly what is missing: the entity that a pronoun, an ordinal or an ellipsis points
to. A question that names its own topic carries over nothing.
"""

from collections.abc import Sequence

from assistant.conversation import Turn
from assistant.entities import EntityNames, Mention
from assistant.outline import Outline
from assistant.rewriting import bare, named, replaced, typed, with_topic
from assistant.words import Words, answer_kind, tokens, words_of
from corpus.records import Entity
from index.lexical import WORD, plain, terms

SELF_CONTAINED = 4  # content words from which on a turn is a question of its own
ITEM_CONTENT = 1  # content words beside an ordinal that still asks for an item of a list
ENUMERATION = 3  # entities of one kind from which on a sentence lists them
INTERNAL = 2  # content words before a pronoun from which on it points to one of them


def missing(spoken: Sequence[str], own: bool, words: Words, head: Sequence[str] = ()) -> str | None:
    """Say what a turn lacks to stand alone, or None where it lacks nothing.

    "ordinal", "pronoun" and "ellipsis" point back; "bare" is a question word with next to nothing
    ("Where exactly?"). `own` tells whether the turn names a topic of its own; `head` is what stands
    before its first comma ("The second one, who runs it?"). A single word there ("First, …") is no
    item.
    """
    content = [w for w in spoken if words.has_content(w)]
    if not own and (_an_item(spoken, words) or (len(head) > 1 and _an_item(head, words))):
        return "ordinal"
    if not own and _points(spoken, words, content):
        return "pronoun"
    opener = words.continues.spans(spoken)
    if opener and opener[0][0] == 0 and len(content) <= SELF_CONTAINED:
        return "ellipsis"
    if own or content or _about_itself(spoken, words) or answer_kind(spoken, words) == "person":
        return None
    return "bare"


def _about_itself(spoken: Sequence[str], words: Words) -> bool:
    """Tell whether words point to the profile itself: "this mapping"."""
    ends = [end for _, end in words.demonstratives.spans(spoken)]
    return any(w in words.itself for end in ends for w in spoken[end : end + 1])


def _an_item(spoken: Sequence[str], words: Words) -> bool:
    """Tell whether words say hardly more than an ordinal, or speak of "the second one"."""
    places = [i for i, w in enumerate(spoken) if w in words.ordinals]
    content = [w for w in spoken if words.has_content(w)]
    named = any(w in words.item_nouns for i in places for w in spoken[i + 1 : i + 2])
    return named or (bool(places) and len(content) <= ITEM_CONTENT)


def _points(spoken: Sequence[str], words: Words, content: Sequence[str]) -> bool:
    """Tell whether a word points back beyond the question itself."""
    hidden = {i for start, end in words.not_refers.spans(spoken) for i in range(start, end)}
    found = [start for start, _ in words.refers.spans(spoken)]
    for start, end in words.demonstratives.spans(spoken):
        if end < len(spoken) and spoken[end] in words.entity_nouns:
            found.append(start)
    for place in found:
        before = [w for w in spoken[:place] if words.has_content(w)]
        last = place == len(spoken) - 1
        if place not in hidden and (last or len(before) < INTERNAL or len(content) < INTERNAL):
            return True
    return False


class FollowUps:
    """Completes turns from the turns before them."""

    def __init__(self, names: EntityNames, outline: Outline) -> None:
        """Take the names of all entities and the outline of the profiles."""
        self.names, self.outline = names, outline

    def remembered(self, turns: Sequence[Turn]) -> list[Turn]:
        """The turns that a follow-up may point to: those answered, or about what the profiles know.

        "How many members does the council have?" is about the council, though it isn't answered.
        Where there is none, those that were refused.
        """
        asked = [t for t in turns if t.status != "unclear"]
        told = [t for t in asked if t.status == "answered" or self._topics(t)]
        return told or asked

    def standalone(
        self, question: str, code: str, mentions: list[Mention], turns: Sequence[Turn], need: str
    ) -> str:
        """Complete a turn by what it lacks, from the turns before."""
        last = turns[-1]
        words = words_of(code)
        if need == "ordinal":
            chosen = self._nth(tokens(question), words, turns, code)
            return with_topic(question, chosen or bare(last.standalone_question))
        if need in {"ellipsis", "bare"}:
            whole = next((t for t in reversed(turns) if not _ordinals(t)), last)
            earlier = self.names.mentions(whole.standalone_question)
            return self._completed(question, mentions, earlier, whole)
        itself = _itself(last, code)
        if itself and not self._topics(last):
            return with_topic(question, itself)
        topic = None if itself else self._topic(last)
        if topic is None:
            return with_topic(question, bare(last.standalone_question))
        return named(question, self.names.short(topic, code), words)

    def _topics(self, turn: Turn) -> list[Entity]:
        """The entities that a turn names as what it is about."""
        mentions = self.names.mentions(turn.standalone_question)
        return [m.entity for m in mentions if self.names.specific(m.entity)]

    def _topic(self, last: Turn) -> Entity | None:
        """What a pronoun points to: the last question's topic, or what its answer is about.

        That is what the quote names of what its passage introduces, or the one thing that it
        introduces, or the one thing that the quote names; of several none is meant.
        """
        asked = self._topics(last)
        quoted = [e for _, quote in last.quotes[:1] for e in self._named(quote)]
        own = [e for passage, _ in last.quotes[:1] for e in self.names.introduced(passage)]
        ids = {e.id for e in own}
        only = own if len(own) == 1 else []
        several = answer_kind(tokens(last.question), words_of(last.language)) == "list"
        lone = quoted if len({e.id for e in quoted}) == 1 and not several else []
        return next(iter([*asked, *(e for e in quoted if e.id in ids), *only, *lone]), None)

    def _nth(self, spoken: list[str], words: Words, turns: Sequence[Turn], code: str) -> str | None:
        """The nth item of the latest turn that listed some; ordinals asked since don't count."""
        place = next(words.ordinals[w] for w in spoken if w in words.ordinals)
        for turn in reversed(turns):
            items = self._listed(turn, code)
            asked = _ordinals(turn)
            position = place - 1 if place > 0 else len(items) - 1
            if not asked and len(items) > 1 and position < len(items):
                return items[position]
        return None

    def _listed(self, turn: Turn, code: str) -> list[str]:
        """What an answer listed: sections of a chapter, entities of a quote, or one a quote."""
        found = [self._named(quote) for _, quote in turn.quotes]
        alike = [_of_one_kind(entities) for entities in found]
        enumerated = next((own for own in alike if len(own) >= ENUMERATION), [])
        for passage, quote in turn.quotes[:1]:
            children = self.outline.children(passage, code)
            told = [c for c in children if _told(c, quote, code)]
            if children and len(told) >= len(enumerated):
                return told if len(told) > 1 else list(children)
        firsts = _of_one_kind(list({e[0].id: e[0] for e in found if e}.values()))
        return [self.names.short(e, code) for e in enumerated or firsts]

    def _named(self, quote: str) -> list[Entity]:
        mentions = sorted(self.names.exact_mentions(quote), key=lambda m: m.start)
        return [m.entity for m in mentions if self.names.specific(m.entity)]

    def _completed(
        self, question: str, mentions: list[Mention], earlier: list[Mention], last: Turn
    ) -> str:
        """Ellipsis: put the new entity into the place of one of its kind, or set both together.

        The profile's own country, which every question may name, gives its place last.
        """
        for new in mentions:
            for old in sorted(earlier, key=lambda m: not self.names.specific(m.entity)):
                if new.entity.kind == old.entity.kind and new.entity.id != old.entity.id:
                    return replaced(last.standalone_question, old, typed(question, new))
        return with_topic(question, bare(last.standalone_question))


def _itself(turn: Turn, code: str) -> str | None:
    """What a turn about the profile itself calls it ("this mapping"): as typed, or in `code`."""
    own = words_of(turn.language).itself
    typed = next((w for w in WORD.findall(turn.question) if plain(w) in own), None)
    return typed if typed is None or turn.language == code else words_of(code).itself[0]


def _told(title: str, quote: str, code: str) -> bool:
    """Does a quote speak of a section? It holds at least half of its title's telling words."""
    own = set(terms(title, code))
    return 2 * len(own.intersection(terms(quote, code))) >= len(own)


def _of_one_kind(entities: Sequence[Entity]) -> list[Entity]:
    """The entities of the kind that most of them are of, in order."""
    kinds = [e.kind for e in entities]
    most = max(kinds, key=kinds.count, default=None)
    return [e for e in entities if e.kind == most]


def _ordinals(turn: Turn) -> set[str]:
    """The ordinals of a turn: what it asks of is another turn's list."""
    return words_of(turn.language).ordinals.keys() & set(tokens(turn.question))
