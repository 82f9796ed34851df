"""Scrapy: an add-on, and beneath it an item pipeline and a spider middleware.

    ADDONS = {"cleaner.integrations.scrapy.CleanerAddon": 500}

Items of any type are read and written through `ItemAdapter`. Cleaning runs in the reactor's thread and blocks it for
what a page costs (see docs/engines.md); what is larger than `CLEANER_MAX_SIZE` passes untouched and marked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from cleaner.config import Config
from cleaner.errors import MissingExtra
from cleaner.integrations.common import count_record
from cleaner.pipeline import Cleaner, Source
from cleaner.readers import Format

try:
    from itemadapter import ItemAdapter
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

_WARMING = "<html><body><p>The harbour opened again on Monday after a year of work.</p></body></html>"


class Found(NamedTuple):
    """What an item is cleaned from."""

    source: Source
    form: Format


@dataclass(frozen=True)
class Choices:
    """The settings, each `CLEANER_` and the name of the field in capitals. A field named "" or None is not written.

    html_fields, text_fields: the fields an item is read from; the first that holds something.
    url_field, language_field: fields with the URL and the language of the item.
    body_field, metadata_field, status_field, record_field: what is written.
    max_size: characters (or bytes, where a field holds those) above which an item passes untouched, marked `TOO_LARGE`.
    """

    html_fields: tuple[str, ...] = ("articleBodyHtml", "html")
    text_fields: tuple[str, ...] = ("text",)
    url_field: str = "url"
    language_field: str = "language"
    body_field: str = "articleBody"
    metadata_field: str = "articleMetadata"
    status_field: str = "articleStatus"
    record_field: str = ""
    max_size: int = 3_000_000

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """The choices a project or a spider made."""
        default = cls()
        texts = {
            name: settings[f"CLEANER_{name.upper()}"] or ""
            for name in cls.__dataclass_fields__
            if name.endswith("_field") and f"CLEANER_{name.upper()}" in settings
        }
        return cls(
            html_fields=tuple(settings.getlist("CLEANER_HTML_FIELDS", list(default.html_fields))),
            text_fields=tuple(settings.getlist("CLEANER_TEXT_FIELDS", list(default.text_fields))),
            max_size=settings.getint("CLEANER_MAX_SIZE", default.max_size),
            **texts,
        )


class ItemCleaner:
    """Cleans items in place and counts into the crawler's statistics."""

    def __init__(self, crawler: Crawler) -> None:
        chosen = crawler.settings.get("CLEANER_CONFIG") or {}
        config = Config.from_file(chosen) if isinstance(chosen, str) else Config.from_mapping(dict(chosen))
        self.cleaner = Cleaner(config)
        self.choices = Choices.from_settings(crawler.settings)
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
                    return Found(value, form)
        return None

    def clean(self, adapter: ItemAdapter, found: Found, url: str | None = None) -> None:
        """Fill the fields of an item: body, metadata, status, and the record if `record_field` is set."""
        choices = self.choices
        if len(found.source) > choices.max_size:
            self._write(adapter, choices.status_field, TOO_LARGE)
            self._count({"too_large": 1})
            return
        url = _text(adapter.get(choices.url_field)) or url
        language, id = _text(adapter.get(choices.language_field)), _text(adapter.get("id")) or url or ""
        record = self.cleaner.clean(found.source, url, language, id=id, form=found.form).to_record()
        self._write(adapter, choices.body_field, record["body"])
        self._write(adapter, choices.metadata_field, record["metadata"])
        self._write(adapter, choices.status_field, record["status"])
        self._write(adapter, choices.record_field, record)
        self._count(count_record(record))

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
                self.items.clean(adapter, found)
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
                self.items.clean(adapter, Found(response.text, "html"), response.url)
        return item


class CleanerAddon:
    """One line of settings: switches the item pipeline and the spider middleware on."""

    def update_settings(self, settings: BaseSettings) -> None:
        settings.setdefault_in_component_priority_dict("ITEM_PIPELINES", CleanerPipeline, 300)
        settings.setdefault_in_component_priority_dict("SPIDER_MIDDLEWARES", CleanerSpiderMiddleware, 950)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
