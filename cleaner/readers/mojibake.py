"""Repairs a page that the caller decoded in the wrong charset: "isnâ€™t" becomes "isn't".

13 of 870 sample pages need it, some in every second sentence. The repair is ftfy's (Speer 2019), which reverts a wrong
decoding only if the result is more likely to be text; its other fixes are not used. Plain text is not repaired, because
its page text is the unchanged input.
"""

from __future__ import annotations

import re

MOST = 2_000_000
"""Characters of a page that are looked at, so that the time stays bounded."""

_FIRST = "ÂÃâãäåæçèéðÐÑ"
_SIGNS = re.compile(f"[{_FIRST}][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
"""A letter that begins a wrongly decoded character, and one that can only go on with it in the middle of a word."""


def is_garbled(text: str) -> bool:
    """Whether a text was decoded in the wrong charset, judged by its lines that have signs of that.

    One pair of letters in the wrong place would send the whole markup through ftfy: 8 % of the time of all pages.
    """
    if text.isascii() or not any(letter in text for letter in _FIRST) or not _SIGNS.search(text):
        return False
    signs = "\n".join(line for line in text.split("\n") if _SIGNS.search(line))
    return repair(signs) != signs


def repair(markup: str) -> str:
    """The characters of a page as they were meant."""
    if len(markup) > MOST:
        return markup
    from ftfy import fix_encoding

    return fix_encoding(markup)
