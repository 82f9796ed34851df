"""Deciding again from a record: the marks it stores (`clean --marks`), other choices, no detector run.

A record made without marks can only be replayed as it is: see `cleaner.replay`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cleaner.config import Config
from cleaner.corrections.file import Corrections
from cleaner.decision.placing import take_out
from cleaner.document import (
    Comment,
    Document,
    Language,
    Mark,
    Passage,
    Reason,
    Relation,
    Sign,
    Span,
    Translation,
    Verdict,
)
from cleaner.errors import UsageError
from cleaner.forms.record import digest_text
from cleaner.kinds import CORRECTED
from cleaner.pipeline import Cleaner, load_site_rules
from cleaner.readers import Format, NotText, read
from cleaner.result import Result
from cleaner.views.record_shape import check_record

if TYPE_CHECKING:
    from cleaner.readers.ftr_site_config import SiteRules

Record = Mapping[str, Any]

STALE = "decided again: the translation was judged on the body before"
"""The warning of a result whose body is not the one that was judged."""


def read_page(record: Record, page: str | bytes, site_rules: SiteRules | None = None) -> Document:
    """The document a record was made of. page: the source again, HTML or plain text, or the page text itself.

    Read as what it looks like, then as plain text, as Markdown, as HTML; the record says which one it was.
    Raises `UsageError` where none fits, and for the record of a failed document, which has no page text.
    """
    _refuse_failed(record)
    language = record["language"]
    forms: tuple[Format | None, ...] = (None, "text", "markdown", "html")
    is_markdown = record.get("form") == "markdown"
    for form in forms:
        try:
            document = read(
                page,
                form=form,
                url=record.get("url"),
                language=language["code"],
                witness=False,
                site_rules=site_rules,
            )
        except NotText as cause:
            raise UsageError(f"this is not the page of record {record.get('id')!r}: {cause}") from None
        if digest_text(document.text) == record["digest"] and (document.unmarked is not None) == is_markdown:
            if len(document.text) != record["length"]:
                raise UsageError(f"record {record.get('id')!r} contradicts itself: its length is not that of its page")
            return replace(document, language=Language(language["code"], language["confidence"]))
    raise UsageError(f"this is not the page of record {record.get('id')!r}: the digest of its text differs")


def _refuse_failed(record: Record) -> None:
    if record.get("digest") is None:
        raise UsageError(f"record {record.get('id')!r} has status {record.get('status')!r} and no page text")


def redecide(record: Record, page: str | bytes, config: Config | None = None) -> Result:
    """Decide a record's document again, from the marks in the record, under another configuration.

    page: see `read_page`; given the HTML, the metadata of its head is gathered again too. config: only keep, remove,
    threshold, corrections and, for the metadata, site_rules matter; None: the defaults. The choices the record was made
    with are not in it and do not count.
    The translation is taken over as it was judged, with a warning where the body is another one now.

    Raises `UsageError` for what is no record or contradicts itself, a record without marks, of a failed document or of
    another page.
    """
    _refuse_failed(record)
    check_record(record, f"record {record.get('id')!r}")
    document = read_page(record, page, load_site_rules(config) if config else None)
    marks, translation = stored_marks(record), stored_translation(record)
    for row in record.get("marks", ()):
        if document.text[row["start"] : row["end"]] != row["text"]:
            raise UsageError(f"record {record['id']!r} contradicts itself: a mark's text is not what stands there")
    said = [mark for mark in marks if mark.detector == CORRECTED]
    marks = tuple(mark for mark in marks if mark.detector != CORRECTED)
    if document.unmarked is not None:
        marks, translation = take_out(document.unmarked, marks, translation)
    cleaner = Cleaner(
        (config or Config()).changed(translation=translation is not None),
        detectors=[lambda _: marks],
        classifier=None,
        assessor=(lambda _, __: translation) if translation else None,
    )
    if said:
        cleaner.corrections = (cleaner.corrections or Corrections()).with_stored(record["digest"], said)
    result = cleaner.clean_document(document, id=record["id"])
    warnings = tuple(record["warnings"])
    if translation and result.body != record["body"] and STALE not in warnings:
        warnings += (STALE,)
    return replace(
        result,
        related=tuple(Relation(row["id"], row["relation"], row["score"], row["evidence"]) for row in record["related"]),
        comments=stored_comments(record),
        warnings=warnings,
    )


def stored_marks(record: Record) -> tuple[Mark, ...]:
    """The marks of a record; raises `UsageError` where it was made without them."""
    if "marks" not in record:
        raise UsageError(f"record {record.get('id')!r} stores no marks: make it with --marks to decide again")
    return tuple(
        Mark(
            Span(row["start"], row["end"]),
            row["kind"],
            row["score"],
            row["detector"],
            Reason(row["reason"]["rule"], row["reason"]["evidence"]),
            tuple((field, value) for field, value in row["lifted"]),
            row["kind_score"],
        )
        for row in record["marks"]
    )


def stored_comments(record: Record) -> tuple[Comment, ...] | None:
    """The readers' comments of a record, None where it was made without them."""
    rows = record.get("comments")
    return None if rows is None else tuple(Comment(row["author"], row["time"], row["text"]) for row in rows)


def stored_translation(record: Record) -> Translation | None:
    """The verdict on machine translation as the record has it."""
    row = record.get("translation")
    if row is None:
        return None
    return Translation(
        Verdict(row["verdict"]),
        row["probability"],
        tuple(Passage(Span(p["start"], p["end"]), p["probability"]) for p in row["passages"]),
        tuple(Sign(Span(s["start"], s["end"]), s["sign"], s["evidence"]) for s in row["signs"]),
        row.get("reason", ""),
        row.get("basis", "text"),
        row.get("part"),
        tuple(row.get("learned_from", ())),
    )
