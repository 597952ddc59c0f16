"""The examples in the docstrings of the assistant say what the code does."""

import doctest
import importlib
import pkgutil

import pytest

import assistant

MODULES = [f"assistant.{module.name}" for module in pkgutil.iter_modules(assistant.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize(
    "name", ["assistant.answer", "assistant.countries", "assistant.evidence", "assistant.words"]
)
def test_modules_known_for_their_examples_have_some(name: str):
    assert doctest.testmod(importlib.import_module(name)).attempted >= 1
