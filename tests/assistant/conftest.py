"""An assistant for Tavoria, with numbers of its own: tuning the real ones breaks no test."""

from collections.abc import Callable, Sequence

import pytest

from assistant.answer import Answer
from assistant.ask import Assistant
from assistant.conversation import Conversation
from assistant.ranking import Bonus, Choice
from assistant.retrieve import Evidence, Weights
from assistant.signals import Signals
from assistant.understand import Understood
from corpus.records import Entity, Profile
from index.build import build
from index.calibration import Calibration
from index.encoders import Encoder
from index.generations import Generations
from index.search import Index

SIGNALS = {"similarity": 3.745, "kind": 2.0}
CALIBRATION = Calibration(
    weights={name: SIGNALS.get(name, 0.0) for name in Signals.model_fields},
    bias=-5.285,
    threshold=0.5,
)
WEIGHTS = Weights(
    cosine=1.0,
    bm25=0.5,
    dense_sentence=1.0,
    lexical_sentence=0.5,
    dense_passage=0.6,
    lexical_passage=0.3,
)
BONUS = Bonus(
    kind=4.0,
    asked=0.5,
    titled=3.0,
    topic=0.8,
    body=0.8,
    enumeration=0.6,
    chapter=0.8,
    margin=3.0,
    section_margin=1.5,
    far_margin=0.5,
)
PLACES = (
    Entity(
        id="portugal",
        kind="place",
        names={"en": "Portugal", "fr": "Portugal"},
        passage="tavoria/destinations#1",
    ),
    Entity(
        id="canada",
        kind="place",
        names={"en": "Canada", "fr": "Canada"},
        passage="tavoria/destinations#1",
    ),
    Entity(
        id="new-zealand",
        kind="place",
        names={"en": "New Zealand", "fr": "Nouvelle-Zélande"},
        passage="tavoria/destinations#1",
    ),
)

Ask = Callable[..., Answer]
Build = Callable[[Sequence[Profile]], Index]


def with_entities(profile: Profile, *more: Entity) -> Profile:
    return profile.model_copy(update={"entities": (*profile.entities, *more)})


def assistant_of(index: Index, encoder: Encoder) -> Assistant:
    made = Assistant(index, encoder)
    made.retriever.weights = WEIGHTS
    made.selector.bonus = made.selector.ranking.bonus = BONUS
    made.coverage.calibration = CALIBRATION
    return made


@pytest.fixture(scope="session")
def weights() -> Weights:
    """The weights of the fusion in these tests."""
    return WEIGHTS


@pytest.fixture(scope="session")
def index_of(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build an index of some profiles."""

    def made(profiles: Sequence[Profile]) -> Index:
        generations = Generations(tmp_path_factory.mktemp("generations"))
        return Index.load(generations, build(profiles, encoder, generations))

    return made


@pytest.fixture(scope="session")
def charted(tavoria: tuple[Profile, ...]) -> tuple[Profile, ...]:
    """Tavoria with the three countries of its emigrants as entities."""
    return tuple(with_entities(profile, *PLACES) for profile in tavoria)


@pytest.fixture(scope="session")
def assistant(index_of: Build, charted: tuple[Profile, ...], encoder: Encoder) -> Assistant:
    return assistant_of(index_of(charted), encoder)


@pytest.fixture(scope="session")
def only_english(index_of: Build, charted: tuple[Profile, ...], encoder: Encoder) -> Assistant:
    """An assistant that has no French text."""
    return assistant_of(index_of(charted[:1]), encoder)


@pytest.fixture(scope="session")
def ask(assistant: Assistant) -> Ask:
    """Ask turns of one conversation; the answer to the last comes back."""
    return lambda *turns: in_turn(assistant, *turns)


def in_turn(assistant: Assistant, *turns: str) -> Answer:
    conversation = Conversation()
    for question in turns:
        answer = assistant.ask(question, conversation)
        conversation = conversation.after(answer)
    return answer


@pytest.fixture
def fresh_assistant(assistant: Assistant) -> Assistant:
    """The assistant made anew, with nothing remembered."""
    return assistant_of(assistant.index, assistant.encoder)


@pytest.fixture(scope="session")
def ranked(assistant):
    """What is understood of a question, what is found for it, and its sentences, best first."""

    def rank(question: str) -> tuple[Understood, Evidence, list[Choice]]:
        understood = assistant.understanding.understand(question, Conversation())
        query = assistant.encoder.queries([understood.core])[0]
        profiles = assistant.index.readable(understood.language)
        evidence = assistant.retriever.retrieve(query, understood, profiles)
        return understood, evidence, assistant.selector.rank(understood, evidence)

    return rank
