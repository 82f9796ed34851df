"""Marks the standfirst, the summary under the headline. It is kept once; copies are removed.

A line is a standfirst if the page declares it (its description, a class) or repeats it: in the page frame, next to a
picture, in the dialog for sharing. In plain text only the repetition is available, and it is used only above the story,
because a story can end with its first sentence. The copy directly above the story is the standfirst; the other copies
are removed. A sentence between headline and byline is a standfirst too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from cleaner.detectors.html_context import Surroundings
from cleaner.detectors.indexed_document import IndexedDocument, make_mark
from cleaner.detectors.line_index import LineIndex
from cleaner.detectors.signed_headlines import is_byline
from cleaner.document import Mark
from cleaner.text.folding import fold_plain, letters_of
from cleaner.text.line_shape import ends_like_sentence, is_cjk, spaced_size

SHORTEST, LONGEST_STANDFIRST, HALF = 45, 500, 23
"""Characters of a standfirst; Chinese, Japanese and Korean say it in half as many."""
LEAST_WORDS = 8
MOST_COPIES = 3
"""Of a line that stands more often, every one is a notice: above a form, beside each of the pictures."""
COPY = 0.99
"""How sure a copy is to go: whatever else it may be, no word is lost with it."""
ABOVE = 12
"""Lines above the first paragraph among which the standfirst stands."""

_CLASSES = """
    standfirst dek deck subtitle subheadline subhead lede lead chapo entradilla bajada sottotitolo ingress vorspann
"""
_MARKED = Surroundings(frozenset(), 0, frozenset(_CLASSES.split()), 1)
"""Classes that name the standfirst, on its own element or on the one around it."""

_QUOTES = "\"'“„«‘¿¡「『"


def find_standfirsts(document: IndexedDocument) -> Iterator[Mark]:
    """Name the summary under the headline, and mark its copies."""
    page = document.index
    titles = {fold_plain(value) for _, value in document.meta.get("title", ())}
    told = {fold_plain(value) for _, value in document.meta.get("description", ())} - titles
    said = {key: places for key, places in _summaries(page, alone=bool(told)).items() if key not in titles}
    known = {key: places for key, places in said.items() if key in told}
    named: set[int] = set()
    for key, places in known.items() or said.items():
        own = max((place for place in places if _is_head(place, page)), default=-1)
        if key in told:
            copies = [place for place in places if place != own]
        else:
            copies = [place for place in places if place < own] if len(places) <= MOST_COPIES else []
        if own >= 0 and (copies or key in told):
            named.add(own)
            yield make_mark(document, own, "standfirsts.told" if key in told else "standfirsts.repeated")
            yield from (_copy(document, place) for place in copies)
    if not named:
        yield from _shown(document, page)


def _shown(document: IndexedDocument, page: LineIndex) -> Iterator[Mark]:
    """The sentence right below the headline that its class, or the byline or date below it, says is the standfirst."""
    place = document.below_headline
    if (
        place is None
        or place + 1 >= len(page.lines)
        or not (_is_said(page.lines[place]) and _is_long(page.lines[place]))
    ):
        return
    if place in _MARKED.find_lines(document):
        yield make_mark(document, place, "standfirsts.marked")
    elif page.is_date(place + 1) or is_byline(page, place + 1):
        yield make_mark(document, place, "standfirsts.placed")


def _copy(document: IndexedDocument, place: int) -> Mark:
    return make_mark(document, place, "standfirsts.again")._replace(score=COPY, kind_score=COPY)


def _summaries(page: LineIndex, *, alone: bool) -> Mapping[str, Sequence[int]]:
    """The lines that are sentences as long as a standfirst, by their words; those that stand once only if `alone`.

    Lines of the same words have the same first and last letter, which is looked up and not made.
    """
    like: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, (line, low, (first, behind)) in enumerate(
        zip(page.lines, page.look.lines, page.look.letters, strict=True)
    ):
        if HALF <= len(line) <= LONGEST_STANDFIRST:
            like[low[first : first + 1], low[behind - 1 : behind]].append(index)
    found: dict[str, list[int]] = {}
    for index in sorted(index for places in like.values() if alone or len(places) > 1 for index in places):
        if _is_said(page.lines[index]) and _is_long(page.lines[index]):
            found.setdefault(letters_of(page.look.lines[index]), []).append(index)
    return found


def _is_long(line: str) -> bool:
    return SHORTEST <= spaced_size(line) <= LONGEST_STANDFIRST


def _is_said(line: str) -> bool:
    """Whether a line ends as a sentence does and has the words of one; a headline, repeated as often, does not."""
    return (
        ends_like_sentence(line)
        and line[-1] not in "?!？！"
        and not line[0].islower()
        and (line[0].isalpha() or line[0] in _QUOTES)
        and (is_cjk(line) or line.count(" ") >= LEAST_WORDS - 1)
    )


def _is_head(place: int, page: LineIndex) -> bool:
    """Whether no paragraph of the story stands above a line, but perhaps its own copy."""
    return page.parts.start - ABOVE <= place and page.parts.paragraphs(place) <= 1
