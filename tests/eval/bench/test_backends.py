"""One encoder through several backends; what this machine lacks is said, not skipped."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sentence_transformers

import eval.bench.backends
from eval.bench.backends import backend_costs, has_bf16
from index.encoders import Encoder, EncoderFiles

QUERIES = ["Who pays for the school?", "Where do nurses work?"]
PASSAGES = ["The Nordic Fund pays.", "Nurses work in Canada.", "The bank builds a harbour."]
LACKING = {"query p50 ms": None, "passages/s": None, "cosine to fp32": None}


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ("fpu sse2 avx512_bf16 amx_tile", True),
        ("fpu amx_bf16", True),
        ("fpu sse2 avx2 avx512f", False),
        ("fpu not_avx512_bf16_but_longer", False),
        ("", False),
    ],
)
def test_the_processor_says_whether_it_has_bf16(tmp_path: Path, flags: str, expected: bool) -> None:
    path = tmp_path / "cpuinfo"
    path.write_text(f"processor\t: 0\nmodel name\t: A processor\nflags\t\t: {flags}\n\n")
    assert has_bf16(path) is expected


def test_where_nothing_tells_there_is_no_bf16(tmp_path: Path) -> None:
    assert has_bf16(tmp_path / "nothing") is False


class Bent:
    """A model whose vectors all point away by the same angle: cosine 0.6."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def encode_query(self, texts: list[str], **options: Any) -> Any:
        return bent(self.inner.encode_query(texts, **options))

    def encode_document(self, texts: list[str], **options: Any) -> Any:
        return bent(self.inner.encode_document(texts, **options))


def bent(vectors: Any) -> Any:
    unit = np.asarray(vectors) / np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.concatenate([0.6 * unit, np.full((len(unit), 1), 0.8)], axis=1)


def straight(vectors: Any) -> Any:
    return np.concatenate([np.asarray(vectors), np.zeros((len(vectors), 1))], axis=1)


class Straight(Bent):
    """The same model with one dimension more, which is nought."""

    def encode_query(self, texts: list[str], **options: Any) -> Any:
        return straight(self.inner.encode_query(texts, **options))

    def encode_document(self, texts: list[str], **options: Any) -> Any:
        return straight(self.inner.encode_document(texts, **options))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, encoder: Encoder) -> list[dict[str, Any]]:
    """Writes down with which options models are opened; those other than fp32 are bent."""
    options: list[dict[str, Any]] = []
    whole: Any = Straight(encoder.model)

    def load(_folder: str, *, device: str, **more: Any) -> Any:
        assert device == "cpu"
        options.append(more)
        return Bent(encoder.model) if more else whole

    reference = Encoder(encoder.name, encoder.fingerprint, whole)
    monkeypatch.setattr(eval.bench.backends, "open_encoder", lambda _files: reference)
    monkeypatch.setattr(sentence_transformers, "SentenceTransformer", load)
    return options


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes this a machine with some packages, with or without bf16."""

    def made(*packages: str, bf16: bool = False) -> None:
        module = eval.bench.backends
        monkeypatch.setattr(module, "find_spec", lambda name: name if name in packages else None)
        monkeypatch.setattr(module, "has_bf16", lambda: bf16)

    return made


def measured() -> list[dict[str, Any]]:
    files = EncoderFiles("bag-of-concepts", Path("folder"), "0" * 64)
    table = backend_costs(files, QUERIES, PASSAGES)
    assert table.note == ("bag-of-concepts: 2 queries one by one, 3 passages in batches of 32.")
    return list(table.rows)


def test_what_is_not_there_says_so(opened: list[dict[str, Any]], machine: Any) -> None:
    machine("onnxruntime", "openvino")  # optimum, which runs them, is missing
    fp32, *others = measured()
    assert (fp32["backend"], fp32["state"]) == ("torch fp32 (the default)", "measured")
    assert others == [
        {"backend": "torch bf16", "state": "this processor has no bf16", **LACKING},
        {"backend": "onnx fp32", "state": "not installed", **LACKING},
        {"backend": "openvino fp32", "state": "not installed", **LACKING},
    ]
    assert opened == [{}]


def test_fp32_is_as_near_to_itself_as_can_be(opened: list[dict[str, Any]], machine: Any) -> None:
    machine()
    fp32 = measured()[0]
    assert fp32["cosine to fp32"] == pytest.approx(1.0, abs=1e-6)
    assert fp32["query p50 ms"] > 0
    assert fp32["passages/s"] > 0


def test_all_that_is_there_is_measured(opened: list[dict[str, Any]], machine: Any) -> None:
    machine("optimum", "onnxruntime", "openvino", bf16=True)
    rows = measured()
    assert [row["state"] for row in rows] == ["measured"] * 4
    assert [round(row["cosine to fp32"], 5) for row in rows] == [1.0, 0.6, 0.6, 0.6]
    assert opened == [
        {},
        {"model_kwargs": {"dtype": "bfloat16"}},
        {"backend": "onnx"},
        {"backend": "openvino"},
    ]
