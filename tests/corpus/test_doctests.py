"""The examples in the docstrings of corpus and index say what the code does."""

import doctest
import importlib
import pkgutil

import pytest

import corpus
import index

MODULES = [
    module.name
    for room in (corpus, index)
    for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("name", ["corpus.cards", "corpus.tables", "index.lexical"])
def test_modules_known_for_their_examples_have_some(name: str):
    assert doctest.testmod(importlib.import_module(name)).attempted >= 1
