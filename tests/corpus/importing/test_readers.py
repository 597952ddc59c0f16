"""Each kind of original is taken apart into headings, paragraphs, lists, tables and notes."""

from pathlib import Path

from corpus.importing.docx_file import read_docx
from corpus.importing.html_file import html_extract, read_html
from corpus.importing.markdown_file import markdown_extract
from corpus.importing.marks import call, plain
from corpus.importing.pdf_file import read_pdf
from corpus.importing.text_file import text_extract


def shape(parts) -> list[tuple[str, object]]:
    """The kind of each part and its words."""
    return [(p.kind, p.rows or tuple(map(plain, p.texts))) for p in parts]


TABLE = (("Country", "People"), ("Niger", "140,431"), ("France", "120,393"))


def test_html_headings_lists_tables_and_notes():
    page = """<html><body><nav>Menu</nav><h1>Mali</h1>
<p>They send money.<sup><a href="#fn1">1</a></sup></p>
<ul><li>one</li><li>two <b>bold</b></li></ul>
<table><tr><th>Country</th><th>People</th></tr><tr><td>Niger</td><td>140,431</td></tr>
<tr><td>France</td><td>120,393</td></tr></table>
<ol><li id="fn1"><p>World Bank. <a href="https://x.org">Link</a> <a href="#b">↩</a></p></li></ol>
<footer>Imprint</footer></body></html>"""
    found = html_extract(page, "a.html")
    assert shape(found.parts) == [
        ("heading", ("Mali",)),
        ("paragraph", ("They send money.",)),
        ("list", ("one", "two bold")),
        ("table", TABLE),
        ("note", ("World Bank. Link",)),
    ]
    assert found.parts[1].texts[0].endswith(call("1"))
    assert found.parts[4].label == "1"
    assert "Menu" in found.words


def test_html_cells_that_are_merged_are_repeated():
    page = (
        "<table><tr><th>Year</th><th colspan=2>Both</th></tr>"
        "<tr><td rowspan=2>2024</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
    )
    assert html_extract(page, "a").parts[0].rows == (
        ("Year", "Both", "Both"),
        ("2024", "1", "2"),
        ("2024", "3", "4"),
    )


def test_the_title_of_a_table_stands_above_it():
    page = (
        "<table><caption>Ducks</caption><tr><td colspan=2>All of them</td></tr>"
        "<tr><td>Name</td><td>Count</td></tr><tr><td>Teal</td><td>5</td></tr></table>"
    )
    assert shape(html_extract(page, "a").parts) == [
        ("paragraph", ("Ducks",)),
        ("paragraph", ("All of them",)),
        ("table", (("Name", "Count"), ("Teal", "5"))),
    ]


def test_html_says_its_title_and_publisher(tmp_path: Path):
    path = tmp_path / "a.html"
    path.write_text(
        "<html><head><title>On Mali</title><meta name='author' content='A. B.'>"
        "<meta property='og:site_name' content='The Institute'></head><body><p>Words.</p></body>"
    )
    told = read_html(path).metadata
    assert (told.title, told.authors, told.publisher) == ("On Mali", ("A. B.",), "The Institute")


def test_html_of_a_hundred_thousand_levels_is_read():
    found = html_extract("<div>" * 100_000 + "Deep words." + "</div>" * 100_000, "a.html")
    assert shape(found.parts) == [("paragraph", ("Deep words.",))]


def test_markdown_keeps_labels_lines_and_tables_of_tabs():
    text = "# Mali\n\nMoney.[^b]\n\nNiger\t140\nFrance\t120\n\n[^b]: Bank. <https://x.org>\n"
    parts = markdown_extract(text, Path("a.md")).parts
    assert shape(parts) == [
        ("heading", ("Mali",)),
        ("paragraph", ("Money.",)),
        ("table", (("", ""), ("Niger", "140"), ("France", "120"))),
        ("note", ("Bank. https://x.org",)),
    ]
    assert [p.line for p in parts] == [1, 3, 5, 8]
    assert parts[3].label == "b"


def test_plain_text_has_headings_lists_and_pages():
    text = "FACTS\n\nThey send money.\n\n- one\n- two\n  more\n\f1.2 Votes abroad\n\nThey vote."
    assert [(p.kind, p.texts, p.level, p.page) for p in text_extract(text, "a.txt").parts] == [
        ("heading", ("FACTS",), 2, 1),
        ("paragraph", ("They send money.",), 0, 1),
        ("list", ("one", "two more"), 0, 1),
        ("heading", ("1.2 Votes abroad",), 3, 2),
        ("paragraph", ("They vote.",), 0, 2),
    ]


def test_docx_has_headings_notes_tables_and_pages(docx):
    found = read_docx(docx())
    assert shape(found.parts) == [
        ("heading", ("Profile of Mali",)),
        ("heading", ("Money",)),
        ("paragraph", ("Remittances are 5.52% of GDP.",)),
        ("table", TABLE),
        ("paragraph", ("The vote takes place abroad.",)),
        ("note", ("World Bank, 2023.",)),
    ]
    assert [p.page for p in found.parts[:5]] == [1, 1, 1, 1, 2]


def test_pdf_has_headings_calls_notes_lists_tables_and_pages(pdf):
    parts = read_pdf(pdf()).parts
    assert shape(parts) == [
        ("heading", ("Profile of Mali",)),
        ("heading", ("Money sent home",)),
        (
            "paragraph",
            (
                "Remittances are 5.52% of the gross domestic product of the country "
                "in the year that the World Bank counted last.",
            ),
        ),
        ("list", ("They build schools.",)),
        ("list", ("They pay doctors.",)),
        ("paragraph", ("The diaspora lives in the countries of West Africa and",)),
        ("note", ("World Bank, 2023.",)),
        ("paragraph", ("North America. There remains great potential.",)),
        ("heading", ("Destinations",)),
        ("table", TABLE),
    ]
    assert parts[2].texts[0].endswith(f"last.{call('1')}")
    assert [p.page for p in parts] == [1] * 7 + [2] * 3
