"""The pages that rules are taught from and checked on: what stays of each line without rules, and what should."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cleaner.batch.inputs import check_inputs, jobs_of, walk_inputs
from cleaner.batch.jobs import Job, Plan
from cleaner.batch.jsonl_rows import Opened, open_row
from cleaner.batch.worker import Worker
from cleaner.config import Config
from cleaner.corpus.fingerprint import host_of
from cleaner.corrections.file import Correction, Corrections
from cleaner.decision.placing import take_in
from cleaner.document import Document
from cleaner.forms.record import digest_text
from cleaner.kinds import BODY, Fate
from cleaner.pipeline import Cleaner
from cleaner.readers import NotText, form_of
from cleaner.readers.compressed import BadInput
from cleaner.readers.decode import decode_html
from cleaner.result import Result
from cleaner.text.line_shape import is_prose


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page. kept: what stays of it without the rules; stays: what should, None where nobody said.

    kind: what it is, BODY where something should stay. everywhere: said of every page of the site. by: the rule that
    removes what is not kept.
    """

    text: str
    kept: str
    stays: str | None
    kind: str = BODY
    everywhere: bool = False
    by: str = ""

    @property
    def left(self) -> bool:
        """Whether it should go and does not."""
        return self.stays == "" and bool(self.kept)

    @property
    def body(self) -> bool:
        """Whether it is body: somebody said so, or, where nobody said anything, it stays and reads like a paragraph."""
        return bool(self.stays) if self.stays is not None else bool(self.kept) and is_prose(self.text)


@dataclass(frozen=True, slots=True)
class Page:
    """A page. site: its host, "" where it is not known. markup: of HTML; "" for text. corrected: somebody looked at it.

    document: of Markdown, its text without marks; without its tree.
    """

    id: str
    site: str
    document: Document
    markup: str
    lines: tuple[Line, ...]
    corrected: bool


def load_pages(check: Sequence[str], rows: Iterable[Correction], config: Config) -> list[Page]:
    """The pages of some files and folders, and the corrected ones that are not there but have their text in the row.

    Raises `UsageError` where an input is not there, and for corrections that do not fit their text.
    """
    said = Corrections(rows)
    cleaner = Cleaner(config.changed(translation=False))
    pages = [_page(cleaner, said, *found) for found in _documents(check, cleaner)] if check else []
    seen = {digest_text(page.document.text) for page in pages}
    for row in said.rows.values():
        if row.digest not in seen and row.text is not None:
            document = cleaner.read(row.text, row.url or None, form="text")
            pages.append(_page(cleaner, said, document, "", row.id))
    return pages


def _documents(inputs: Sequence[str], cleaner: Cleaner) -> Iterator[tuple[Document, str, str]]:
    """The documents of inputs that can be read, with their markup and id."""
    check_inputs(inputs)
    plan = Plan(cleaner.config, "records")
    worker = Worker(plan)
    for found in walk_inputs(inputs):
        for job in jobs_of(found, columns=(plan.html_field, plan.text_field)):
            try:
                yield _read(job, plan, worker)
            except (BadInput, NotText):
                continue


def _read(job: Job, plan: Plan, worker: Worker) -> tuple[Document, str, str]:
    data, _ = worker.load(job)
    opened = open_row(job, plan) if job.is_row else Opened(job.id, data, job.form, job.url)
    form = form_of(opened.form, plan.config)
    document = worker.cleaner.read(opened.source, opened.url, opened.language, form=form)
    source = opened.source
    markup = "" if not document.is_html else source if isinstance(source, str) else decode_html(source, None)[0]
    return document, markup, opened.id


def _page(cleaner: Cleaner, said: Corrections, document: Document, markup: str, id: str) -> Page:
    cleaner.corrections = None
    before = cleaner.clean_document(document).judged
    row = said.rows.get(digest_text(document.text))
    judged = document.judged().settle()
    if row is None:
        lines = tuple(Line(*line, None) for line in _kept(before, judged))
        return Page(id, host_of(document.url), judged, markup, lines, False)
    cleaner.corrections = said
    after = cleaner.clean_document(document).judged
    pairs = zip(_kept(before, judged), _kept(after, judged), judged.blocks, strict=True)
    everywhere = [mark.span for mark in take_in(document.unmarked, row.marks(everywhere=True))]
    lines = tuple(
        Line(
            text, kept, stays, BODY if stays else _mark_at(after, block.span.start)[0],
            any(span.overlaps(block.span) for span in everywhere), _mark_at(before, block.span.start)[1],
        )
        for (text, kept), (_, stays), block in pairs
    )  # fmt: skip
    return Page(row.id or id, host_of(row.url or document.url), judged, markup, lines, True)


def _kept(result: Result, document: Document) -> Iterator[tuple[str, str]]:
    """Each line, and what stays of it."""
    stay = [s.span for s in result.segments if s.fate is Fate.KEEP]
    first = 0
    for block, line in zip(document.blocks, document.lines, strict=True):
        start, end = block.span
        while first < len(stay) and stay[first].end <= start:
            first += 1
        pieces, place = [], first
        while place < len(stay) and stay[place].start < end:
            pieces.append(document.text[max(start, stay[place].start) : min(end, stay[place].end)])
            place += 1
        yield line, "".join(pieces).strip()


def _mark_at(result: Result, place: int) -> tuple[str, str]:
    """Kind and rule of what was decided at a place."""
    for segment in result.segments:
        if segment.span.end > place:
            return (segment.mark.kind, segment.mark.reason.rule) if segment.mark else (BODY, "")
    return BODY, ""
