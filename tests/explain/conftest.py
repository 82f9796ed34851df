"""Records made by hand: what to remove stands bracketed in the text, so that no detector is needed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from cleaner import Cleaner, Mark, Reason, Span

MARKED = re.compile(r"⟦(\+?)([a-z]+):([^⟦⟧]*)⟧")


def make_marked_record(marked: str) -> dict[str, Any]:
    """The record of a text with `⟦kind:text⟧` in place, page text and claims included."""
    marks, cut = [], 0
    for found in MARKED.finditer(marked):
        start = found.start() - cut
        cut += len(found[0]) - len(found[3])
        span = Span(start, start + len(found[3]))
        marks.append(Mark(span, found[2], 0.97, "hand", Reason(f"en.{found[2]}.sample", found[3][:10])))
    text = MARKED.sub(lambda found: found[3], marked)
    cleaner = Cleaner(translation=False, language="en", detectors=[lambda _: marks], classifier=None)
    return cleaner.clean(text, form="text", id="hand").to_record(with_text=True, with_marks=True)


@pytest.fixture
def marked_record() -> Callable[[str], dict[str, Any]]:
    return make_marked_record
