"""The arguments of `cleaner clean` as one value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.batch.filters import EVERYTHING, Filters
from cleaner.config import DEFAULT_TIMEOUT


@dataclass(frozen=True)
class Options:
    """What to run: `cleaner clean`'s arguments.

    inputs: files, folders or "-". out, form: see `choose_target`.
    jobs: worker processes, 0 for the processors this process may use. timeout: seconds per document.
    resume: use again what an earlier run to the same place has done. max_failures: end after so many.
    report: an HTML page of the run to write. learn: learn from the inputs first; the index is kept where the
    configuration names one. config_file: where the configuration was read, for the checks.
    lean: lean records. without: "links", "images", "tables", for the forms that have them.
    filters: which documents are written. comments_file: where the readers' comments go.
    asked: options of the command line, as "--plain"; one of them that would do nothing is wrong usage.
    """

    inputs: Sequence[str]
    out: str | None = None
    form: str | None = None
    jobs: int = 0
    timeout: float = DEFAULT_TIMEOUT
    html_field: str = "html"
    text_field: str = "text"
    with_text: bool = False
    with_marks: bool = False
    with_plain: bool = False
    unique: bool = False
    resume: bool = False
    max_failures: int | None = None
    report: str | None = None
    learn: bool = False
    config_file: str | None = None
    lean: bool = False
    without: tuple[str, ...] = ()
    filters: Filters = EVERYTHING
    comments_file: str | None = None
    asked: frozenset[str] = frozenset()
