"""JSON Schema of the record and of a row of the manifest, made of the types that type checkers see."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from cleaner.forms.record_types import CommentRow, LeanRecord, ManifestRow, Record

SCHEMAS: dict[str, type] = {"record": Record, "manifest": ManifestRow, "lean": LeanRecord, "comment": CommentRow}
_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}


def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one of `SCHEMAS`. Fields that are not in it may come with later versions."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name, **_schema(SCHEMAS[name])}


def _schema(kind: Any) -> dict[str, Any]:
    if is_typeddict(kind):
        return _object(kind)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is NotRequired:
        return _schema(inner[0])
    if origin is Annotated:
        return {**_schema(inner[0]), "description": inner[1]}
    if origin is Literal:
        return {"enum": list(inner)}
    if origin is list:
        return {"type": "array", "items": _schema(inner[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(inner[1])}
    if origin in (Union, UnionType):
        return _either([_schema(one) for one in inner])
    return {"type": _PLAIN[kind]} if kind in _PLAIN else {}


def _either(schemas: list[dict[str, Any]]) -> dict[str, Any]:
    """One of several; plain types in one list."""
    if all(schema.keys() == {"type"} for schema in schemas):
        return {"type": [schema["type"] for schema in schemas]}
    return {"anyOf": schemas}


def _object(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind, include_extras=True)
    return {
        "type": "object",
        "description": " ".join((kind.__doc__ or "").split()),
        "properties": {name: _schema(hint) for name, hint in hints.items()},
        "required": sorted(kind.__required_keys__, key=list(hints).index),
    }
