"""The evidence of a relation: aligned sentences, the group of duplicates, names with two spellings."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from cleaner.corpus.align import Pair
from cleaner.corpus.fingerprint import Fingerprint
from cleaner.corpus.hashing import digest_of
from cleaner.corpus.index import Entry, Index
from cleaner.corpus.rewrite import Comparison
from cleaner.document import Span
from cleaner.readers import Format, NotText, read
from cleaner.readers.compressed import BadInput, read_file
from cleaner.result import Result

MOST_PAIRS: Final = 60
MOST_BYTES: Final = 100_000_000
"""Of a file that is read again."""
_NAME = re.compile(r"[^\W\d_]+")
_FORMS: Final[tuple[Format | None, ...]] = (None, "text", "markdown", "html")


def tell_duplicates(index: Index, entry: Entry, shared: float, verbatim: float) -> dict[str, Any]:
    """How much is shared, and of the group of near duplicates the other belongs to, the fullest and the earliest."""
    group = index.group(entry.group)
    return {
        "shared": round(shared, 4),
        "verbatim": round(verbatim, 4),
        "group": group.size,
        "fullest": group.fullest,
        "earliest": group.earliest,
    }


def tell_story(found: Comparison) -> dict[str, Any]:
    """What two reports of one event have in common."""
    measures = {"overlap": found.overlap, "aligned": found.aligned, "verbatim": found.verbatim}
    return {name: round(value, 4) for name, value in measures.items()}


def tell_rewriting(result: Result, other: Fingerprint, found: Comparison) -> dict[str, Any]:
    """The measures of a rewriting, and its aligned sentences.

    A pair has the sentences' numbers and similarity, where this one stands in the page text, and both in words if the
    other document can still be read; `respelt` then lists names written in two ways.
    """
    compared, reworded = found.quotations
    text = read_again(other)
    pairs = [_tell_pair(result, found, pair, text) for pair in found.pairs[:MOST_PAIRS]]
    told = {
        "aligned": round(found.aligned, 4),
        "verbatim": round(found.verbatim, 4),
        "order": round(found.order, 4),
        "similarity": round(found.similarity, 4),
        "sentences": [len(found.left), len(found.right)],
        "quotations": {"compared": compared, "reworded": reworded},
        "pairs": pairs,
    }
    if text is not None:
        told["respelt"] = sorted({spelling for pair in pairs for spelling in respelt(pair["text"], pair["other_text"])})
    return told


def _tell_pair(result: Result, found: Comparison, pair: Pair, text: str | None) -> dict[str, Any]:
    span = found.left.spans[pair.left]
    told: dict[str, Any] = {
        "sentence": pair.left,
        "other": pair.right,
        "similarity": round(pair.similarity, 3),
        "start": span.start,
        "end": span.end,
        "text": result.text[span.start : span.end],
    }
    if text is not None:
        there: Span = found.right.spans[pair.right]
        told["other_text"] = text[there.start : there.end]
    return told


def read_again(fingerprint: Fingerprint) -> str | None:
    """The page text of a document of the index, None where it cannot be read any more or has changed."""
    if not fingerprint.path or not _is_small_file(fingerprint.path):
        return None
    packing = {"gz": "gz", "zst": "zst"}.get(fingerprint.path.rpartition(".")[2].lower(), "")
    try:
        data, _ = read_file(fingerprint.path, packing)
    except (BadInput, OSError):
        return None
    for form in _FORMS:
        try:
            text = read(data, form=form, language=fingerprint.language, witness=False).judged().text
        except NotText:
            return None
        if digest_of(text) == fingerprint.digest:
            return text
    return None


def _is_small_file(path: str) -> bool:
    """Whether a path of an index, which may come from anywhere, is a file that ends: no device, no pipe."""
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size <= MOST_BYTES


def respelt(here: str, there: str) -> Iterator[tuple[str, str]]:
    """Names that stand as one word in one sentence and as two in the other: "Byte Dance", "ByteDance"."""
    yield from ((split, whole) for split, whole in _split_names(here, there))
    yield from ((whole, split) for split, whole in _split_names(there, here))


def _split_names(split: str, whole: str) -> Iterator[tuple[str, str]]:
    words = _NAME.findall(split)
    single = {word.casefold(): word for word in _NAME.findall(whole) if word[0].isupper()}
    for first, second in pairwise(words):
        joined = (first + second).casefold()
        if first[0].isupper() and min(len(first), len(second)) > 1 and joined in single:
            yield f"{first} {second}", single[joined]
