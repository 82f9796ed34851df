"""Writing the page: records stream through, texts go into compressed blocks, only the table's rows are held."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cleaner.errors import UsageError
from cleaner.kinds import KINDS
from cleaner.record import versions
from cleaner.report.attention import find_oddest
from cleaner.report.documents import make_view
from cleaner.report.plots import WIDTH, plot_kinds, plot_sites
from cleaner.report.rows import DOUBTFUL, Row, make_row
from cleaner.report.totals import add_up
from cleaner.terminal import harmless

BLOCK_CHARACTERS = 400_000
"""Characters of JSON in a block of texts, about 60 documents: read and unpacked when one of them is opened."""

_PARTS = Path(__file__).parent / "page"
_SCRIPTS = ("unpack.js", "table.js", "text.js", "document.js", "start.js")


def write_report(records: Iterable[Mapping[str, Any]], path: str | Path, *, title: str = "") -> int:
    """Write records as one HTML page to look at; returns how many documents are in it.

    records: of `cleaner clean`, best with the page text in them (--with-text): without it a document shows its body
    and what was removed, not where. path: written whole or not at all. title: of the page; default: the count.

    50,000 records are fine: about 1 KB a document is held while writing. Raises `UsageError` where the file cannot
    be written.
    """
    path = Path(path)
    try:
        with tempfile.TemporaryFile(dir=path.parent) as blocks:
            rows, firsts = _pack_texts(records, blocks)
            partial = path.with_name(f"{path.name}.partial")
            try:
                with partial.open("wb") as out:
                    for piece in _render(rows, firsts, blocks, title):
                        out.write(piece.encode("utf-8", "replace"))
                partial.replace(path)
            finally:
                partial.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from None
    return len(rows)


def _pack_texts(records: Iterable[Mapping[str, Any]], blocks: IO[bytes]) -> tuple[list[Row], list[int]]:
    """The rows of the records, and the number of the first document of each block; blocks are written a line each."""
    rows: list[Row] = []
    firsts: list[int] = []
    views: list[str] = []
    size = 0
    for record in records:
        view = _json(make_view(record))
        if views and size + len(view) > BLOCK_CHARACTERS:
            blocks.write(_packed(f"[{','.join(views)}]") + b"\n")
            views, size = [], 0
        if not views:
            firsts.append(len(rows))
        rows.append(make_row(record))
        views.append(view)
        size += len(view)
    if views:
        blocks.write(_packed(f"[{','.join(views)}]") + b"\n")
    return rows, firsts


def _render(rows: list[Row], firsts: list[int], blocks: IO[bytes], title: str) -> Iterator[str]:
    """The page, piece by piece."""
    totals, looks = add_up(rows), find_oddest(rows)
    weights = {look.number: look.weight for look in looks}
    style, script = _style(), "\n".join((_PARTS / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    table = {"firsts": firsts, "kinds": list(KINDS), "rows": [_cells(row) for row in rows], "odd": weights}
    environment = Environment(
        loader=PackageLoader("cleaner.report", "page"),
        autoescape=True,
        finalize=_printable,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    environment.filters["thousands"] = "{:,}".format
    environment.filters["percent"] = "{:.0%}".format
    return environment.get_template("report.html.jinja").generate(
        title=title or f"{len(rows):,} {'document' if len(rows) == 1 else 'documents'}",
        totals=totals,
        looks=[(look, rows[look.number]) for look in looks],
        kinds=KINDS,
        plot_of_kinds=plot_kinds(totals),
        plot_of_sites=plot_sites(totals),
        plot_width=WIDTH,
        doubtful=DOUBTFUL,
        version=versions()["cleaner"],
        style=Markup(style),
        style_hash=_hash(style),
        script=Markup(script),
        script_hash=_hash(script),
        table=Markup(_packed(_json(table)).decode()),
        blocks=_lines(blocks),
    )


def _printable(value: Any) -> Any:
    """Text without control characters, which HTML forbids; what is markup already stays as it is."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else harmless(value)


def _style() -> str:
    """The style sheet, with the colours of the kinds."""
    colours = "".join(
        f".k-{kind.name}{{--k:{kind.colour}}}.off-{kind.name} .k-{kind.name}{{display:none}}\n"
        for kind in KINDS.values()
    )
    return (_PARTS / "report.css").read_text(encoding="utf-8") + colours


def _cells(row: Row) -> list[Any]:
    """A row as the page's script takes it; the kinds by their number in the table of kinds."""
    order = {name: at for at, name in enumerate(KINDS)}
    other = order["other"]
    kinds: dict[int, int] = {}
    for kind, chars in row.kinds:
        at = order.get(kind, other)
        kinds[at] = kinds.get(at, 0) + chars
    return [
        row.id, row.title, row.site, row.url, row.status, row.language, row.length, row.kept,
        [number for pair in sorted(kinds.items()) for number in pair],
        row.verdict, row.probability, len(row.warnings), row.least, list(row.relations),
    ]  # fmt: skip


def _lines(blocks: IO[bytes]) -> Iterator[Markup]:
    """The blocks written before, one at a time. Base64 has nothing in it to escape."""
    blocks.seek(0)
    for line in blocks:
        yield Markup(line.decode().rstrip("\n"))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _packed(text: str) -> bytes:
    """The text as base64 of gzip, the same for the same text on every day."""
    return base64.b64encode(gzip.compress(text.encode("utf-8", "replace"), 6, mtime=0))


def _hash(text: str) -> str:
    """What a content security policy names a script or style by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()
