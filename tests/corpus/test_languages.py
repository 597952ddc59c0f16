"""Languages are data: a TOML file each."""

import pytest

from corpus.errors import InputError
from corpus.languages import known_languages, language


def test_english_and_french_are_known():
    assert {"en", "fr"} <= set(known_languages())


def test_only_toml_files_are_languages(monkeypatch, tmp_path):
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / "xx.toml").touch()
    (tmp_path / "languages" / ".DS_Store").touch()
    monkeypatch.setattr("corpus.languages.files", lambda _package: tmp_path)
    assert known_languages.__wrapped__() == ("xx",)


def test_a_language_says_how_it_writes_numbers():
    english, french = language("en"), language("fr")
    assert (english.decimal, english.thousands) == (".", ",")
    assert (french.decimal, french.thousands) == (",", " ")


def test_a_language_names_its_stemmer_and_its_segmenter():
    assert (language("fr").snowball, language("fr").pysbd) == ("french", "fr")


def test_an_unknown_language_is_refused_with_the_mend():
    with pytest.raises(InputError) as caught:
        language("xx")
    assert str(caught.value) == (
        f"The language 'xx' is not known; known are {', '.join(known_languages())}. "
        "Add corpus/languages/xx.toml."
    )
