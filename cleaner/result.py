"""The result of one document, and its JSON record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from cleaner.document import (
    Comment,
    Document,
    Language,
    Mark,
    Metadata,
    Quality,
    Relation,
    Segment,
    Status,
    Translation,
)
from cleaner.forms.blocks import Body, BodyBlock
from cleaner.forms.record import SCHEMA, Removed, digest_text, mark_record, span_records, versions
from cleaner.forms.record_types import MetadataRecord, QualityRecord
from cleaner.kinds import Fate
from cleaner.text.word_count import count_words, reading_minutes

if TYPE_CHECKING:
    from cleaner.forms.record_types import Record


@dataclass(frozen=True, repr=False)
class Result:
    """The result of one document. Body and spans are computed from the segments, so they are always consistent.

    segments: joined in order they are the page text, character for character. marks: every mark, the losing ones too.
    comments: the readers' comments, or None if `Config.comments` is False.
    quality: what the scores of the lines let expect of the body; None without a line classifier.
    """

    document: Document
    segments: tuple[Segment, ...]
    marks: tuple[Mark, ...]
    status: Status
    metadata: Metadata
    translation: Translation | None = None
    related: tuple[Relation, ...] = ()
    warnings: tuple[str, ...] = ()
    id: str = ""
    comments: tuple[Comment, ...] | None = None
    quality: Quality | None = None

    def __repr__(self) -> str:
        """A line; the record has everything."""
        gone = sum(removed.end - removed.start for removed in self.removed)
        title = f" {self.metadata.title!r}" if self.metadata.title else ""
        return f"<Result {self.status}{title}: body {len(self.body)} characters, {gone} of {len(self.text)} removed>"

    def _repr_html_(self) -> str:
        """What a notebook shows: the body in its shape, and what was removed folded below it."""
        from cleaner.forms.notebook import notebook_html

        verdict = f"machine translation: {self.translation.verdict}" if self.translation else ""
        quality = f"quality {self.quality.score:.2f}" if self.quality else ""
        said = (", ".join(self.metadata.authors), self.metadata.date or "", verdict, quality)
        facts = (str(self.status), *self.warnings[: self.status.failed], self.language.code, *said)
        removed = [(span.kind, span.text) for span in self.removed]
        heading, side = self.metadata.title or self.id or "", self.language.direction
        return notebook_html(heading, facts, self.to_html(images=False), removed, side)

    @property
    def text(self) -> str:
        """The page text that every offset points into."""
        return self.document.text

    @property
    def language(self) -> Language:
        """The language of the page text: the one given, else the detected one; "und" if it cannot be detected."""
        return self.document.language

    @cached_property
    def body(self) -> str:
        """The clean article text: the kept characters, runs of blank lines made one, stripped."""
        return self.shaped_body.text

    @property
    def body_blocks(self) -> tuple[BodyBlock, ...]:
        """The body in paragraphs, headings, items, quotes, code and tables: type, level, offsets into `body`."""
        return tuple(shape.block for shape in self.shaped_body.shapes)

    @property
    def markdown(self) -> str:
        """The body as Markdown, with its links and images; `to_markdown` can leave them out."""
        return self.to_markdown()

    @property
    def html(self) -> str:
        """The body as HTML that is safe to show: a fragment whose only attributes are href, src and alt."""
        return self.to_html()

    def to_markdown(self, *, links: bool = True, images: bool = True, tables: bool = True) -> str:
        """The body as Markdown; of a document that came as Markdown the body itself.

        links, images: whether they are in it. tables: False writes their rows as lines. The text is the same.
        """
        if self.document.unmarked is not None:  # it came as Markdown
            return self.body
        from cleaner.forms.written import Shown, write_markdown

        return write_markdown(self.shaped_body, Shown(links, images, tables))

    def to_html(self, *, links: bool = True, images: bool = True, tables: bool = True) -> str:
        """The body as safe HTML. links, images, tables: as for `to_markdown`."""
        from cleaner.forms.written import Shown, write_html

        return write_html(self.judged.shaped_body, Shown(links, images, tables))

    def write(self, form: str, *, links: bool = True, images: bool = True, tables: bool = True) -> str:
        """The body as a file: "text", "markdown", "html" (a page), "xml" or "tei". The others: as for `to_markdown`."""
        from cleaner.forms.written import Shown, html_page, tei_file, xml_file

        if form in ("text", "markdown"):
            return self.body if form == "text" else self.to_markdown(links=links, images=images, tables=tables)
        body, metadata, shown = self.judged.shaped_body, self.metadata, Shown(links, images, tables)
        if form == "html":
            return html_page(body, metadata, shown)
        return xml_file(body, metadata, shown) if form == "xml" else tei_file(body, metadata, self.id, shown)

    @cached_property
    def shaped_body(self) -> Body:
        """The body with its blocks and inlines, which every form of it is written from."""
        return Body(self.document, self.segments)

    @cached_property
    def judged(self) -> Result:
        """The same in the text that was judged: of Markdown, the text without its marks; its translation as it is."""
        unmarked = self.document.unmarked
        if unmarked is None:
            return self
        segments = tuple(segment._replace(span=unmarked.inner(segment.span)) for segment in self.segments)
        return replace(self, document=self.document.judged(), segments=segments, marks=())

    @cached_property
    def removed(self) -> tuple[Removed, ...]:
        """The spans that left the body, removed or lifted, in order."""
        text = self.document.text
        gone = [segment for segment in self.segments if segment.fate is not Fate.KEEP]
        return tuple([Removed(segment, text[segment.span.start : segment.span.end]) for segment in gone])

    @cached_property
    def kept(self) -> tuple[Removed, ...]:
        """The listed spans that stay: dateline, standfirst, correction, and kinds the caller keeps."""
        return tuple(
            Removed(s, self.document.slice(s.span)) for s in self.segments if s.fate is Fate.KEEP and s.mark is not None
        )

    @property
    def plain_body(self) -> str:
        """The body without Markdown syntax; for other documents the body itself."""
        return self.judged.body

    @property
    def word_count(self) -> int:
        """Words of the body; two characters of a script without spaces between words count as one."""
        return count_words(self.plain_body)

    @property
    def reading_minutes(self) -> int:
        """Minutes that the body takes to read, at 238 words a minute."""
        return reading_minutes(self.word_count)

    def to_record(self, *, with_text: bool = False, with_marks: bool = False, with_plain: bool = False) -> Record:
        """The record as a dictionary that can be written as JSON.

        with_text: add the page text. with_marks: add every mark. with_plain: add `plain_body` for Markdown.
        """
        record = make_record(self, with_text=with_text, with_marks=with_marks, with_plain=with_plain)
        return cast("Record", record)


def failed_result(status: Status, cause: str, *, id: str = "", url: str | None = None) -> Result:
    """The result of a source that could not be cleaned; the cause stands first in its warnings."""
    nothing = Document("", (), Language("und", 0.0), url=url, warnings=(cause,))
    return Result(nothing, (), (), status, Metadata(), warnings=(cause,), id=id)


def make_record(
    result: Result, *, with_text: bool = False, with_marks: bool = False, with_plain: bool = False, bare: bool = False
) -> dict[str, Any]:
    """The record of a result: every field of the contract, in its order. A `bare` one lists no spans and blocks."""
    document, failed = result.document, result.status.failed
    removed, kept = span_records(() if bare else result.segments, document.text)
    record: dict[str, Any] = {
        "schema": SCHEMA,
        "id": result.id,
        "url": document.url,
        "status": str(result.status),
        "language": {"code": document.language.code, "confidence": document.language.confidence},
        "metadata": _metadata(result.metadata),
        "body": result.body,
        "body_blocks": [block._asdict() for block in (() if bare else result.body_blocks)],
        "word_count": (words := count_words(result.plain_body)),
        "reading_minutes": reading_minutes(words),
        "quality": _quality(result.quality),
        "removed": removed,
        "kept": kept,
        "length": None if failed else len(document.text),
        "digest": None if failed else digest_text(document.text),
        "translation": _translation(result.translation),
        "related": [
            {"id": r.id, "relation": r.relation, "score": r.score, "evidence": dict(r.evidence)} for r in result.related
        ],
        "warnings": list(result.warnings),
        "versions": versions(),
    }
    if document.unmarked is not None:
        record["form"] = "markdown"
        record |= {"plain_body": result.plain_body} if with_plain else {}
    if result.comments is not None:
        record["comments"] = [comment._asdict() for comment in result.comments]
    if with_text:
        record["text"] = document.text
    if with_marks:
        record["marks"] = [mark_record(mark, document.text) for mark in result.marks]
    return record


def failed_record(id: str, status: Status, cause: str, *, url: str | None = None) -> dict[str, Any]:
    """The record of a document that could not be cleaned: body and spans empty, the cause first in `warnings`."""
    return make_record(failed_result(status, cause, id=id, url=url))


def _metadata(metadata: Metadata) -> dict[str, Any]:
    """The fields in their order, tuples as lists, the named tuples and mappings in them as objects."""
    record = {}
    for name in MetadataRecord.__annotations__:
        value = getattr(metadata, name)
        record[name] = value if value is None or isinstance(value, str) else _plain(value)
    return record


def _plain(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return value._asdict()
    if isinstance(value, tuple):
        return [item if isinstance(item, str) else _plain(item) for item in value]
    return dict(value) if isinstance(value, Mapping) else value


def _quality(quality: Quality | None) -> dict[str, float] | None:
    return (
        None if quality is None else {name: round(getattr(quality, name), 4) for name in QualityRecord.__annotations__}
    )


def _translation(translation: Translation | None) -> dict[str, Any] | None:
    if translation is None:
        return None
    return {
        "verdict": str(translation.verdict),
        "probability": _rounded(translation.probability),
        "passages": [
            {"start": p.span.start, "end": p.span.end, "probability": _rounded(p.probability)}
            for p in translation.passages
        ],
        "signs": [
            {"start": s.span.start, "end": s.span.end, "sign": s.sign, "evidence": s.evidence}
            for s in translation.signs
        ],
        "reason": translation.reason,
        "basis": translation.basis,
        "part": _rounded(translation.part),
        "learned_from": list(translation.learned_from),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
