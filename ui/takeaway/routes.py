"""The routes that send what visitors take away."""

from datetime import date

from babel.dates import format_date
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from assistant.answer import Answer
from ui.shelf import Shelf
from ui.takeaway.parts import parts
from ui.texts import Words, page_languages, typeset, words

TYPES = {
    "md": "text/markdown",
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "bib": "application/x-bibtex",
    "json": "application/vnd.citationstyles.csl+json",
}


def add_downloads(app: FastAPI, shelf: Shelf) -> None:
    """Add `/{language}/take/{name}.{form}` for every language: a file with its sources."""
    for language in page_languages():
        _add(app, shelf, words(language))


def _add(app: FastAPI, shelf: Shelf, w: Words) -> None:
    @app.get(f"/{w.language}/take/{{name}}.{{form}}", include_in_schema=False)
    def take(name: str, form: str, request: Request) -> Response:
        """Send an answer or a conversation as a file, or say that it is gone."""
        answers = shelf.fetch(name)
        if form not in TYPES or not answers:
            return PlainTextResponse(typeset(w.take.gone, w.language), 404)
        body = written(answers, form, w, str(request.base_url).rstrip("/"))
        headers = {
            "Content-Disposition": f'attachment; filename="diaspora-assistant.{form}"',
            "Cache-Control": "no-store",
        }
        return Response(body, media_type=TYPES[form], headers=headers)


def written(answers: tuple[Answer, ...], form: str, w: Words, base: str) -> bytes:
    """Write answers in one of the forms of `TYPES`."""
    from ui.takeaway import references, text, word

    if form == "bib":
        return references.bibtex(answers).encode()
    if form == "json":
        return references.csl_json(answers).encode()
    today = format_date(date.today(), "long", locale=w.language)
    made = typeset(w.take.made.format(date=today), w.language)
    content = parts(answers, w, base)
    if form == "docx":
        return word.docx(content, w, made)
    return (text.markdown if form == "md" else text.html)(content, w, made).encode()
