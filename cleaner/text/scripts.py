"""The scripts that are treated apart, as character classes of regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

FIRST_EAST: Final = "\u2e80"
"""From this character on a script sets no words apart: what `fold` leaves there is Chinese, Japanese or Korean."""
HAN: Final = "\u3400-\u9fff"
KANA: Final = "\u3040-\u30ff"
HANGUL: Final = "\uac00-\ud7af"
CJK: Final = f"{KANA}{HAN}{HANGUL}\uff66-\uff9f"
UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Thai, Lao, Burmese and Khmer, which set no words apart and end no sentence with a sign."""
UNCASED: Final = "\u0590-\u06ff\u0900-\u0e7f"
"""Hebrew, Arabic and the scripts of India, which have no capitals."""


def ranges_of(characters: str) -> Iterator[tuple[int, int]]:
    """The first and the last code point of each range of a class."""
    return zip(map(ord, characters[::3]), map(ord, characters[2::3]), strict=True)


@cache
def cjk_letter() -> re.Pattern[str]:
    """One letter of these scripts. Compiled at its first use: such a class takes 2 ms."""
    return re.compile(f"[{CJK}]")
