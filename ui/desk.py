"""One language's page at work: it waits for the assistant, asks it, and renders what it says."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Any, Protocol

from assistant.answer import Answer
from assistant.conversation import Conversation
from corpus.errors import BrokenInvariant, DiasporaError, NothingPasses
from corpus.records import Profile, Record
from index.filters import EVERYTHING, Filter
from ui import render
from ui.at_hand import of_one_generation
from ui.library import CurrentLibrary
from ui.limits import SOON, Line, TooBusy
from ui.logs import log_fault, log_question
from ui.refusals import sentence_for
from ui.scope import filter_from
from ui.shelf import Shelf
from ui.texts import Words, page_languages, words

TURNS_KEPT = 30  # on the page; the conversation itself goes on


class Asks(Protocol):
    """What the page needs of the assistant."""

    @property
    def generation(self) -> str:
        """The id of the index that answers."""

    def ask(self, question: str, conversation: Conversation, wanted: Filter = EVERYTHING) -> Answer:
        """Answer a question from what passes a filter. Raises `DiasporaError`."""

    def profiles(self) -> Sequence[Profile]:
        """Return the profiles that it answers from."""


class Reading(Record):
    """What one visitor's page holds: the conversation, and its turns as they are shown."""

    conversation: Conversation = Conversation()
    turns: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    count: int = 0

    def failed(self, shown: str) -> "Reading":
        """Return this reading with a turn that has no answer."""
        turns = (*self.turns, shown)[-TURNS_KEPT:]
        return self.model_copy(update={"turns": turns, "count": self.count + 1})

    def after(self, shown: str, answer: Answer) -> "Reading":
        """Return this reading with one more turn."""
        answers = (*self.answers, answer)[-TURNS_KEPT:]
        conversation = self.conversation.after(answer)
        return self.failed(shown).model_copy(
            update={"answers": answers, "conversation": conversation}
        )


class Desk:
    """One language's page: waits for the assistant, asks it, and renders what it says."""

    def __init__(
        self,
        assistant: "Future[Asks]",
        w: Words,
        examples: Sequence[str],
        shelf: Shelf,
        line: Line,
        opinions: bool = False,
    ) -> None:
        """`examples` are questions to begin with, in the language of the words.

        Answers are kept on the `shelf`, to be taken away; whoever asks stands in `line` with all
        others; `opinions`: whether to ask for them.
        """
        self.assistant, self.words, self.examples = assistant, w, examples
        self.shelf, self.line, self.opinions = shelf, line, opinions
        self.library = CurrentLibrary()

    def header(self, profiles: Sequence[Profile], wanted: Filter = EVERYTHING) -> str:
        """Render the page's heading, with the choice of what is searched."""
        languages = {c: words(c).name for c in page_languages()}
        return render.header(self.words, profiles, languages, wanted)

    def welcome(self, profiles: Sequence[Profile]) -> str:
        """Render the first visit."""
        return render.welcome(self.words, profiles, self.examples)

    async def ready(self) -> Asks:
        """Wait for the assistant of one generation; leaving doesn't cancel it for others."""
        found = await asyncio.shield(asyncio.wrap_future(self.assistant))
        assistant: Asks = of_one_generation(found)
        return assistant

    async def opened(self, wanted: Filter = EVERYTHING) -> tuple[str, str]:
        """Return heading and welcome once it is known what this answers from."""
        try:
            everything = (await self.ready()).profiles()
        except Exception as error:
            return self.header(()), render.notice(self.told(error), self.words)
        own = self.library.of(everything).in_language(self.words.language)
        return self.header(everything, wanted), self.welcome(own)

    async def ask(
        self, question: str, only: str, reading: Reading
    ) -> AsyncIterator[tuple[Any, ...]]:
        """Show the question at once, then its answer, as (page text, reading, field).

        `only` is the query of a filter, such as `country=ML`.
        """
        import gradio as gr

        if not question.strip():
            yield gr.skip(), gr.skip(), gr.skip()
            return
        yield "".join(reading.turns) + render.waiting(question, self.words), gr.skip(), ""
        reading = await self.answered(question, filter_from(only), reading)
        yield "".join(reading.turns), reading, gr.skip()

    async def answered(self, question: str, wanted: Filter, reading: Reading) -> Reading:
        """Return the reading with the answer, or with the sentence that says what went wrong."""
        log_question(question)
        try:
            assistant = await self.ready()
            call = partial(self._answered, assistant, question, wanted, reading)
            return await self.line.run(call)
        except Exception as error:
            turn = reading.count + 1
            return reading.failed(render.failure(question, self.told(error), self.words, turn))

    def _answered(
        self, assistant: Asks, question: str, wanted: Filter, reading: Reading
    ) -> Reading:
        answer = assistant.ask(question, reading.conversation, wanted)
        library = self.library.of(assistant.profiles())
        kept = [self.shelf.keep((answer,)), self.shelf.keep((*reading.answers, answer))]
        turn = reading.count + 1
        shown = render.answered(answer, self.words, turn, library, kept, self.opinions, wanted)
        return reading.after(shown, answer)

    def told(self, error: Exception) -> str:
        """Return the sentence for the visitor; what isn't meant for visitors goes to the log."""
        if isinstance(error, TooBusy):
            return sentence_for(self.words.language, "busy", SOON)
        if isinstance(error, NothingPasses):
            return self.words.scope.nothing
        if isinstance(error, DiasporaError) and not isinstance(error, BrokenInvariant):
            return str(error)
        log_fault(error)
        return self.words.failed
