"""A record as a unified diff from its page text to its body, made from the removed spans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from cleaner.forms.body_map import BLANK_LINES
from cleaner.views.explain import page_text
from cleaner.views.terminal import NO_COLOURS, PLAIN, Painter, Style, harmless

Change = tuple[str, str]
"""(" ", line) in both texts, ("-", line) only in the page, ("+", line) only in the body."""

_LOOKS = {"-": Style("#e63946"), "+": Style("#2a9d8f"), "@": Style(dim=True)}


def explain_diff(record: Mapping[str, Any], *, paint: Painter = NO_COLOURS, context: int = 3) -> Iterator[str]:
    """The lines of the diff, without their ends; `patch` makes the body of the page text with it.

    context: unchanged lines shown around a change. Nothing comes where nothing was removed. Raises `UsageError`
    for a record without its page text.
    """
    text = page_text(record)
    changes = list(_changes(text, kept_places(text, record["removed"])))
    near = _near_changes(changes, context)
    if not any(near):
        return
    yield from ("--- page", "+++ body")
    old = new = 1
    for shown, group in groupby(range(len(changes)), key=near.__getitem__):
        part = [changes[at] for at in group]
        gone, came = sum(sign != "+" for sign, _ in part), sum(sign != "-" for sign, _ in part)
        if shown:
            yield paint(f"@@ -{old - (not gone)},{gone} +{new - (not came)},{came} @@", _LOOKS["@"])
            yield from (_painted(sign + line, paint) for sign, line in part)
        old, new = old + gone, new + came


def kept_places(text: str, removed: Iterable[Mapping[str, Any]]) -> bytearray:
    """One byte a character of the page text: 1 where it is in the body, after the tidying of blank lines."""
    kept = bytearray(b"\1") * len(text)
    for span in removed:
        kept[span["start"] : span["end"]] = bytes(span["end"] - span["start"])
    places = [at for at, stays in enumerate(kept) if stays]
    body = "".join([text[at] for at in places])
    for found in BLANK_LINES.finditer(body):
        for at in places[found.start() + 1 : found.end() - 1]:
            kept[at] = 0
    for at in places[: len(body) - len(body.lstrip())] + places[len(body.rstrip()) :]:
        kept[at] = 0
    return kept


def _changes(text: str, kept: bytearray) -> Iterator[Change]:
    """The lines of the page and of the body in step."""
    last, at, new = kept.rfind(1), 0, ""
    old: list[str] = []
    for line in text.removesuffix("\n").split("\n"):
        end = at + len(line)
        old.append(line)
        new += "".join([char for char, stays in zip(line, kept[at:end], strict=True) if stays])
        ended = bool(kept[end : end + 1].count(1))
        at = end + 1
        if new and not ended and at <= last:
            continue
        stays = bool(new) or ended
        if stays and old == [new]:
            yield " ", new
        else:
            yield from (("-", gone) for gone in old)
            if stays:
                yield "+", new
        old, new = [], ""


def _near_changes(changes: Sequence[Change], context: int) -> list[bool]:
    """Whether each line is a change or within `context` lines of one."""
    near = [False] * len(changes)
    for order in (range(len(changes)), range(len(changes) - 1, -1, -1)):
        reach = -1
        for at in order:
            reach = context if changes[at][0] != " " else reach - 1
            near[at] = near[at] or reach >= 0
    return near


def _painted(line: str, paint: Painter) -> str:
    return paint(harmless(line), _LOOKS.get(line[0], PLAIN)) if paint.colours else line
