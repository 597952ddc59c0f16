"""Sentences → cited answer; also what cites nothing: not covered, unclear, a greeting."""

from collections.abc import Iterable, Mapping, Sequence

from assistant.answer import Answer, AnswerSentence, Citation, Retrieved, Status, cite, marked
from assistant.ranking import Choice
from assistant.retrieve import Evidence
from assistant.select import Selected, Selector
from assistant.squash import squashed
from assistant.understand import Understood
from assistant.words import words_of
from corpus.records import Passage, Source

RETRIEVED = 10
TOPICS = 3


class Composer:
    """Writes answers from the sentences of one index."""

    def __init__(self, selector: Selector) -> None:
        """Take the selector, which knows the sentences."""
        self.selector = selector
        self._sources: Mapping[tuple[str, str], Source] = {
            (p.id, p.language): p.source for p in selector.index.profiles
        }

    def answered(
        self, asked: str, question: Understood, evidence: Evidence, chosen: Selected
    ) -> Answer:
        """Cite each chosen sentence, in order; before a full list, say how many there are."""
        citations = tuple(self._citation(n, c, question) for n, c in enumerate(chosen.choices, 1))
        sentences = tuple(AnswerSentence(text=c.quote, citations=(c.number,)) for c in citations)
        if chosen.items:
            count = words_of(question.language).replies.count.format(count=chosen.items)
            numbers = tuple(c.number for c in citations)
            sentences = (AnswerSentence(text=count, citations=numbers), *sentences)
        retrieved = self.retrieved(evidence)
        cited = {c.section for c in citations}
        return self._answer(asked, question, "answered", marked(sentences)).model_copy(
            update={
                "sentences": sentences,
                "citations": citations,
                "retrieved": retrieved,
                "suggestions": self._suggestions(
                    question, [r for r in retrieved if r.section not in cited]
                ),
            }
        )

    def not_covered(self, asked: str, question: Understood, evidence: Evidence) -> Answer:
        """Say that the profile doesn't say, and what it covers nearest to it."""
        replies = words_of(question.language).replies
        retrieved = self.retrieved(evidence)
        topics = "; ".join(_topics(retrieved))
        text = f"{replies.not_covered} {replies.nearest.format(topics=topics)}"
        return self._answer(asked, question, "not_covered", text).model_copy(
            update={"retrieved": retrieved, "suggestions": self._suggestions(question, retrieved)}
        )

    def other_country(self, asked: str, question: Understood, countries: Iterable[str]) -> Answer:
        """Say that there is no profile of a country, and of which there is."""
        replies = words_of(question.language).replies
        own = sorted({s.title for s in self._readable_sources(question)})
        text = replies.other_country.format(country=", ".join(countries), own="; ".join(own))
        suggestions = self._suggestions(question, self._beginning(question))
        answer = self._answer(asked, question, "not_covered", text)
        return answer.model_copy(update={"suggestions": suggestions})

    def unclear(self, asked: str, question: Understood) -> Answer:
        """Ask back, with choices; greet where there was a greeting."""
        replies = words_of(question.language).replies
        text = replies.welcome if question.small_talk else replies.unclear
        suggestions = self._suggestions(question, self._beginning(question))
        answer = self._answer(asked, question, "unclear", text)
        return answer.model_copy(update={"suggestions": suggestions})

    def _answer(self, asked: str, question: Understood, status: Status, text: str) -> Answer:
        return Answer(
            question=asked,
            standalone_question=question.text,
            language=question.language,
            status=status,
            text=text,
            generation=self.selector.index.name,
        )

    def _citation(self, number: int, choice: Choice, question: Understood) -> Citation:
        passage = self.selector.passage(choice.row)
        span = passage.sentences[int(self.selector.index.place[choice.row])]
        source = self._sources[passage.profile, passage.language]
        citation = cite(number, passage, (span.start, span.end), source, squashed(choice.score))
        if passage.language == question.language:
            return citation
        note = words_of(question.language).replies.not_in_language
        told = note.format(language=_language_name(passage.language, question.language))
        return citation.model_copy(update={"caveats": (told, *citation.caveats)})

    def retrieved(self, evidence: Evidence, k: int = RETRIEVED) -> tuple[Retrieved, ...]:
        """Return the k best passages with scores from 0 to 1, best first."""
        found = zip(evidence.passages[:k], evidence.passage_scores, strict=False)
        return tuple(
            _retrieved(self.selector.index.passages[row], max(0.0, float(score)))
            for row, score in found
        )

    def _readable_sources(self, question: Understood) -> list[Source]:
        readable = self.selector.index.readable(question.language, question.wanted)
        return [p.source for p in readable]

    def _beginning(self, question: Understood) -> list[Retrieved]:
        """The chapters of the first profile that may be read: what there is to ask about."""
        index = self.selector.index
        profile = index.readable(question.language, question.wanted)[:1]
        chapters: dict[str, Passage] = {}
        for row in index.rows_of(profile, question.wanted)[0]:
            passage = index.passages[row]
            chapters.setdefault(passage.path[0], passage)
        return [_retrieved(p, 0.0) for p in chapters.values()]

    def _suggestions(self, question: Understood, retrieved: Sequence[Retrieved]) -> tuple[str, ...]:
        ask = words_of(question.language).replies.ask_about
        return tuple(ask.format(topic=topic) for topic in _topics(retrieved))


def _retrieved(passage: Passage, score: float) -> Retrieved:
    return Retrieved(
        passage_id=passage.id, section=passage.path, passage=passage.text, score=round(score, 4)
    )


def _language_name(code: str, within: str) -> str:
    """What a language is called in another one: English is "anglais" in French."""
    from babel import Locale

    return str(Locale(within).languages[code])


def _topics(retrieved: Sequence[Retrieved]) -> list[str]:
    """The titles of the first few different sections."""
    return list(dict.fromkeys(r.section[-1] for r in retrieved))[:TOPICS]
