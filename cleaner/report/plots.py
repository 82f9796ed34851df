"""The plots of the report as plain numbers: bars laid out in units of the drawing, for the template to draw."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleaner.report.totals import Totals

WIDTH = 480
"""Units of a drawing from left to right."""
ROW = 26
LABEL_END = 118
"""Where the names end."""
_LABEL = 126
_FIGURE = 104
_LONGEST_NAME = 16


class Part(NamedTuple):
    """A span of a bar: x and width in units, the kind whose colour it has, what it says when asked."""

    x: float
    width: float
    kind: str
    note: str


class Bar(NamedTuple):
    """A row of a plot: y in units, its whole name and the one that fits, the parts, the figure behind them."""

    y: int
    name: str
    label: str
    parts: tuple[Part, ...]
    figure: str
    end: float


class Plot(NamedTuple):
    """Bars one below the other, and the height of the drawing."""

    bars: tuple[Bar, ...]
    height: int


def plot_kinds(totals: Totals) -> Plot:
    """Characters that left the body by kind, the most first."""
    most = max((chars for _, chars in totals.kinds), default=1) or 1
    bars = []
    for number, (kind, chars) in enumerate(totals.kinds):
        width = chars / most * (WIDTH - _LABEL - _FIGURE)
        figure = f"{chars:,} ({chars / (totals.removed or 1):.0%})"
        part = Part(_LABEL, round(width, 1), kind, f"{kind}: {chars:,} characters")
        bars.append(Bar(number * ROW, kind, _fitted(kind), (part,), figure, round(_LABEL + width + 6, 1)))
    return Plot(tuple(bars), max(ROW, len(bars) * ROW))


def plot_sites(totals: Totals) -> Plot:
    """The share of each site's characters that left the body, by kind; the sites with the most removed."""
    bars = []
    for number, site in enumerate(totals.sites):
        parts = tuple(_stack(site.kinds, site.length))
        end = parts[-1].x + parts[-1].width if parts else _LABEL
        figure = f"{site.removed_share:.0%} of {site.documents:,}"
        bars.append(Bar(number * ROW, site.name, _fitted(site.name), parts, figure, round(end + 6, 1)))
    return Plot(tuple(bars), max(ROW, len(bars) * ROW))


def _fitted(name: str) -> str:
    """The name, cut to what fits beside a bar."""
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def _stack(kinds: tuple[tuple[str, int], ...], length: int) -> Iterator[Part]:
    x = float(_LABEL)
    for kind, chars in kinds:
        width = chars / (length or 1) * (WIDTH - _LABEL - _FIGURE)
        yield Part(round(x, 1), round(width, 1), kind, f"{kind}: {chars / (length or 1):.1%}, {chars:,} characters")
        x += width
