"""Every pattern of the package takes time in proportion to the text, whatever the text is made of."""

from __future__ import annotations

import pkgutil
import re
import time
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest

import cleaner

UNITS = [
    " ", "\t", "\n", "a", "A", "1", ".", ",", "-", "—", "|", "(", "#", "@", "<", "&", "'", '"', "©", "é", "港", "ท",
    "a ", "A ", "1 ", ". ", "- ", "a.", "A. ", "aB", "a@", "a-", "a_", "12:30 ", "1,", "By ", "by a ", "Aa ", "Aa Bb, ",
    "<p>", "<a ", "&amp;", "http://a.b/", "By Aa Bb and ", "م", "\u0301", "\u200d", "a\n", "\n \n", " \n", "Aa-", "a'",
    " | ", " - ", " in Aa", "a(", "a) ", "AA.", "; ", "a: ", "/a", "a@a.", ".a", "[a",
]  # fmt: skip
SHORT, LONG = 1_500, 15_000


def modules() -> Iterator[ModuleType]:
    """Every module of the package that can be imported."""
    for found in pkgutil.walk_packages(cleaner.__path__, "cleaner."):
        if found.name not in ("cleaner.__main__", "cleaner.batch.preload") and ".integrations" not in found.name:
            yield import_module(found.name)


def patterns() -> dict[str, re.Pattern[str]]:
    """The compiled text patterns that modules hold, by name."""
    found: dict[int, tuple[str, re.Pattern[str]]] = {}

    def note(name: str, value: Any) -> None:
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
            found.setdefault(id(value), (name, value))
        elif isinstance(value, dict):
            for key, item in value.items():
                note(f"{name}[{key}]", item)
        elif isinstance(value, list | tuple):
            for i, item in enumerate(value):
                note(f"{name}[{i}]", item)

    for module in modules():
        for name, value in vars(module).items():
            note(f"{module.__name__}.{name}", value)
    return dict(found.values())


def seconds(pattern: re.Pattern[str], text: str) -> float:
    """Processor time of going through a text, at its end a character that lets nothing match to the end."""
    start = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - start


PATTERNS = patterns()


@pytest.mark.heavy
@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_time_is_linear(name: str) -> None:
    slow = []
    for unit in UNITS:
        for head in ("", "a", "By "):
            short, long = (head + unit * (size // len(unit)) + "\x00" for size in (SHORT, LONG))
            once = seconds(PATTERNS[name], short)
            if once > 1:
                slow.append((unit, head, once))
                continue
            ten = min(seconds(PATTERNS[name], long) for _ in range(2))
            if ten > 0.02 and ten > 30 * max(once, 0.0002):
                slow.append((unit, head, round(ten, 3)))
    assert slow == []
