"""The API: answers, ranked passages, passages by id, profiles; errors of one form."""

from concurrent.futures import Future
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.answer import Answer
from assistant.ask import Assistant
from assistant.conversation import Conversation
from corpus.errors import BrokenInvariant, IndexMissing
from index.filters import Filter

QUESTION = "How many people does the diaspora of Tavoria count?"
FIRST = "What is the Lantern Fellowship?"


def sentence(response: Any) -> str:
    assert set(response.json()) == {"error"}
    return str(response.json()["error"])


def untimed(record: dict[str, Any]) -> dict[str, Any]:
    return {**record, "timings_ms": None}


def test_an_answer_is_the_record_of_the_assistant(client: TestClient, assistant: Assistant) -> None:
    got = client.post("/api/ask", json={"turns": [QUESTION]})
    assert got.status_code == 200
    record = Answer.model_validate_json(got.content)
    assert record.status == "answered"
    expected = assistant.ask(QUESTION).model_dump(mode="json")
    assert untimed(got.json()) == untimed(expected)


def test_get_and_post_say_the_same(client: TestClient) -> None:
    posted = client.post("/api/ask", json={"turns": [FIRST, "When did it begin?"]}).json()
    got = client.get("/api/ask", params={"q": "When did it begin?", "turn": [FIRST]}).json()
    assert untimed(got) == untimed(posted)
    assert got["standalone_question"] != "When did it begin?"


def test_nothing_is_kept_between_requests(client: TestClient) -> None:
    client.post("/api/ask", json={"turns": [FIRST]})
    alone = client.post("/api/ask", json={"turns": ["When did it begin?"]}).json()
    assert alone["status"] == "unclear"


def test_an_answer_comes_from_what_passes_the_filter(client: TestClient) -> None:
    only = {"language": "fr", "section": "practices"}
    got = client.get("/api/ask", params={"q": FIRST, **only}).json()
    assert {c["language"] for c in got["citations"]} == {"fr"}
    assert {r["section"][0] for r in got["retrieved"]} == {"Pratiques efficaces"}
    posted = client.post("/api/ask", json={"turns": [FIRST], "only": only}).json()
    assert untimed(posted) == untimed(got)


def test_search_ranks_passages(client: TestClient, assistant: Assistant) -> None:
    got = client.get("/api/search", params={"q": "cost of remittances", "k": 3})
    found = got.json()
    assert [p["passage_id"] for p in found["passages"]] == [
        p.passage_id for p in assistant.search("cost of remittances", 3)
    ]
    assert len(found["passages"]) == 3
    assert found["generation"] == assistant.generation
    posted = client.post("/api/search", json={"query": "cost of remittances", "k": 3})
    assert posted.json() == found


def test_search_finds_only_what_passes_the_filter(client: TestClient) -> None:
    asked = {"q": "cost of remittances", "k": 100, "language": "fr", "section": "facts"}
    found = client.get("/api/search", params=asked).json()
    only = {"language": "fr", "section": "facts"}
    posted = client.post("/api/search", json={"query": asked["q"], "k": 100, "only": only})
    assert posted.json() == found
    in_french = [p["passage"] for p in found["passages"]]
    assert in_french
    assert len(in_french) < len(
        client.get("/api/search", params=asked | {"section": ""}).json()["passages"]
    )


@pytest.mark.parametrize("asked", ["ask", "search"])
def test_a_filter_that_nothing_passes_is_refused_in_one_sentence(
    client: TestClient, asked: str
) -> None:
    got = client.get(f"/api/{asked}", params={"q": "cost", "country": "ML"})
    assert got.status_code == 400
    assert got.json()["error"].startswith("No passage has country ML. There are country XA;")


def test_profiles_are_listed(client: TestClient) -> None:
    listed = client.get("/api/profiles").json()
    assert [(p["profile"], p["language"]) for p in listed] == [("tavoria", "en"), ("tavoria", "fr")]
    assert all(p["passages"] > 5 and p["source"]["title"] for p in listed)


def test_every_passage_is_read_with_its_twin(client: TestClient, assistant: Assistant) -> None:
    for passage in assistant.index.passages:
        address = "/api/passages/" + passage.id.replace("#", "%23")
        got = client.get(address, params={"language": passage.language}).json()
        assert got["passage_id"] == passage.id
        assert (got["language"], got["text"]) == (passage.language, passage.text)
        assert got["sha256"] == passage.sha256
        assert got["section"] == list(passage.path)
        assert got["footnotes"] == [n.model_dump() for n in passage.footnotes]
        assert got["caveats"] == list(passage.caveats)
        (twin,) = got["other_languages"]
        assert {twin["language"], passage.language} == {"en", "fr"}
        assert twin["passage_id"] == passage.id


def test_a_passage_that_is_not_there(client: TestClient) -> None:
    missing = client.get("/api/passages/tavoria/nowhere%231")
    assert missing.status_code == 404
    assert sentence(missing).startswith("There is no passage 'tavoria/nowhere#1'. An id looks like")
    known = client.get("/api/profiles").json()[0]["profile"]
    assert known == "tavoria"


def test_a_passage_in_a_language_that_it_lacks(client: TestClient, assistant: Assistant) -> None:
    address = "/api/passages/" + assistant.index.passages[0].id.replace("#", "%23")
    got = client.get(address, params={"language": "de"})
    assert got.status_code == 404
    assert sentence(got) == "That passage is not there in 'de', but in en, fr."


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, "body.turns: Field required"),
        ({"turns": []}, "body.turns: "),
        ({"turns": ["x"] * 11}, "body.turns: "),
        ({"turns": ["x" * 2001]}, "body.turns.0: String should have at most 2000 characters"),
        ({"turns": ["x"], "tuns": 1}, "body.tuns: Extra inputs are not permitted"),
        ({"turns": "x"}, "body.turns: "),
        ({"turns": [1]}, "body.turns.0: "),
        ([], "body: "),
    ],
)
def test_a_body_of_another_form(client: TestClient, body: Any, where: str) -> None:
    got = client.post("/api/ask", json=body)
    assert got.status_code == 422
    assert sentence(got).startswith(where)
    assert sentence(got).endswith("See /openapi.json.")


def test_json_that_is_none(client: TestClient) -> None:
    got = client.post("/api/ask", content=b"{", headers={"Content-Type": "application/json"})
    assert got.status_code == 422
    assert "JSON" in sentence(got)


def test_a_question_that_can_not_be_asked(client: TestClient) -> None:
    got = client.post("/api/ask", json={"turns": ["   "]})
    assert (got.status_code, sentence(got)) == (400, "The question is empty. Type one.")


@pytest.mark.parametrize("path", ["/api", "/api/nothing", "/nothing"])
def test_an_address_that_is_not_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.get("/api/nothing?lang=fr").json() == {"error": "Il n'y a rien ici."}


def test_a_method_that_is_not_there(client: TestClient) -> None:
    got = client.delete("/api/ask")
    assert (got.status_code, sentence(got)) == (405, "Method Not Allowed.")


def test_while_the_encoder_loads(serve: Any) -> None:
    loading: Future[Any] = Future()
    client = serve(loading)
    for language, told in (
        ("en", "The assistant is still starting. Try again in 2 s."),
        ("fr", "L'assistant démarre encore. Réessayez dans 2 s."),
    ):
        got = client.get("/api/ask?q=Who", headers={"Accept-Language": language})
        assert (got.status_code, got.headers["retry-after"]) == (503, "2")
        assert sentence(got) == told


def test_when_loading_failed(serve: Any) -> None:
    loading: Future[Any] = Future()
    loading.set_exception(IndexMissing("secret path /srv"))
    got = serve(loading).get("/api/profiles")
    assert got.status_code == 503
    assert "retry-after" not in got.headers
    told = "The index can't be used at this moment. The server's log says why."
    assert sentence(got) == told


@pytest.mark.parametrize("error", [RuntimeError, BrokenInvariant])
def test_a_fault_tells_nothing_of_itself(
    serve: Any, error: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        def ask(self, question: str, conversation: Conversation, wanted: Filter) -> Answer:
            raise error(f"no citation carries {question!r}")

    got = serve(Broken()).post("/api/ask", json={"turns": ["my secret question"]})
    assert got.status_code == 500
    told = "That request failed because of a fault here; it has been logged."
    assert sentence(got) == told
    assert error.__name__ in caplog.text
    assert "secret" not in caplog.text


def test_the_api_describes_itself_with_examples(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    assert sorted(described["paths"]) == [
        "/api/ask",
        "/api/feedback",
        "/api/passages/{passage_id}",
        "/api/profiles",
        "/api/search",
    ]
    for methods in described["paths"].values():
        for operation in methods.values():
            assert operation["summary"]
            assert operation["responses"]["429"]["content"]["application/json"]["schema"] == {
                "$ref": "#/components/schemas/Problem"
            }
    schemas = described["components"]["schemas"]
    assert schemas["AskRequest"]["examples"][0]["turns"][-1] == "Who supports it?"
    assert "sentences" in schemas["Answer"]["properties"]


def test_the_examples_of_the_description_work(client: TestClient) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    for path, schema in (
        ("ask", "AskRequest"),
        ("search", "SearchRequest"),
        ("feedback", "FeedbackRequest"),
    ):
        for example in schemas[schema]["examples"]:
            assert client.post(f"/api/{path}", json=example).status_code in {200, 201}
