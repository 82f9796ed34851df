"""Text on a terminal: width, line breaks, removal of control characters, colours.

A page's text may hold escape sequences, overrides of the writing direction and characters two columns wide.
Nothing here changes how many characters there are, so offsets stay good.
"""

from __future__ import annotations

import colorsys
import os
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, Any, NamedTuple

import click


class _Harmless(Mapping[int, str]):
    """For `str.translate`: controls as pictures, direction overrides as nothing wide, one for one."""

    def __getitem__(self, code: int) -> str:
        if code in (0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029):
            return " "
        if code < 0x20:
            return chr(0x2400 + code)
        if 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000:
            return "\ufffd"
        if 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069:
            return "\u200b"
        raise LookupError(code)

    def __iter__(self) -> Iterator[int]:
        return iter(())

    def __len__(self) -> int:
        return 0


_HARMLESS = _Harmless()


def harmless(text: str) -> str:
    """The text without anything that could steer a terminal; as many characters as before."""
    return text.translate(_HARMLESS)


@lru_cache(maxsize=8192)
def char_width(char: str) -> int:
    """Columns a character takes: 0 for what combines or is not seen, 2 for East Asian wide ones, else 1."""
    if " " <= char < "\u0300":
        return 0 if char == "\u00ad" else 1
    if unicodedata.category(char) in ("Mn", "Me", "Cf") or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def text_width(text: str) -> int:
    """Columns a line of text takes."""
    return len(text) if text.isascii() else sum(map(char_width, text))


def pad(text: str, width: int) -> str:
    """The text with blanks after it up to a number of columns."""
    return text + " " * max(0, width - text_width(text))


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """Where the rows of a text lie when it is broken to a width: half-open offsets, without the blanks at breaks.

    Breaks after white space and after wide characters, and anywhere in a word too long for a row. Linear time.
    """
    rows: list[tuple[int, int]] = []
    start = columns = before = 0
    chance = -1  # where the row may end: after a blank, or after a wide character that no closing mark follows
    for at, char in enumerate(text):
        size = char_width(char)
        if at and (text[at - 1] == " " or (before == 2 and unicodedata.category(char) not in _CLOSING)):
            chance = at
        if columns + size > width and at > start and char != " ":
            cut = chance if chance > start else at
            rows.append((start, cut))
            start, chance = cut, -1
            columns = text_width(text[start:at])
        columns += size
        before = size or before
    rows.append((start, len(text)))
    return [(a, a + len(text[a:b].rstrip())) for a, b in rows]


_CLOSING = ("Pe", "Pf", "Po", "Mn", "Lm")


class Style(NamedTuple):
    """How a span looks. colour: of a kind, as "#rrggbb"."""

    colour: str = ""
    strike: bool = False
    underline: bool = False
    bold: bool = False
    dim: bool = False


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Painter:
    """Puts styles on text, or leaves it as it is where there are no colours."""

    colours: bool = False
    exact: bool = False

    def __call__(self, text: str, style: Style) -> str:
        if not self.colours or not text or style == PLAIN:
            return text
        fg: Any = None
        if style.colour:
            fg = seen_on_both(style.colour) if self.exact else _nearest(seen_on_both(style.colour))
        marks = {"strikethrough": style.strike, "underline": style.underline, "bold": style.bold, "dim": style.dim}
        return click.style(text, fg=fg, **{name: True for name, on in marks.items() if on})


NO_COLOURS = Painter()
"""Leaves everything as it is."""


def painter_for(stream: IO[Any], choice: str = "auto") -> Painter:
    """Colours for a stream: "always", "never", or "auto": a terminal without NO_COLOR (https://no-color.org)."""
    exact = os.environ.get("COLORTERM", "") in ("truecolor", "24bit")
    if choice != "auto":
        return Painter(choice == "always", exact)
    off = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return Painter(stream.isatty() and not off, exact)


@lru_cache(maxsize=64)
def seen_on_both(colour: str) -> tuple[int, int, int]:
    """The colour made light or dark enough to be read on black and on white: luminance 0.18, about 4.5:1 to both."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, _, saturation = colorsys.rgb_to_hls(red, green, blue)
    low, high = 0.0, 1.0
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (middle, high) if _luminance(colorsys.hls_to_rgb(hue, middle, saturation)) < 0.18 else (low, middle)
    red, green, blue = colorsys.hls_to_rgb(hue, low, saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


def _luminance(colour: Sequence[float]) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _nearest(colour: tuple[int, int, int]) -> int:
    """The nearest colour of the 6x6x6 cube that terminals with 256 colours share."""
    steps = (0, 95, 135, 175, 215, 255)
    red, green, blue = (min(range(6), key=lambda i: abs(steps[i] - part)) for part in colour)
    return 16 + 36 * red + 6 * green + blue
