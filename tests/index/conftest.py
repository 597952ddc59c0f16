"""A packed model so small that it is written by hand: 32 dimensions, one layer, seven pieces."""

import struct
from pathlib import Path

import numpy as np
import pytest

HIDDEN, WIDE, LAYERS, HEADS, POSITIONS, TYPES = 32, 64, 1, 2, 16, 2
PIECES = [
    ("<s>", 0.0),
    ("<pad>", 0.0),
    ("</s>", 0.0),
    ("<unk>", 0.0),
    ("▁", -4.0),
    ("▁port", -2.0),
    ("▁lumen", -3.0),
]
VECTORS = ("emb.ln.w", "emb.ln.b", "l0.aln.w", "l0.aln.b", "l0.oln.w", "l0.oln.b")
BIASES = {"l0.q.b": HIDDEN, "l0.k.b": HIDDEN, "l0.v.b": HIDDEN, "l0.ao.b": HIDDEN} | {
    "l0.fi.b": WIDE,
    "l0.fo.b": HIDDEN,
}
MATRICES = {
    "emb.word": len(PIECES) * HIDDEN,
    "emb.pos": POSITIONS * HIDDEN,
    "emb.type": TYPES * HIDDEN,
    "l0.q.w": HIDDEN * HIDDEN,
    "l0.k.w": HIDDEN * HIDDEN,
    "l0.v.w": HIDDEN * HIDDEN,
    "l0.ao.w": HIDDEN * HIDDEN,
    "l0.fi.w": WIDE * HIDDEN,
    "l0.fo.w": WIDE * HIDDEN,
}


def pieces_bytes() -> bytes:
    words = [word.encode() for word, _ in PIECES]
    offsets = np.cumsum([0, *(len(word) for word in words)], dtype="<u4")
    scores = np.array([score for _, score in PIECES], dtype="<f4")
    blob = b"".join(words)
    return struct.pack("<Q", len(blob)) + offsets.tobytes() + scores.tobytes() + blob


def quantised(values: int, seed: int) -> bytes:
    """Blocks of 32 values: the scale 0.125 as fp16, then 16 bytes of nibbles."""
    rng = np.random.default_rng(seed)
    scale = np.float16(0.125).tobytes()
    return b"".join(scale + rng.bytes(16) for _ in range(values // 32))


def tensors() -> list[tuple[str, int, int, bytes]]:
    """Name, kind (0 plain, 1 quantised), number of values, bytes."""
    plain = dict.fromkeys(VECTORS, HIDDEN) | BIASES
    found = []
    for name, size in plain.items():
        value = 1.0 if name.endswith("ln.w") else 0.0
        found.append((name, 0, size, np.full(size, value, dtype="<f4").tobytes()))
    for seed, (name, size) in enumerate(MATRICES.items()):
        found.append((name, 1, size, quantised(size, seed)))
    return found


def packed_bytes() -> bytes:
    head = b"E5S1" + struct.pack("<I", 1)
    head += struct.pack("<7i", HIDDEN, LAYERS, HEADS, WIDE, len(PIECES), POSITIONS, TYPES)
    head += struct.pack("<fi", 1e-12, 32) + struct.pack("<5i", len(PIECES), 0, 2, 1, 3)
    head += pieces_bytes() + struct.pack("<iI", 0, 3) + b"map"
    all_tensors = tensors()
    directory = struct.pack("<i", len(all_tensors))
    start = len(head) + 4 + sum(2 + len(name) + 21 for name, *_ in all_tensors)
    for name, kind, size, data in all_tensors:
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, size, start, len(data))
        start += len(data)
    return head + directory + b"".join(data for *_, data in all_tensors)


@pytest.fixture
def tiny_packed(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.bin"
    path.write_bytes(packed_bytes())
    return path
