"""Edits of a question's words that keep the rest of it as it was typed."""

from assistant.entities import Mention
from assistant.words import Phrases, Words, tokens
from index.lexical import WORD, plain


def with_topic(question: str, topic: str) -> str:
    """Set a topic behind a question, in brackets.

    >>> with_topic("Since when?", "TOKTEN")
    'Since when? (TOKTEN)'
    """
    return f"{question.rstrip()} ({topic})"


def named(question: str, name: str, words: Words) -> str:
    """Put a name into the place of the first pronoun, or behind the question."""
    for match in WORD.finditer(question):
        word = plain(match.group())
        if word in words.possessives:
            return f"{question[: match.start()]}{name}'s{question[match.end() :]}"
        if word in words.pronouns:
            return f"{question[: match.start()]}{name}{question[match.end() :]}"
    return with_topic(question, name)


def typed(text: str, mention: Mention) -> str:
    """The words of a mention as they were typed."""
    found = list(WORD.finditer(text))
    if len(found) != len(tokens(text)):  # digit groups were joined: places don't match
        return mention.entity.acronym or next(iter(mention.entity.names.values()))
    return text[found[mention.start].start() : found[mention.end - 1].end()]


def replaced(text: str, mention: Mention, name: str) -> str:
    """Put a name into the place of a mention."""
    found = list(WORD.finditer(text))
    if len(found) != len(tokens(text)):
        return with_topic(text, name)
    return text[: found[mention.start].start()] + name + text[found[mention.end - 1].end() :]


def bare(question: str) -> str:
    """Return a question without its closing marks; of one that was completed, what completed it.

    >>> bare("Who funds it?"), bare("Since when? (TOKTEN)")
    ('Who funds it', 'TOKTEN')
    """
    if question.endswith(")") and " (" in question:
        return question[question.index(" (") + 2 : -1]
    return question.rstrip("?!. \u00a0")


def without(text: str, phrases: Phrases) -> str:
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
