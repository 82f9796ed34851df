"""The file of corrections: one JSON object per line and document.

    {"digest": "9f2c...", "spans": [{"start": 0, "end": 15, "kind": "navigation", "text": "Skip to Content"}],
     "who": "ana", "when": "2026-05-04T09:30:00Z", "id": "a.html", "url": "https://tidings.example/a"}

digest: SHA-256 of the page text, as in the record. Spans are half-open, in code points of the page text, and do not
overlap; their kind is one of `cleaner kinds`, or "body". Required are `digest` and `spans`, of a span `start`, `end`
and `kind`. Of two rows with one digest the later counts. Fields not named here are left alone. Files of annotation
tools are read as well: see `cleaner.corrections.annotated`.
"""

from __future__ import annotations

import difflib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

from cleaner.corrections import annotated
from cleaner.document import Document, Mark, Reason, Span
from cleaner.errors import UsageError
from cleaner.forms.record import digest_text
from cleaner.kinds import BODY, CORRECTED, KINDS

RULE = "corrections.given"
MOST_BYTES = 1_000_000_000
"""Of a file of corrections."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Said:
    """What was said about one span. text: what stands there, "" where the row does not say.

    everywhere: meant for every page of the site, for `cleaner teach`.
    """

    span: Span
    kind: str
    text: str = ""
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """What was said about one document. place: file and line, for messages. text: the page text where it is given."""

    digest: str
    said: tuple[Said, ...]
    place: str
    who: str = ""
    when: str = ""
    id: str = ""
    url: str = ""
    text: str | None = None

    def check(self, text: str) -> None:
        """Raises `UsageError`, naming file and line, where a span is not what stands in the page text."""
        for said in self.said:
            start, end = said.span
            if end > len(text):
                raise UsageError(
                    f"{self.place}: span {start} to {end} is outside of its text of {len(text)} characters"
                )
            if said.text and text[start:end] != said.text:
                raise UsageError(f"{self.place}: span {start} to {end} has another text than the correction states")

    def marks(self, *, everywhere: bool = False) -> tuple[Mark, ...]:
        """As marks of the detector "corrections". everywhere: only those meant for every page of the site."""
        reason = Reason(RULE, ", ".join(filter(None, (self.who, self.when))))
        chosen = (said for said in self.said if said.everywhere or not everywhere)
        return tuple(Mark(said.span, said.kind, 1.0, CORRECTED, reason) for said in chosen)


class Corrections:
    """Corrections by the digest of the page text. Unchanging, picklable."""

    def __init__(self, rows: Iterable[Correction] = (), marks: Mapping[str, tuple[Mark, ...]] | None = None) -> None:
        self.rows = {row.digest: row for row in rows}
        self._marks = dict(marks or {})

    def marks(self, document: Document) -> tuple[Mark, ...]:
        """The marks of a document, in offsets of its own text; raises as `Correction.check`."""
        digest = digest_text(document.text)
        row = self.rows.get(digest)
        if row is None:
            return self._marks.get(digest, ())
        row.check(document.text)
        return row.marks()

    def with_stored(self, digest: str, marks: Iterable[Mark]) -> Corrections:
        """These, and the corrections that a record holds as marks, where these say nothing about its document."""
        return Corrections(self.rows.values(), {digest: tuple(marks)})


def load_corrections(path: str | Path) -> Corrections:
    """Read a file of corrections; raises `UsageError`, naming file and line, for what is none."""
    return Corrections(read_corrections(path))


def read_corrections(path: str | Path) -> Iterator[Correction]:
    """The rows of a file, in order, those that a later one replaces too; raises as `load_corrections`."""
    try:
        if Path(path).stat().st_size > MOST_BYTES:
            raise UsageError(f"{path}: larger than {MOST_BYTES:,} bytes")
        with Path(path).open("rb") as file:
            for row, place in _rows(file, str(path)):
                yield _correction(row, place)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read as corrections: {error.strerror}") from None


def _rows(file: BinaryIO, path: str) -> Iterator[tuple[Any, str]]:
    """The rows of a file of whatever form, each with its place for messages."""
    head = file.read(64).lstrip()
    file.seek(0)
    if head.startswith(b"["):
        yield from annotated.rows_of_list(_parsed(file.read(), path), path)
    elif annotated.is_conll(head.decode("latin-1")):
        yield from annotated.rows_of_conll(io.TextIOWrapper(file, "utf-8", "replace", newline="\n"), path)
    else:
        for number, line in enumerate(file, 1):
            if line.strip():
                place = f"{path}, line {number}"
                row = _parsed(line, place)
                yield (annotated.row_of_spacy(row, place) if annotated.is_spacy(row) else row), place


def _parsed(data: bytes, place: str) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{place}: not JSON: {error}") from None


def _correction(row: Any, place: str) -> Correction:
    if not isinstance(row, dict) or not isinstance(row.get("spans"), list):
        raise UsageError(f"{place}: not a correction: write an object with `digest` and a list `spans`")
    digest = row.get("digest")
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        raise UsageError(f"{place}: digest must be the SHA-256 of the page text, 64 digits of 0 to 9 and a to f")
    said = sorted((_said(span, place) for span in row["spans"]), key=lambda one: one.span)
    for one, other in pairwise(said):
        if one.span.overlaps(other.span):
            raise UsageError(f"{place}: the spans from {one.span.start} and from {other.span.start} overlap")
    who, when, id, url = (_text(row, name, place) for name in ("who", "when", "id", "url"))
    text = _text(row, "text", place) if row.get("text") is not None else None
    if text is not None and digest_text(text) != digest:
        raise UsageError(f"{place}: digest is not that of the text in the row")
    return Correction(digest, tuple(said), place, who, when, id, url, text)


def _said(span: Any, place: str) -> Said:
    if not isinstance(span, dict):
        raise UsageError(f"{place}: a span must be an object with start, end and kind")
    start, end, kind = span.get("start"), span.get("end"), span.get("kind")
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        raise UsageError(f"{place}: start and end must be whole numbers, 0 or more, the end the larger one")
    if not isinstance(kind, str) or kind not in {*KINDS, BODY}:
        near = difflib.get_close_matches(str(kind), [*KINDS, BODY], n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join((*KINDS, BODY))}"
        raise UsageError(f"{place}: unknown kind {str(kind)[:40]!r}; {hint}")
    return Said(Span(start, end), kind, _text(span, "text", place), span.get("everywhere") is True)


def _text(row: Mapping[str, Any], name: str, place: str) -> str:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise UsageError(f"{place}: {name} must be a text")
    return value or ""
