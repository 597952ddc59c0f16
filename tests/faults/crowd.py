"""The people who ask, for locust: over the API, and as the page itself asks.

PAUSE is how many seconds a person reads before the next question, such as 5-15; 0 asks at once.
"""

import json
import os
import secrets

from locust import FastHttpUser, between, task

QUESTIONS = (
    "Who supports TOKTEN?",
    "What share of GDP do remittances represent?",
    "How many Malians live in Côte d'Ivoire?",
    "Which diaspora organisations are there in Italy?",
    "When was the national migration policy adopted?",
    "What are CIGEM's opening hours?",
    "Qui soutient TOKTEN ?",
    "Quelle part du PIB représentent les transferts de fonds ?",
    "Combien de Maliens vivent en Côte d'Ivoire ?",
    "Quand la politique nationale de migration a-t-elle été adoptée ?",
)
REFUSED = (429, 503)
BUSY = "Many people are asking at this moment"  # how the page says 503
SHORTEST, LONGEST = map(float, os.environ.get("PAUSE", "5-15").split("-"))


class Person(FastHttpUser):
    """Asks, reads, asks again. A refusal with a sentence is no failure; anything else is."""

    abstract = True
    wait_time = between(SHORTEST, LONGEST)
    connection_timeout = network_timeout = 30.0
    asked = 0

    def question(self) -> str:
        """Return the next question; each person begins with another one."""
        self.asked += 1
        return QUESTIONS[(self.asked + id(self) // 64) % len(QUESTIONS)]


class Program(Person):
    """A program that calls the API."""

    @task
    def ask(self) -> None:
        """Ask one question."""
        body = {"turns": [self.question()]}
        with self.client.post("/api/ask", json=body, name="api", catch_response=True) as got:
            told(got, "retrieved")


class Visitor(Person):
    """The page in a browser: an event is put in the queue, its answer comes as a stream."""

    def on_start(self) -> None:
        """Open the page."""
        self.session = secrets.token_hex(8)
        with self.client.get("/en/config", name="open", catch_response=True) as got:
            events = got.json()["dependencies"]
            self.event = next(e["id"] for e in events if e["targets"][0][1] == "submit")

    @task
    def ask(self) -> None:
        """Ask one question in the conversation of this page."""
        body = {"data": [self.question(), "", None], "fn_index": self.event}
        body |= {"session_hash": self.session, "trigger_id": None, "event_data": None}
        join, stream = "/en/gradio_api/queue/join", "/en/gradio_api/queue/data"
        with self.client.post(join, json=body, name="join", catch_response=True) as got:
            if not told(got, "event_id"):
                return
        address = f"{stream}?session_hash={self.session}"
        with self.client.get(address, name="page", catch_response=True) as got:
            told(got, "process_completed")
            if BUSY in got.text:
                got.request_meta["name"] = "busy"


def told(got, word: str) -> bool:
    """Judge a response, and tell whether it is an answer: one holds the word."""
    if got.status_code in REFUSED:
        got.request_meta["name"] = str(got.status_code)
        sentence = json.loads(got.text)["error"] if got.text.startswith("{") else got.text
        if sentence and "Retry-After" in got.headers:
            got.success()
        else:
            got.failure("a refusal without a sentence")
    elif got.status_code != 200 or word not in got.text:
        got.failure(f"{got.status_code}: {got.text[:200]}")
    return got.status_code == 200
