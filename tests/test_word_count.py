"""Words of a text are counted by array operations; what a word is, a pattern says."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.text.word_count import count_words

WORD = re.compile(r"\w+(?:[-'’.,]\w+)*")
UNSPACED = re.compile("[\u3400-\u9fff\u3040-\u30ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
SIGNS = st.text(st.sampled_from("ab1_ .,-'’\n漢かアก한\u0300é²ǅ𐐀😀\ud800"), max_size=24)


def by_pattern(text: str) -> int:
    """Two characters of a script without spaces count as one word."""
    return len(WORD.findall(UNSPACED.sub(" ", text))) + (len(UNSPACED.findall(text)) + 1) // 2


@given(SIGNS | st.text(max_size=24))
@example("it's 1,000.5 km-long")
@example("-a.b- c..d e', 'f")
@example("a-'b a.-.b")
@example("’tis o’clock’")
def test_words_are_those_of_the_pattern(text: str) -> None:
    assert count_words(text) == by_pattern(text)
