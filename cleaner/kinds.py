"""The table of kinds: what a span of a news page can be, and what happens to it.

Adding a kind is adding a row. Text that is article body has no kind; a detector that wants to
protect text marks it `BODY`, a mark like any other but never a kind of boilerplate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

BODY = "body"
CORRECTED = "corrections"
"""The detector of a person's own word about a document, which wins over every other mark."""


class Fate(StrEnum):
    """What happens to a marked span."""

    REMOVE = "remove"
    """Leaves the body."""
    LIFT = "lift"
    """Leaves the body and fills a metadata field."""
    KEEP = "keep"
    """Stays in the body and is listed in the record."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the table: a name, its meaning, what happens by default, and its colour in a report."""

    name: str
    meaning: str
    fate: Fate
    colour: str


_ROWS = (
    Kind("signup", "newsletter, alert and account sign-up prompts and forms", Fate.REMOVE, "#b5179e"),
    Kind(
        "paywall",
        "subscribe, log-in and register walls, meters, membership and donation appeals",
        Fate.REMOVE,
        "#7209b7",
    ),
    Kind(
        "comments",
        "the comment section: counts, prompts, guidelines, readers' comments with names and times",
        Fate.REMOVE,
        "#3a0ca3",
    ),
    Kind("byline", "author lines, author biographies, contributor credits, agency credits", Fate.LIFT, "#1d7874"),
    Kind("timestamp", "published and updated dates and times, reading time", Fate.LIFT, "#2a9d8f"),
    Kind("headline", "the headline of the story as a line outside the body, and its kicker", Fate.LIFT, "#0b6e4f"),
    Kind(
        "navigation",
        "menus, breadcrumbs, skip links, section labels, tag and topic lists, pagination, tickers",
        Fate.REMOVE,
        "#6c757d",
    ),
    Kind("share", "share, print, save and follow buttons, social counts", Fate.REMOVE, "#4361ee"),
    Kind("related", "links or teasers to other stories", Fate.REMOVE, "#4895ef"),
    Kind("caption", "image and video captions, photo credits", Fate.REMOVE, "#bc6c25"),
    Kind("media", "player, gallery and slideshow interface text", Fate.REMOVE, "#dda15e"),
    Kind(
        "advert",
        "advertisement markers, sponsored content, affiliate notes, shopping boxes, app and event promotions",
        Fate.REMOVE,
        "#e76f51",
    ),
    Kind("legal", "copyright, rights, wire slugs, syndication notes, terms, disclaimers", Fate.REMOVE, "#9c6644"),
    Kind("consent", "cookie and privacy notices", Fate.REMOVE, "#7f5539"),
    Kind("contact", 'tip lines, "submit a story idea", report a mistake, about the outlet', Fate.REMOVE, "#588157"),
    Kind("other", "boilerplate that fits none of these", Fate.REMOVE, "#495057"),
    Kind("dateline", 'place, date and agency opening a body line: "HONG KONG (CNN) —"', Fate.KEEP, "#e9c46a"),
    Kind("standfirst", "the summary under the headline", Fate.KEEP, "#f4a261"),
    Kind("correction", "corrections and editor's notes", Fate.KEEP, "#e63946"),
)

KINDS: Mapping[str, Kind] = MappingProxyType({row.name: row for row in _ROWS})
"""Every kind by name, in the order of the table."""

ARTICLE_KINDS = frozenset(name for name, kind in KINDS.items() if kind.fate is Fate.KEEP)
"""The kinds that name a span of the article: what is marked with them is no boilerplate."""
