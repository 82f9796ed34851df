"""A result as displayed in a notebook: status, body, and the removed spans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from cleaner.forms.markup import plain

MOST_SHOWN = 200
"""Removed spans that are listed, and characters of each."""
_CELL = '<td style="text-align:left;vertical-align:top">'
"""Jupyter aligns cells to the right."""
_BODY = '<div style="max-height:36em;overflow:auto">'
"""A long story scrolls in itself, so that the next cell stays near."""


def notebook_html(
    heading: str, facts: Iterable[str], body: str, removed: Iterable[tuple[str, str]], direction: str = "ltr"
) -> str:
    """HTML that needs nothing beside itself. body: HTML. removed: kind and text of each span, in order."""
    gone = list(removed)
    kinds = ", ".join(f"{kind} {count}" for kind, count in Counter(kind for kind, _ in gone).most_common())
    rows = "".join(
        f"<tr>{_CELL}{plain(kind)}</td>{_CELL}<s>{plain(' '.join(text.split())[:MOST_SHOWN])}</s></td></tr>"
        for kind, text in gone[:MOST_SHOWN]
    )
    more = f"<p>and {len(gone) - MOST_SHOWN} more</p>" if len(gone) > MOST_SHOWN else ""
    list_of_removed = (
        f"<details><summary>{len(gone)} removed: {plain(kinds)}</summary><table>{rows}</table>{more}</details>"
    )
    told = plain(" · ".join(fact for fact in facts if fact))
    side = ' dir="rtl"' if direction == "rtl" else ""
    title = f"<h3{side}>{plain(heading)}</h3>" if heading else ""
    story = f"{_BODY}<div{side}>{body}</div></div>" if body else ""
    return f"<div>{title}<p><small>{told}</small></p>{story}{list_of_removed if gone else ''}</div>"
