"""Lists of teasers go by their shape: texts cut off in the midst of a sentence."""

from __future__ import annotations

from cleaner.detectors import IndexedDocument
from cleaner.detectors.related import find_related
from cleaner.readers.plain_text import read_text

STORY = """The harbour of Santa Marta stayed closed on Monday after a storm broke the sea wall.
The mayor of Santa Marta said that the harbour would open again before the end of the week."""
TITLES = ("Lorry stuck under railway bridge for the ninth time", "Ferry to stay in port until the wind has turned")
TITLES += ("Two schools on the hill are to share one head teacher",)


def claimed(text: str) -> list[str]:
    """The lines that are claimed to go."""
    document = IndexedDocument.of(read_text(text, language="en"))
    return [document.slice(mark.span) for mark in find_related(document) if mark.score]


def test_texts_cut_off_are_a_list_with_their_titles() -> None:
    items = [line for title in TITLES for line in (title, f"{title} is what they said on Monday, and the", "3 May")]
    cut = [f"{line}..." if line.endswith("the") else line for line in items]
    assert claimed("\n".join([STORY, *cut])) == cut[:-1], "the last date is nobody's"
    assert claimed("\n".join([STORY, *items])) == []
    assert claimed("\n".join([STORY, *cut[:6]])) == [], "two are no list"
    assert claimed("\n".join([*cut, STORY])) == [], "above the story"
