"""`diaspora index`: built, verified, mended; what is missing, stale or damaged ends with 3."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from index.encoders import Encoder

Run = Callable[..., Any]
root_may_all = pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")


def test_build_says_what_it_published_and_then_that_it_is_up_to_date(
    diaspora: Run, data: Path
) -> None:
    shutil.rmtree(data)
    first = diaspora("index", "build")
    name = (data / "current").read_text()
    assert (first.code, first.err) == (0, "")
    assert first.out == f"Built and published generation {name}\n"
    assert diaspora("index", "build").out == f"Up to date: {name}\n"
    forced = diaspora("index", "build", "--force")
    assert forced.out == f"Built and published generation {(data / 'current').read_text()}\n"
    assert name not in forced.out


def test_status(diaspora: Run, generation: Path) -> None:
    lines = diaspora("index", "status").out.splitlines()
    assert lines[0].startswith(f"Generation {generation.name}, built 2")
    assert lines[0].endswith(", verified and up to date")
    assert lines[1:3] == [
        "Encoder    bag-of-concepts, 1024 dimensions",
        "Profiles   tavoria.en, tavoria.fr",
    ]
    record = diaspora("index", "status", "--json").record
    assert record.pop("generation") == generation.name
    assert (record.pop("pinned"), record.pop("changed"), record.pop("others")) == (False, [], [])
    assert record == json.loads((generation / "manifest.json").read_text())


@pytest.mark.parametrize(
    "arguments",
    [["index", "status"], ["ask", "What is it?"], ["search", "bond"], ["serve", "--port", "7999"]],
)
def test_a_missing_index(diaspora: Run, tmp_path: Path, arguments: list[str]) -> None:
    ran = diaspora(*arguments, "--data-dir", tmp_path / "nothing")
    assert ran.code == 3
    assert (
        ran.complaint == f"There is no index in {tmp_path}/nothing yet. Run: diaspora index build"
    )
    assert not (tmp_path / "nothing").exists()


def test_a_missing_index_in_a_process(process: Run, tmp_path: Path) -> None:
    ran = process("ask", "What is it?", "--data-dir", tmp_path / "nothing")
    assert ran.code == 3
    assert (
        ran.complaint == f"There is no index in {tmp_path}/nothing yet. Run: diaspora index build"
    )


def test_one_flipped_bit_in_any_file_is_found(diaspora: Run, generation: Path) -> None:
    files = sorted(p for p in generation.rglob("*") if p.is_file())
    assert len(files) == 8
    for path in files:
        whole = path.read_bytes()
        bent = bytearray(whole)
        bent[len(bent) // 2] ^= 1
        path.write_bytes(bent)
        for command in (["index", "status"], ["ask", "What is the Homeward Bond?"]):
            ran = diaspora(*command)
            assert ran.code == 3
            assert ran.complaint == (
                f"The index is damaged: {path} has changed since it was written. "
                "Run: diaspora index build --force"
            )
        path.write_bytes(whole)
    assert diaspora("index", "status").code == 0


def test_a_damaged_index_is_mended_by_building(
    diaspora: Run, generation: Path, flipped: Callable[[Path], None]
) -> None:
    flipped(generation / "sentences.faiss")
    assert diaspora("index", "build").out.startswith("Built and published generation ")
    assert diaspora("index", "status").code == 0


@pytest.mark.parametrize("words", ["", "..", "20260101T000000Z-0123456789abcdef", "\x00", "é"])
def test_a_damaged_pointer(diaspora: Run, data: Path, words: str) -> None:
    (data / "current").write_text(words, encoding="utf-8")
    ran = diaspora("index", "status")
    assert ran.code == 3
    assert ran.complaint.startswith(f"The index is damaged: {data}/current ")
    assert diaspora("index", "build").code == 0
    assert diaspora("index", "status").code == 0


def test_a_missing_file(diaspora: Run, generation: Path) -> None:
    (generation / "passages.faiss").unlink()
    ran = diaspora("ask", "What is the Homeward Bond?")
    assert ran.code == 3
    assert ran.complaint.startswith(f"The index is damaged: {generation}/passages.faiss is missing")


def test_an_edited_profile_makes_the_index_stale_until_it_is_built(
    diaspora: Run, profiles: Path
) -> None:
    edited = profiles / "tavoria.en.md"
    edited.write_text(edited.read_text().replace("harbours and clinics", "harbours and theatres"))
    for command in (["ask", "What is the Homeward Bond?"], ["index", "status"], ["search", "bond"]):
        ran = diaspora(*command)
        assert ran.code == 3
        assert ran.complaint == (
            "The index is stale: profile tavoria.en has changed. Run: diaspora index build"
        )
    assert diaspora("index", "build").code == 0
    assert "theatres" in diaspora("ask", "What is the Homeward Bond?").out


def test_a_profile_that_comes_or_goes_makes_the_index_stale(diaspora: Run, profiles: Path) -> None:
    (profiles / "tavoria.fr.md").rename(profiles / "tavoria.fr.txt")
    ran = diaspora("index", "status")
    assert (ran.code, "profile tavoria.fr is gone" in ran.complaint) == (3, True)
    assert diaspora("index", "build").code == 0
    (profiles / "tavoria.fr.txt").rename(profiles / "tavoria.fr.md")
    ran = diaspora("index", "status")
    assert (ran.code, "profile tavoria.fr is new" in ran.complaint) == (3, True)


def test_another_encoder_makes_the_index_stale(
    diaspora: Run, data: Path, monkeypatch: pytest.MonkeyPatch, encoder: Encoder
) -> None:
    from index.encoders import EncoderFiles

    other = EncoderFiles("other", data, "1" * 64)
    monkeypatch.setattr("index.encoders.find_encoder", lambda _name, _folder: other)
    ran = diaspora("ask", "What is the Homeward Bond?")
    assert ran.code == 3
    assert "it was built by another encoder (bag-of-concepts)" in ran.complaint


def test_a_calibration_that_was_kept_goes_into_the_next_generation(
    diaspora: Run, data: Path, encoder: Encoder
) -> None:
    kept = data / "calibration.json"
    own = {
        "weights": {"cover": 2.0},
        "bias": -1.0,
        "threshold": 0.5,
        "encoder": encoder.fingerprint,
    }
    kept.write_text(json.dumps(own))
    ran = diaspora("index", "status")
    assert ran.code == 3
    assert ran.complaint == (
        "The index is stale: the calibration has changed. Run: diaspora index build"
    )
    assert diaspora("index", "build").code == 0
    status = diaspora("index", "status", "--json").record
    assert (status["calibration"], status["encoded"]) == (own, 0)
    kept.unlink()
    assert "the calibration has changed" in diaspora("index", "status").complaint


def test_a_calibration_for_another_encoder_is_left_alone(diaspora: Run, data: Path) -> None:
    other = {"weights": {"cover": 2.0}, "bias": -1.0, "threshold": 0.5, "encoder": "1" * 64}
    (data / "calibration.json").write_text(json.dumps(other))
    assert diaspora("index", "status").code == 0


def test_a_calibration_that_cannot_be_read(diaspora: Run, data: Path) -> None:
    (data / "calibration.json").write_text("{")
    ran = diaspora("index", "build")
    assert ran.code == 2
    assert ran.complaint == (
        f"{data}/calibration.json is no calibration. "
        "Write it anew (diaspora eval calibrate --keep), or remove it."
    )


def test_an_encoder_that_is_not_there(process: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = process("index", "status", "--encoder", tmp_path / "empty")
    assert ran.code == 2
    assert ran.complaint == f"{tmp_path}/empty holds no model. Name a sentence-transformers folder."


def test_a_profile_that_cannot_be_read_leaves_the_index_as_it_was(
    diaspora: Run, profiles: Path, generation: Path, data: Path
) -> None:
    whole = (profiles / "tavoria.en.md").read_text()
    (profiles / "tavoria.en.md").write_text(whole + "\n#### Too deep {#facts}\n")
    ran = diaspora("index", "build", "--force")
    assert ran.code == 2
    assert ran.complaint.startswith(f"{profiles}/tavoria.en.md:")
    assert (data / "current").read_text() == generation.name
    (profiles / "tavoria.en.md").write_text(whole)
    assert diaspora("index", "status").code == 0


def test_a_build_that_fails_half_way_leaves_the_index_as_it_was(
    diaspora: Run, generation: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("index.encoders.Encoder.documents", full)
    ran = diaspora("index", "build", "--force")
    assert ran.code == 2
    assert "No space left on device" in ran.complaint
    assert (data / "current").read_text() == generation.name
    assert [p.name for p in (data / "generations").iterdir()] == [generation.name]


def test_two_builds_at_once(diaspora: Run, data: Path) -> None:
    with FileLock(data / "build.lock"):
        ran = diaspora("index", "build", "--force")
    assert ran.code == 3
    assert ran.complaint == (
        "The index is locked by another process. Wait until that build has ended."
    )


@pytest.mark.parametrize("place", ["/proc/nowhere", "{tmp}/file", "{tmp}/file/below"])
def test_a_data_directory_that_cannot_be_written(process: Run, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("mine")
    folder = place.format(tmp=tmp_path)
    ran = process("index", "build", "--data-dir", folder)
    assert ran.code == 2
    assert ran.complaint.startswith(f"Can't write to {folder}: ")
    assert ran.complaint.endswith("Choose another place with --data-dir or DIASPORA_DATA_DIR.")
    assert (tmp_path / "file").read_text() == "mine"


@root_may_all
def test_a_read_only_data_directory(diaspora: Run, data: Path) -> None:
    data.chmod(0o555)
    try:
        assert diaspora("ask", "What is the Homeward Bond?").code == 0
        ran = diaspora("index", "build", "--force")
        assert ran.code == 2
        assert ran.complaint.startswith("Can't write to ")
    finally:
        data.chmod(0o755)


def edit(profiles: Path) -> None:
    edited = profiles / "tavoria.en.md"
    edited.write_text(edited.read_text().replace("harbours and clinics", "harbours and theatres"))


def test_plan_says_what_a_build_would_encode(diaspora: Run, profiles: Path, data: Path) -> None:
    assert diaspora("index", "plan").out == (
        "0 passages to encode (0 of them reworded), 46 kept, 0 removed\n"
    )
    edit(profiles)
    assert diaspora("index", "plan").out == (
        "~ tavoria/bond#1 (en)\n1 passages to encode (1 of them reworded), 45 kept, 1 removed\n"
    )
    record = diaspora("index", "plan", "--json").record
    assert [key["id"] for key in record["changed"]] == ["tavoria/bond#1"]
    assert len(record["kept"]) == 45
    assert diaspora("index", "build").code == 0
    assert diaspora("index", "status", "--json").record["encoded"] == 1


def test_plan_says_why_everything_is_encoded_anew(
    diaspora: Run, generation: Path, flipped: Callable[[Path], None]
) -> None:
    flipped(generation / "sentences.faiss")
    out = diaspora("index", "plan").out
    assert out.startswith("Everything is encoded anew: the index is damaged: ")
    assert out.endswith("46 passages to encode (0 of them reworded), 0 kept, 0 removed\n")


def test_rolling_back_serves_the_old_one_until_the_next_build(
    diaspora: Run, profiles: Path, data: Path, generation: Path
) -> None:
    edit(profiles)
    diaspora("index", "build")
    newer = (data / "current").read_text()
    assert diaspora("index", "rollback").out == (
        f"Back to generation {generation.name}, until the next: diaspora index build\n"
    )
    assert "clinics" in diaspora("ask", "What is the Homeward Bond?").out
    out = diaspora("index", "status").out
    assert ", verified and pinned by a rollback\n" in out
    assert f"Kept       {newer}\n" in out
    assert "Since then profile tavoria.en has changed; the next diaspora index build" in out
    assert diaspora("index", "build").out.startswith("Built and published generation ")
    assert "theatres" in diaspora("ask", "What is the Homeward Bond?").out


def test_a_build_of_what_was_rolled_back_to_only_lifts_the_pin(
    diaspora: Run, data: Path, generation: Path
) -> None:
    diaspora("index", "build", "--force")
    diaspora("index", "rollback")
    assert (data / "current").read_text() == f"{generation.name} pinned"
    assert diaspora("index", "build").out == f"Up to date: {generation.name}\n"
    assert (data / "current").read_text() == generation.name


def test_verify_looks_at_all_generations(
    diaspora: Run, data: Path, generation: Path, flipped: Callable[[Path], None]
) -> None:
    diaspora("index", "build", "--force")
    flipped(generation / "corpus.json")
    ran = diaspora("index", "verify")
    lines = ran.out.splitlines()
    assert (ran.code, lines[0]) == (0, f"{(data / 'current').read_text()} (current): whole")
    assert lines[1].startswith(f"{generation.name}: The index is damaged: ")
    flipped(data / "generations" / (data / "current").read_text() / "corpus.json")
    assert diaspora("index", "verify").code == 3


def test_prune_keeps_as_many_as_it_is_told(diaspora: Run, data: Path, generation: Path) -> None:
    diaspora("index", "build", "--force")
    assert diaspora("index", "prune").out == "Nothing to remove\n"
    assert diaspora("index", "prune", "--keep", "1").out == f"Removed {generation.name}\n"
    assert diaspora("index", "verify").out == f"{(data / 'current').read_text()} (current): whole\n"


def test_a_build_keeps_as_many_as_the_setting_says(
    diaspora: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIASPORA_KEEP_GENERATIONS", "2")
    for _ in range(3):
        assert diaspora("index", "build", "--force").code == 0
    assert len(list((data / "generations").iterdir())) == 2
    monkeypatch.setenv("DIASPORA_KEEP_GENERATIONS", "0")
    ran = diaspora("index", "build")
    assert ran.code == 2
    assert ran.complaint.startswith("DIASPORA_KEEP_GENERATIONS can't be used: ")


def test_a_profile_is_parsed_only_where_one_has_changed(
    diaspora: Run, profiles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parsed(_folder: Path) -> None:
        raise AssertionError

    monkeypatch.setattr("ui.session.load_profiles", parsed)
    assert diaspora("index", "status").code == 0


@pytest.mark.parametrize("command", ["plan", "rollback", "prune", "verify"])
def test_without_an_index(diaspora: Run, tmp_path: Path, command: str) -> None:
    ran = diaspora("index", command, "--data-dir", tmp_path / "nothing")
    if command == "plan":
        assert ran.out.startswith("Everything is encoded anew: there is no index yet\n")
    else:
        assert ran.code == 3
        assert ran.complaint.startswith("There is no index in ")
    assert not (tmp_path / "nothing").exists()
