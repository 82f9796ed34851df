"""Scrapy: an add-on, and beneath it an item pipeline and a spider middleware.

    ADDONS = {"cleaner.integrations.scrapy.CleanerAddon": 500}

Items of any type are read and written through `ItemAdapter`. Cleaning runs in the reactor's thread and blocks it for
what a page costs (see docs/engines.md); what is larger than `CLEANER_MAX_SIZE` passes untouched and marked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Self, get_type_hints

from cleaner.config import Config
from cleaner.document import Status
from cleaner.errors import MissingExtra, UsageError
from cleaner.forms.record_types import MetadataRecord
from cleaner.integrations.common import count_record
from cleaner.pipeline import Cleaner, Source
from cleaner.readers import Format

try:
    from itemadapter import ItemAdapter
    from scrapy.exceptions import DropItem
    from scrapy.http import HtmlResponse
    from scrapy.spidermiddlewares.base import BaseSpiderMiddleware
except ImportError as error:
    raise MissingExtra("the Scrapy add-on", "scrapy") from error

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

TOO_LARGE = "too_large"
"""The status written into an item whose source is larger than `CLEANER_MAX_SIZE`."""

_METADATA = frozenset(get_type_hints(MetadataRecord))
_STATUSES = frozenset((*Status, TOO_LARGE))

_WARMING = "<html><body><p>The harbour opened again on Monday after a year of work.</p></body></html>"


class Found(NamedTuple):
    """What an item is cleaned from; name: the field, "" for a response."""

    source: Source
    form: Format
    name: str = ""


@dataclass(frozen=True)
class Choices:
    """The settings, each `CLEANER_` and the name of the field in capitals. A field named "" or None is not written.

    html_fields, text_fields: the fields an item is read from; the first that holds something.
    url_field, language_field: fields with the URL and the language of the item.
    body_field, metadata_field, status_field, verdict_field, comments_field, record_field: what is written.
    metadata_fields: fields of the item, and the key of the record's `metadata` that each gets.
    drop_source: whether the field that was read is emptied once the item is cleaned; a failed item keeps its page.
    drop_statuses: items with one of these statuses are dropped.
    max_size: characters (or bytes, where a field holds those) above which an item passes untouched, marked `TOO_LARGE`.
    """

    html_fields: tuple[str, ...] = ("articleBodyHtml", "html")
    text_fields: tuple[str, ...] = ("text",)
    url_field: str = "url"
    language_field: str = "language"
    body_field: str = "articleBody"
    metadata_field: str = "articleMetadata"
    status_field: str = "articleStatus"
    verdict_field: str = ""
    comments_field: str = ""
    record_field: str = ""
    metadata_fields: Mapping[str, str] = field(default_factory=dict)
    drop_source: bool = False
    drop_statuses: tuple[str, ...] = ()
    max_size: int = 3_000_000

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """The choices a project or a spider made. Raises `UsageError` for a status or metadata that does not exist."""
        default = cls()
        metadata_fields = settings.getdict("CLEANER_METADATA_FIELDS")
        drop_statuses = tuple(settings.getlist("CLEANER_DROP_STATUSES"))
        _check("CLEANER_METADATA_FIELDS", metadata_fields.values(), _METADATA)
        _check("CLEANER_DROP_STATUSES", drop_statuses, _STATUSES)
        texts = {
            name: settings[f"CLEANER_{name.upper()}"] or ""
            for name in cls.__dataclass_fields__
            if name.endswith("_field") and f"CLEANER_{name.upper()}" in settings
        }
        return cls(
            html_fields=tuple(settings.getlist("CLEANER_HTML_FIELDS", list(default.html_fields))),
            text_fields=tuple(settings.getlist("CLEANER_TEXT_FIELDS", list(default.text_fields))),
            metadata_fields=metadata_fields,
            drop_source=settings.getbool("CLEANER_DROP_SOURCE"),
            drop_statuses=drop_statuses,
            max_size=settings.getint("CLEANER_MAX_SIZE", default.max_size),
            **texts,
        )

    @property
    def written(self) -> frozenset[str]:
        """The fields that are written."""
        fields = {getattr(self, name) for name in self.__dataclass_fields__ if name.endswith("_field")}
        return frozenset((fields - {self.url_field, self.language_field}) | self.metadata_fields.keys())


class ItemCleaner:
    """Cleans items in place and counts into the crawler's statistics."""

    def __init__(self, crawler: Crawler) -> None:
        chosen = crawler.settings.get("CLEANER_CONFIG")
        if isinstance(chosen, str) and chosen and not chosen.lstrip().startswith("{"):
            config = Config.from_file(chosen)
        else:  # `-s CLEANER_CONFIG={...}` is JSON
            config = Config.from_mapping(crawler.settings.getdict("CLEANER_CONFIG"))
        self.choices = Choices.from_settings(crawler.settings)
        self.cleaner = Cleaner(config.changed(comments=True) if self.choices.comments_field else config)
        self.stats = crawler.stats

    def find_source(self, adapter: ItemAdapter) -> Found | None:
        """What an item says it is to be cleaned from, None where it holds no such field."""
        fields: tuple[tuple[tuple[str, ...], Format], ...] = (
            (self.choices.html_fields, "html"),
            (self.choices.text_fields, "text"),
        )
        for names, form in fields:
            for name in names:
                value = adapter.get(name)
                if value and isinstance(value, str | bytes):
                    return Found(value, form, name)
        return None

    def clean(self, adapter: ItemAdapter, found: Found, url: str | None = None) -> str:
        """Fill the chosen fields of an item (body, metadata, status, record, ...); returns the status."""
        choices = self.choices
        if len(found.source) > choices.max_size:
            self._write(adapter, choices.status_field, TOO_LARGE)
            self._count({"too_large": 1})
            return TOO_LARGE
        url = _text(adapter.get(choices.url_field)) or url
        language, id = _text(adapter.get(choices.language_field)), _text(adapter.get("id")) or url or ""
        record = self.cleaner.clean(found.source, url, language, id=id, form=found.form).to_record()
        translation, metadata = record["translation"], record["metadata"]
        self._write(adapter, choices.body_field, record["body"])
        self._write(adapter, choices.metadata_field, metadata)
        for name, key in choices.metadata_fields.items():
            self._write(adapter, name, metadata[key])  # type: ignore[literal-required]
        self._write(adapter, choices.status_field, record["status"])
        self._write(adapter, choices.verdict_field, translation["verdict"] if translation else None)
        self._write(adapter, choices.comments_field, record.get("comments") or [])
        self._write(adapter, choices.record_field, record)
        self._count(count_record(record))
        if choices.drop_source and not Status(record["status"]).failed and found.name not in choices.written:
            _empty(adapter, found.name)
        return record["status"]

    def drops(self, status: str) -> bool:
        """Whether an item with this status is dropped; counts it."""
        if status not in self.choices.drop_statuses:
            return False
        self._count({f"dropped/{status}": 1})
        return True

    def _write(self, adapter: ItemAdapter, name: str, value: Any) -> None:
        """Set a field; if the item type has no such field, count that instead."""
        if not name:
            return
        try:
            adapter[name] = value
        except KeyError:
            self._count({f"no_field/{name}": 1})

    def _count(self, counts: Mapping[str, int]) -> None:
        for name, count in counts.items():
            if self.stats is not None:
                self.stats.inc_value(f"cleaner/{name}", count)


class CleanerPipeline:
    """The item pipeline: cleans an item from its own fields; an item without such a field passes untouched."""

    def __init__(self, items: ItemCleaner) -> None:
        self.items = items

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(ItemCleaner(crawler))

    def open_spider(self) -> None:
        """Load models and packs (0.5 to 1 s) before the first page instead of at it."""
        self.items.cleaner.clean(_WARMING)

    def process_item(self, item: Any) -> Any:
        if ItemAdapter.is_item(item):
            adapter = ItemAdapter(item)
            if found := self.items.find_source(adapter):
                status = self.items.clean(adapter, found)
                if self.items.drops(status):
                    raise DropItem(f"cleaner: {status}: {adapter.get(self.items.choices.url_field)}")
        return item


class CleanerSpiderMiddleware(BaseSpiderMiddleware):
    """For items that have a field for the body but none to clean it from: they are cleaned from their response.

    A pipeline cannot do that, because it does not receive the response.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.items = ItemCleaner(crawler)

    def get_processed_item(self, item: Any, response: Response | None) -> Any:
        if isinstance(response, HtmlResponse) and ItemAdapter.is_item(item):
            adapter = ItemAdapter(item)
            body = self.items.choices.body_field
            wanting = body in adapter.field_names() and not adapter.get(body)
            if wanting and self.items.find_source(adapter) is None:
                status = self.items.clean(adapter, Found(response.text, "html"), response.url)
                return None if self.items.drops(status) else item
        return item


class CleanerAddon:
    """One line of settings: switches the item pipeline and the spider middleware on."""

    def update_settings(self, settings: BaseSettings) -> None:
        settings.setdefault_in_component_priority_dict("ITEM_PIPELINES", CleanerPipeline, 300)
        settings.setdefault_in_component_priority_dict("SPIDER_MIDDLEWARES", CleanerSpiderMiddleware, 950)


def _check(setting: str, given: Iterable[str], known: Collection[str]) -> None:
    """Raises `UsageError` where a setting names what does not exist."""
    if wrong := next((name for name in given if name not in known), None):
        raise UsageError(f"{setting}: {wrong!r} is none of {', '.join(sorted(known))}")


def _empty(adapter: ItemAdapter, name: str) -> None:
    """Take a field out of an item; where its type always has the field, nothing stands in it."""
    if not name:
        return
    if isinstance(adapter.item, MutableMapping):
        del adapter[name]
    else:
        adapter[name] = None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
