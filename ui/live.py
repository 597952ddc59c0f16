"""A server takes a new generation without a restart: an immutable assistant is swapped for another.

Whoever asks gets the assistant of that moment and keeps it until the answer is whole, so an answer
comes from exactly one generation. The old one is freed when its last question has been answered.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from threading import Event, Thread
from typing import TYPE_CHECKING

from corpus.errors import DiasporaError, IndexProblem
from index.filters import EVERYTHING, Filter

if TYPE_CHECKING:
    from assistant.answer import Answer, Retrieved
    from assistant.ask import Assistant
    from assistant.conversation import Conversation
    from corpus.records import Profile
    from index.generations import Generations
    from index.search import Index

POLL_SECONDS = 1.0
WARMING = 3  # questions asked of a new assistant before anybody waits for it
log = logging.getLogger(__name__)


class LiveAssistant:
    """Answers from the newest generation that proved whole. Threads may share it."""

    def __init__(self, assistant: Assistant) -> None:
        """Begin with a loaded assistant."""
        self._assistant = assistant

    @property
    def now(self) -> Assistant:
        """The assistant of this moment. Keep it where two calls must see the same generation."""
        return self._assistant

    @property
    def generation(self) -> str:
        """The id of the generation that answers."""
        return self.now.generation

    @property
    def index(self) -> Index:
        """The index that answers."""
        return self.now.index

    def profiles(self) -> Sequence[Profile]:
        """Return the profiles that answers come from."""
        return self.now.profiles()

    def ask(
        self,
        question: str,
        conversation: Conversation | None = None,
        wanted: Filter = EVERYTHING,
    ) -> Answer:
        """Answer a question from one generation. Raises what `Assistant.ask` raises."""
        return self.now.ask(question, conversation, wanted)

    def search(self, query: str, k: int, wanted: Filter = EVERYTHING) -> tuple[Retrieved, ...]:
        """Return the k best passages of one generation. Raises what `Assistant.search` raises."""
        return self.now.search(query, k, wanted)

    def take(self, assistant: Assistant) -> None:
        """Answer from another generation from now on."""
        self._assistant = assistant


class Follower:
    """Keeps a live assistant at the published generation."""

    def __init__(
        self,
        live: LiveAssistant,
        generations: Generations,
        load: Callable[[str], Assistant],
    ) -> None:
        """`load` opens a generation by its id, or raises `IndexProblem`."""
        self.live, self.generations, self.load = live, generations, load
        self._told = ""

    def follow(self) -> None:
        """Look once: load the published generation, if it is another, and swap.

        One that can't be used is refused with a line in the log, told once; the old one stays.
        """
        try:
            name = self.generations.current()
            if name == self.live.generation:
                return
            assistant = self.load(name)
            warm(assistant)
        except (IndexProblem, OSError, ValueError) as error:
            self._refuse(error)
            return
        before = self.live.generation
        self.live.take(assistant)
        self._told = ""
        log.warning("Serving generation %s instead of %s", name, before)

    def until(self, stop: Event, every: float = POLL_SECONDS) -> Thread:
        """Look every so many seconds, in a thread of its own, until `stop` is set."""
        thread = Thread(target=self._run, args=(stop, every), name="follow", daemon=True)
        thread.start()
        return thread

    def _run(self, stop: Event, every: float) -> None:
        while not stop.wait(every):
            try:
                self.follow()
            except Exception:  # the next look may fare better; the old generation serves meanwhile
                log.exception("Looking for a new generation failed")

    def _refuse(self, error: Exception) -> None:
        if str(error) != self._told:
            log.error("Keeping generation %s: %s", self.live.generation, error)
        self._told = str(error)


def warm(assistant: Assistant) -> None:
    """Ask a few questions, so that the first visitor doesn't wait for what is done only once.

    One that can't be asked is a line in the log: examples don't decide whether to serve.
    """
    questions = [q for profile in assistant.profiles() for q in profile.questions]
    for question in questions[:WARMING]:
        try:
            assistant.ask(question)
        except DiasporaError as error:
            log.warning("An example question of a profile can't be answered: %s", error)
