"""What the page shows of an answer, and that nothing of it is alive."""

import html
import re

import pytest

from assistant.answer import Answer, AnswerSentence, AnswerSource, Citation, Retrieved, marked
from corpus.errors import InputError
from corpus.records import Footnote
from ui import render
from ui.texts import country, link, month, page_languages, read_words, typeset, words
from ui.tools import pasted

PASSAGE = "It began in 1998. UNDP funds TOKTEN. It ended in 2012."
PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](https://evil.example/x.png)",
    "[x](javascript:alert(1))",
    '"><svg onload=alert(1)>',
    "<form action=https://evil.example><input type=password></form>",
    "</article></div>\n\n# heading\n\n<b>",
    "`code` **bold** _em_ ~~s~~ $$x$$ ${7*7} {{7*7}} www.evil.example https://evil.example",
    "&lt;script&gt;",
)


def citation(number: int = 1, quote: str = "UNDP funds TOKTEN.", **changed: object) -> Citation:
    start = max(PASSAGE.find(quote), 0)
    fields: dict[str, object] = {
        "number": number,
        "passage_id": "mali/tokten#1",
        "profile": "mali",
        "language": "en",
        "section": ("Effective practices", "TOKTEN"),
        "passage": PASSAGE,
        "quote": quote,
        "start": start,
        "end": start + len(quote),
        "sha256": "0" * 64,
        "edition": "2025-08",
        "source": AnswerSource(title="Mali", publisher="ICMPD", url="https://p.example/a", page=5),
        "references": (Footnote(number="9", text="A report", url="https://r.example/?a=1&b=2"),),
        "caveats": ("The end is not sure.",),
        "score": 0.9,
    }
    return Citation.model_validate(fields | changed)


def answer(*citations: Citation, **changed: object) -> Answer:
    sentences = tuple(AnswerSentence(text=c.quote, citations=(c.number,)) for c in citations)
    fields: dict[str, object] = {
        "question": "Who funds it?",
        "standalone_question": "Who funds TOKTEN?",
        "language": "en",
        "status": "answered",
        "text": marked(sentences),
        "sentences": sentences,
        "citations": citations,
        "generation": "g",
    }
    return Answer.model_validate(fields | changed)


def words_of(page: str) -> str:
    """The text that a reader sees: tags gone, references resolved."""
    return html.unescape(re.sub(r"<[^>]*>", "", page))


def test_the_marker_leads_to_the_quote_highlighted_in_its_passage() -> None:
    page = render.answered(answer(citation()), words("en"), turn=3)
    assert '<a class="marker" href="#source-3-1">' in page
    assert (
        '<span class="rest">It began in 1998&#46; </span>'
        '<mark id="source-3-1" tabindex="-1">UNDP funds TOKTEN&#46;</mark>'
        '<span class="rest"> It ended in 2012&#46;</span>'
    ) in page


def test_a_card_names_section_publisher_edition_page_notes_and_caveats() -> None:
    page = render.answered(answer(citation()), words("en"), 1)
    text = words_of(page)
    assert "1Effective practices › TOKTEN" in text
    assert "Mali · ICMPD · edition August 2025 · p.\u00a05" in text
    assert "Caution: The end is not sure." in text
    assert (
        '<a href="https&#58;&#47;&#47;r&#46;example&#47;&#63;a&#61;1&#38;b&#61;2" target="_blank" '
        'rel="noopener noreferrer">A report</a>'
    ) in page


def test_two_quotes_of_one_passage_share_a_card_even_where_they_overlap() -> None:
    second = citation(2, "It began in 1998. UNDP")
    page = render.answered(answer(citation(), second), words("en"), 1)
    assert page.count('<section class="source">') == 1
    assert "Sources (1)" in words_of(page)
    quoted = re.search("<blockquote.*?</blockquote>", page)
    assert quoted
    assert words_of(quoted[0]) == PASSAGE
    assert page.count("<mark") == 2


def test_understood_as_is_shown_only_where_it_differs() -> None:
    assert "Understood as: Who funds TOKTEN?" in words_of(
        render.answered(answer(citation()), words("en"), 1)
    )
    same = answer(citation(), question="Who funds TOKTEN? ")
    assert "Understood as" not in words_of(render.answered(same, words("en"), 1))


def test_not_covered_shows_the_nearest_passage_and_what_can_be_asked() -> None:
    near = tuple(
        Retrieved(passage_id=f"m/{n}", section=(f"S{n}",), passage=f"P{n}.", score=0.1)
        for n in (1, 2, 3)
    )
    said = answer(
        status="not_covered", text="The profile doesn't say.", retrieved=near, suggestions=("A?",)
    )
    text = words_of(render.answered(said, words("en"), 1))
    assert text.strip() == (
        "Who funds it?Understood as: Who funds TOKTEN? CorrectThe profile doesn't say."
        "Link to this questionNearest in the profileS1P1.Read it in the profile"
        "Also looked at (2)S2P2.Read it in the profileS3P3.Read it in the profile"
        "The profile can answerA?"
    )


def test_a_source_in_another_language_says_so() -> None:
    page = render.answered(answer(citation(language="fr")), words("en"), 1)
    assert "· in French" in words_of(page)
    assert '<blockquote lang="fr">' in page


@pytest.mark.parametrize("payload", PAYLOADS)
def test_untrusted_text_is_inert_and_shown_as_it_is(payload: str) -> None:
    cited = citation(
        passage=payload,
        quote=payload,
        start=0,
        end=len(payload),
        section=(payload,),
        source=AnswerSource(title=payload, publisher=payload),
        caveats=(payload,),
        references=(Footnote(number=payload, text=payload, url=payload),),
    )
    said = answer(
        cited,
        question=payload,
        standalone_question=payload + "?",
        suggestions=(payload,),
        retrieved=(Retrieved(passage_id="x", section=(payload,), passage=payload, score=0.1),),
    )
    page = render.answered(said, words("en"), 1)
    harmless = render.answered(answer(citation(), question="q"), words("en"), 1)
    tags = set(re.findall(r"</?([a-zA-Z]+)", page))
    assert tags <= set(re.findall(r"</?([a-zA-Z]+)", harmless)) | {"li", "ul", "div", "details",
                                                                   "summary"}  # fmt: skip
    assert re.search(r"[`*_$\[\]{}\\!~]", re.sub(r"<[^>]*>", "", page)) is None
    assert page.endswith("</article>\n\n")
    assert "\n" not in page[:-2]
    assert payload in words_of(page)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "/etc/passwd",
        "ftp://a.example",
        "https://",
        "https://[bad",
        "https://a.example/ onclick=x",
        'https://a.example/"onclick="x',
        "\x01javascript:alert(1)",
        "",
        None,
    ],
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert link(url, "label") == "label"


def test_the_pasted_text_carries_its_sources() -> None:
    assert pasted(answer(citation()), words("en")) == (
        "Who funds it?\n\nUNDP funds TOKTEN. [1]\n\n"
        "[1] “UNDP funds TOKTEN.” Mali · ICMPD · edition August 2025 · p.\u00a05 "
        "https://p.example/a"
    )


@pytest.mark.parametrize(
    ("text", "set_in_french"),
    [
        ("403 646 personnes", "403\u202f646 personnes"),
        ("1 153 000 euros", "1\u202f153\u202f000 euros"),
        ("en 2019 403 personnes", "en 2019 403 personnes"),
        ("25,8 % ; quoi ?", "25,8\u202f%\u202f; quoi\u202f?"),
        ("Quoi? Non!", "Quoi\u202f? Non\u202f!"),
        ("dont : « oui »", "dont\u00a0: «\u00a0oui\u00a0»"),
        ("à 10:30, http://a.example/?b=1", "à 10:30, http://a.example/?b=1"),
    ],
)
def test_french_spaces(text: str, set_in_french: str) -> None:
    assert typeset(text, "fr") == set_in_french
    assert typeset(text, "en") == text.replace(" %", "\u00a0%")


def test_dates_and_countries() -> None:
    assert month("2025-08", "en") == "August 2025"
    assert month("2025-08", "fr", "MMM y") == "août 2025"
    assert month("2025-13", "en") == "2025-13"
    assert (country("CI", "en"), country("XX", "en")) == ("Côte d’Ivoire", "XX")


def test_every_language_has_every_word() -> None:
    assert page_languages() == ("en", "fr")
    assert {code: words(code).sources for code in page_languages()} == {
        "en": "Sources ({count})",
        "fr": "Sources ({count})",
    }
    with pytest.raises(InputError, match="The page speaks en, fr, not 'de'"):
        words("de")


def test_a_missing_or_unknown_word_is_an_error() -> None:
    with pytest.raises(InputError, match=r"ui/text/xx\.toml: missing or unknown: .*title.*extra"):
        read_words("xx", 'name = "X"\nextra = "y"')


def test_a_list_that_says_its_count_says_it_once() -> None:
    items = ("One is here.", "Two is there.", "Three is away.")
    lead = AnswerSentence(text="The profile names 3:", citations=(1, 2, 3))
    own = [AnswerSentence(text=text, citations=(n,)) for n, text in enumerate(items, 1)]
    html = render._text(Answer(
        question="?", standalone_question="?", language="en", status="answered", text="x",
        sentences=(lead, *own), generation="g", citations=()), words("en"), 1)  # fmt: skip
    assert html.startswith('<p class="count">The profile names 3&#58;</p><ul><li>One is')
    assert html.count("<li>") == 3
    assert "statements" not in html
