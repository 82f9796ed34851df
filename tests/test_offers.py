"""Offers are named by what stands above them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cleaner.detectors import IndexedDocument
from cleaner.detectors.offers import find_offers
from cleaner.document import Mark
from cleaner.readers.plain_text import read_text

STORY = """The harbour of Santa Marta stayed closed on Monday after a storm broke the sea wall.
The mayor of Santa Marta said that the harbour would open again before the end of the week."""
ITEM = "Harbour Forum 2026: early tickets until the end of January"


def named(find: Callable[[IndexedDocument], Iterator[Mark]], text: str, language: str = "en") -> list[str]:
    """The lines that are named."""
    document = IndexedDocument.of(read_text(text, language=language))
    marks = list(find(document))
    assert all(mark.score == 0 for mark in marks)
    return [document.slice(mark.span) for mark in marks]


def test_items_below_a_heading_of_offers_are_adverts() -> None:
    assert named(find_offers, f"{STORY}\nUpcoming events\n{ITEM}\nPort Ellery\nRead more\nFerry closes") == [
        ITEM, "Port Ellery",
    ]  # fmt: skip
    assert named(find_offers, f"{STORY}\nStellenmarkt\n{ITEM}", "de") == [ITEM]
    assert named(find_offers, f"{STORY}\nWebinars\nJobs board\nAbout us\nTerms") == [], "entries of a menu"
    assert named(find_offers, f"Upcoming events\n{ITEM}\n{STORY}") == [], "above the story"


def test_a_sponsored_teaser_has_two_lines() -> None:
    assert named(find_offers, f"{STORY}\nSponsored content\n{ITEM}\nMore of it\nFerry closes") == [ITEM, "More of it"]
