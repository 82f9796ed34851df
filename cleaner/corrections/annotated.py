"""What comes back from annotation tools, as corrections: files of Label Studio, Argilla, spaCy and CoNLL.

A row there speaks of the whole text: what has no label is body. Labels are kinds, or "body".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cleaner.document import Span
from cleaner.errors import UsageError
from cleaner.forms.record import digest_text
from cleaner.kinds import BODY

Row = dict[str, Any]
Label = tuple[int, int, str]

LABELS_TAG, TEXT_TAG = "label", "text"
QUESTION, ARGILLA_FIELD = "kinds", "text"
SPANS_KEY = "sc"
"""The names of things in the tools: tags of Label Studio, question and field of Argilla, group of spans of spaCy."""

WIDE = re.compile("[\U00010000-\U0010ffff]")
"""What JavaScript counts as two characters and Python as one."""

_PLACE = re.compile(r"(\d{1,12}):(\d{1,12})")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def is_conll(line: str) -> bool:
    """Whether a first line begins a file of CoNLL."""
    return line.startswith("-DOCSTART-")


def is_spacy(row: Any) -> bool:
    """Whether a row is a document of spaCy as JSON."""
    return isinstance(row, dict) and isinstance(row.get("text"), str) and "tokens" in row


def rows_of_list(rows: Any, place: str) -> Iterator[tuple[Row, str]]:
    """The corrections in a list of tasks of Label Studio or of records of Argilla, with their places for messages.

    Rows that nobody annotated are left out. Raises `UsageError` where all are, and for what is none.
    """
    if not isinstance(rows, list):
        raise UsageError(f"{place}: no corrections: neither rows of JSON nor a list of an annotation tool")
    count = 0
    for number, row in enumerate(rows, 1):
        where = f"{place}, item {number}"
        if not isinstance(row, dict) or not ("data" in row or "fields" in row):
            raise UsageError(f"{where}: neither a task of Label Studio nor a record of Argilla")
        try:
            found = _task(row, where) if "data" in row else _argilla(row, where)
        except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
            raise UsageError(f"{where}: not as the tool writes it: {type(error).__name__}: {error}") from None
        if found is not None:
            count += 1
            yield found, where
    if not count:
        raise UsageError(f"{place}: nobody annotated anything in it")


def row_of_spacy(row: Mapping[str, Any], place: str) -> Row:
    """The correction in a document of spaCy: of its spans, or of its entities where it has no spans."""
    try:
        spans = (row.get("spans") or {}).get(SPANS_KEY) or row.get("ents") or []
        labels = [(span["start"], span["end"], span["label"]) for span in spans]
        named = row.get("cleaner") or {}
        return _row(row["text"], labels, id=named.get("id"), url=named.get("url"))
    except (KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{place}: not as spaCy writes it: {type(error).__name__}: {error}") from None


def rows_of_conll(lines: Iterable[str], place: str) -> Iterator[tuple[Row, str]]:
    """The corrections in lines of CoNLL with places and digests, as `cleaner export` writes them."""
    digest, labels, where = "", list[Label](), place
    for number, line in enumerate(lines, 1):
        columns = line.split()
        if not columns:
            continue
        if len(columns) != 4:
            raise UsageError(f"{place}, line {number}: write four columns: word, -X-, place, tag")
        if _DIGEST.fullmatch(columns[2]):
            if digest:
                yield _spoken(digest, labels), where
            digest, labels, where = columns[2], [], f"{place}, line {number}"
            continue
        found = _PLACE.fullmatch(columns[2])
        if not found or not digest:
            raise UsageError(f"{place}, line {number}: the third column must be the place, as {'12:17'!r}")
        _add(labels, int(found[1]), int(found[2]), columns[3])
    if digest:
        yield _spoken(digest, labels), where


def _add(labels: list[Label], start: int, end: int, tag: str) -> None:
    """A word more: it goes on with the span before, or begins one."""
    begins, _, kind = tag.partition("-")
    kind = kind or BODY
    if labels and labels[-1][2] == kind and begins != "B":
        labels[-1] = labels[-1][0], end, kind
    else:
        labels.append((start, end, kind))


def _spoken(digest: str, labels: Iterable[Label]) -> Row:
    return {"digest": digest, "spans": [{"start": a, "end": b, "kind": kind} for a, b, kind in labels]}


def _task(task: Mapping[str, Any], place: str) -> Row | None:
    """Of the annotations of a task the last one that was not cancelled counts."""
    given = [one for one in task.get("annotations") or () if not one.get("was_cancelled")]
    if not given:
        return None
    data, annotation = task["data"], given[-1]
    regions = [region for region in annotation["result"] if region.get("type") == "labels"]
    labels = [
        (*_placed(data["text"], region["value"], place), label)
        for region in regions
        for label in region["value"]["labels"][:1]
    ]
    by = annotation.get("completed_by")
    who = str(by.get("email") or by.get("id") or "") if isinstance(by, dict) else str(by or "")
    when = str(annotation.get("updated_at") or annotation.get("created_at") or "")
    return _row(data["text"], labels, id=data.get("id"), url=data.get("url"), who=who, when=when)


def _placed(text: str, value: Mapping[str, Any], place: str) -> tuple[int, int]:
    """Where a region is. Some versions of Label Studio count as JavaScript does; the words tell which one it was."""
    start, end, words = value["start"], value["end"], value.get("text")
    if words is None or words.replace("\\n", "\n") == text[start:end].replace("\\n", "\n"):
        return start, end
    units = text.encode("utf-16-le", "surrogatepass")
    narrow = tuple(len(units[: 2 * at].decode("utf-16-le", "surrogatepass")) for at in (start, end))
    if text[narrow[0] : narrow[1]] == words.replace("\\n", "\n"):
        return narrow[0], narrow[1]
    raise UsageError(f"{place}: span {start} to {end} does not have the text that is told of it")


def _argilla(record: Mapping[str, Any], place: str) -> Row | None:
    """Of the responses to the question the last one counts."""
    given = (record.get("responses") or {}).get(QUESTION) or []
    if not given:
        return None
    text = record["fields"][ARGILLA_FIELD]
    if WIDE.search(text):
        raise UsageError(
            f"{place}: the text has characters beyond U+FFFF, whose places Argilla counts in another way; correct it in"
            " the report"
        )
    labels = [(span["start"], span["end"], span["label"]) for span in given[-1]["value"]]
    url = (record.get("metadata") or {}).get("url")
    return _row(text, labels, id=record.get("id"), url=url, who=str(given[-1].get("user_id") or ""))


def _row(text: str, labels: Iterable[Label], **named: Any) -> Row:
    """A correction of a whole text: what the labels leave is body."""
    spans, at = [], 0
    for start, end, kind in [*sorted(labels), (len(text), len(text), "")]:
        rest = Span(at, start).trimmed(text)
        if rest.start < rest.end:
            spans.append({"start": rest.start, "end": rest.end, "kind": BODY})
        if kind:
            spans.append({"start": start, "end": end, "kind": kind})
        at = max(at, end)
    return {"digest": digest_text(text), "text": text, "spans": spans, **{k: v for k, v in named.items() if v}}
