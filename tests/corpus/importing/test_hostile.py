"""What can't be imported ends in one clear sentence that names the file."""

import zipfile
from pathlib import Path

import pytest

from corpus.errors import DiasporaError, ImportRefused, InputError
from corpus.importing.draft import draft, extract
from corpus.importing.sandbox import import_draft


def refusal(path: Path, error: type[DiasporaError] = ImportRefused) -> str:
    with pytest.raises(error) as caught:
        draft([path], "ML", "en", "2026-11")
    sentence = str(caught.value)
    assert sentence.startswith(str(path))
    return sentence.removeprefix(str(path))


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.pdf", b"", ": the file is empty. "),
        ("a.txt", b" \n ", ": the file is empty. "),
        ("a.pdf", b"<html><p>x</p></html>", ": its name says pdf, but its bytes are html. "),
        ("a.pdf", b"plain words", ": its name says pdf, but its bytes are of something else. "),
        ("a.docx", b"%PDF-1.4 x", ": its name says docx, but its bytes are pdf. "),
        ("a.txt", b"\x89PNG\r\n\x1a\n", ": this is a picture. "),
        ("a.docx", b"\xd0\xcf\x11\xe0rest", ": this is an old Word file or an encrypted one. "),
        ("a.docx", b"PK\x03\x04cut", ": the file is damaged or cut off (it is no whole .docx). "),
        ("a.xyz", b"words", ": files .xyz can't be imported. "),
        ("a.pdf", b"%PDF-1.4\n1 0 obj", ": the file is damaged or cut off"),
        ("a.txt", b"one\n" + b"x" * 200_001, ":2: this line is longer than 200,000 characters. "),
        ("a.txt", b"one\ntw\x00o", ":2: this is not text. "),
        ("a.txt", b"a" * 4_000_001, ": it has 4 MB, more than the 4 MB of a text file. "),
    ],
)
def test_a_file_that_is_not_what_it_should_be(tmp_path: Path, name: str, data: bytes, told: str):
    assert refusal(written(tmp_path, name, data)).startswith(told)


def test_a_file_that_is_not_there(tmp_path: Path):
    assert refusal(tmp_path / "a.pdf").startswith(": it can't be read (no such file or directory).")


def test_an_encrypted_pdf(pdf):
    assert refusal(pdf(encrypt="secret")) == ": it is encrypted. Save it without a password."


def test_a_truncated_docx(docx):
    path = docx()
    path.write_bytes(path.read_bytes()[:-200])
    assert refusal(path).startswith(": the file is damaged or cut off")


def test_a_zip_bomb(docx, tmp_path: Path):
    path = docx()
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/bomb.xml", b"0" * 60_000_000)
    assert refusal(path).startswith(": it would unpack to 60 MB in 7 files (a zip bomb?). ")


def test_xml_that_declares_entities(docx):
    path = docx(**{"word/styles.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'})
    assert refusal(path).startswith(": its XML declares entities. ")


@pytest.mark.parametrize(
    "head", ["a: &x [*x]", "a: &a [1, 1]\nb: &b [*a, *a]\nc: [*b, *b]", "{{{{{{", "a: b: c"]
)
def test_front_matter_that_turns_in_circles(tmp_path: Path, head: str):
    path = written(tmp_path, "a.md", f"---\n{head}\n---\n\n# T\n\nWords.\n".encode())
    assert refusal(path, DiasporaError).startswith(":")


def test_a_profile_is_not_an_original(tavoria_folder: Path):
    told = refusal(tavoria_folder / "tavoria.en.md")
    assert told == ":1: this is a profile already. Copy it into the folder of profiles."


def test_text_in_another_encoding_is_read_and_doubted(tmp_path: Path):
    found = extract(written(tmp_path, "a.txt", "Sécurité à Kayes.".encode("cp1252")))
    assert found.parts[0].texts == ("Sécurité à Kayes.",)
    assert "read as Windows-1252" in found.doubts[0].about


def test_reading_that_takes_too_long_is_stopped(tmp_path: Path):
    path = written(tmp_path, "a.txt", b"Words.")
    with pytest.raises(ImportRefused) as caught:
        import_draft([path], "ML", "en", "2026-11", seconds=0)
    assert str(caught.value).startswith(f"{path}: reading it takes longer than 0 seconds. ")


def test_reading_that_takes_too_much_memory_is_stopped(tmp_path: Path):
    path = written(tmp_path, "a.html", b"<p>Some words of a paragraph.</p>" * 300_000)
    with pytest.raises(ImportRefused) as caught:
        import_draft([path], "ML", "en", "2026-11", memory=150_000_000)
    assert "memory" in str(caught.value)
    assert str(caught.value).startswith(str(path))


def test_an_error_of_the_other_process_keeps_its_words_and_type(tmp_path: Path):
    path = written(tmp_path, "a.pdf", b"no pdf")
    with pytest.raises(ImportRefused) as caught:
        import_draft([path], "ML", "en", "2026-11")
    assert str(caught.value).startswith(f"{path}: its name says pdf, ")
    assert caught.value.path == path


@pytest.mark.parametrize(("country", "code"), [("Mali", "en"), ("ZZZ", "en"), ("ML", "xx")])
def test_a_country_or_language_that_is_not_known(tmp_path: Path, country: str, code: str):
    with pytest.raises(InputError, match="is not known"):
        import_draft([written(tmp_path, "a.txt", b"x")], country, code, "2026-11")
