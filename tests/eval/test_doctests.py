"""The examples in the docstrings of the evaluation say what the code does."""

import doctest
import importlib
import pkgutil

import pytest

import eval

MODULES = [module.name for module in pkgutil.walk_packages(eval.__path__, "eval.")]


def test_the_modules_of_both_folders_are_looked_at():
    assert {"eval.measures", "eval.trec", "eval.bench.tables", "eval.bench.starts"} <= {*MODULES}


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize(
    ("name", "examples"),
    [
        ("eval.measures", 2),
        ("eval.statistics", 3),
        ("eval.trec", 2),
        ("eval.read", 1),
        ("eval.bench.tables", 3),
    ],
)
def test_modules_known_for_their_examples_have_some(name: str, examples: int):
    assert doctest.testmod(importlib.import_module(name)).attempted >= examples
