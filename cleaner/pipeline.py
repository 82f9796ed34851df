"""All stages for one document: read, mark, decide, assess, gather metadata."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from numbers import Number
from typing import TYPE_CHECKING, Any, NamedTuple, Unpack

from cleaner.classifier.line_classifier import SHIPPED, LineClassifier
from cleaner.classifier.weights import choose_weights
from cleaner.config import DEFAULT_TIMEOUT, Choices, Config
from cleaner.decision.best_body import is_empty, resolve_emptied
from cleaner.decision.comment_list import collect_comments
from cleaner.decision.metadata import gather_metadata
from cleaner.decision.placing import place_in, take_in
from cleaner.decision.quality import expect_quality
from cleaner.decision.resolve import resolve
from cleaner.decision.status import find_warnings, judge_status
from cleaner.detectors import Detector, IndexedDocument, default_detectors
from cleaner.detectors.line_model import mark_lines
from cleaner.document import Assessor, Document, Mark, Status
from cleaner.errors import CleanerError, UsageError
from cleaner.readers import Format, NotText, form_of, read
from cleaner.result import Result, failed_result

if TYPE_CHECKING:
    from cleaner.corpus.relate import Relator
    from cleaner.corrections.file import Corrections
    from cleaner.readers.ftr_site_config import SiteRules

Source = str | bytes


class Cleaner:
    """Cleans documents with one configuration. Reusable, picklable, and safe to call from several threads.

    config: the settings; the keywords are the fields of `Config`: `Cleaner(keep={"caption"})`.
    detectors: rules of your own, usually `[*default_detectors(config), mine]`; None: the default ones.
    classifier: the line classifier; None: rules alone decide.
    assessor: the translation assessor; None: the built-in one, unless `translation` is False.
    """

    def __init__(
        self,
        config: Config | None = None,
        *,
        detectors: Sequence[Detector] | None = None,
        classifier: LineClassifier | None = SHIPPED,
        assessor: Assessor | None = None,
        **choices: Unpack[Choices],
    ) -> None:
        if config is not None and choices:
            raise UsageError("give a Config or its fields as keywords, not both")
        self.config = config or Config.from_mapping(choices, source="Cleaner()")
        self._detectors = None if detectors is None else tuple(detectors)
        self.classifier = classifier
        self._weights = choose_weights(self.config.favor, self.config.max_body_loss)
        self._assessor = assessor
        self._is_customised = detectors is not None or assessor is not None
        self._relator: Relator | None = None
        self.site_rules = load_site_rules(self.config)
        self.corrections = load_corrections(self.config)

    def clean(
        self,
        source: Source,
        url: str | None = None,
        language: str | None = None,
        *,
        id: str = "",
        form: Format | None = None,
    ) -> Result:
        """Clean one document.

        source: HTML, Markdown or plain text as str or bytes. The content decides the format unless `form` ("html",
            "markdown", "text") is given.
        url, language: metadata of the caller. A given language is not detected.
        id: copied into the record.

        Bad content does not raise; see `Result.status`. (Your own detectors and assessors may raise.) Raises
        `UsageError` for a source that is neither str nor bytes, including None. `clean_many` accepts missing values.
        """
        if not isinstance(source, str | bytes):
            raise UsageError(f"source must be str or bytes, not {type(source).__name__}")
        try:
            return self.clean_document(self.read(source, url, language, form=form), id=id)
        except NotText as cause:
            return failed_result(Status.ERROR, str(cause), id=id, url=url)
        except CleanerError:
            raise
        except Exception as error:  # the promise: content never raises, whatever a part of us did
            if self._is_customised:
                raise
            logging.getLogger("cleaner").debug("internal error in %r", id, exc_info=True)
            return failed_result(Status.ERROR, f"internal error: {type(error).__name__}: {error}"[:500], id=id, url=url)

    def read(
        self,
        source: Source,
        url: str | None = None,
        language: str | None = None,
        *,
        form: Format | None = None,
        content_type: str | None = None,
    ) -> Document:
        """Read a source into a `Document`; arguments as in `clean`, exceptions as in `readers.read`."""
        return read(
            source,
            form=form or form_of(None, self.config),
            url=url,
            language=language or self.config.language,
            witness=self.config.witness,
            content_type=content_type,
            site_rules=self.site_rules,
        )

    def clean_document(self, document: Document, *, id: str = "") -> Result:
        """Clean a document made by `read` or by your own reader."""
        page, document = document, document.judged()
        corrections = self.corrections.marks(page) if self.corrections else ()
        found, article = self._mark(document)
        marks = (*found, *take_in(page.unmarked, corrections))
        document = document.settle()
        segments = resolve(document, marks, self.config)
        status = judge_status(document, segments)
        if status is Status.NOT_ARTICLE and is_empty(document, segments):
            segments = resolve_emptied(document, marks, segments, self.config)
        assess = self.assessor
        result = Result(
            document,
            segments,
            marks,
            status,
            gather_metadata(document, segments, marks),
            translation=assess(document, segments) if assess else None,
            warnings=tuple(find_warnings(document, segments)),
            id=id,
            comments=tuple(collect_comments(document, segments)) if self.config.comments else None,
            quality=None if article is None else expect_quality(segments, document.blocks, article),
        )
        return place_in(page, self.relator(result) if self.relator else result, self.config, corrections)

    def _mark(self, document: Document) -> tuple[list[Mark], list[float] | None]:
        """The marks of all rules, and those of the classifier, whose scores are weighed by them.

        Second, the probability by block that it is article; None where the classifier scored nothing.
        """
        indexed = IndexedDocument.of(document)
        marks = [mark for detect in self.detectors for mark in detect(indexed)]
        if self.classifier is not None and document.blocks:
            first = self.classifier.score(document)
            scores = self.classifier.weigh(document, first, marks, self._weights)
            marks += mark_lines(indexed, scores, first.scores.body)
            return marks, (scores.body if scores.even is None else scores.even).tolist()
        return marks, None

    def clean_many(
        self,
        sources: Iterable[Source | None],
        jobs: int = 1,
        *,
        urls: Iterable[str | None] | None = None,
        ids: Iterable[object] | None = None,
        languages: Iterable[str | None] | None = None,
    ) -> Iterator[Result]:
        """Clean many documents in `jobs` worker processes (0: all processors). Results are in the order of the sources.

        urls, ids, languages: one for each source.

        A missing value (None, NaN, `pandas.NA`) gives a result with status `error`. If this process may not start
        workers, it cleans the documents itself, and the logger `cleaner` warns once.

        Raises `UsageError` for any other source that is neither str nor bytes, for more or fewer urls, ids or languages
        than sources, and for `jobs` other than 1 in a script without `if __name__ == "__main__":`.
        """
        given = _give(sources, urls, ids, languages)
        if jobs == 1:
            return (_known(one) or _clean_given(self, one) for one in given)
        return _given_in_workers(self, given, jobs, DEFAULT_TIMEOUT)

    @property
    def detectors(self) -> tuple[Detector, ...]:
        """The detectors in use."""
        if self._detectors is None:
            self._detectors = default_detectors(self.config)
        return self._detectors

    @property
    def relator(self) -> Relator | None:
        """What puts relations to the documents of an index into a result, where the configuration names one."""
        if self._relator is None and self.config.index is not None:
            from cleaner.corpus.index import Index
            from cleaner.corpus.relate import Relator

            self._relator = Relator(Index(self.config.index))
        return self._relator

    @property
    def assessor(self) -> Assessor | None:
        """The translation assessor, or None if it is switched off."""
        if self._assessor is None and self.config.translation:
            from cleaner.translation import default_assessor

            self._assessor = default_assessor()
        return self._assessor


class _Given(NamedTuple):
    """A source and what is known of it."""

    source: Source | None
    url: str | None = None
    id: str = ""
    language: str | None = None


def _give(
    sources: Iterable[Source | None],
    urls: Iterable[str | None] | None,
    ids: Iterable[object] | None,
    languages: Iterable[str | None] | None,
) -> Iterator[_Given]:
    columns = {"urls": urls, "ids": ids, "languages": languages}
    told = {name: iter(values) for name, values in columns.items() if values is not None}
    end = object()
    for source in sources:
        row = {name: next(values, end) for name, values in told.items()}
        if short := next((name for name, value in row.items() if value is end), None):
            raise UsageError(f"there are fewer {short} than sources")
        url, id, language = (None if is_missing(row.get(name)) else row[name] for name in columns)
        yield _Given(source, url, "" if id is None else str(id), language)  # type: ignore[arg-type]
    if long := next((name for name, values in told.items() if next(values, end) is not end), None):
        raise UsageError(f"there are more {long} than sources")


def _given_in_workers(cleaner: Cleaner, given: Iterable[_Given], jobs: int, timeout: float) -> Iterator[Result]:
    from cleaner.processes.pool import OneByOne, OrderedPool, Task

    task = Task(make=partial(OneByOne, _clean_given), setting=cleaner, failed=_failed, weigh=_weigh, known=_known)
    with OrderedPool[Any, Result](task, jobs, timeout) as pool:
        yield from pool.results(given)


def _clean_given(cleaner: Cleaner, given: _Given) -> Result:
    return cleaner.clean(given.source, given.url, given.language, id=given.id)  # type: ignore[arg-type]


def _known(given: _Given) -> Result | None:
    return missing_result(given.source, given.id, given.url)


def _failed(given: _Given, status: Status, cause: str, seconds: float) -> Result:  # noqa: ARG001
    return failed_result(status, cause, id=given.id, url=given.url)


def _weigh(given: _Given) -> int:
    return len(given.source) if isinstance(given.source, str | bytes) else 0


def missing_result(source: object, id: str = "", url: str | None = None) -> Result | None:
    """The result of a missing value of a table, None for a source."""
    if not is_missing(source):
        return None
    return failed_result(Status.ERROR, f"no document: the source is a missing value ({source})", id=id, url=url)


def is_missing(value: object) -> bool:
    """Whether a value of a table is none: None, a NaN of Python, numpy or decimal, `pandas.NA`, `NaT`."""
    is_nan = isinstance(value, Number) and bool(value != value)
    return value is None or is_nan or type(value).__name__ in ("NAType", "NaTType")


def load_site_rules(config: Config) -> SiteRules | None:
    """The rules of sites a configuration names, read and checked; raises `PackError` where one is wrong."""
    if config.site_rules is None:
        return None
    from cleaner.readers.ftr_site_config import SiteRules

    return SiteRules(config.site_rules)


def load_corrections(config: Config) -> Corrections | None:
    """The corrections a configuration names, read and checked; raises `UsageError` where a line is none."""
    if config.corrections is None:
        return None
    from cleaner.corrections import file

    return file.load_corrections(config.corrections)


def clean(source: Source, url: str | None = None, language: str | None = None) -> Result:
    """Clean one document with the default configuration: see `Cleaner.clean`."""
    return _default_cleaner().clean(source, url, language)


@lru_cache(maxsize=1)
def _default_cleaner() -> Cleaner:
    return Cleaner()
