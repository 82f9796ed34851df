"""The documents of docs/examples.md come out as the page shows them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from cleaner import Cleaner, Status

PAGE = Path(__file__).parent.parent.parent / "docs" / "examples.md"
EXAMPLE = re.compile(
    r"^## \d+\. (?P<title>.+?)$.*?"
    r"^Before:\n\n```(?:html|text)\n(?P<before>.*?)```\n\n"
    r"After:\n\n```text\n(?P<after>.*?)```",
    re.MULTILINE | re.DOTALL,
)


class Example(NamedTuple):
    title: str
    before: str
    after: str


EXAMPLES = [Example(**found.groupdict()) for found in EXAMPLE.finditer(PAGE.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_the_body_is_the_one_shown(example: Example) -> None:
    result = Cleaner(translation=False).clean(example.before)
    assert result.status is Status.OK
    assert result.body == example.after.strip()


def test_there_are_five_and_one_stays_whole() -> None:
    assert len(EXAMPLES) == 5
    assert [e.title for e in EXAMPLES if e.before == e.after] == ["A story that must not change"]
