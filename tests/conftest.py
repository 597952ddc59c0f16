"""What all tests share: an invented country, an encoder that means something, an index.

Tavoria (tests/profiles) is a country that doesn't exist. Whatever works with it works without a
rule made for one country.
"""

import hashlib
import math
import os
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from playwright.sync_api import Browser, sync_playwright
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import InputModule

from corpus.profiles import load_profiles
from corpus.records import Profile
from index.build import build
from index.bundled import NAME
from index.encoders import Encoder, EncoderFiles, find_encoder
from index.generations import Generations
from index.search import Index

DIMENSION = 1024
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LEFT_OUT = """
a about an and are as at be been by can combien d de des do does du elle en est et for from had has
have her his how il ils in is it its l la le les leur leurs many may much of on ont or ou par pas
peut peuvent pour qu que quel quelle quelles quels qui s sa se ses son sont sur that the their them
there these they this to un une was were what when where which who whom will with
"""
CONCEPTS = {
    "remittance": "remittance remit transfer transfert money argent sent send envoi envoy",
    "home": "home homeland patrie",
    "abroad": "abroad etranger overseas expatri",
    "diaspora": "diaspora",
    "emigrant": "emigr",
    "country": "countr pays",
    "law": "law laws loi lois act acts code",
    "policy": "polic politique strateg charter charte",
    "right": "right droit",
    "vote": "vot elect",
    "citizenship": "citizen citoyen national",
    "parliament": "parliament parlement",
    "ministry": "minist",
    "organisation": "organi associat union network reseau circle cercle",
    "school": "school scol ecole education enseign teach language langue",
    "doctor": "doctor medecin medic health sante",
    "nurse": "nurse infirm",
    "return": "return retour reven rentr",
    "fund": "fund fond fonds financ pay paie bank banque",
    "bond": "bond obligation",
    "cost": "cost cout cher cheap fee fees frais expens",
    "family": "famil",
    "begin": "begin began commenc start found fond",
    "adopt": "adopt",
    "obstacle": "obstacle difficult barrier",
    "figure": "figure chiffre number nombre",
    "destination": "destination",
    "share": "share part equal represent percent",
    "gdp": "gdp pib",
    "fellow": "fellow bours",
    "young": "young jeune youth student etudiant",
    "island": "island insul",
    "build": "build constr",
    "house": "hous loge",
}
FUNCTION_WORDS = frozenset(LEFT_OUT.split())
BY_PREFIX = {prefix: name for name, prefixes in CONCEPTS.items() for prefix in prefixes.split()}


class BagOfConcepts(InputModule):
    """Each concept of a text is one dimension: synonyms and translations share theirs."""

    def preprocess(self, inputs: Any, prompt: str | None = None, **options: Any) -> dict[str, Any]:
        rows = torch.zeros(len(inputs), DIMENSION)
        for row, text in enumerate(inputs):
            for concept, count in Counter(concepts(text)).items():
                rows[row, dimension_of(concept)] += 1 + math.log(count)
        return {"sentence_embedding": rows}

    def forward(self, features: dict[str, Any], **options: Any) -> dict[str, Any]:
        return features

    def get_embedding_dimension(self) -> int:
        return DIMENSION

    def save(self, output_path: str, *args: Any, **options: Any) -> None:
        raise NotImplementedError


def concepts(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return [concept_of(word) for word in re.findall(r"\w+", bare) if word not in FUNCTION_WORDS]


def concept_of(word: str) -> str:
    """The concept of its longest known beginning, else its first six letters."""
    known = (BY_PREFIX.get(word[:length]) for length in range(len(word), 2, -1))
    return next((name for name in known if name), word[:6])


def dimension_of(concept: str) -> int:
    return int.from_bytes(hashlib.sha256(concept.encode()).digest()[:4]) % DIMENSION


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """An encoder that runs in no time: texts of the same concepts are near each other."""
    model = SentenceTransformer(modules=[BagOfConcepts()], device="cpu")
    return Encoder("bag-of-concepts", "0" * 64, model)


@pytest.fixture(scope="session")
def tavoria_folder() -> Path:
    return Path(__file__).parent / "profiles"


@pytest.fixture(scope="session")
def tavoria(tavoria_folder: Path) -> tuple[Profile, ...]:
    """Tavoria in English, then in French."""
    return load_profiles(tavoria_folder)


@pytest.fixture(scope="session")
def tavoria_data(
    tavoria: tuple[Profile, ...], encoder: Encoder, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A data directory that holds one generation, of Tavoria. Copy it before you touch it."""
    folder = tmp_path_factory.mktemp("tavoria")
    build(tavoria, encoder, Generations(folder))
    return folder


@pytest.fixture(scope="session")
def tavoria_index(tavoria_data: Path) -> Index:
    generations = Generations(tavoria_data)
    return Index.load(generations, generations.current())


@pytest.fixture(scope="session")
def file_hashes() -> Callable[[Path], dict[str, str]]:
    """Names the SHA-256 of every file below a folder, by its path inside it."""

    def hashes(folder: Path) -> dict[str, str]:
        return {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*")
            if path.is_file()
        }

    return hashes


@pytest.fixture(scope="session")
def encoders_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the bundled encoder is unpacked: DIASPORA_TEST_ENCODERS spares doing it each time."""
    kept = os.environ.get("DIASPORA_TEST_ENCODERS")
    return Path(kept) if kept else tmp_path_factory.mktemp("encoders")


@pytest.fixture(scope="session")
def bundled(encoders_folder: Path) -> EncoderFiles:
    return find_encoder(NAME, encoders_folder)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium or Chrome where there is one, else the one that Playwright installed."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=BROWSER_ARGUMENTS)
        yield opened
        opened.close()
