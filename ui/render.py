"""Answer → what the page shows: pure functions that return inert HTML for a `gr.Markdown`.

Nothing of a question or of the corpus is trusted. Every word passes through `inert`, which writes
all punctuation as character references: neither a Markdown parser nor an HTML parser finds any
markup in it. Every block is one line, so that Markdown takes it as HTML and leaves it alone.
"""

from collections.abc import Iterable, Mapping, Sequence

from assistant.answer import Answer, AnswerSentence
from corpus.records import Profile
from index.filters import EVERYTHING, Filter
from ui.library import Library
from ui.numbers import asked_for, measured, origin
from ui.scope import query_of, scope, where
from ui.sources import sources
from ui.texts import Words, country, inert, month, shown, typeset
from ui.tools import say, tools
from ui.wording import VIEWS

EMPTY = Library(())
LIST_FROM = 3
NAMED = 2  # up to so many profiles are named, each with its edition; more are counted


def header(
    words: Words,
    profiles: Sequence[Profile],
    languages: Mapping[str, str],
    wanted: Filter = EVERYTHING,
) -> str:
    """Render the page's heading: its name, what is searched, the languages (code → name)."""
    named = dict.fromkeys(
        words.profile.format(
            country=country(p.country, words.language),
            edition=month(p.source.edition, words.language, "MMM y"),
        )
        for p in profiles
    )
    links = "".join(
        f'<a lang="{code}" hreflang="{code}"{_here(code == words.language)} '
        f'href="/{code}/" title="{inert(name)}">{code.upper()}</a>'
        for code, name in languages.items()
    )
    views = "".join(
        f'<a href="/{words.language}/{path}"{_here(not path)}>'
        f"{inert(getattr(words.menu, view))}</a>"
        for view, path in VIEWS.items()
    )
    label = " · ".join(named)
    if len(named) > NAMED:
        label = words.scope.several.format(count=len(named))
    searched = scope(label, wanted, profiles, words)
    return (
        f'<header class="head"><h1>{inert(words.title)}</h1>{searched}'
        f'<nav class="languages" title="{inert(words.languages)}">{links}</nav>'
        f'<nav class="views" title="{inert(words.menu.label)}">{views}</nav></header>'
    )


def _here(here: bool) -> str:
    return ' class="here"' if here else ""  # Gradio takes every aria- away; page.js puts it back


def welcome(words: Words, profiles: Sequence[Profile], examples: Iterable[str]) -> str:
    """Render the first visit: what this answers from, and questions to begin with."""
    sentences = [
        words.answers_from.format(
            title=p.source.title,
            publisher=p.source.publisher,
            edition=month(p.source.edition, words.language),
        )
        for p in profiles
    ]
    if len(profiles) > NAMED:
        countries = ", ".join(sorted({country(p.country, words.language) for p in profiles}))
        many = words.scope.answers_from
        sentences = [many.format(count=len(profiles), countries=countries)]
    known = "".join(f"<p>{shown(s, words.language)}</p>" for s in sentences)
    first = known or f'<p class="quiet">{inert(words.opening)}</p>'
    asked = _questions(words.examples, examples, words.language, "h2")
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


def answered(
    answer: Answer,
    words: Words,
    turn: int,
    library: Library = EMPTY,
    kept: Sequence[str] = (),
    opinions: bool = False,
    wanted: Filter = EVERYTHING,
) -> str:
    """Render an answer of any status; `turn` (from 1) tells its anchors from those of others.

    `library` adds what the record doesn't hold; `kept` names the answer and the conversation on
    the shelf, where they can be taken away; with `opinions` people can say what it is worth.
    `wanted` is what was searched.
    """
    title = {"answered": words.next, "not_covered": words.instead, "unclear": words.asked_back}
    said = (
        _understood(answer, words)
        + _searched(wanted, library, words)
        + _figures(answer, library)
        + f'<div class="answer" lang="{inert(answer.language)}">{_text(answer, words, turn)}</div>'
        + tools(answer, words, kept, query_of(wanted))
        + (say(words, kept[-1]) if opinions and kept else "")
    )
    further = _questions(title[answer.status], answer.suggestions, answer.language)
    beside = sources(answer, words, turn, library) + further
    return _turn(answer.question, answer.language, said, turn, beside)


def _turn(question: str, language: str, said: str, turn: int, beside: str = "") -> str:
    return (
        f'<article class="turn" id="turn-{turn}"><div class="said">'
        f'<h2 lang="{inert(language)}">{shown(question, language)}</h2>{said}</div>{beside}'
        "</article>\n\n"
    )


def _understood(answer: Answer, words: Words) -> str:
    if answer.standalone_question.strip() == answer.question.strip():
        return ""
    meant = f'<span class="meant">{shown(answer.standalone_question, answer.language)}</span>'
    line = shown(words.understood, words.language).replace(inert("{question}"), meant)
    button = f'<button type="button" class="correct">{inert(words.correct)}</button>'
    return f'<p class="understood">{line} {button}</p>'


def _searched(wanted: Filter, library: Library, words: Words) -> str:
    if wanted.empty:
        return ""
    named = where(wanted, library.profiles, words)
    line = shown(words.scope.searched.format(where=named), words.language)
    return f'<p class="understood">{line}</p>'


def _figures(answer: Answer, library: Library) -> str:
    figures = "".join(
        f"<div><dt>{shown(f.label, answer.language)}</dt>"
        f"<dd><strong>{shown(measured(f, answer.language), answer.language)}</strong>"
        f"<span>{shown(origin(f), answer.language)}</span></dd></div>"
        for f in asked_for(answer, library)
    )
    return f'<dl class="large" lang="{inert(answer.language)}">{figures}</dl>' if figures else ""


def _text(answer: Answer, words: Words, turn: int) -> str:
    if not answer.sentences:
        return f"<p>{shown(answer.text, answer.language)}</p>"
    sentences = [_sentence(s, answer.language, words, turn) for s in answer.sentences]
    if len(sentences) >= LIST_FROM and _is_lead(answer.sentences):
        said = shown(answer.sentences[0].text, answer.language)
        lead, items = f'<p class="count">{said}</p>', sentences[1:]
    elif _is_list(answer):
        count = inert(words.statements.format(count=len(sentences)))
        lead, items = f'<p class="count" lang="{words.language}">{count}</p>', sentences
    else:
        return f"<p>{' '.join(sentences)}</p>"
    return lead + "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def _is_list(answer: Answer) -> bool:
    """Tell whether each of several sentences speaks of something of its own."""
    passages = {c.number: c.passage_id for c in answer.citations}
    own = {passages[n] for s in answer.sentences for n in s.citations}
    return len(answer.sentences) >= LIST_FROM and len(own) == len(answer.sentences)


def _is_lead(sentences: Sequence[AnswerSentence]) -> bool:
    """Tell whether the first sentence says how many follow: it rests on all that they cite."""
    return {*sentences[0].citations} == {n for s in sentences[1:] for n in s.citations}


def _sentence(sentence: AnswerSentence, language: str, words: Words, turn: int) -> str:
    """Render a sentence; its markers stay on the line of its last word."""
    markers = "".join(
        f'<a class="marker" href="#source-{turn}-{n}">'
        f'<span class="sr">{inert(words.source)} </span>{n}</a>'
        for n in sentence.citations
    )
    before, space, last = typeset(sentence.text, language).rpartition(" ")
    return f'{inert(before)}{space}<span class="tail">{inert(last)}{markers}</span>'


def _questions(title: str, questions: Iterable[str], language: str, heading: str = "h3") -> str:
    buttons = "".join(
        f'<li><button type="button" class="question">{shown(q, language)}</button></li>'
        for q in questions
    )
    if not buttons:
        return ""
    return f'<div class="next"><{heading}>{inert(title)}</{heading}><ul>{buttons}</ul></div>'
