"""Marks lines that occur in many different documents of a site."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from cleaner.corpus.fingerprint import host_of
from cleaner.corpus.hashing import Hashes, digest_of, hash_lines
from cleaner.corpus.index import Index
from cleaner.corpus.sentences import Telling
from cleaner.corpus.union_find import Joined
from cleaner.document import Document, Mark, Reason, Span
from cleaner.text.line_shape import ends_like_sentence, is_prose

LEAST_DOCUMENTS: Final = 3
"""Different documents a line must stand in to be repeated at all."""

_RARE_SHARE: Final = 0.4
_SAME_STORY: Final = 0.5
_SAME_BODY: Final = 0.6
"""The share of a body's words in lines that another body has, too, from which on the two are one story. Where a site
holds little but copies of one story, no line is rare, and nothing else tells that story from boilerplate. On generated
sites, whole pages taken for bodies, as much furniture is found with any value from 0.4 to 0.9 (0.76 to 0.77)."""


Body = tuple[Hashes, NDArray[np.int64]]
"""The different lines of a body, and how many words each has."""


def body_lines(telling: Telling) -> Body:
    """The lines of a body with their words."""
    lines, places = np.unique(telling.lines, return_inverse=True)
    return lines, np.bincount(places, np.diff(telling.starts), len(lines)).astype(np.int64)


def count_lines(documents: Sequence[Hashes], bodies: Sequence[Body] = ()) -> tuple[int, dict[int, int]]:
    """How many different documents a site has, and in how many of them each repeated line stands.

    A story published twice counts once: documents that share half of the lines that most documents do not have, or
    nearly all of their bodies, where these are given.
    """
    if len(documents) < LEAST_DOCUMENTS:
        return len(documents), {}
    joined = Joined(len(documents))
    _join_stories(documents, joined)
    if bodies:
        _join_bodies(bodies, joined)
    groups = joined.groups()
    seen = [np.unique(np.concatenate([documents[i] for i in members])) for members in groups]
    lines, counts = np.unique(np.concatenate(seen), return_counts=True)
    repeated = (counts >= LEAST_DOCUMENTS) & (lines != 0)
    return len(groups), dict(zip(lines[repeated].tolist(), counts[repeated].tolist(), strict=True))


def _join_stories(documents: Sequence[Hashes], joined: Joined) -> None:
    """Join the documents that share their rare lines. Neighbours in a line's list of documents are compared."""
    rare = [0] * len(documents)
    shared: Counter[tuple[int, int]] = Counter()
    for order in _holders(documents):
        if len(order) > max(2, _RARE_SHARE * len(documents)):
            continue
        for holder in order:
            rare[holder] += 1
        shared.update(pairwise(order))
    for (a, b), count in shared.items():
        if count >= max(2, _SAME_STORY * min(rare[a], rare[b])):
            joined.join(a, b)


def _join_bodies(bodies: Sequence[Body], joined: Joined) -> None:
    """Join the documents whose bodies are nearly the same lines; neighbours again."""
    words = [dict(zip(lines.tolist(), counts.tolist(), strict=True)) for lines, counts in bodies]
    whole = [sum(own.values()) for own in words]
    near = {pair for holders in _holders([lines for lines, _ in bodies]) for pair in pairwise(holders)}
    for a, b in sorted(near):
        common = sum(min(count, words[b].get(line, 0)) for line, count in words[a].items())
        if common >= _SAME_BODY * max(whole[a], whole[b]):
            joined.join(a, b)


def _holders(documents: Sequence[Hashes]) -> Iterator[list[int]]:
    """For each line the documents it stands in, in order."""
    lines = np.concatenate(documents)
    owners = np.repeat(np.arange(len(documents)), [len(found) for found in documents])
    order = np.lexsort((owners, lines))
    lines, owners = lines[order], owners[order]
    bounds = [0, *(np.flatnonzero(np.diff(lines)) + 1).tolist(), len(lines)]
    for start, end in pairwise(bounds):
        if end > start:
            yield owners[start:end].tolist()


def furniture_sentences(telling: Telling, counts: Mapping[int, int], documents: int) -> list[int]:
    """The sentences of a body whose whole line repeats on a fifth of its site: they do not tell the story."""
    least = max(LEAST_DOCUMENTS, documents / 5)
    return [i for i, line in enumerate(telling.lines.tolist()) if counts.get(line, 0) >= least]


Place = Literal["above", "inside", "below"]

_RULES: Final[Mapping[tuple[Place, bool], tuple[int, float, float]]] = {
    ("above", False): (3, 0.05, 0.98),
    ("above", True): (8, 0.4, 0.97),
    ("inside", False): (8, 0.4, 0.97),
    ("inside", True): (8, 0.4, 0.97),
    ("below", False): (3, 0.08, 0.98),
    ("below", True): (8, 0.3, 0.97),
}
"""For a repeated line above, inside or below the part of the page that is its own, and whether it is a sentence: how
many documents of the site must be known, the share of them it must stand in at the least (the lower end of Wilson's
95 % interval), and how often it is boilerplate then. Measured on generated sites (tests/corpus/sites.py): inside the
story, lines of up to 43 % of the documents are body as often as not (a weather sentence, a heading, an answer);
below it, sentences of as many are an appeal or the background told again. Rows of tables, alike but for their
numbers, stand below it too: they count as inside. Three reviews of one site have all their headings in common, hence
the least number of documents."""

_KIND_SCORE: Final = 0.2
_LEAST_VOTES: Final = 3
_INNER = (",", ".", ";", ":", ")", "»", "”", "’")
_NUMBER = re.compile(r"\d")


class RepeatedLines:
    """The detector of lines that stand in many documents of a site. Carries an index; picklable.

    The site of a document is the one the index has it under, else the host of its address, else the site whose
    repeated lines it has most of.
    """

    def __init__(self, index: Index) -> None:
        self.index = index

    def __call__(self, document: Document) -> Iterator[Mark]:
        """Marks whole lines, with how many documents of the site they stand in."""
        hashes = hash_lines(document)
        site = self._site(document, hashes)
        if site is None:
            return
        yield from find_repeated(document, hashes, self.index.line_counts(site, hashes), self.index.site_size(site))

    def _site(self, document: Document, hashes: Hashes) -> str | None:
        known = self.index.site_of_digest(digest_of(document.text))
        if known is not None:
            return known
        canonical = document.meta.get("canonical_url", ())
        for address in (document.url, *(value for _, value in canonical)):
            if host := host_of(address):
                return host
        votes = self.index.sites_of_lines(hashes)
        best = min(votes, key=lambda site: (-votes[site], site), default=None)
        return best if best is not None and votes[best] >= _LEAST_VOTES else None


def find_repeated(document: Document, hashes: Hashes, counts: Mapping[int, int], documents: int) -> Iterator[Mark]:
    """The marks on a page of a site of so many different documents, from how many hold each line."""
    if documents < LEAST_DOCUMENTS:
        return
    for line in _repeated_lines(document, hashes, counts):
        known, least, score = _RULES[line.place, line.sentence]
        if documents >= known and _at_least(line.count, documents) >= least:
            reason = Reason("corpus.repeated-line", f"in {line.count} of {documents} documents of the site")
            yield Mark(line.span, "other", score, "repeated", reason, kind_score=_KIND_SCORE)


def _at_least(count: int, documents: int) -> float:
    """The share of a site's documents that surely have a line: the lower end of Wilson's 95 % interval."""
    z2 = 1.96**2
    share = count / documents
    spread = math.sqrt(z2 * (share * (1 - share) + z2 / (4 * documents)) / documents)
    return (share + z2 / (2 * documents) - spread) / (1 + z2 / documents)


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    count: int
    place: Place
    sentence: bool


def _goes_on(line: str) -> bool:
    """Whether a line begins as no line does: it goes on with the sentence above, which a dump broke at a link.

    What stands alone in such a sentence ("Google", "and", the agency's name) repeats like furniture and is body.
    """
    return line[:1].islower() or line.startswith(_INNER)


def _repeated_lines(document: Document, hashes: Hashes, counts: Mapping[int, int]) -> Iterator[_Line]:
    """The repeated lines and where they stand to the page's own prose: that which repeats nowhere."""
    repeated = [counts.get(value, 0) for value in hashes.tolist()]
    prose = [is_prose(line) for line in document.lines]
    own = [i for i, count in enumerate(repeated) if prose[i] and not count]
    for i, (block, line) in enumerate(zip(document.blocks, document.lines, strict=True)):
        if repeated[i]:
            place: Place = "inside"
            sentence = prose[i] or ends_like_sentence(line)
            if own and i < own[0]:
                place = "above"
            elif own and i > own[-1] and (sentence or not _NUMBER.search(line)):
                place = "below"
            if place == "inside" and any(_goes_on(near) for near in document.lines[i : i + 2]):
                continue
            yield _Line(block.span, repeated[i], place, sentence)
