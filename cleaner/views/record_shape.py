"""Checks a record before it is used: the type of every field, and offsets inside the page text.

A record may have been written by another program or changed by hand, so nothing of it is used before this check.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any, Final

from cleaner.document import Status
from cleaner.errors import UsageError
from cleaner.forms.record_fields import Field, Sort, fields_of
from cleaner.forms.record_types import Record as RecordType
from cleaner.forms.record_types import Unit
from cleaner.kinds import Fate

Record = dict[str, Any]

LONGEST_TEXT: Final = 2**40
"""Characters; a length or an offset above that is none."""
DEEPEST: Final = 60
"""Lists and objects in one another in the evidence of a relation."""


_UNCHECKED: Final = frozenset(("schema", "input"))
"""What the reader of the file has looked at, and what was the caller's own."""
_ADDED: Final = frozenset((
    "body_blocks", "word_count", "reading_minutes", "quality",
    *(f"translation.{name}" for name in ("reason", "basis", "part", "learned_from")),
    *(f"metadata.{name}" for name in (
        "published", "modified", "description", "image", "tags", "type", "access", "license", "declared_language",
        "author_urls", "source_agency", "alternates",
    )),
))  # fmt: skip
"""Fields that records of earlier versions do not have."""
_NAMES: Final[Mapping[Sort, str]] = {
    "text": "a text",
    "whole": "a number of 0 or more",
    "real": "a number",
    "list": "a list",
    "map": "an object of texts",
    "object": f"an object of at most {DEEPEST} levels",
}
_UNITS: Final = {
    Unit.CHARACTERS: "a number of characters",
    Unit.SHARE: "a number from 0 to 1",
    Unit.DIGEST: "a digest",
    Unit.PAIR: "a list of two texts",
}


def check_record(record: Any, place: str) -> dict[str, Any]:
    """The record; raises `UsageError`, naming the place, the field and what is wrong, where it is none."""
    if not isinstance(record, dict) or not {"schema", "id", "status", "removed"} <= record.keys():
        raise UsageError(f"{place} is not a record of `cleaner clean`; make them with --format jsonl")
    if fault := _fault_of_fields(record, fields_of(RecordType), "") or _Spans(record).fault():
        raise UsageError(f"{place} is not a record of `cleaner clean`: {fault}")
    return record


def _fault_of_fields(value: Mapping[str, Any], field: Field, name: str) -> str:
    """What is wrong with the fields of an object, "" if nothing is."""
    for key, inner in field.fields.items():
        path = f"{name}{key}"
        if path in _UNCHECKED:
            continue
        if key not in value:
            if inner.required and path not in _ADDED:
                return f"{path} is missing"
        elif fault := _fault_of(value[key], inner, path):
            return fault
    return ""


def _fault_of(value: Any, field: Field, name: str) -> str:
    if value is None and field.nullable:
        return ""
    if not _holds(value, field):
        return f"{name} is not {_wanted(field)}{' or null' if field.nullable else ''}"
    if field.fields:
        return _fault_of_fields(value, field, f"{name}.")
    if field.inner is None or field.sort == "map":
        return ""
    faults = (_fault_of(item, field.inner, f"{name}[{at}]") for at, item in enumerate(value))
    return next(filter(None, faults), "")


def _wanted(field: Field) -> str:
    if field.allowed:
        return f"one of {', '.join(field.allowed)}"
    if field.unit:
        return _UNITS[field.unit]
    return "an object" if field.fields else _NAMES[field.sort]


def _holds(value: Any, field: Field) -> bool:
    """Whether a value is of the sort of a field, what is in it aside."""
    if field.sort == "text":
        allowed = not field.allowed or value in field.allowed
        return isinstance(value, str) and allowed and (field.unit is not Unit.DIGEST or len(value) == 64)
    if field.sort == "whole":
        return _is_count(value)
    if field.sort == "real":
        return _is_number(value) and (field.unit is not Unit.SHARE or 0 <= value <= 1)
    if field.sort == "list":
        return isinstance(value, list) and (field.unit is not Unit.PAIR or len(value) == 2)
    if field.sort == "map":
        return isinstance(value, dict) and all(isinstance(item, str | None) for item in value.values())
    return isinstance(value, dict) and (bool(field.fields) or _is_shallow(value))


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LONGEST_TEXT


def _is_number(value: Any) -> bool:
    return _is_count(value) or (isinstance(value, float) and isfinite(value))


def _is_shallow(value: Any) -> bool:
    """An object with no more in one another than a recursive function can follow."""
    layer: list[Any] = [value]
    for _ in range(DEEPEST):
        inner = [item.values() if isinstance(item, dict) else item for item in layer if isinstance(item, dict | list)]
        layer = [item for items in inner for item in items]
    return not layer


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
