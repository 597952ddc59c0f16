"""Small originals, made by code: a DOCX by hand, a PDF by reportlab."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
STYLES = (
    f"<w:styles {W}>"
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style></w:styles>'
)
CALL = '<w:r><w:footnoteReference w:id="2"/></w:r>'
BREAK = "<w:r><w:lastRenderedPageBreak/></w:r>"


def para(text: str, style: str = "", more: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}<w:r><w:t>{text}</w:t></w:r>{more}</w:p>"


def cell(text: str) -> str:
    return f"<w:tc>{para(text)}</w:tc>"


BODY = (
    para("Profile of Mali", "H1")
    + para("Money", "H2")
    + para("Remittances are 5.52% of GDP.", more=CALL)
    + "<w:tbl>"
    + "".join(
        f"<w:tr>{cell(a)}{cell(b)}</w:tr>"
        for a, b in (("Country", "People"), ("Niger", "140,431"), ("France", "120,393"))
    )
    + "</w:tbl>"
    + f"<w:p>{BREAK}<w:r><w:t>The vote takes place abroad.</w:t></w:r></w:p>"
)
NOTES = (
    f'<w:footnotes {W}><w:footnote w:id="2">{para("World Bank, 2023.")}</w:footnote></w:footnotes>'
)


def relation(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'


@pytest.fixture
def docx(tmp_path: Path) -> Callable[..., Path]:
    """Write a DOCX file with headings, a footnote, a table and two pages."""

    def write(body: str = BODY, name: str = "profile.docx", **more: str) -> Path:
        path = tmp_path / name
        files = {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": f'<Relationships xmlns="{RELS}">'
            + relation(1, "officeDocument", "word/document.xml")
            + "</Relationships>",
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELS}">'
            + relation(1, "footnotes", "footnotes.xml")
            + relation(2, "styles", "styles.xml")
            + "</Relationships>",
            "word/footnotes.xml": NOTES,
            "word/styles.xml": STYLES,
            **more,
        }
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for inner, data in files.items():
                archive.writestr(inner, data)
        return path

    return write


@pytest.fixture
def pdf(tmp_path: Path) -> Callable[..., Path]:
    """Write a PDF of two pages: headings, a note, a list, a ruled table, page numbers."""

    def write(name: str = "profile.pdf", encrypt: str | None = None) -> Path:
        path = tmp_path / name
        canvas = Canvas(str(path), pagesize=A4, encrypt=encrypt)
        _first_page(canvas)
        canvas.showPage()
        _second_page(canvas)
        canvas.showPage()
        canvas.save()
        return path

    return write


def _edges(canvas: Canvas, page: int) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(280, 30, f"{page}")


def _first_page(canvas: Canvas) -> None:
    _edges(canvas, 1)
    canvas.setFont("Helvetica-Bold", 20)
    canvas.drawString(60, 760, "Profile of Mali")
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(60, 720, "Money sent home")
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 700, "Remittances are 5.52% of the gross domestic product of the country")
    canvas.drawString(60, 686, "in the year that the World Bank counted last.")
    canvas.setFont("Helvetica", 7)
    canvas.drawString(285, 690, "1")
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 660, "• They build schools.")
    canvas.drawString(60, 646, "• They pay doctors.")
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 610, "The diaspora lives in the countries of West Africa and")
    canvas.setFont("Helvetica", 8)
    canvas.drawString(60, 90, "1 World Bank, 2023.")


def _second_page(canvas: Canvas) -> None:
    _edges(canvas, 2)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 760, "North America. There remains great potential.")
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(60, 720, "Destinations")
    canvas.setFont("Helvetica", 11)
    rows = (("Country", "People"), ("Niger", "140,431"), ("France", "120,393"))
    canvas.grid([60, 200, 340], [700, 680, 660, 640])
    for number, (country, people) in enumerate(rows):
        canvas.drawString(65, 686 - 20 * number, country)
        canvas.drawString(205, 686 - 20 * number, people)
