"""Authors in removed lines that no byline rule read: "September 17, 2019 Ana Ruiz 0", "Guide by Ana Ruiz"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.decision.dates import day_in
from cleaner.document import Document, Segment
from cleaner.kinds import Fate
from cleaner.newsroom.author_line_parser import LONGEST_BYLINE
from cleaner.newsroom.word_lists import Words, common
from cleaner.text.folding import fold
from cleaner.text.line_shape import PARTICLES, is_name_word, is_person

_SIGNS = "|/·•,:–—-()"
_MOST_WORDS = 4


def authors_of_lines(document: Document, segments: Sequence[Segment], day: str | None, words: Words) -> tuple[str, ...]:
    """The first author in lines that were decided as a byline, or that have the day of publication.

    day: the date of the story, if it is known; a line of another day is a teaser.
    """
    for text, named in _lines(document, segments):
        found = day_in(text, document.language.code)
        dated = found is not None and found == (day or found)
        if (named or dated) and (name := _signed(text, words) or (_dated(text, words) if dated else "")):
            return (name,)
    return ()


def author_of_biography(document: Document, segments: Sequence[Segment], words: Words) -> tuple[str, ...]:
    """The person whom the first biography begins with: "Ana Ruiz is a freelance writer"."""
    for segment in segments:
        if segment.mark is not None and segment.mark.reason.rule == "author_bios.biography":
            return tuple(filter(None, (_leading_name(document.slice(segment.span).split(), words),)))
    return ()


def _lines(document: Document, segments: Sequence[Segment]) -> Iterator[tuple[str, bool]]:
    """The removed lines that are short enough, and whether each was decided as a byline."""
    for segment in segments:
        if segment.mark is not None and segment.fate is not Fate.KEEP and segment.mark.kind != "headline":
            text = " ".join(document.slice(segment.span).split())
            if len(text) <= LONGEST_BYLINE:
                yield text, segment.mark.kind == "byline"


def _signed(text: str, words: Words) -> str:
    """The name behind "by"."""
    tokens, folded = text.split(), fold(text).split()
    if len(tokens) != len(folded):
        return ""
    for place in range(1, len(tokens)):
        if folded[place - 1].strip(":") in words.by and (name := _leading_name(tokens[place:], words)):
            return name
    return ""


def _dated(text: str, words: Words) -> str:
    """The name beside a date, where nothing else stands in the line but numbers and a call for comments."""
    folded = fold(text)
    if (called := words.comments.inside(folded) or words.reply.inside(folded)) and len(folded) == len(text):
        text = text[: folded.index(called)]
    tokens = text.split()
    start = next((place for place, token in enumerate(tokens) if not _is_of_date(token, words)), len(tokens))
    name = _leading_name(tokens[start:], words)
    rest = tokens[start + len(name.split()) :]
    if words.published.opening(fold(name)):  # "Last modified"
        return ""
    return name if name and all(_is_of_date(token, words) for token in rest) else ""


def _is_of_date(token: str, words: Words) -> bool:
    bare = fold(token.strip(_SIGNS + "."))
    return not bare or any(map(str.isdigit, bare)) or bare in words.months or bare in words.weekdays


def _leading_name(tokens: Sequence[str], words: Words) -> str:
    """The full name that some words begin with; a month, a sign or a word in lower case ends it."""
    name: list[str] = []
    for token in tokens[:_MOST_WORDS]:
        bare = token.rstrip(_SIGNS)
        folded = fold(bare)
        if not bare or _is_of_date(bare, words) or folded in words.roles or folded in common().no_first_names:
            break
        if not is_name_word(bare) and not (name and bare in PARTICLES):
            break
        name.append(bare)
        if bare != token:
            break
    found = " ".join(name)
    return found if is_person(found) else ""
