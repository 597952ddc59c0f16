"""The routes of the API. They hold no state: each request looks up the assistant anew."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Query
from fastapi import Path as InPath

from assistant.answer import Answer
from corpus.errors import InputError
from eval.feedback import Feedback
from index.filters import Filter
from ui.api.errors import Refused
from ui.api.passages import find_passage
from ui.api.records import (
    MOST_TURNS,
    AskRequest,
    Found,
    PassageInLanguages,
    Problem,
    ProfileSummary,
    SearchRequest,
    Turn,
    profile_summary,
)
from ui.at_hand import Answers, AtHand, in_turn
from ui.feedback import FeedbackRequest, FeedbackStore
from ui.limits import Line
from ui.logs import log_question

Result = TypeVar("Result")
Wanted = Annotated[str, Query(max_length=300)]


def _only(
    country: Wanted = "", language: Wanted = "", section: Wanted = "", edition: Wanted = ""
) -> Filter:
    return Filter(country=country, language=language, section=section, edition=edition)


Only = Annotated[Filter, Depends(_only)]
ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "The question can't be asked."},
    413: {"model": Problem, "description": "More than can be read at once."},
    422: {"model": Problem, "description": "The request is not of the form expected."},
    429: {"model": Problem, "description": "Too many requests; Retry-After says when."},
    503: {"model": Problem, "description": "Busy or still loading; Retry-After says when."},
}
MISSING: dict[int | str, dict[str, Any]] = {
    **ERRORS,
    404: {"model": Problem, "description": "There is no such passage."},
}


def api_router(now: AtHand, line: Line, feedback: FeedbackStore | None) -> APIRouter:
    """Return the routes below `/api`; without a store, feedback is refused."""
    router = APIRouter(prefix="/api", responses=ERRORS)
    _add_questions(router, now, line)
    _add_reading(router, now)
    _add_feedback(router, feedback)
    return router


def _add_questions(router: APIRouter, now: AtHand, line: Line) -> None:
    async def asked(call: Callable[[Answers], Result]) -> Result:
        assistant = now()
        return await line.run(lambda: call(assistant))

    @router.post("/ask", summary="Answer the last turn of a conversation")
    async def ask(request: AskRequest) -> Answer:
        """Every sentence of the answer is cited; `status` says whether there is one."""
        log_question(request.turns[-1])
        return await asked(lambda assistant: in_turn(assistant, request.turns, request.only))

    @router.get("/ask", summary="Answer a question")
    async def ask_by_address(
        q: Annotated[Turn, Query(examples=["Who supports TOKTEN?"])],
        only: Only,
        turn: Annotated[list[Turn], Query(max_length=MOST_TURNS - 1)] = [],  # noqa: B006
    ) -> Answer:
        """Earlier turns, oldest first, are repeated as `turn=`."""
        return await ask(AskRequest(turns=(*turn, q), only=only))

    @router.post("/search", summary="Rank passages, without an answer")
    async def search(request: SearchRequest) -> Found:
        """Best first; scores from 0 to 1, higher is better."""
        log_question(request.query)
        return await asked(lambda assistant: _found(assistant, request))

    @router.get("/search", summary="Rank passages, without an answer")
    async def search_by_address(
        q: Annotated[Turn, Query(examples=["cost of remittances"])],
        only: Only,
        k: Annotated[int, Query(ge=1, le=100)] = 10,
    ) -> Found:
        """Best first; scores from 0 to 1, higher is better."""
        return await search(SearchRequest(query=q, k=k, only=only))


def _found(assistant: Answers, request: SearchRequest) -> Found:
    passages = assistant.search(request.query, request.k, request.only)
    return Found(query=request.query, generation=assistant.generation, passages=passages)


def _add_reading(router: APIRouter, now: AtHand) -> None:
    @router.get("/profiles", summary="List the profiles that answers come from")
    def profiles() -> list[ProfileSummary]:
        """One entry a profile and language."""
        return [profile_summary(p) for p in now().profiles()]

    @router.get("/passages/{passage_id:path}", summary="Read a passage", responses=MISSING)
    def passage(
        passage_id: Annotated[str, InPath(examples=["mali/tokten#1"], max_length=300)],
        language: Annotated[str | None, Query(examples=["fr"], max_length=20)] = None,
    ) -> PassageInLanguages:
        """With section path, footnotes, caveats and its text in the other languages.

        In the address, write the `#` of the id as `%23`.
        """
        try:
            return find_passage(now().profiles(), passage_id, language)
        except InputError as error:
            raise Refused(404, str(error)) from None


def _add_feedback(router: APIRouter, store: FeedbackStore | None) -> None:
    @router.post("/feedback", status_code=201, summary="Say what an answer is worth")
    def say(request: FeedbackRequest) -> Feedback:
        """Kept on the server only, with the answer record as it was given."""
        if store is None:
            raise Refused(403, "Feedback is switched off here.")
        return store.add(request)
