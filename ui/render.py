"""Answer → what the page shows: pure functions that return inert HTML for a `gr.Markdown`.

Nothing of a question or of the corpus is trusted. Every word passes through `inert`, which writes
all punctuation as character references: neither a Markdown parser nor an HTML parser finds any
markup in it. Every block is one line, so that Markdown takes it as HTML and leaves it alone.
"""

from collections.abc import Iterable, Mapping, Sequence

from assistant.answer import Answer, AnswerSentence
from corpus.records import Profile
from ui.sources import place_line, sources
from ui.texts import Words, country, inert, month, shown, typeset


def header(words: Words, profiles: Sequence[Profile], languages: Mapping[str, str]) -> str:
    """Render the page's heading: its name, the profiles, the languages (code → name)."""
    named = [
        words.profile.format(
            country=country(p.country, words.language),
            edition=month(p.source.edition, words.language, "MMM y"),
        )
        for p in profiles
    ]
    links = "".join(
        f'<a lang="{code}" class="{"here" if code == words.language else "there"}" '
        f'href="../{code}/" title="{inert(name)}">{code.upper()}</a>'
        for code, name in languages.items()
    )
    where = shown(" · ".join(named), words.language)
    return (
        f'<header class="head"><h1>{inert(words.title)}</h1><p class="profile">{where}</p>'
        f'<nav class="languages"><span class="sr">{inert(words.languages)}</span>{links}</nav>'
        "</header>"
    )


def welcome(words: Words, profiles: Sequence[Profile], examples: Iterable[str]) -> str:
    """Render the first visit: what this answers from, and questions to begin with."""
    known = "".join(
        "<p>"
        + shown(
            words.answers_from.format(
                title=p.source.title,
                publisher=p.source.publisher,
                edition=month(p.source.edition, words.language),
            ),
            words.language,
        )
        + "</p>"
        for p in profiles
    )
    first = known or f'<p class="quiet">{inert(words.opening)}</p>'
    asked = _questions(words.examples, examples, words.language)
    return f'<section class="welcome">{first}{asked}</section>\n\n'


def notice(sentence: str, words: Words) -> str:
    """Render one sentence in the place of the welcome: why nothing can be asked."""
    return f'<section class="welcome"><p>{shown(sentence, words.language)}</p></section>\n\n'


def waiting(question: str, words: Words) -> str:
    """Render a question that is being answered."""
    return _turn(question, words.language, f'<p class="quiet">{inert(words.reading)}</p>', 0)


def failure(question: str, sentence: str, words: Words, turn: int) -> str:
    """Render a question that could not be answered, and the sentence that says why."""
    said = f'<p class="answer">{shown(sentence, words.language)}</p>'
    return _turn(question, words.language, said, turn)


def answered(answer: Answer, words: Words, turn: int) -> str:
    """Render an answer of any status; `turn` (from 1) tells its anchors from those of others."""
    title = {"answered": words.next, "not_covered": words.instead, "unclear": words.asked_back}
    said = (
        _understood(answer, words)
        + f'<p class="answer" lang="{inert(answer.language)}">{_text(answer, words, turn)}</p>'
        + _paste(answer, words)
    )
    further = _questions(title[answer.status], answer.suggestions, answer.language)
    beside = sources(answer, words, turn) + further
    return _turn(answer.question, answer.language, said, turn, beside)


def pasted(answer: Answer, words: Words) -> str:
    """Return an answer with its sources as plain text, for the clipboard."""
    notes = [
        f"[{c.number}] “{c.quote}” {place_line(c, words)}"
        + (f" {c.source.url}" if c.source.url else "")
        for c in answer.citations
    ]
    return typeset(
        "\n".join([answer.question, "", answer.text, "", *notes]).strip(), words.language
    )


def _turn(question: str, language: str, said: str, turn: int, beside: str = "") -> str:
    return (
        f'<article class="turn" id="turn-{turn}"><div class="said">'
        f'<h2 lang="{inert(language)}">{shown(question, language)}</h2>{said}</div>{beside}'
        "</article>\n\n"
    )


def _understood(answer: Answer, words: Words) -> str:
    if answer.standalone_question.strip() == answer.question.strip():
        return ""
    line = words.understood.format(question=answer.standalone_question)
    return f'<p class="understood">{shown(line, words.language)}</p>'


def _text(answer: Answer, words: Words, turn: int) -> str:
    if not answer.sentences:
        return shown(answer.text, answer.language)
    return " ".join(_sentence(s, answer.language, words, turn) for s in answer.sentences)


def _sentence(sentence: AnswerSentence, language: str, words: Words, turn: int) -> str:
    """Render a sentence; its markers stay on the line of its last word."""
    markers = "".join(
        f'<a class="marker" href="#source-{turn}-{n}">'
        f'<span class="sr">{inert(words.source)} </span>{n}</a>'
        for n in sentence.citations
    )
    before, space, last = typeset(sentence.text, language).rpartition(" ")
    return f'{inert(before)}{space}<span class="tail">{inert(last)}{markers}</span>'


def _paste(answer: Answer, words: Words) -> str:
    if not answer.citations:
        return ""
    return (
        f'<p class="tools"><button type="button" class="copy">{inert(words.copy_label)}</button>'
        f'<span class="copied">{inert(words.copied)}</span>'
        f'<span class="paste">{inert(pasted(answer, words))}</span></p>'
    )


def _questions(title: str, questions: Iterable[str], language: str) -> str:
    buttons = "".join(
        f'<li><button type="button" class="question">{shown(q, language)}</button></li>'
        for q in questions
    )
    return f'<div class="next"><h3>{inert(title)}</h3><ul>{buttons}</ul></div>' if buttons else ""
