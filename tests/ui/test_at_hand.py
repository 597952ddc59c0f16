"""The assistant that answers at this moment."""

from concurrent.futures import Future
from typing import Any

import pytest

from assistant.ask import Assistant
from corpus.errors import IndexMissing
from index.encoders import Encoder
from index.search import Index
from ui.at_hand import LoadingFailed, NotReady, at_hand, in_turn
from ui.live import LiveAssistant


def test_it_is_looked_up_anew_and_then_stays_what_it_is(
    assistant: Assistant, tavoria_index: Index, encoder: Encoder
) -> None:
    loading: Future[Any] = Future()
    now = at_hand(loading)
    with pytest.raises(NotReady):
        now()
    live, newer = LiveAssistant(assistant), Assistant(tavoria_index, encoder)
    loading.set_result(live)
    before = now()
    live.take(newer)
    assert before is assistant
    assert now() is newer


def test_a_failure_says_its_cause() -> None:
    loading: Future[Any] = Future()
    loading.set_exception(IndexMissing("none"))
    with pytest.raises(LoadingFailed) as caught:
        at_hand(loading)()
    assert isinstance(caught.value.__cause__, IndexMissing)


def test_a_conversation_has_a_turn(assistant: Assistant) -> None:
    with pytest.raises(ValueError, match="at least one turn"):
        in_turn(assistant, ())
