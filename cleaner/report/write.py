"""Writing the page: records stream through, texts go into compressed blocks, only the table's rows are held."""

from __future__ import annotations

import base64
import errno
import gzip
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, NamedTuple

from markupsafe import Markup

from cleaner.atomic_files import create, partial_of
from cleaner.errors import UsageError, naming
from cleaner.forms.record import versions
from cleaner.kinds import KINDS
from cleaner.report.attention import find_oddest
from cleaner.report.documents import make_view
from cleaner.report.plots import LABEL_END, WIDTH, plot_kinds, plot_sites
from cleaner.report.rows import DOUBTFUL, Row, make_row
from cleaner.report.totals import add_up
from cleaner.text.json_text import write_json
from cleaner.views.terminal import harmless

BLOCK_CHARACTERS = 400_000
"""Characters of JSON in a block of texts, about 60 documents: read and unpacked when one of them is opened."""

_PARTS = Path(__file__).parent / "page"
_SCRIPTS = ("unpack.js", "table.js", "text.js", "teach.js", "document.js", "start.js")


class Entry(NamedTuple):
    """A document ready for the page: its row, and what its view shows, as JSON. Made where the record is, pickled."""

    row: Row
    view: str


def make_entry(record: Mapping[str, Any]) -> Entry:
    """The entry of a record."""
    return Entry(make_row(record), _json(make_view(record)))


def write_report(records: Iterable[Mapping[str, Any]], path: str | Path, *, title: str = "") -> int:
    """Write records as one HTML page to look at; returns how many documents are in it.

    records: of `cleaner clean`, best with the page text in them (--with-text): without it a document shows its body
    and what was removed, not where. path: written whole or not at all. title: of the page; default: the count.

    50,000 records are fine: about 1 KB a document is held while writing. Raises `UsageError` where there is no such
    folder, `OSError` where the page cannot be written whole.
    """
    with ReportWriter(path) as report:
        for record in records:
            report.add(make_entry(record))
        return report.finish(title=title)


class ReportWriter:
    """A page in the making: entries come in, texts go to a file beside the page, `finish` writes the page.

    Without `finish` nothing is left behind. Raises `UsageError` where there is no such folder, `OSError` with the
    page's name where it cannot be written whole.
    """

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        self._rows: list[Row] = []
        self._firsts: list[int] = []
        self._views: list[str] = []
        self._size = 0
        with naming(path):
            if self._path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            if not self._path.parent.is_dir():
                raise UsageError(f"{self._path}: no such folder: {self._path.parent}")
            self._blocks: IO[bytes] = tempfile.TemporaryFile(dir=self._path.parent)  # noqa: SIM115 - `__exit__` closes it

    def __enter__(self) -> ReportWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self._blocks.close()

    def add(self, entry: Entry) -> None:
        """Take the next document."""
        if self._views and self._size + len(entry.view) > BLOCK_CHARACTERS:
            self._flush()
        if not self._views:
            self._firsts.append(len(self._rows))
        self._rows.append(entry.row)
        self._views.append(entry.view)
        self._size += len(entry.view)

    def finish(self, *, title: str = "") -> int:
        """Write the page; returns how many documents are in it."""
        if self._views:
            self._flush()
        partial = partial_of(self._path)
        try:
            with naming(self._path), create(partial) as out:
                for piece in _render(self._rows, self._firsts, self._blocks, title):
                    out.write(piece.encode("utf-8", "replace"))
            with naming(self._path):
                partial.replace(self._path)
        finally:
            partial.unlink(missing_ok=True)
        return len(self._rows)

    def _flush(self) -> None:
        with naming(self._path):
            self._blocks.write(_packed(f"[{','.join(self._views)}]") + b"\n")
        self._views, self._size = [], 0


def _render(rows: list[Row], firsts: list[int], blocks: IO[bytes], title: str) -> Iterator[str]:
    """The page, piece by piece."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    totals, looks = add_up(rows), find_oddest(rows)
    weights = {look.number: look.weight for look in looks}
    style, script = _style(), "\n".join((_PARTS / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    fates = {kind.name: str(kind.fate) for kind in KINDS.values()}
    cells = [_cells(row) for row in rows]
    table = {"firsts": firsts, "kinds": list(KINDS), "fates": fates, "rows": cells, "odd": weights}
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
        plot_label_end=LABEL_END,
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
    return write_json(value, compact=True)


def _packed(text: str) -> bytes:
    """The text as base64 of gzip, the same for the same text on every day."""
    return base64.b64encode(gzip.compress(text.encode("utf-8", "replace"), 6, mtime=0))


def _hash(text: str) -> str:
    """What a content security policy names a script or style by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()
