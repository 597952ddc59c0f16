"""The same encoder through several backends: speed, and how near its vectors stay to fp32's."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from eval.bench.tables import Cell, Table
from index.encoders import Encoder, EncoderFiles, open_encoder

CPUINFO = Path("/proc/cpuinfo")


def backend_costs(files: EncoderFiles, queries: Sequence[str], passages: Sequence[str]) -> Table:
    """Encode the same queries and passages through every backend that this machine has."""
    reference = _vectors(open_encoder(files), queries, passages)
    rows: list[dict[str, Cell]] = []
    for name, missing, options in _backends():
        if missing:
            rows.append(_row(name, missing))
            continue
        encoder = _opened(files, options)
        own = _vectors(encoder, queries, passages)
        cosine = float((own * reference).sum(axis=1).mean())
        row = _row(name, "measured")
        row["query p50 ms"] = median(_seconds(encoder, q) for q in queries) * 1000
        begin = perf_counter()
        encoder.documents(passages)
        row["passages/s"] = len(passages) / (perf_counter() - begin)
        row["cosine to fp32"] = cosine
        rows.append(row)
    return Table(
        name="Encoder backends",
        note=f"{files.name}: {len(queries)} queries one by one, {len(passages)} passages in "
        "batches of 32.",
        rows=tuple(rows),
    )


def _backends() -> list[tuple[str, str | None, dict[str, Any]]]:
    """Name, why it can't be measured here (None where it can), arguments of the model."""
    bf16 = None if has_bf16() else "this processor has no bf16"
    onnx = None if find_spec("optimum") and find_spec("onnxruntime") else "not installed"
    openvino = None if find_spec("optimum") and find_spec("openvino") else "not installed"
    return [
        ("torch fp32 (the default)", None, {}),
        ("torch bf16", bf16, {"model_kwargs": {"dtype": "bfloat16"}}),
        ("onnx fp32", onnx, {"backend": "onnx"}),
        ("openvino fp32", openvino, {"backend": "openvino"}),
    ]


def has_bf16(cpuinfo: Path = CPUINFO) -> bool:
    """Tell whether the processor multiplies bfloat16 itself; without that it is slower than fp32.

    Only Linux tells; elsewhere it counts as no.
    """
    if not cpuinfo.is_file():
        return False
    flags = set(cpuinfo.read_text(encoding="utf-8").split())
    return bool(flags & {"amx_bf16", "avx512_bf16"})


def _opened(files: EncoderFiles, options: dict[str, Any]) -> Encoder:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(files.folder), device="cpu", **options)
    return Encoder(files.name, files.fingerprint, model)


def _vectors(encoder: Encoder, queries: Sequence[str], passages: Sequence[str]) -> Any:
    return np.concatenate([encoder.queries(queries), encoder.documents(passages)])


def _seconds(encoder: Encoder, query: str) -> float:
    begin = perf_counter()
    encoder.queries([query])
    return perf_counter() - begin


def _row(name: str, state: str) -> dict[str, Cell]:
    empty: dict[str, Cell] = dict.fromkeys(("query p50 ms", "passages/s", "cosine to fp32"))
    return {"backend": name, "state": state, **empty}
