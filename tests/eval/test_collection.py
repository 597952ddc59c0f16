"""Test collections as BEIR and TREC publish them, written by hand."""

import json
from pathlib import Path

import pytest

from corpus.errors import InputError
from eval.collection import read_collection
from index.texts import in_context

DOCUMENTS = (
    {"_id": "d1", "title": "Harbours", "text": "The bond builds harbours.", "metadata": {"x": 1}},
    {"_id": "d2", "text": "Nurses return home for a time."},
    {"_id": "d3", "title": "An empty page about clinics", "text": " "},
)
QUERIES = (
    {"_id": "q1", "text": "What is built?", "metadata": {}},
    {"_id": "q2", "text": "Who returns?"},
)
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td3\t0\nq2\td2\t1\n"
TREC = "<top><num> Number: 7\n<title> clinics\n</top>\n<top><num> Number: 8\n<title> boats\n</top>"


def lines(*records: dict) -> str:
    return "".join(f"{json.dumps(r, ensure_ascii=False)}\n" for r in records)


def write(folder: Path, **files: str) -> Path:
    """Write files; `qrels_test` stands for qrels/test.tsv, `corpus` for corpus.jsonl."""
    for name, text in files.items():
        path = folder / f"{name}.jsonl"
        if name.startswith("qrels_"):
            path = folder / "qrels" / f"{name.removeprefix('qrels_')}.tsv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    whole = {"corpus": lines(*DOCUMENTS), "queries": lines(*QUERIES), "qrels_test": QRELS}
    return write(tmp_path / "harbours", **whole)


@pytest.fixture
def trec(tmp_path: Path) -> Path:
    folder = tmp_path / "robust"
    folder.mkdir()
    (folder / "topics.robust.txt").write_text(TREC, encoding="utf-8")
    (folder / "qrels.robust.txt").write_text("7 0 mali/tokten#1 1\n", encoding="utf-8")
    return folder


def test_queries_become_questions_with_their_judgements(beir):
    asked = read_collection(beir)
    assert asked.name == "harbours"
    one, two = asked.questions
    assert (one.id, one.turns, one.kind, one.language) == ("q1", ("What is built?",), "query", None)
    assert (one.relevance, one.answerable) == ({"d1": 2, "d3": 0}, None)
    assert (two.id, two.relevance) == ("q2", {"d2": 1})


def test_a_document_becomes_a_passage_that_is_one_sentence(beir):
    documents = read_collection(beir).documents
    assert (documents.id, documents.language, documents.country) == ("harbours", "en", "ZZ")
    assert [p.id for p in documents.passages] == ["d1", "d2", "d3"]
    first = documents.passages[0]
    assert (first.text, first.path) == ("The bond builds harbours.", ("Harbours",))
    assert [first.quote(i) for i in range(len(first.sentences))] == ["The bond builds harbours."]
    assert (documents.entities, documents.figures) == ((), ())


def test_a_document_is_indexed_below_its_title_if_it_has_one(beir):
    documents = read_collection(beir).documents
    assert [in_context(p) for p in documents.passages[:2]] == [
        "Harbours\nThe bond builds harbours.",
        "Nurses return home for a time.",
    ]


def test_a_document_without_text_is_its_title(beir):
    last = read_collection(beir).documents.passages[2]
    assert (last.text, last.quote(0)) == ("An empty page about clinics",) * 2


def test_a_query_may_have_earlier_turns_a_rewrite_and_say_whether_it_is_answerable(beir):
    write(beir, queries=lines(
        {"_id": "q1", "text": "And when?", "history": ["What is built?", "By whom?"],
         "rewrite": "When are harbours built?", "answerable": True},
    ))  # fmt: skip
    (question,) = read_collection(beir).questions
    assert question.turns == ("What is built?", "By whom?", "And when?")
    assert (question.kind, question.answerable) == ("follow-up", True)
    assert question.rewrite == "When are harbours built?"


def test_a_query_without_a_judgement_is_dropped_unless_it_is_said_to_be_answerable_or_not(beir):
    write(beir, queries=lines(
        *QUERIES,
        {"_id": "q3", "text": "Dropped?"},
        {"_id": "q4", "text": "Not said", "answerable": False},
        {"_id": "q5", "text": "Said", "answerable": True},
    ))  # fmt: skip
    asked = read_collection(beir)
    assert [q.id for q in asked.questions] == ["q1", "q2", "q4", "q5"]
    assert [q.relevance for q in asked.questions[2:]] == [{}, {}]


def test_judgements_that_match_no_query_are_told(beir):
    write(beir, qrels_test="other\td1\t1\n")
    with pytest.raises(InputError) as caught:
        read_collection(beir)
    assert str(caught.value) == (
        f"{beir}: no query has a judgement in its qrels. Do the ids match?"
    )


def test_the_split_is_test_where_none_is_named(beir):
    write(beir, qrels_dev="q2\td2\t1\n")
    assert [q.id for q in read_collection(beir).questions] == ["q1", "q2"]
    assert [q.id for q in read_collection(beir, "dev").questions] == ["q2"]


def test_the_only_split_is_taken(beir):
    (beir / "qrels" / "test.tsv").rename(beir / "qrels" / "train.tsv")
    assert len(read_collection(beir).questions) == 2


@pytest.mark.parametrize(
    ("there", "split", "problem"),
    [
        (["dev", "train"], None, "has no split test. There is: dev, train."),
        (["test"], "dev", "has no split dev. There is: test."),
        ([], None, "has no split test. There is: none."),
    ],
)
def test_a_split_that_there_is_not_is_told_with_those_that_there_are(beir, there, split, problem):
    (beir / "qrels" / "test.tsv").rename(beir / "qrels" / "README.md")
    write(beir, **{f"qrels_{name}": QRELS for name in there})
    with pytest.raises(InputError) as caught:
        read_collection(beir, split)
    assert str(caught.value) == f"{beir / 'qrels'} {problem}"


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"corpus": lines(*DOCUMENTS) + "{"}, r"corpus\.jsonl:4: the line: Invalid JSON"),
        ({"corpus": lines({"_id": "d1"})}, r"corpus\.jsonl:1: text: Field required"),
        ({"corpus": lines(DOCUMENTS[0], {"text": "x"})}, r"corpus\.jsonl:2: _id: Field required"),
        ({"corpus": lines({"_id": "", "text": "x"})}, r"corpus\.jsonl:1: _id: "),
        ({"queries": lines({"_id": "q", "text": ""})}, r"queries\.jsonl:1: text: "),
        ({"queries": lines({"_id": 1, "text": "x"})}, r"queries\.jsonl:1: _id: "),
        ({"queries": lines(*QUERIES, {"_id": "q", "text": "x", "history": "y"})},
         r"queries\.jsonl:3: history: "),
        ({"qrels_test": f"{QRELS}q1\td2\tvery\n"}, r"test\.tsv:5: expected query, document"),
        ({"corpus": lines(*DOCUMENTS, DOCUMENTS[1])}, "the document id d2 stands twice"),
        ({"queries": lines(*QUERIES, QUERIES[0])}, "the query id q1 stands twice"),
        ({"corpus": "\n"}, r"corpus\.jsonl holds no document"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_file_and_line(beir, files, problem):
    write(beir, **files)
    with pytest.raises(InputError, match=problem):
        read_collection(beir)


def test_a_long_document_is_cut_into_pieces_that_hold_all_of_it(beir):
    sentence = "The harbour of Belhaven is dredged every spring by two ships. "
    (beir / "corpus.jsonl").write_text(json.dumps({"_id": "d1", "text": sentence * 40}) + "\n")
    passages = read_collection(beir).documents.passages
    assert [p.id for p in passages] == ["d1", "d1 ¶2", "d1 ¶3"]
    assert {p.section for p in passages} == {"d1"}
    assert all(len(p.text) <= 1000 and p.text.endswith("ships.") for p in passages)
    assert " ".join(p.text for p in passages) == (sentence * 40).strip()


def test_french_documents_are_in_french(beir):
    write(beir, corpus=lines(
        {"_id": "d1", "title": "Ports", "text": "L'obligation construit des ports pour le pays."},
        {"_id": "d2", "text": "Les infirmières reviennent au pays pour trois mois."},
        {"_id": "d3", "text": "The choir sings."},
    ))  # fmt: skip
    documents = read_collection(beir).documents
    assert documents.language == "fr"
    assert {p.language for p in documents.passages} == {"fr"}


def test_a_trec_folder_without_documents_is_asked_of_the_profiles(trec):
    asked = read_collection(trec)
    assert (asked.name, asked.documents) == ("robust", None)
    (question,) = asked.questions
    assert (question.id, question.turns) == ("7", ("clinics",))
    assert question.relevance == {"mali/tokten#1": 1}


def test_a_trec_folder_may_bring_its_documents(trec):
    write(trec, corpus=lines(*DOCUMENTS))
    asked = read_collection(trec)
    assert [p.id for p in asked.documents.passages] == ["d1", "d2", "d3"]
    assert [q.id for q in asked.questions] == ["7"]


def test_topics_with_an_id_twice_are_refused(trec):
    (trec / "topics.robust.txt").write_text("7\tclinics\n7\tboats\n", encoding="utf-8")
    with pytest.raises(InputError, match="7 stands twice"):
        read_collection(trec)


def test_a_folder_with_two_files_of_topics_is_refused(trec):
    (trec / "topics-old.txt").write_text(TREC, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_collection(trec)
    assert str(caught.value) == (
        f"{trec} should hold queries.jsonl and qrels/, as BEIR has it, or one file topics* as TREC "
        "has it. Found for topics: topics-old.txt, topics.robust.txt."
    )


def test_a_folder_without_queries_is_told_what_belongs_into_it(tmp_path):
    with pytest.raises(InputError, match=r"Found for topics: none\.$"):
        read_collection(tmp_path)


def test_queries_without_qrels_are_told_what_is_missing(beir):
    (beir / "qrels" / "test.tsv").unlink()
    (beir / "qrels").rmdir()
    with pytest.raises(InputError, match=r"Found for qrels: none\.$"):
        read_collection(beir)
