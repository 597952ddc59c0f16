"""Profiles of a few lines: the tests write what stands below the head, from line 13 on."""

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.profiles import load_profile
from corpus.records import Profile

HEAD = """\
---
id: tiny
country: XA
language: en
title: Tiny
publisher: Nobody
edition: 2025-01
licence: Free
---

# Tiny {#top}

"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a profile of a head and a body; `change` replaces words of the head."""

    def write(body: str, change: tuple[str, str] = ("", "")) -> Path:
        path = tmp_path / "tiny.md"
        path.write_text(HEAD.replace(*change) + body, encoding="utf-8")
        return path

    return write


@pytest.fixture
def load(write: Callable[..., Path]) -> Callable[..., Profile]:
    """Write a profile of a head and a body, and read it."""

    def load(body: str, change: tuple[str, str] = ("", "")) -> Profile:
        return load_profile(write(body, change))

    return load
