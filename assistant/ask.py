"""`Assistant.ask`: the façade. A question and its conversation in, a checked answer out."""

from collections.abc import Sequence
from time import perf_counter

from assistant.answer import Answer, Retrieved, check
from assistant.compose import Composer
from assistant.conversation import Conversation
from assistant.coverage import Coverage
from assistant.entities import EntityNames
from assistant.outline import Outline
from assistant.question import checked
from assistant.retrieve import Retriever
from assistant.select import Selector
from assistant.understand import Understanding, Understood
from assistant.vocabulary import Vocabulary
from assistant.words import tokens
from corpus.records import Profile
from index.encoders import Encoder
from index.search import Index


class Assistant:
    """Answers questions from one generation of the index. Threads may share it."""

    def __init__(self, index: Index, encoder: Encoder) -> None:
        """Take a loaded generation and the encoder that it was built by."""
        self.index, self.encoder = index, encoder
        vocabularies = {code: Vocabulary(index.lexica[code]) for code in index.languages}
        self.names = names = EntityNames(index.profiles, vocabularies)
        outline = Outline(index.profiles)
        self.understanding = Understanding(names, vocabularies, outline)
        self.retriever = Retriever(index)
        self.selector = Selector(index, names, vocabularies, outline)
        self.coverage = Coverage(self.selector)
        self.composer = Composer(self.selector)
        self._hashes = {(p.id, p.language): p.sha256 for p in index.passages}

    @property
    def generation(self) -> str:
        """The id of the generation that answers."""
        return self.index.name

    def profiles(self) -> Sequence[Profile]:
        """Return the profiles that answers come from."""
        return self.index.profiles

    def ask(self, question: str, conversation: Conversation | None = None) -> Answer:
        """Answer a question in its conversation.

        Raises `QuestionError` for an empty or overlong question. The answer's invariants are
        checked (`assistant.answer.check`); a violation raises `BrokenInvariant`.
        """
        clock = _Clock()
        asked = checked(question)
        understood = self.understanding.understand(asked, conversation or Conversation())
        clock.lap("understand")
        answer = self._answer(asked, understood, clock)
        clock.lap("compose")
        return check(answer.model_copy(update={"timings_ms": clock.laps}), self._hashes)

    def search(self, query: str, k: int) -> tuple[Retrieved, ...]:
        """Return the k best passages for a query, best first. Raises `QuestionError`."""
        asked = checked(query)
        understood = self.understanding.understand(asked, Conversation())
        vector = self.encoder.queries([understood.core])[0]
        profiles = self.index.readable(understood.language)
        return self.composer.retrieved(self.retriever.retrieve(vector, understood, profiles), k)

    def _answer(self, asked: str, question: Understood, clock: "_Clock") -> Answer:
        if question.small_talk or question.unresolved:
            return self.composer.unclear(asked, question)
        profiles, missing = self._about(question)
        if missing:
            return self.composer.other_country(asked, question, missing)
        vector = self.encoder.queries([question.core])[0]
        clock.lap("encode")
        evidence = self.retriever.retrieve(vector, question, profiles)
        clock.lap("search")
        ranked = self.selector.rank(question, evidence)
        if not self.coverage.covered(question, evidence, ranked):
            return self.composer.not_covered(asked, question, evidence)
        chosen = self.selector.select(question, evidence, ranked)
        return self.composer.answered(asked, question, evidence, chosen)

    def _about(self, question: Understood) -> tuple[tuple[Profile, ...], list[str]]:
        """The profiles to read, and the countries named that no profile says anything about."""
        readable = self.index.readable(question.language)
        named = self.coverage.countries.named(tokens(question.text), question.language)
        own = tuple(p for p in readable if p.country in named)
        if own and len(own) == len(named):
            return own, []
        missing = [
            name
            for code, name in named.items()
            if not self.names.known(tokens(name))
            and not any(self.coverage.mentioned(code, p) for p in readable)
        ]
        return readable, missing


class _Clock:
    """Laps in milliseconds."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = perf_counter()

    def lap(self, name: str) -> None:
        now = perf_counter()
        self.laps[name] = round((now - self._last) * 1000, 3)
        self._last = now
