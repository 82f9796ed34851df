"""What the record says about the story: the page's own facts and what was lifted from its lines."""

from __future__ import annotations

from cleaner.model import Document, Metadata, Segment


def gather_metadata(document: Document, segments: tuple[Segment, ...]) -> Metadata:
    """Combine the facts of the page with the fields lifted by the claims that won."""
    title = next((value for _, value in document.meta.get("title", ())), None)
    lifted = [pair for s in segments if s.mark for pair in s.mark.lifted]
    authors = tuple(dict.fromkeys(value for field, value in lifted if field == "authors"))
    return Metadata(title=title, authors=authors)
