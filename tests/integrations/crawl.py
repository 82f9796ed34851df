"""A spider over a site, run as a program by the tests: python crawl.py ADDRESS SETTINGS OUT.

SETTINGS is JSON laid over the settings below, with the kind of items under "ITEMS". OUT gets JSON: the items and the
crawler's statistics. The crawl ends by itself: when the site is done, after three minutes, or after 200 items.
"""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import scrapy
from itemadapter import ItemAdapter
from scrapy.crawler import CrawlerProcess

SETTINGS = {
    "ADDONS": {"cleaner.integrations.scrapy.CleanerAddon": 500},
    "CLOSESPIDER_TIMEOUT": 180,
    "CLOSESPIDER_ITEMCOUNT": 200,
    "ROBOTSTXT_OBEY": False,
    "TELNETCONSOLE_ENABLED": False,
    "LOG_LEVEL": "WARNING",
}


@dataclass
class Page:
    url: str
    html: str | None = None
    articleBody: str | None = None  # noqa: N815 - the name items have
    articleStatus: str | None = None  # noqa: N815


class Declared(scrapy.Item):
    url = scrapy.Field()
    articleBodyHtml = scrapy.Field()  # noqa: N815
    articleBody = scrapy.Field()  # noqa: N815
    articleMetadata = scrapy.Field()  # noqa: N815
    articleStatus = scrapy.Field()  # noqa: N815


def make_item(kind: str, response: Any) -> Any:
    """The item of a page, of the kind that the test asks for."""
    if kind == "dataclass":
        return Page(response.url, html=response.text)
    if kind == "item":
        return Declared(url=response.url, articleBodyHtml=response.text)
    if kind == "response":
        return Page(response.url)
    if kind == "nothing":
        return {"url": response.url, "price": 12}
    if kind == "text":
        return {"url": response.url, "text": "\n".join(response.xpath("//body//text()").getall())}
    return {"id": response.url.rsplit("/", 1)[1], "url": response.url, "html": response.text}


class SiteSpider(scrapy.Spider):
    name = "site"

    def __init__(self, address: str, kind: str, found: list[Any]) -> None:
        super().__init__()
        self.address, self.kind, self.found = address, kind, found

    async def start(self) -> AsyncIterator[scrapy.Request]:
        yield scrapy.Request(self.address)

    def parse(self, response: Any) -> Iterator[scrapy.Request]:
        for link in response.css("a.story::attr(href)").getall():
            yield response.follow(link, self.parse_story)

    def parse_story(self, response: Any) -> Iterator[Any]:
        yield make_item(self.kind, response)


def main() -> None:
    address, choices, out = sys.argv[1:]
    settings = SETTINGS | json.loads(choices)
    kind = settings.pop("ITEMS", "dict")
    items: list[Any] = []
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(SiteSpider)
    crawler.signals.connect(lambda item: items.append(item), scrapy.signals.item_scraped, weak=False)
    process.crawl(crawler, address=address, kind=kind, found=items)
    process.start()
    plain = [asdict(item) if isinstance(item, Page) else ItemAdapter(item).asdict() for item in items]
    assert crawler.stats is not None
    Path(out).write_text(json.dumps({"items": plain, "stats": crawler.stats.get_stats()}, default=str))


if __name__ == "__main__":
    main()
