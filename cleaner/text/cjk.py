"""The scripts of Chinese, Japanese and Korean."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

FIRST_EAST: Final = "\u2e80"
"""From this character on a script sets no words apart: what `fold` leaves there is Chinese, Japanese or Korean."""
HAN: Final = "\u3400-\u9fff"
"""Characters for a class of a regular expression; likewise the next two."""
KANA: Final = "\u3040-\u30ff"
HANGUL: Final = "\uac00-\ud7af"
CJK: Final = f"{KANA}{HAN}{HANGUL}\uff66-\uff9f"


@cache
def cjk_letter() -> re.Pattern[str]:
    """One letter of these scripts. Compiled at its first use: such a class takes 2 ms."""
    return re.compile(f"[{CJK}]")
