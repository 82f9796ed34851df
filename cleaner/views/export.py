"""Records in the formats of annotation tools: Label Studio, Argilla, spaCy, CoNLL. `cleaner.corrections.annotated`
reads what comes back.

What is exported is what was decided: every named span with its kind; what has no span is article text. Spans go from
ink to ink; neighbours of one kind with only spaces between them are one. Offsets are code points of the page text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from xml.sax.saxutils import quoteattr

from cleaner.corrections.annotated import ARGILLA_FIELD, LABELS_TAG, QUESTION, SPANS_KEY, TEXT_TAG, WIDE
from cleaner.document import Span
from cleaner.kinds import BODY, KINDS
from cleaner.text.json_text import write_json
from cleaner.views.explain import page_text

Record = Mapping[str, Any]

_TOKEN = re.compile(r"\S+|\s+")


class Labelled(NamedTuple):
    """A span of the page text, half-open, and its kind."""

    start: int
    end: int
    kind: str


def labelled_spans(record: Record) -> list[Labelled]:
    """The named spans of a record; raises `UsageError` where it carries no page text."""
    text = page_text(record)
    found: list[Labelled] = []
    for row in sorted([*record["removed"], *record["kept"]], key=lambda row: int(row["start"])):
        start, end = Span(row["start"], row["end"]).trimmed(text)
        if start >= end:
            continue
        last = found[-1] if found else None
        if last and last.kind == row["kind"] and not text[last.end : start].strip():
            found[-1] = last._replace(end=end)
        else:
            found.append(Labelled(start, end, row["kind"]))
    return found


def export_records(records: Iterable[Record], form: str) -> Iterator[str]:
    """The file of a format, piece by piece. form: one of `FORMATS`.

    Documents without text are left out, and for Argilla those with characters beyond U+FFFF, whose places it counts
    as JavaScript does and Python does not. Raises `UsageError` for a record without its page text.
    """
    made = FORMATS[form]
    rows = (made(record) for record in records if record.get("length") != 0 and _fits(record, form))
    if form in _LISTS:
        separator = "[\n"
        for row in rows:
            yield separator + row
            separator = ",\n"
        yield "\n]\n" if separator == ",\n" else "[]\n"
    else:
        yield from rows


def _fits(record: Record, form: str) -> bool:
    return record.get("digest") is not None and not (form == "argilla" and WIDE.search(page_text(record)))


def label_studio_interface() -> str:
    """The labelling interface of Label Studio for these tasks, with the kinds as labels."""
    labels = "".join(
        f"    <Label value={quoteattr(name)} background={quoteattr(kind.colour)}/>\n" for name, kind in KINDS.items()
    )
    return (
        f'<View>\n  <Labels name="{LABELS_TAG}" toName="{TEXT_TAG}">\n'
        f'    <Label value="{BODY}"/>\n{labels}  </Labels>\n'
        f'  <Text name="{TEXT_TAG}" value="$text"/>\n'
        "  <Style>.htx-text{white-space:pre-wrap}</Style>\n</View>\n"
    )


def _label_studio(record: Record) -> str:
    text = page_text(record)
    result = [
        {
            "id": f"s{number}", "from_name": LABELS_TAG, "to_name": TEXT_TAG, "type": "labels",
            "value": {"start": start, "end": end, "text": text[start:end], "labels": [kind]},
        }
        for number, (start, end, kind) in enumerate(labelled_spans(record))
    ]  # fmt: skip
    version = (record.get("versions") or {}).get("cleaner") or ""
    return _json(
        {"data": {"text": text, **_named(record)}, "predictions": [{"model_version": version, "result": result}]}
    )


def _argilla(record: Record) -> str:
    value = [{"start": start, "end": end, "label": kind} for start, end, kind in labelled_spans(record)]
    return _json(
        {
            "id": record["id"],
            "fields": {ARGILLA_FIELD: page_text(record)},
            "metadata": {key: item for key, item in _named(record).items() if key != "id"},
            "suggestions": {QUESTION: {"value": value, "score": None, "agent": "cleaner"}},
            "responses": {},
            "vectors": {},
        }
    )


def _spacy(record: Record) -> str:
    """A row as `Doc.to_json` makes it; a token ends where a span does, so that spaCy takes every span."""
    text, spans = page_text(record), labelled_spans(record)
    tokens = [
        {"id": number, "start": start, "end": end} for number, (start, end) in enumerate(_tokens(text, spans, True))
    ]
    groups = [{"start": start, "end": end, "label": kind, "kb_id": ""} for start, end, kind in spans]
    return _json({"text": text, "tokens": tokens, "spans": {SPANS_KEY: groups}, "cleaner": _named(record)}) + "\n"


def _conll(record: Record) -> str:
    """Four columns as in CoNLL-2003: the word, nothing, its place in the page text, its tag. An empty line ends a line
    of the page; the third column of the line that begins a document is the digest of its text.
    """
    text, spans = page_text(record), labelled_spans(record)
    rows, at, last = [f"-DOCSTART- -X- {record['digest']} O", ""], 0, 0
    for start, end in _tokens(text, spans, False):
        while at < len(spans) and spans[at].end <= start:
            at += 1
        named = spans[at] if at < len(spans) and spans[at].start <= start else None
        tag = f"{'B' if named.start == start else 'I'}-{named.kind}" if named else "O"
        if "\n" in text[last:start] and last:
            rows.append("")
        rows.append(f"{text[start:end]} -X- {start}:{end} {tag}")
        last = end
    return "\n".join([*rows, "", ""])


def _tokens(text: str, spans: Iterable[Labelled], spaces: bool) -> Iterator[tuple[int, int]]:
    """Words, cut where a span begins or ends. spaces: what lies between them as well, as spaCy has it: all but one
    space after a word.
    """
    edges = sorted({edge for start, end, _ in spans for edge in (start, end)})
    at = 0
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        if found[0].isspace():
            start += start > 0 and text[start] == " "
            if spaces and start < end:
                yield start, end
            continue
        while at < len(edges) and edges[at] <= start:
            at += 1
        while at < len(edges) and edges[at] < end:
            yield start, edges[at]
            start, at = edges[at], at + 1
        yield start, end


def _named(record: Record) -> dict[str, Any]:
    return {key: record[key] for key in ("id", "url", "digest") if record.get(key) is not None}


def _json(value: Any) -> str:
    return write_json(value, compact=True, ascii_only=True)


FORMATS: Mapping[str, Callable[[Record], str]] = {
    "label-studio": _label_studio,
    "argilla": _argilla,
    "spacy": _spacy,
    "conll": _conll,
}
"""The formats by name."""
_LISTS = ("label-studio", "argilla")
