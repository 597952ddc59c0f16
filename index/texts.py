"""What of a passage is encoded and indexed."""

from corpus.records import Passage


def in_context(passage: Passage) -> str:
    """Return a passage's text below its section path: what is encoded and indexed."""
    return f"{' – '.join(passage.path)}\n{passage.text}".lstrip()


def sentences_in_context(passage: Passage) -> list[str]:
    """Return each sentence behind the title of its section."""
    return [sentence_in_context(passage, i) for i in range(len(passage.sentences))]


def sentence_in_context(passage: Passage, sentence: int) -> str:
    """Return a sentence, by its place in the passage, behind the title of its section."""
    return f"{passage.path[-1]}: {passage.quote(sentence)}"


def same_texts(one: Passage, other: Passage) -> bool:
    """Tell whether `encoded_texts` of two passages are the same, without making them."""
    return (one.path, one.text, _spans(one)) == (other.path, other.text, _spans(other))


def _spans(passage: Passage) -> list[tuple[int, int]]:
    return [(sentence.start, sentence.end) for sentence in passage.sentences]


def encoded_texts(passage: Passage) -> list[str]:
    """Return all that is encoded of a passage: the passage itself, then its sentences."""
    return [in_context(passage), *sentences_in_context(passage)]
