"""The assistant that answers at this moment: looked up at each request, never kept."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, Protocol

from assistant.answer import Answer, Retrieved
from assistant.conversation import Conversation
from corpus.records import Profile
from index.filters import EVERYTHING, Filter
from ui.live import LiveAssistant


class Answers(Protocol):
    """What programs need of the assistant."""

    @property
    def generation(self) -> str:
        """The id of the index that answers."""

    def ask(self, question: str, conversation: Conversation, wanted: Filter = EVERYTHING) -> Answer:
        """Answer a question from what passes a filter. Raises `DiasporaError`."""

    def search(self, query: str, k: int, wanted: Filter = EVERYTHING) -> tuple[Retrieved, ...]:
        """Rank passages that pass a filter, best first. Raises `DiasporaError`."""

    def profiles(self) -> Sequence[Profile]:
        """Return the profiles that it answers from."""


AtHand = Callable[[], Answers]


class NotReady(Exception):
    """The encoder is still loading; it is worth asking again."""


class LoadingFailed(Exception):
    """The assistant could not be loaded: asking again won't help. The cause is attached."""


def at_hand(loading: "Future[Any]") -> AtHand:
    """Return a look-up of an assistant that may still be loading.

    What it returns stays at one generation, whatever is published meanwhile. It raises `NotReady`
    or `LoadingFailed`.
    """

    def now() -> Answers:
        if not loading.done():
            raise NotReady
        if error := loading.exception():
            raise LoadingFailed from error
        answers: Answers = of_one_generation(loading.result())
        return answers

    return now


def of_one_generation(assistant: Any) -> Any:
    """Return what stays at one generation, for whoever makes several calls."""
    return assistant.now if isinstance(assistant, LiveAssistant) else assistant


def in_turn(assistant: Answers, turns: Sequence[str], wanted: Filter = EVERYTHING) -> Answer:
    """Ask the turns of one conversation in order and return the last answer.

    Raises `QuestionError` for a turn that can't be asked, `InputError` for a filter that nothing
    passes, ValueError where there is no turn.
    """
    if not turns:
        raise ValueError("a conversation has at least one turn")
    conversation = Conversation()
    for turn in turns:
        answer = assistant.ask(turn, conversation, wanted)
        conversation = conversation.after(answer)
    return answer
