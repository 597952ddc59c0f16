"""The README and `make help` say what is there: no more, no less."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from ui.cli import app
from ui.settings import Settings

ROOT = Path(__file__).parent.parent
ROOMS = ("corpus", "index", "assistant", "eval", "ui")
README = (ROOT / "README.md").read_text(encoding="utf-8")
READING = README[README.index("## Reading the code") :]


def commands() -> Iterator[tuple[str, Any]]:
    """Every command that does something, by its words: "ask", "index build"."""
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", None)
        if below is None:
            yield name, command
        else:
            yield from ((f"{name} {inner}", each) for inner, each in below.items())


COMMANDS = dict(commands())


def rows() -> Iterator[tuple[str, str]]:
    """Each command of the README's table, and the words in which it stands there."""
    for cell in re.findall(r"^\| (`diaspora .+?) \|", README, re.M):
        first, *others = re.findall(r"`([^`]+)`", cell)
        words = first.split()[1:]
        group = words[0] if " ".join(words[:2]) in COMMANDS else ""
        yield " ".join(words[:2]) if group else words[0], first
        yield from ((f"{group} {other.split()[0]}", other) for other in others)


def options(command: Any) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts}


def test_the_tables_name_all_commands_and_no_others() -> None:
    assert sorted(name for name, _ in rows()) == sorted(COMMANDS)


def test_the_tables_name_options_that_exist() -> None:
    for name, told in rows():
        for option in re.findall(r"(?<![\w-])(--?[a-z][a-z-]*)", told):
            assert option in options(COMMANDS[name]), (name, option)


@pytest.mark.parametrize("name", list(COMMANDS))
def test_help_tells_the_environment_variables(name: str) -> None:
    done = CliRunner().invoke(app, [*name.split(), "--help"], env={"COLUMNS": "200"})
    for option in options(COMMANDS[name]) & {"--data-dir", "--profiles", "--encoder"}:
        assert "DIASPORA_" + option[2:].upper().replace("-", "_") in done.stdout


def test_settings_in_the_readme_exist() -> None:
    fields = {f"DIASPORA_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"DIASPORA_[A-Z_]+", README)) == fields
    for option, variable in re.findall(r"`(--[a-z-]+)` / `DIASPORA_([A-Z_]+)`", README):
        assert option in options(COMMANDS["ask"])
        assert option == "--" + variable.lower().replace("_", "-")


@pytest.mark.parametrize("name", list(COMMANDS))
def test_the_example_of_a_command_parses(name: str) -> None:
    command = COMMANDS[name]
    before, _, example = (command.epilog or "").partition("Example: ")
    assert before == ""
    program, *words = shlex.split(example)
    assert (program, words[: len(name.split())]) == ("diaspora", name.split())
    with command.make_context(name, words[len(name.split()) :]) as context:
        assert context.params


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_parameter_is_explained(name: str) -> None:
    for parameter in COMMANDS[name].params:
        assert getattr(parameter, "help", None), (name, parameter.name)
    assert COMMANDS[name].help


def test_reading_the_code_names_every_module() -> None:
    named = {}
    for room, files in re.findall(r"^\d\. \*\*(\w+)\*\*: (.*?)(?=^\d\.|^$)", READING, re.M | re.S):
        named[room] = set(re.findall(r"`([\w/.]+\.\w+)`", files))
    assert tuple(named) == ROOMS
    for room, files in named.items():
        modules = (p for p in (ROOT / room).rglob("*.py") if p.name != "__init__.py")
        there = {p.relative_to(ROOT / room).as_posix() for p in modules}
        assert {f for f in files if not (ROOT / room / f).is_file()} == set(), room
        assert there - files == set(), room


def test_files_of_a_language_exist() -> None:
    patterns = re.findall(r"`(\w+/\w+/)xx\.toml`", READING)
    assert len(patterns) == 3
    for folder in patterns:
        assert {p.name for p in (ROOT / folder).glob("*.toml")} >= {"en.toml", "fr.toml"}


def test_links_and_pictures_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)", README):
        assert target.startswith("https://") or (ROOT / target).is_file(), target


def test_the_number_of_questions_is_right() -> None:
    told = re.search(r"`(eval/sets/mali\.jsonl)` holds (\d+) questions", README)
    assert told
    lines = (ROOT / told[1]).read_text(encoding="utf-8").splitlines()
    assert len(lines) == int(told[2])


def makefile() -> str:
    return (ROOT / "Makefile").read_text(encoding="utf-8")


def test_make_help_lists_every_target() -> None:
    command = ["make", "--no-print-directory", "help"]  # the tests may run inside a make
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    listed = [line.split()[0] for line in done.stdout.splitlines()]
    targets = re.findall(r"^([a-z-]+):", makefile(), re.M)
    assert sorted(listed) == sorted(targets)
    phony = re.search(r"^\.PHONY: (.+)$", makefile(), re.M)
    assert phony
    assert sorted(phony[1].split()) == sorted(targets)


def test_make_targets_in_the_readme_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", makefile(), re.M))
    named = set(re.findall(r"(?:`|^    |^\$ )make ([a-z]+)", README, re.M))
    assert named >= {"run", "test", "ask"}
    assert named <= targets
