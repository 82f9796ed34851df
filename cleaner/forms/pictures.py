"""The images of a story and their captions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.document import Inline, Segment, Span
from cleaner.forms.blocks import Body
from cleaner.kinds import Fate

_ASIDE = frozenset({"caption", "media"})
_HEAD = frozenset({"byline", "timestamp", "headline", "standfirst", "share"})
"""Kinds of lines between the caption of a lead image and the story. Chosen on the 60 pages
of fundus in `docs/formats.md`: an image with a caption above them is the story's, one without may be the author's."""
_CAPTION_LINES = 3
_OF_THE_FRAME = ("logo", "avatar", "icon", "sprite", "placeholder", "spacer")


class Picture(NamedTuple):
    """An image by its place in the body; caption: the text of its caption, which may have left the body."""

    inline: Inline
    caption: str = ""


def find_pictures(body: Body) -> tuple[Picture, ...]:
    """The images that stand in the story: before, between or in lines that are kept, in order.

    An image whose next line that is no caption was removed belongs to what was removed, unless a caption of its own
    stands between them.
    """
    images = [one for one in body.document.inlines if one.tag == "img"]
    if not images or not body.text:
        return ()
    lines = _Lines(body)
    pictures: dict[str, Picture] = {}
    for number, image in enumerate(images):
        at = image.span.start
        until = images[number + 1].span.start if number + 1 < len(images) else len(body.document.text)
        name = f"{image.target} {image.alt}".lower()
        if image.target in pictures or any(word in name for word in _OF_THE_FRAME) or not lines.belongs(at):
            continue
        place = _before_text(body, body.map.place(at))
        caption = lines.caption(at, max(until, at + 1))
        pictures[image.target] = Picture(image._replace(span=Span(place, place)), caption)
    return tuple(sorted(pictures.values(), key=lambda picture: picture.inline.span))


def _before_text(body: Body, place: int) -> int:
    """A place between lines as that where the next line begins."""
    text = body.text
    while place < len(text) and text[place].isspace():
        place += 1
    return place


class _Lines:
    """The lines of a document with what became of them."""

    def __init__(self, body: Body) -> None:
        self._document = body.document
        self._kept = body.map.kept
        self._kept_starts = [start for start, _ in self._kept]
        self._segments = body.segments
        self._segment_starts = [segment.span.start for segment in body.segments]
        self._starts = [block.span.start for block in self._document.blocks]

    def belongs(self, at: int) -> bool:
        """Whether an image at this offset of the page text is in the story.

        It is if the next kept line follows it with only captions, lines of `_HEAD` (below a caption) and lifted lines
        (below a headline) between, or if its caption follows a kept line.
        """
        following = bisect_left(self._starts, at)
        above = following - 1
        if above >= 0 and at < self._document.blocks[above].span.end - 1 and at > self._starts[above]:
            return self._is_kept(at)
        captioned = titled = False
        for line in range(following, len(self._starts)):
            start = self._starts[line]
            if self._is_kept(start):
                return True
            segment = self._segment(start)
            kind = segment.mark.kind if segment is not None and segment.mark is not None else ""
            titled = titled or kind == "headline"
            captioned = captioned or kind == "caption"
            lifted = titled and segment is not None and segment.fate is Fate.LIFT
            if kind not in _ASIDE and not (captioned and kind in _HEAD) and not lifted:
                break
        return captioned and above >= 0 and self._is_kept(self._starts[above])

    def caption(self, at: int, until: int) -> str:
        """The text of the caption that follows an image."""
        return " ".join(self._caption_lines(at, until))

    def _caption_lines(self, at: int, until: int) -> Iterator[str]:
        first = bisect_left(self._starts, at)
        for line in range(first, min(first + _CAPTION_LINES, bisect_left(self._starts, until))):
            segment = self._segment(self._starts[line])
            if segment is None or segment.mark is None or segment.mark.kind != "caption":
                return
            yield " ".join(self._document.slice(self._document.blocks[line].span).split())

    def _is_kept(self, at: int) -> bool:
        piece = bisect_right(self._kept_starts, at) - 1
        return piece >= 0 and at < self._kept[piece].end

    def _segment(self, at: int) -> Segment | None:
        piece = bisect_right(self._segment_starts, at) - 1
        return self._segments[piece] if piece >= 0 else None
