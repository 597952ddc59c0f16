"""A question as it may be asked: not empty, not endless."""

from corpus.errors import QuestionError

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
