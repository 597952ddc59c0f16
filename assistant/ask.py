"""`Assistant.ask`: the façade. A question and its conversation in, a checked answer out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from assistant.answer import Answer, Retrieved, check
from assistant.compose import Composer
from assistant.conversation import Conversation
from assistant.coverage import UNREAD, Coverage, calibration_of
from assistant.entities import EntityNames
from assistant.outline import Outline
from assistant.question import checked
from assistant.ranking import Choice
from assistant.reading import Reader, reader_of
from assistant.retrieve import Evidence, Retriever, Weights
from assistant.rewriting import with_topic
from assistant.select import Selector
from assistant.signals import Signals
from assistant.understand import Understanding, Understood
from assistant.vocabulary import Vocabulary
from assistant.words import tokens
from corpus.records import Profile
from index.encoders import Encoder, Vectors, unit
from index.filters import EVERYTHING, Filter
from index.search import Index
from index.token_vectors import Tokens

IN_CONTEXT = 2.0  # the weight of a short turn's vector with its context, beside it alone
READ = 6  # sentences that are read


@dataclass(frozen=True)
class Examined:
    """An answer and what decided it.

    `probability` is how likely it is that the profile says it, 0 to 1; `evidence` what was found.
    A question that is refused before anything is searched has probability 0 and no evidence; one
    that is refused whatever the `signals` say has none of these.
    """

    answer: Answer
    probability: float = 0.0
    evidence: Evidence | None = None
    signals: Signals | None = None


class Assistant:
    """Answers questions from one generation of the index. Threads may share it."""

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        weights: Weights | None = None,
        reader: Reader | None = None,
    ) -> None:
        """Take a loaded generation, the encoder that it was built by, and weights of the fusion.

        The encoder's reader is opened where none is given; give that of an earlier assistant, which
        knows the sentences that it has read.
        """
        self.index, self.encoder = index, encoder
        vocabularies = {code: Vocabulary(index.lexica[code]) for code in index.languages}
        self.names = names = EntityNames(index.profiles, vocabularies)
        outline = Outline(index.profiles)
        self.understanding = Understanding(names, vocabularies, outline)
        self.retriever = Retriever(index, weights)
        self.reader = reader or reader_of(encoder)
        self.selector = Selector(index, names, vocabularies, outline)
        self.coverage = Coverage(
            self.selector, calibration_of(index.manifest, self.reader is not None)
        )
        self.composer = Composer(self.selector)
        self._hashes = {(p.id, p.language): p.sha256 for p in index.passages}

    def stop_reading(self) -> None:
        """Judge by the other signals alone from now on, as with an encoder that has no reader."""
        self.reader, self.coverage.calibration = None, UNREAD

    def stop_doubting(self) -> None:
        """Answer from now on whatever isn't refused out of hand, however unlikely it is."""
        certain = self.coverage.calibration.model_copy(update={"threshold": 0.0})
        self.coverage.calibration = certain

    @property
    def generation(self) -> str:
        """The id of the generation that answers."""
        return self.index.name

    def profiles(self) -> Sequence[Profile]:
        """Return the profiles that answers come from."""
        return self.index.profiles

    def ask(
        self,
        question: str,
        conversation: Conversation | None = None,
        wanted: Filter = EVERYTHING,
    ) -> Answer:
        """Answer a question in its conversation, from what passes a filter.

        Raises `QuestionError` for an empty or overlong question, `InputError` where no passage
        passes. The answer's invariants are checked (`assistant.answer.check`); a violation raises
        `BrokenInvariant`.
        """
        return self.examine(question, conversation, wanted).answer

    def examine(
        self,
        question: str,
        conversation: Conversation | None = None,
        wanted: Filter = EVERYTHING,
    ) -> Examined:
        """Answer as `ask` does, and show what decided the answer. Raises what `ask` raises."""
        clock = _Clock()
        asked = checked(question)
        understood = self.understanding.understand(asked, conversation or Conversation())
        understood = replace(understood, wanted=wanted)
        clock.lap("understand")
        examined = self._examined(asked, understood, clock)
        clock.lap("compose")
        answer = examined.answer.model_copy(update={"timings_ms": clock.laps})
        return replace(examined, answer=check(answer, self._hashes))

    def search(self, query: str, k: int, wanted: Filter = EVERYTHING) -> tuple[Retrieved, ...]:
        """Return the k best passages for a query that pass a filter, best first.

        Raises `QuestionError`, `InputError` where no passage passes.
        """
        return self.composer.retrieved(self.find(query, wanted=wanted), k)

    def find(
        self,
        query: str,
        conversation: Conversation | None = None,
        wanted: Filter = EVERYTHING,
    ) -> Evidence:
        """Rank all passages and sentences for a query, whether or not the profile says it.

        Only those that pass the filter. Raises `QuestionError`, `InputError` where none does.
        """
        understood = self.understanding.understand(checked(query), conversation or Conversation())
        vector, _ = self._encoded(understood)
        profiles = self.index.readable(understood.language, wanted)
        return self.retriever.retrieve(vector, understood, profiles, wanted)

    def _examined(self, asked: str, question: Understood, clock: "_Clock") -> Examined:
        if question.small_talk:
            return Examined(self.composer.unclear(asked, question))
        named = self.coverage.countries.named(tokens(question.text), question.language)
        profiles, missing = self._about(question, named)
        if missing:
            return Examined(self.composer.other_country(asked, question, missing))
        if question.unresolved:
            return Examined(self.composer.unclear(asked, question))
        vector, asking = self._encoded(question)
        clock.lap("encode")
        evidence = self.retriever.retrieve(vector, question, profiles, question.wanted)
        clock.lap("search")
        ranked = self.selector.rank(question, evidence)
        if self.coverage.vetoed(question, ranked, profiles, named):
            return Examined(self.composer.not_covered(asked, question, evidence), 0.0, evidence)
        odds = self._read(question, asking, ranked, clock)
        ranked = self.selector.ranking.reranked(question, ranked, odds)
        signals = self.coverage.signals(question, evidence, ranked, max(odds, default=0.0))
        probability = self.coverage.probability(question, ranked, signals)
        if probability < self.coverage.calibration.threshold:
            answer = self.composer.not_covered(asked, question, evidence)
        else:
            compared = _compared(named, profiles)
            chosen = self.selector.select(question, evidence, ranked, compared)
            answer = self.composer.answered(asked, question, evidence, chosen)
        return Examined(answer, probability, evidence, signals)

    def _encoded(self, question: Understood) -> tuple[Vectors, Tokens | None]:
        """Encode a question; a short turn twice, alone and with the conversation's words.

        With a reader come the tokens of the fullest wording.
        """
        texts = [question.core]
        if question.context:
            texts.append(with_topic(question.core, " ".join(question.context)))
        if self.reader is None:
            vectors, tokens = self.encoder.queries(texts), None
        else:
            vectors, (*_, tokens) = self.reader.questions(texts)
        if question.context:
            vectors = unit([vectors[0] + IN_CONTEXT * vectors[1]])
        return vectors[0], tokens

    def _read(
        self,
        question: Understood,
        asking: Tokens | None,
        ranked: Sequence[Choice],
        clock: "_Clock",
    ) -> list[float]:
        """Read the best sentences: the log-odds that each answers, none where nothing is read.

        No single sentence answers a comparison: it isn't read.
        """
        if self.reader is None or asking is None or self.selector.sides.of(question, ranked):
            return []
        sentences = [self.selector.sentences.in_context(c.row) for c in ranked[:READ]]
        odds = self.reader.read(asking, sentences)
        clock.lap("read")
        return odds

    def _about(
        self, question: Understood, named: Mapping[str, str]
    ) -> tuple[tuple[Profile, ...], list[str]]:
        """The profiles to read, and the countries named that no profile says anything about."""
        readable = self.index.readable(question.language, question.wanted)
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


def _compared(named: Mapping[str, str], read: Sequence[Profile]) -> frozenset[str]:
    """The countries that a question sets side by side, where each has a profile to read."""
    there = {p.country for p in read}
    return frozenset(named) if len(named) > 1 and there.issuperset(named) else frozenset()


class _Clock:
    """Laps in milliseconds."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = perf_counter()

    def lap(self, name: str) -> None:
        now = perf_counter()
        self.laps[name] = round((now - self._last) * 1000, 3)
        self._last = now
