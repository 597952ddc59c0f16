"""A question as it may be asked: not empty, not endless."""

from corpus.errors import QuestionError

LONGEST_QUESTION = 2_000


def checked(question: str) -> str:
    """Return the question without the space around it.

    Raises `QuestionError` where nothing remains, or too much.

    >>> checked("  Who funds it? ")
    'Who funds it?'
    """
    asked = question.strip()
    if not asked:
        raise QuestionError("The question is empty. Type one.")
    if len(asked) > LONGEST_QUESTION:
        raise QuestionError(
            f"The question has {len(asked):,} characters; at most {LONGEST_QUESTION:,} are read. "
            "Shorten it."
        )
    return asked
