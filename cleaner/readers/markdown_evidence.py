"""Distinguishes Markdown from plain text by the number of Markdown markers and the share of lines that contain one."""

from __future__ import annotations

import re

HEAD = 50_000
"""Characters that are looked at."""

_LINK = re.compile(r"\]\((?:<|https?://|mailto:|tel:|www\.|/|#|\.{1,2}/)")
_HEADING = re.compile(r"^ {0,3}#{1,6} +[^\s#].{0,300}$", re.MULTILINE)
_LEAST_LINKS, _LEAST_HEADINGS = 3, 3
_LINES_A_MARK = 25
"""Lines of a text, blank ones aside, for each of its marks, at most."""


def looks_like_markdown(source: str) -> bool:
    """Whether a text is Markdown: three links or images, or three headings of several levels, and not in a long text.

    A text that mentions a link stays text, and so does one whose lines begin with the signs of comments or hashtags.
    """
    head = source[:HEAD]
    links = len(_LINK.findall(head)) if "](" in head else 0
    headings = _HEADING.findall(head) if "# " in head else []
    levels = {len(heading.lstrip()) - len(heading.lstrip(" #")) for heading in headings}
    enough = links >= _LEAST_LINKS or (links and headings) or (len(headings) >= _LEAST_HEADINGS and len(levels) > 1)
    if not enough:
        return False
    lines = sum(not line.isspace() for line in head.splitlines(keepends=True))
    return lines <= _LINES_A_MARK * (links + len(headings))
