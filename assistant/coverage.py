"""Does the profile say it? Similarity that is merely the best there is, is not an answer.

Signals of different kinds are weighed by a logistic regression; its weights are fitted on dev
questions (`diaspora eval calibrate`), and a generation may bring its own. A few things decide
alone. A question that asks only what something is, is answered where the profile introduces it. One
is refused that is about another country, that is for a number, a date, a sum or a person where the
evidence holds none, that is about an end ("closed", "withdrawn") where the evidence speaks of none,
or, where nothing is read, of whose words no passage holds any.
"""

from collections.abc import Mapping, Sequence

from assistant.evidence import DEMANDING
from assistant.ranking import Choice
from assistant.select import Selector
from assistant.signals import Judge, Signals
from assistant.understand import Understood
from assistant.words import frame_terms, tokens, words_of
from corpus.records import Profile
from index.calibration import Calibration
from index.manifest import Manifest

RULES = {"", "manner"}  # kinds of questions that a general rule may answer: yes or no, and how


# Fitted by `diaspora eval calibrate`: for the bundled encoder, which has a reader …
READ = Calibration(
    weights={
        "similarity": 4.398,
        "cover": 0.0,
        "gap": 0.457,
        "kind": 0.381,
        "numbers": 3.414,
        "entities": 1.502,
        "reading": 0.564,
    },
    bias=-6.071,
    threshold=0.4746,
)

# … and, with --unread, for encoders that no reader was trained for.
UNREAD = Calibration(
    weights={
        "similarity": 5.53,
        "cover": 0.319,
        "gap": 0.577,
        "kind": 0.141,
        "numbers": 3.186,
        "entities": 1.181,
        "reading": 0.0,
    },
    bias=-6.435,
    threshold=0.4598,
)


def calibration_of(manifest: Manifest, reads: bool) -> Calibration:
    """Return that of a generation, else the one for encoders with or without a reader."""
    own = manifest.calibration
    if own and own.weights.keys() == Signals.model_fields.keys():
        return own
    return READ if reads else UNREAD


class Coverage:
    """Judges whether the evidence answers the question."""

    def __init__(self, selector: Selector, calibration: Calibration = UNREAD) -> None:
        """Take the selector, which knows the sentences, and the calibration."""
        self.selector, self.calibration = selector, calibration
        self.judge = Judge(selector)
        self.countries, self.signals = self.judge.countries, self.judge.signals

    def mentioned(self, country: str, profile: Profile) -> bool:
        """Tell whether a passage of a profile names a country, by its ISO 3166-1 code."""
        return any(country in self.judge.held(passage).countries for passage in profile.passages)

    def probability(
        self, question: Understood, ranked: Sequence[Choice], signals: Signals
    ) -> float:
        """Return how likely it is that the evidence answers, 0 to 1.

        It does for sure where only what is introduced is asked for (`Selector.introduces`).
        """
        if self.selector.introduces(question, ranked):
            return 1.0
        return self.calibration.probability(signals.model_dump())

    def vetoed(
        self,
        question: Understood,
        ranked: Sequence[Choice],
        read: Sequence[Profile],
        named: Mapping[str, str],
    ) -> bool:
        """Tell whether the best sentence can't answer, whatever the signals say.

        `read` are the profiles that were searched, `named` the countries of the question by code.
        """
        best = ranked[0]
        return (
            self._lacks(question, best)
            or self._elsewhere(question, best, read, named)
            or self._goes_on(question, best)
            or (not self.calibration.reads and self._strange(question))
        )

    def _elsewhere(
        self,
        question: Understood,
        best: Choice,
        read: Sequence[Profile],
        named: Mapping[str, str],
    ) -> bool:
        """Is it about a country that the evidence doesn't speak of?

        A rule of the profile's own country holds for its people anywhere: whether "Malians in
        Spain" may vote is said where the profile speaks of voting abroad.
        """
        compared = len(named) > 1 and {p.country for p in read}.issuperset(named)
        own = {p.country for p in read}
        if compared or (question.kind in RULES and own & named.keys()):
            return False
        passage = self.selector.passage(best.row)
        here = {p.country for p in read if p.id == passage.profile}
        return not named.keys() - here <= self.judge.held(passage).countries

    def _lacks(self, question: Understood, best: Choice) -> bool:
        """Is it for a number, date, sum … or person, and the best sentence holds none?"""
        if question.kind == "person":
            return not self.selector.named(best.row) & self.selector.names.ids_of_kind("person")
        wish = question.kind if question.kind in DEMANDING else None
        wish = "moment" if wish == "date" else wish
        return not self.selector.ranking.holds(wish, best.row)

    def _strange(self, question: Understood) -> bool:
        """Does it name nothing known, and no passage in its language hold any telling word?

        One strange word may be about what was said before ("And the stipend?"), several aren't.
        """
        known = self.selector.vocabularies.get(question.language)
        if known is None or question.entities:
            return False
        telling = [t for t in question.terms if t not in frame_terms(question.language)]
        least = 2 if question.context else 1
        return len(telling) >= least and not any(term in known for term in telling)

    def _goes_on(self, question: Understood, best: Choice) -> bool:
        """Does it presuppose that something ended, and the passage says nothing of an end?"""
        if not words_of(question.language).endings.spans(question.spoken):
            return False
        passage = self.selector.passage(best.row)
        return not words_of(passage.language).endings.spans(tokens(passage.text))
