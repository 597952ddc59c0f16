"""Eight facts in two languages, and two questions that the profile doesn't answer.

Fact and section are literals: the fact stands in the answer, the section is that of the first
citation.
"""

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.ask import Assistant

FACTS = [
    ("What share of Mali's GDP do remittances make up?", "5.52 %", "Remittances"),
    ("How many Malian emigrants live in Côte d'Ivoire?", "403,646", "Top countries of destination"),
    (
        "Which article of the 2023 Constitution gives Malians abroad representation?",
        "Article 102",
        "Diaspora Representation: the 2023 Constitution",
    ),
    (
        "When was the DGME created?",
        "31 December 2015",
        "General Delegation of Malians Abroad (DGME)",
    ),
    ("Who supports TOKTEN?", "United Nations Development Programme (UNDP)", "TOKTEN"),
    (
        "How many hours does it take to register a business in Mali?",
        "72 hours",
        "Diaspora Investment Measures",
    ),
    (
        "How many units of social housing are to be built for the diaspora?",
        "600 social housing units",
        "Social housing for the diaspora",
    ),
    (
        "How many associations does EFASO bring together?",
        "252 associations",
        "Fédération Euro-Africaine de Solidarité (EFASO)",
    ),
    (
        "Quelle part du PIB du Mali les transferts de fonds représentent-ils ?",
        "5,52 %",
        "Transferts de fonds",
    ),
    (
        "Combien d'émigrés maliens vivent en Côte d'Ivoire ?",
        "403 646",
        "Principaux pays de destination",
    ),
    (
        "Quel article de la Constitution de 2023 donne une représentation à la diaspora ?",
        "article 102",
        "Représentation de la diaspora : la Constitution de 2023",
    ),
    (
        "Quand la DGME a-t-elle été créée ?",
        "31 décembre 2015",
        "Délégation générale des Maliens de l'extérieur (DGME)",
    ),
    ("Qui soutient TOKTEN ?", "Programme des Nations unies pour le développement (PNUD)", "TOKTEN"),
    (
        "Combien d'heures faut-il pour créer une entreprise au Mali ?",
        "72 heures",
        "Mesures d'investissement de la diaspora",
    ),
    (
        "Combien de logements sociaux sont prévus pour la diaspora ?",
        "600 logements sociaux",
        "Logements sociaux pour la diaspora",
    ),
    (
        "Combien d'associations l'EFASO réunit-elle ?",
        "252 associations",
        "Fédération Euro-Africaine de Solidarité (EFASO)",
    ),
]


def plain(text: str) -> str:
    """The text with ordinary spaces."""
    return unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize(("question", "fact", "section"), FACTS)
def test_the_fact_and_its_section(
    assistant: Assistant, question: str, fact: str, section: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert answer.language == ("fr" if FACTS.index((question, fact, section)) >= 8 else "en")
    assert fact in plain(answer.text)
    assert answer.citations[0].section[-1] == section
    assert fact in plain(answer.citations[0].quote)


@pytest.mark.parametrize(
    ("question", "language"),
    [("What is Senegal's diaspora policy?", "en"), ("Quelle est la recette du mafé ?", "fr")],
)
def test_not_covered(assistant: Assistant, question: str, language: str) -> None:
    answer = assistant.ask(question)
    assert (answer.status, answer.language) == ("not_covered", language)
    assert answer.sentences == ()
    assert answer.citations == ()
    assert answer.text


def test_the_same_from_the_command_line(run: Callable[..., Any], assistant: Assistant) -> None:
    question, fact, section = FACTS[4]
    done = run("ask", question, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    record = json.loads(done.stdout)
    assert fact in record["text"]
    assert record["citations"][0]["section"][-1] == section
    here = json.loads(assistant.ask(question).model_dump_json())
    for key in set(record) - {"id", "timings_ms"}:
        assert record[key] == here[key], key


def test_the_index_is_whole_and_up_to_date(run: Callable[..., Any], data_dir: Path) -> None:
    done = run("index", "status", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    record = json.loads(done.stdout)
    assert record["generation"] == (data_dir / "current").read_text()
    assert (record["encoder"], record["dimension"]) == ("multilingual-e5-small", 384)
    assert sorted(record["corpus"]) == ["mali.en", "mali.fr"]
