"""Measures of answers: per question first, aggregated second. Pure functions.

The definitions, settled here:

- A *fact* is stated where one of its alternatives stands in the answer's sentences as whole words
  or numbers, after lower-casing, dropping accents and joining digit groups.
- `evidence_cited`: some citation is of a passage that holds the evidence. `first_citation`: the
  first one is.
- `right`: the answer states every fact and every item, and cites the evidence. Only questions that
  name facts or items have it.
- `items_found` is the share of a list's items that are stated.
- A question is *refused* where its status is not "answered". Refusing an unanswerable question is
  right; it is never counted as a retrieval miss. `answerable_refused` is the share of answerable
  questions that were refused (lower is better), `refusal_recall` the share of unanswerable ones,
  `refusal_precision` the share of refusals that were of unanswerable questions.
- `asked_back` applies to questions that are too bare to be answered: their status has to be
  "unclear".
- `quotes_valid`: every quote is `passage[start:end]`, the passage's SHA-256 is the one stated, and
  every sentence's marker leads to a citation.
- `answerability_auroc`: how well the probability that the profile says it tells answerable from
  unanswerable questions (`eval.statistics.auroc`). It has no value for a single question.
"""

import hashlib
import re
from statistics import fmean

from assistant.answer import Answer
from eval.pieces import document_of
from eval.records import Alternatives, EvalQuestion
from index.lexical import plain

SEPARATORS = re.compile(r"[-–—'’\s]+")
BEFORE, BEHIND = r"(?<!\w)(?<!\d\.)", r"(?!\w)(?!\.\d)"  # words, and numbers with their decimals
AUROC = "answerability_auroc"
ORDER = (
    "right",
    "evidence_cited",
    "first_citation",
    "items_found",
    "answerable_refused",
    "refusal_recall",
    "refusal_precision",
    AUROC,
    "asked_back",
    "quotes_valid",
)
LOWER_IS_BETTER = frozenset({"answerable_refused"})


def normal(text: str) -> str:
    """Return a text as facts are compared.

    >>> normal("L’UE : 403 646 émigrés, soit 5,52 %")
    'l ue : 403646 emigres, soit 5.52 %'
    """
    decimals = re.sub(r"(?<=\d),(?=\d)", ".", plain(text))
    return SEPARATORS.sub(" ", decimals)


def states(text: str, fact: Alternatives) -> bool:
    """Tell whether a text states a fact in one of its wordings.

    >>> states("Nigeria leads.", ("Niger",)), states("Le PIB.", ("GDP", "PIB"))
    (False, True)
    """
    own = normal(text)
    return any(re.search(rf"{BEFORE}{re.escape(normal(a))}{BEHIND}", own) for a in fact)


def answer_measures(question: EvalQuestion, answer: Answer) -> dict[str, float]:
    """Measure one answer: a value for each measure that applies to the question, by name."""
    found = _refusal(question, answer)
    if answer.citations or answer.sentences:
        found["quotes_valid"] = float(quotes_valid(answer))
    if question.relevant:
        held = [document_of(c.passage_id) in question.relevant for c in answer.citations]
        found["evidence_cited"] = float(any(held))
        found["first_citation"] = float(held[:1] == [True])
    text = " ".join(sentence.text for sentence in answer.sentences)  # without markers
    stated = [states(text, fact) for fact in question.facts]
    items = [states(text, item) for item in question.items]
    if items:
        found["items_found"] = fmean(items)
    if question.relevant and (stated or items):
        found["right"] = float(all(stated) and all(items) and found["evidence_cited"])
    return found


def _refusal(question: EvalQuestion, answer: Answer) -> dict[str, float]:
    refused = answer.status != "answered"
    found = {}
    if question.answerable is True:
        found["answerable_refused"] = float(refused)
    if question.answerable is False:
        found["refusal_recall"] = float(refused)
    if question.answerable is not None and refused:
        found["refusal_precision"] = float(not question.answerable)
    if question.status == "unclear":
        found["asked_back"] = float(answer.status == "unclear")
    return found


def quotes_valid(answer: Answer) -> bool:
    """Tell whether all citations hold, from nothing but the answer itself."""
    numbers = {c.number for c in answer.citations}
    verbatim = all(
        c.quote == c.passage[c.start : c.end]
        and c.sha256 == hashlib.sha256(c.passage.encode()).hexdigest()
        for c in answer.citations
    )
    marked = (s.citations and numbers.issuperset(s.citations) for s in answer.sentences)
    return verbatim and all(marked)
