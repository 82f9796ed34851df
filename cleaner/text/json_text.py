"""Writes valid JSON for any values, and reads rows with any numbers."""

from __future__ import annotations

import json
import math
from typing import Any

_MOST_DIGITS = 4_300
"""Digits of an integer that every Python reads and writes by default."""


class LongInteger(str):
    """The digits of an integer that Python does not read as one."""

    __slots__ = ()


def write_json(value: Any, *, compact: bool = False, ascii_only: bool = False) -> str:
    """A value as JSON text. NaN and the infinities, which JSON does not know, become null."""
    separators = (",", ":") if compact else None
    try:
        return json.dumps(value, ensure_ascii=ascii_only, separators=separators, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(value), ensure_ascii=ascii_only, separators=separators, allow_nan=False)


def read_json(data: str | bytes) -> Any:
    """The value of JSON text. Raises `ValueError`, and `RecursionError` for text that is nested too deeply.

    NaN, the infinities and numbers too large for a float become null. An integer of more than 4,300 digits becomes a
    `LongInteger`, which is written as a string: no Python would read it as a number from what is written.
    """
    return json.loads(data, parse_constant=_nothing, parse_float=_float, parse_int=_integer)


def _nothing(_: str) -> None:
    """NaN and Infinity, which Python writes and JSON does not know."""


def _float(digits: str) -> float | None:
    value = float(digits)
    return value if math.isfinite(value) else None


def _integer(digits: str) -> int | LongInteger:
    try:
        return int(digits) if len(digits) <= _MOST_DIGITS else LongInteger(digits)
    except ValueError:  # PYTHONINTMAXSTRDIGITS asks for fewer
        return LongInteger(digits)


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    return [_finite(item) for item in value] if isinstance(value, list | tuple) else value
