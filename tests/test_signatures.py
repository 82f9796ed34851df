"""The lines around a byline are named by their place, and go for another reason only."""

from __future__ import annotations

from cleaner.detectors.signatures import find_signatures
from cleaner.readers.plain_text import read_text

STORY = """The harbour of Santa Marta stayed closed on Monday after a storm broke the sea wall.
The mayor of Santa Marta said that the harbour would open again before the end of the week."""
HEAD = "Harbour of Santa Marta stays closed | Northern Gazette\nHarbour of Santa Marta stays closed"


def named(text: str) -> list[str]:
    """The lines that are named."""
    document = read_text(text, language="en")
    marks = list(find_signatures(document))
    assert all(mark.score == 0 for mark in marks)
    return [document.slice(mark.span) for mark in marks]


def test_what_stands_between_headline_and_date_is_the_byline() -> None:
    assert named(f"{HEAD}\nGazette\n-\n17 March 2023\n{STORY}") == ["Gazette", "-"]
    assert named(f"{HEAD}\nWhat happened?\n17 March 2023\n{STORY}") == []
    assert named(f"Gazette\n{HEAD}\n{STORY}") == []


def test_without_a_headline_only_names_are() -> None:
    assert named(f"Morten\nHolm\n17 March 2023\n{STORY}") == ["Morten", "Holm"]
    assert named(f"Notes from the sea\n17 March 2023\n{STORY}") == []


def test_an_authors_box_ends_with_its_last_paragraph() -> None:
    told = "She has written about ships, storms and the people who live with both since 2009."
    box = f"About the author\nAna Ruiz, MA\nPresident, Harbour Society\n{told}"
    assert named(f"{STORY}\n{box}\nOther stories\nFerry closes") == box.split("\n")[1:]
    assert named(f"{STORY}\nAbout the author\nRelated\n{told}") == []
