"""Paragraph → sentences with character offsets."""

from itertools import pairwise

import pytest

from corpus.passages import sentence_spans


def sentences(text: str, code: str = "en") -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, code)]


def test_offsets_count_characters_and_leave_the_spaces_out():
    assert sentence_spans("Été là. Fin.", "fr") == ((0, 7), (8, 12))


@pytest.mark.parametrize(
    ("code", "pieces"),
    [
        ("en", ["It began in 1998.", "It ended in 2004."]),
        ("en", ["Dr. Cuny met Prof. Oak in St. Ives.", "They spoke."]),
        ("en", ["It rose by 5.52 % in 2023.", "It fell later."]),
        ("en", ["Act No. 95-70 is a law.", "Art. 3 was cut."]),
        ("fr", ["Le programme a commencé en 1998.", "Il dure encore."]),
        ("fr", ["Voir l'art. 3 de la loi.", "Elle date de 2009."]),
        ("fr", ["M. Kora a signé.", "Mme. Sidi aussi."]),
        ("fr", ["Elle s'appelle « l'autre rive ».", "Tous le savent."]),
    ],
)
def test_sentences_are_cut_where_they_end(code: str, pieces: list[str]):
    assert sentences(" ".join(pieces), code) == pieces


def test_no_sentence_begins_with_a_closing_quote():
    whole = "Il a dit : « Venez. » Ils vinrent."
    assert sentences(whole, "fr") == [whole]


def test_no_text_has_no_sentence():
    assert sentence_spans("", "en") == ()
    assert sentence_spans("  ", "en") == ()


@pytest.mark.parametrize(
    "text",
    [
        '∯ Hello ☉ a. ȸ B&ᓷ&c "x.y". ♬ And♨ so on♟ ♳ ☏',
        "A. B. C. a.b.c. ... ?! (x. y.) [z.]",
        "Twice. Twice. Twice.",
        "1. 2. 3.",
    ],
)
def test_no_word_falls_between_two_sentences(text: str):
    spans = sentence_spans(text, "en")
    between = [(0, 0), *spans, (len(text), len(text))]
    gaps = [text[a[1] : b[0]] for a, b in pairwise(between)]
    assert "".join(gaps).strip() == ""
    assert list(spans) == sorted(spans)
