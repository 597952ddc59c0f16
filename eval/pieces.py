"""Long documents in pieces: an encoder reads no more than its window; judgements name a whole.

A document scores as its best piece (MaxP: Dai and Callan 2019, https://arxiv.org/abs/1905.09217).
"""

LONGEST = 1_000  # characters: about 250 tokens, well within an encoder's 512
MARK = " ¶"


def pieces(document: str, text: str) -> list[tuple[str, str]]:
    """Cut a text at paragraphs, sentences or words; return each piece with an id of its own.

    The first piece bears the document's id.

    >>> pieces("d1", "Short.")
    [('d1', 'Short.')]
    """
    from semantic_text_splitter import TextSplitter

    cut = TextSplitter(LONGEST).chunks(text) if len(text) > LONGEST else [text]
    return [(document if n == 1 else f"{document}{MARK}{n}", part) for n, part in enumerate(cut, 1)]


def document_of(passage: str) -> str:
    """Return the document that a piece belongs to, or a whole passage's id as it is.

    >>> document_of("d1 ¶2"), document_of("mali/token#1")
    ('d1', 'mali/token#1')
    """
    return passage.partition(MARK)[0]
