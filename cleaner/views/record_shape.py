"""Checks a record before it is used: the type of every field, and offsets inside the page text.

A record may have been written by another program or changed by hand, so nothing of it is used before this check.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any, Final

from cleaner.document import Status, Verdict
from cleaner.errors import UsageError
from cleaner.kinds import Fate

Record = dict[str, Any]
Check = Callable[[Any], bool]

LONGEST_TEXT: Final = 2**40
"""Characters; a length or an offset above that is none."""
DEEPEST: Final = 60
"""Lists and objects in one another in the evidence of a relation."""


def check_record(record: Any, place: str) -> dict[str, Any]:
    """The record; raises `UsageError`, naming the place, the field and what is wrong, where it is none."""
    if not isinstance(record, dict) or not {"schema", "id", "status", "removed"} <= record.keys():
        raise UsageError(f"{place} is not a record of `cleaner clean`; make them with --format jsonl")
    if fault := _fault_of_fields(record, _RECORD, "") or _Spans(record).fault():
        raise UsageError(f"{place} is not a record of `cleaner clean`: {fault}")
    return record


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LONGEST_TEXT


def _share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _number(value: Any) -> bool:
    return _count(value) or (isinstance(value, float) and isfinite(value))


def _digest(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 64


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _pairs(value: Any) -> bool:
    return isinstance(value, list) and all(_texts(pair) and len(pair) == 2 for pair in value)


def _table(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(item, str | None) for item in value.values())


def _object(value: Any) -> bool:
    return isinstance(value, dict)


def _shallow(value: Any) -> bool:
    """An object with no more in one another than a recursive function can follow."""
    layer: list[Any] = [value]
    for _ in range(DEEPEST):
        inner = [item.values() if isinstance(item, dict) else item for item in layer if isinstance(item, dict | list)]
        layer = [item for items in inner for item in items]
    return isinstance(value, dict) and not layer


def _or_null(check: Check) -> Check:
    return lambda value: value is None or check(value)


_Shape = Mapping[str, "tuple[str, Check | _Shape | list[_Shape]]"]

_REASON: _Shape = {"rule": ("a text", _text), "evidence": ("a text", _text)}
_STRETCH: _Shape = {"start": ("an offset", _count), "end": ("an offset", _count)}
_SPAN: _Shape = {
    **_STRETCH,
    "kind": ("a text", _text),
    "fate": ("a fate", lambda value: value in tuple(Fate)),
    "score": ("a number from 0 to 1", _share),
    "detector": ("a text", _text),
    "reason": ("an object", _REASON),
    "text": ("a text", _text),
}
_MARK: _Shape = {
    **{key: value for key, value in _SPAN.items() if key != "fate"},
    "kind_score": ("a number from 0 to 1", _share),
    "lifted": ("a list of pairs of texts", _pairs),
}
_PASSAGE: _Shape = {**_STRETCH, "probability": ("a number from 0 to 1 or null", _or_null(_share))}
_SIGN: _Shape = {**_STRETCH, "sign": ("a text", _text), "evidence": ("a text", _text)}
_TRANSLATION: _Shape = {
    "verdict": ("a verdict", lambda value: value in tuple(Verdict)),
    "probability": ("a number from 0 to 1 or null", _or_null(_share)),
    "passages": ("a list of objects", [_PASSAGE]),
    "signs": ("a list of objects", [_SIGN]),
    "reason": ("a text", _text),
    "basis": ("a text", _text),
    "part": ("a number from 0 to 1 or null", _or_null(_share)),
    "learned_from": ("a list of texts", _texts),
}
_RELATION: _Shape = {
    "id": ("a text", _text),
    "relation": ("a text", _text),
    "score": ("a number", _number),
    "evidence": (f"an object of at most {DEEPEST} levels", _shallow),
}
_COMMENT: _Shape = {
    **dict.fromkeys(("author", "time"), ("a text or null", _or_null(_text))),
    "text": ("a text", _text),
}
_METADATA: _Shape = {
    **{name: ("a text or null", _or_null(_text)) for name in ("title", "date", "site", "section", "canonical_url")},
    **dict.fromkeys(("authors", "contributors", "agencies"), ("a list of texts", _texts)),
    "dateline": ("an object of texts or null", _or_null(_table)),
    "sources": ("an object of texts", _table),
}
_BLOCK: _Shape = {
    "type": ("a text", _text),
    "level": ("a number of characters", _count),
    **_STRETCH,
    "number": ("a number or null", _or_null(_count)),
}
_RECORD: _Shape = {
    "id": ("a text", _text),
    "url": ("a text or null", _or_null(_text)),
    "status": ("a status", lambda value: value in tuple(Status)),
    "language": ("an object", {"code": ("a text", _text), "confidence": ("a number from 0 to 1", _share)}),
    "metadata": ("an object", _METADATA),
    "body": ("a text", _text),
    "body_blocks": ("a list of objects", [_BLOCK]),
    "removed": ("a list of objects", [_SPAN]),
    "kept": ("a list of objects", [_SPAN]),
    "length": ("a number of characters or null", _or_null(_count)),
    "digest": ("a digest or null", _or_null(_digest)),
    "translation": ("an object or null", _TRANSLATION),
    "related": ("a list of objects", [_RELATION]),
    "warnings": ("a list of texts", _texts),
    "versions": ("an object", _object),
    "form": ('"markdown"', lambda value: value in ("markdown", None)),
    "plain_body": ("a text or null", _or_null(_text)),
    "comments": ("a list of objects", [_COMMENT]),
    "text": ("a text", _text),
    "marks": ("a list of objects", [_MARK]),
}
_OPTIONAL = frozenset((
    "body_blocks", "form", "plain_body", "comments", "text", "marks",
    *(f"translation.{name}" for name in ("reason", "basis", "part", "learned_from")),
))  # fmt: skip


def _fault_of_fields(value: Mapping[str, Any], shape: _Shape, name: str) -> str:
    """What is wrong with the fields of an object, "" if nothing is."""
    for key, (wanted, check) in shape.items():
        field = f"{name}{key}"
        if key not in value:
            if field in _OPTIONAL:
                continue
            return f"{field} is missing"
        if fault := _fault_of(value[key], field, wanted, check):
            return fault
    return ""


def _fault_of(value: Any, field: str, wanted: str, check: Check | _Shape | list[_Shape]) -> str:
    if callable(check):
        return "" if check(value) else f"{field} is not {wanted}"
    if isinstance(check, list):
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            return f"{field} is not {wanted}"
        faults = (_fault_of_fields(item, check[0], f"{field}[{at}].") for at, item in enumerate(value))
        return next(filter(None, faults), "")
    if value is None and wanted.endswith("or null"):
        return ""
    return _fault_of_fields(value, check, f"{field}.") if isinstance(value, dict) else f"{field} is not {wanted}"


class _Spans:
    """The spans of a record, held against its length and, where it carries it, its page text."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.text: str | None = record.get("text")

    def fault(self) -> str:
        record = self.record
        failed = Status(record["status"]).failed
        if (record["length"] is None) is not failed or (record["digest"] is None) is not failed:
            return "length and digest are null where the document failed, and only there"
        if self.text is not None and len(self.text) != record["length"]:
            return "length is not that of text"
        translation = record["translation"] or {"passages": [], "signs": []}
        decided = sorted([*record["removed"], *record["kept"]], key=lambda span: int(span["start"]))
        for name, spans in (
            ("removed", record["removed"]),
            ("kept", record["kept"]),
            ("marks", record.get("marks", [])),
            ("translation.passages", translation["passages"]),
            ("translation.signs", translation["signs"]),
        ):
            if fault := self._fault_of(name, spans):
                return fault
        return self._fault_of_order("removed", record["removed"]) or self._fault_of_order("removed or kept", decided)

    def _fault_of(self, name: str, spans: list[Record]) -> str:
        length = self.record["length"] or 0
        for at, span in enumerate(spans):
            start, end = span["start"], span["end"]
            if not start <= end <= length:
                return f"{name}[{at}] is not in the page text: {start} to {end} of {length}"
            if "text" not in span:
                continue
            if len(span["text"]) != end - start or (self.text is not None and self.text[start:end] != span["text"]):
                return f"{name}[{at}].text differs from the page text at {start} to {end}"
            if "fate" in span and (span["fate"] == Fate.KEEP) is not (name == "kept"):
                return f"{name}[{at}].fate is {span['fate']}"
        return ""

    def _fault_of_order(self, name: str, spans: list[Record]) -> str:
        end = 0
        for span in spans:
            if span["start"] < end:
                return f"spans of {name} overlap or are out of order at {span['start']}"
            end = span["end"]
        return ""
