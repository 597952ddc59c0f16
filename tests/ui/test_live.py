"""A server follows what is published: each answer is of one generation, none fails."""

import gc
import logging
import shutil
import threading
import time
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.ask import Assistant
from corpus.errors import QuestionError
from corpus.records import Profile
from eval.bench.building import with_one_change
from index.build import build
from index.encoders import Encoder
from index.generations import Generations
from index.keeping import prune, roll_back
from index.reuse import KnownPassages
from index.search import Index
from ui.live import Follower, LiveAssistant, warm

QUESTION = "What is the Homeward Bond?"
Profiles = tuple[Profile, ...]


@pytest.fixture
def generations(tavoria_data: Path, tmp_path: Path) -> Generations:
    return Generations(Path(shutil.copytree(tavoria_data, tmp_path / "data")))


@pytest.fixture
def load(generations: Generations, encoder: Encoder) -> Callable[[str], Assistant]:
    return lambda name: Assistant(Index.load(generations, name), encoder)


@pytest.fixture
def live(generations: Generations, load: Callable[[str], Assistant]) -> LiveAssistant:
    return LiveAssistant(load(generations.current()))


@pytest.fixture
def follower(live: LiveAssistant, generations: Generations, load) -> Follower:
    return Follower(live, generations, load)


def publish(generations: Generations, profiles: Profiles, encoder: Encoder) -> str:
    known = KnownPassages(Index.load(generations, generations.current()))
    return build(profiles, encoder, generations, known=known)


def test_nothing_new_changes_nothing(live: LiveAssistant, follower: Follower) -> None:
    before = live.now
    follower.follow()
    assert live.now is before


def test_a_new_generation_is_taken(
    live: LiveAssistant, follower: Follower, generations, tavoria, encoder
) -> None:
    name = publish(generations, (with_one_change(tavoria[0]), tavoria[1]), encoder)
    assert live.generation != name
    follower.follow()
    assert live.generation == live.ask(QUESTION).generation == live.index.name == name
    assert live.profiles()[0].passages[0].text.endswith("Port Lumen!")
    assert live.search("bond", 1)[0].passage_id == "tavoria/bond#1"


def test_a_rollback_is_followed(live, follower, generations, tavoria, encoder) -> None:
    first = live.generation
    publish(generations, tavoria, encoder)
    follower.follow()
    roll_back(generations)
    follower.follow()
    assert live.generation == first


def test_a_damaged_generation_is_refused_once_and_the_old_one_serves(
    live, follower, generations, tavoria, encoder, caplog: pytest.LogCaptureFixture
) -> None:
    before = live.generation
    name = publish(generations, tavoria, encoder)
    path = generations.folder / name / "passages.faiss"
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with caplog.at_level(logging.ERROR):
        follower.follow()
        follower.follow()
    assert live.generation == live.ask(QUESTION).generation == before
    (record,) = [r for r in caplog.records if r.name == "ui.live"]
    assert record.getMessage().startswith(
        f"Keeping generation {before}: The index is damaged: {path} has changed"
    )
    path.write_bytes(whole)
    follower.follow()
    assert live.generation == name


def with_examples(profiles: Profiles, *questions: str) -> Profiles:
    return (profiles[0].model_copy(update={"questions": questions}), *profiles[1:])


def test_an_example_that_cannot_be_asked_does_not_keep_a_generation_from_serving(
    live, follower, generations, tavoria, encoder, caplog: pytest.LogCaptureFixture
) -> None:
    """An index may be older than the rule that refuses such examples."""
    name = publish(generations, with_examples(tavoria, "", "x" * 2_001, QUESTION), encoder)
    follower.follow()
    assert live.generation == live.ask(QUESTION).generation == name
    assert [r.getMessage() for r in caplog.records if r.name == "ui.live"][:2] == [
        "An example question of a profile can't be answered: The question is empty. Type one.",
        "An example question of a profile can't be answered: "
        "The question has 2,001 characters; at most 2,000 are read. Shorten it.",
    ]


def test_the_examples_after_an_odd_one_are_asked(tavoria) -> None:
    asked = []

    class Asked:
        def profiles(self) -> Profiles:
            return with_examples(tavoria, "odd", "Who?", "Where?", "not before a visitor does")

        def ask(self, question: str) -> None:
            asked.append(question)
            if question == "odd":
                raise QuestionError("It can't be asked.")

    warm(Asked())
    assert asked == ["odd", "Who?", "Where?"]


@pytest.mark.parametrize("pointer", [None, "", "nonsense"])
def test_a_pointer_that_leads_nowhere_changes_nothing(live, follower, generations, pointer) -> None:
    before = live.now
    if pointer is None:
        generations.pointer.unlink()
    else:
        generations.pointer.write_text(pointer)
    follower.follow()
    assert live.now is before


def test_the_one_being_served_may_be_pruned(live, follower, generations, tavoria, encoder) -> None:
    old = live.now
    publish(generations, tavoria, encoder)
    prune(generations, keep=1)
    assert old.ask(QUESTION).status == live.ask(QUESTION).status == "answered"
    follower.follow()
    assert live.generation == generations.current()


def test_a_generation_that_is_no_longer_served_is_freed(
    live, follower, generations, tavoria, encoder
) -> None:
    old = weakref.ref(live.index)
    live.ask(QUESTION)
    publish(generations, tavoria, encoder)
    follower.follow()
    gc.collect()
    assert old() is None


def test_a_failure_ends_neither_the_following_nor_the_serving(
    live, generations, tavoria, encoder, load
) -> None:
    """The first look meets an error that nobody foresaw; the next ones go on."""
    looks = []

    def failing_first(name: str) -> Assistant:
        looks.append(name)
        if len(looks) == 1:
            raise RuntimeError("unforeseen")
        return load(name)

    name = publish(generations, tavoria, encoder)
    stop, arrived = threading.Event(), threading.Event()
    live.take, take = lambda a: (take(a), arrived.set()), live.take
    thread = Follower(live, generations, failing_first).until(stop, every=0.01)
    assert arrived.wait(30)
    stop.set()
    thread.join(30)
    assert not thread.is_alive()
    assert live.generation == name


def test_publishing_under_asking_clients(live, follower, generations, tavoria, encoder) -> None:
    """Each answer names a generation, and quotes words that just that generation holds."""
    texts = {live.generation: live.index.passages[0].text}
    done, failures, seen = threading.Event(), [], []

    def client() -> None:
        while not done.is_set():
            try:
                answer = live.ask("Which island state has its capital at Port Lumen?")
                seen.append((answer.generation, answer.retrieved[0].passage))
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=client) for _ in range(4)]
    for thread in threads:
        thread.start()
    other = (with_one_change(tavoria[0]), tavoria[1])
    for number in range(6):
        publish(generations, (tavoria, other)[number % 2], encoder)
        prune(generations, keep=2)
        follower.follow()
        texts[live.generation] = live.index.passages[0].text
        while live.generation not in dict(seen[:]) and not failures:
            time.sleep(0.01)
    done.set()
    for thread in threads:
        thread.join(30)
    assert failures == []
    assert len(dict(seen)) >= 6
    assert all(texts[name] == passage for name, passage in seen)
