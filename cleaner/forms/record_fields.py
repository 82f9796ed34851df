"""The types of the record taken apart, for what is made of them: JSON Schema, tables, the check of records read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from cleaner.forms.record_types import Unit

Sort = Literal["text", "whole", "real", "list", "map", "object", "any"]
_PLAIN: Mapping[Any, Sort] = {str: "text", int: "whole", float: "real", Any: "any"}


@dataclass(frozen=True, slots=True)
class Field:
    """What a value must be.

    sort: "map" has texts as keys and `inner` values, "object" the named `fields`; an "object" without any is free.
    nullable, required: whether it may be null, and whether it is always there.
    inner: what a list or a map holds. allowed: the only texts it may be, if named. note: what it says, for people.
    """

    sort: Sort
    nullable: bool = False
    required: bool = True
    inner: Field | None = None
    fields: Mapping[str, Field] = field(default_factory=dict)
    allowed: tuple[str, ...] = ()
    unit: Unit | None = None
    note: str = ""


@cache
def fields_of(kind: Any) -> Field:
    """A `TypedDict` or another type of `record_types` as a field."""
    origin, inner = get_origin(kind), get_args(kind)
    if is_typeddict(kind):
        hints = get_type_hints(kind, include_extras=True)
        fields = {name: fields_of(hint) for name, hint in hints.items()}
        return Field("object", fields=fields, note=" ".join((kind.__doc__ or "").split()))
    if origin is NotRequired:
        return replace(fields_of(inner[0]), required=False)
    if origin is Annotated:
        return _annotated(fields_of(inner[0]), inner[1:])
    if origin is Literal:
        return Field("text", allowed=inner)
    if origin is list:
        return Field("list", inner=fields_of(inner[0]))
    if origin is dict:
        return Field("object") if inner[1] is Any else Field("map", inner=fields_of(inner[1]))
    if origin in (Union, UnionType):
        (one,) = (arm for arm in inner if arm is not NoneType)
        return replace(fields_of(one), nullable=True)
    return Field(_PLAIN[kind])


def _annotated(found: Field, marks: tuple[object, ...]) -> Field:
    unit = next((mark for mark in marks if isinstance(mark, Unit)), found.unit)
    note = next((mark for mark in marks if isinstance(mark, str)), found.note)
    return replace(found, unit=unit, note=note)
