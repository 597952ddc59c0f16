"""Training learns a rule that only token by token can be seen, and says how well."""

import numpy as np
import torch
from safetensors import safe_open

from assistant.alignment import align, shapes
from assistant.reading import padded
from eval.reading.save import save
from eval.reading.train import BATCH, Held, Read, held, trained

WIDTH = 24


def made(seed: int, count: int) -> list[Read]:
    """A sentence answers where it holds every token of the question; the others lack one."""
    dice = np.random.default_rng(seed)
    words = np.random.default_rng(0).standard_normal((30, WIDTH)).astype(np.float16)
    found = []
    for number in range(count):
        asked = dice.choice(30, 3, replace=False)
        others = [w for w in range(30) if w not in asked]
        lacking = [*asked[:2], *dice.choice(others, 3, replace=False)]
        full = [*asked, *dice.choice(others, 2, replace=False)]
        answers = (False, number % 2 == 0)
        sentences = [words[lacking], words[full if answers[1] else lacking[::-1]]]
        found.append(Read(words[asked], sentences, answers))
    return found


def quiet(_done: int, _total: int) -> None:
    pass


def test_what_only_tokens_tell_is_learned():
    weights = trained(made(1, 640), layers=1, epochs=6, seed=0, progress=quiet)
    unseen = held(weights, made(2, 100))
    assert unseen.questions == 100
    assert unseen.auroc > 0.95
    assert unseen.evidence_first > 0.95


def test_untrained_weights_tell_nothing():
    weights = {name: torch.zeros(shape) for name, shape in shapes(WIDTH).items()}
    assert held(weights, made(2, 20)) == Held(questions=20, auroc=0.5, evidence_first=0.0)


def test_the_same_seed_gives_the_same_weights():
    one, two = (
        trained(made(3, 2 * BATCH), layers=1, epochs=1, seed=5, progress=quiet) for _ in range(2)
    )
    assert all(torch.equal(one[name], two[name]) for name in one)


def test_progress_counts_every_step():
    steps = []
    trained(
        made(4, 3 * BATCH), layers=1, epochs=2, seed=0, progress=lambda *step: steps.append(step)
    )
    assert steps == [(n, 6) for n in range(6)]


def test_a_file_says_for_which_encoder_its_weights_are(encoder, tmp_path):
    weights = trained(made(5, BATCH), layers=1, epochs=1, seed=0, progress=quiet)
    save(weights, [8, 12], encoder, tmp_path / "reader.safetensors")
    with safe_open(tmp_path / "reader.safetensors", framework="pt") as file:
        assert file.metadata() == {
            "fingerprint": encoder.fingerprint, "encoder": encoder.name, "layers": "8,12",
        }  # fmt: skip
        read = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
    example = made(6, 1)[0]
    pair = *padded([example.question] * 2), *padded(example.sentences)
    assert torch.allclose(align(read, *pair), align(weights, *pair), atol=1e-2)
