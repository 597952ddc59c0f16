"""A question as it may be asked: not empty, not endless; and which part of it asks."""

from corpus.errors import QuestionError
from corpus.passages import sentence_spans

LONGEST_QUESTION = 2_000


def checked(question: str) -> str:
    """Return the question without the space around it.

    Raises `QuestionError` where nothing remains, too much, or what isn't text.

    >>> checked("  Who funds it? ")
    'Who funds it?'
    """
    asked = question.strip()
    try:
        asked.encode()
    except UnicodeEncodeError:
        raise QuestionError("The question is not valid text. Type it in UTF-8.") from None
    if not asked:
        raise QuestionError("The question is empty. Type one.")
    if len(asked) > LONGEST_QUESTION:
        raise QuestionError(
            f"The question has {len(asked):,} characters; at most {LONGEST_QUESTION:,} are read. "
            "Shorten it."
        )
    return asked


def asking_part(question: str, code: str) -> str:
    """Return the longest sentence that ends with a question mark, or all where there is none.

    >>> asking_part("My father lives in Lyon. May he vote? Thanks.", "en")
    'May he vote?'
    """
    if "?" not in question[:-1] and "." not in question:
        return question
    sentences = [question[start:end] for start, end in sentence_spans(question, code)]
    return max((s for s in sentences if s.endswith("?")), key=len, default=question)
