"""JSON Schema of the record and of a row of the manifest, made from the types in `forms.record_types`."""

from __future__ import annotations

from typing import Any

from cleaner.forms.record_fields import Field, fields_of
from cleaner.forms.record_types import CommentRow, LeanRecord, ManifestRow, Record, Unit
from cleaner.forms.table_row import TableRow

SCHEMAS: dict[str, type] = {
    "record": Record,
    "manifest": ManifestRow,
    "lean": LeanRecord,
    "comment": CommentRow,
    "table": TableRow,
}
_TYPES = {
    "text": "string",
    "whole": "integer",
    "real": "number",
    "list": "array",
    "map": "object",
    "object": "object",
}
_LIMITS: dict[Unit | None, dict[str, Any]] = {
    Unit.CHARACTERS: {"minimum": 0},
    Unit.SHARE: {"minimum": 0, "maximum": 1},
    Unit.DIGEST: {"pattern": "^[0-9a-f]{64}$"},
    Unit.PAIR: {"minItems": 2, "maxItems": 2},
}


def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one of `SCHEMAS`. Fields that are not in it may come with later versions."""
    draft = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name}
    return draft | _schema(fields_of(SCHEMAS[name]))


def _schema(field: Field) -> dict[str, Any]:
    if field.sort == "any":
        return {}
    kind = _TYPES[field.sort]
    schema: dict[str, Any] = {"type": [kind, "null"] if field.nullable else kind}
    if field.allowed:
        schema = {"enum": [*field.allowed, None] if field.nullable else list(field.allowed)}
    if field.note:
        schema["description"] = field.note
    schema |= _LIMITS.get(field.unit, {})
    if field.fields:
        schema["properties"] = {name: _schema(inner) for name, inner in field.fields.items()}
        schema["required"] = [name for name, inner in field.fields.items() if inner.required]
    elif field.inner is not None:
        schema["items" if field.sort == "list" else "additionalProperties"] = _schema(field.inner)
    return schema
