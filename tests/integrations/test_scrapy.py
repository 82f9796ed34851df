"""A real spider over a local site of our own: what the add-on makes of its items."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import cleaner

from .conftest import SAMPLES, Program

pytest.importorskip("scrapy")

PAGES = [path for path in SAMPLES if path.suffix == ".html"]
Crawl = Callable[..., tuple[dict[str, dict[str, Any]], dict[str, Any]]]


class _Quiet(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".html": "text/html; charset=utf-8"}  # noqa: RUF012

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The HTML samples behind a front page, on loopback."""
    folder = tmp_path_factory.mktemp("site")
    for page in PAGES:
        (folder / page.name).write_bytes(page.read_bytes())
    links = "".join(f'<li><a class="story" href="{page.name}">{page.stem}</a></li>' for page in PAGES)
    (folder / "index.html").write_text(f"<html><body><ul>{links}</ul></body></html>", encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/index.html"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def crawl(site: str, run_program: Program, tmp_path: Path) -> Crawl:
    """Crawl the site with some settings: the items by the name of their page, and the statistics."""

    def run(**settings: Any) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
        out = tmp_path / "crawled.json"
        run_program(Path(__file__).with_name("crawl.py"), site, json.dumps(settings), str(out))
        found = json.loads(out.read_text(encoding="utf-8"))
        return {item["url"].rpartition("/")[2]: item for item in found["items"]}, found["stats"]

    return run


def expected(page: Path, url: str, **choices: Any) -> dict[str, Any]:
    """What the library makes of a page."""
    source = page.read_text(encoding="utf-8")
    return cleaner.Cleaner(**choices).clean(source, url, id=page.name, form="html").to_record()


def test_one_line_cleans_every_item(crawl: Crawl) -> None:
    items, stats = crawl(CLEANER_RECORD_FIELD="record")
    assert set(items) == {page.name for page in PAGES}
    wanted = {page.name: expected(page, items[page.name]["url"]) for page in PAGES}
    for name, record in wanted.items():
        assert items[name]["articleBody"] == record["body"]
        assert items[name]["articleMetadata"] == record["metadata"]
        assert items[name]["articleStatus"] == record["status"]
        assert items[name]["record"] == record
    removed: Counter[str] = Counter()
    for record in wanted.values():
        for span in record["removed"]:
            removed[f"cleaner/removed_characters/{span['kind']}"] += span["end"] - span["start"]
    assert {name: value for name, value in stats.items() if "/removed_characters/" in name} == dict(removed)
    assert stats["cleaner/documents"] == len(PAGES)
    assert sum(value for name, value in stats.items() if name.startswith("cleaner/status/")) == len(PAGES)
    assert sum(value for name, value in stats.items() if name.startswith("cleaner/verdict/")) == len(PAGES)


@pytest.mark.parametrize("kind", ["dataclass", "item", "response"])
def test_every_type_of_item_is_cleaned(crawl: Crawl, kind: str) -> None:
    items, stats = crawl(ITEMS=kind, CLEANER_CONFIG={"translation": False})
    for page in PAGES:
        record = expected(page, items[page.name]["url"], translation=False)
        assert items[page.name]["articleBody"] == record["body"]
        assert items[page.name]["articleStatus"] == record["status"]
    assert stats["cleaner/documents"] == len(PAGES)
    # a dataclass without a field for the metadata goes without, and that is counted
    assert stats.get("cleaner/no_field/articleMetadata", 0) == (0 if kind == "item" else len(PAGES))


def test_an_item_without_source_or_field_for_the_body_is_left_alone(crawl: Crawl) -> None:
    items, stats = crawl(ITEMS="nothing")
    assert all(set(item) == {"url", "price"} for item in items.values())
    assert "cleaner/documents" not in stats


def test_fields_and_configuration_are_the_users(crawl: Crawl) -> None:
    items, _ = crawl(
        ITEMS="text",
        CLEANER_TEXT_FIELDS=["words", "text"],
        CLEANER_BODY_FIELD="clean",
        CLEANER_METADATA_FIELD="",
        CLEANER_STATUS_FIELD=None,
        CLEANER_CONFIG={"keep": ["byline"], "translation": False},
    )
    for item in items.values():
        assert set(item) == {"url", "text", "clean"}
        worker = cleaner.Cleaner(keep={"byline"}, translation=False)
        assert item["clean"] == worker.clean(item["text"], item["url"], form="text").body


def test_over_the_limit_an_item_passes_untouched_and_marked(crawl: Crawl) -> None:
    limit = sorted(len(page.read_text(encoding="utf-8")) for page in PAGES)[len(PAGES) // 2]
    items, stats = crawl(CLEANER_MAX_SIZE=limit, CLEANER_CONFIG={"translation": False})
    large = {name for name, item in items.items() if len(item["html"]) > limit}
    assert 0 < len(large) < len(PAGES)
    for name, item in items.items():
        assert (item["articleStatus"] == "too_large") == (name in large)
        assert ("articleBody" in item) == (name not in large)
    assert stats["cleaner/too_large"] == len(large)
    assert stats["cleaner/documents"] == len(PAGES) - len(large)


MENU = "<html><body>" + "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(30)) + "</body></html>"
COMMENTED = """<title>Harbour opens</title><article><h1>Harbour opens</h1>
<p>The harbour opened again on Monday after a year of work, the council said in a note.</p>
<p>Fishermen said they had waited long enough, and that the new quay was worth it.</p></article>
<section id="comments"><h2>Comments (1)</h2><div class="comment"><b>Tom B.</b> <time>2 hours ago</time>
<p>Finally, my boat has been waiting for this for eight weeks.</p><a>Reply</a></div></section>"""


@dataclass
class Page:
    html: str | None
    articleBody: str = ""  # noqa: N815 - the name items have


def pipeline(**settings: Any) -> Any:
    """The pipeline by itself, with the statistics it counts into."""
    from scrapy import Spider
    from scrapy.utils.test import get_crawler

    from cleaner.integrations.scrapy import CleanerPipeline

    return CleanerPipeline.from_crawler(get_crawler(Spider, settings))


def test_source_goes_and_facts_become_fields() -> None:
    made = pipeline(
        CLEANER_DROP_SOURCE=True,
        CLEANER_METADATA_FIELD="",
        CLEANER_METADATA_FIELDS={"headline": "title", "by": "authors"},
        CLEANER_VERDICT_FIELD="translated",
        CLEANER_COMMENTS_FIELD="comments",
    )
    item = made.process_item({"html": COMMENTED, "n": 1})
    assert set(item) == {"n", "articleBody", "articleStatus", "headline", "by", "translated", "comments"}
    assert (item["headline"], item["by"], item["articleStatus"]) == ("Harbour opens", [], "ok")
    assert item["translated"] in list(cleaner.Verdict)
    assert [comment["author"] for comment in item["comments"]] == ["Tom B."]
    page = made.process_item(Page(COMMENTED))
    assert page.html is None and page.articleBody.startswith("The harbour")


def test_the_source_stays_where_it_is_all_there_is() -> None:
    made = pipeline(CLEANER_DROP_SOURCE=True, CLEANER_MAX_SIZE=1000, CLEANER_CONFIG={"translation": False})
    for page, status in ((MENU + COMMENTED, "too_large"), (b"\x89PNG\r\n\x1a\n\0\0\0", "error")):
        item = made.process_item({"html": page})
        assert (item["html"], item["articleStatus"]) == (page, status)
    same = pipeline(CLEANER_DROP_SOURCE=True, CLEANER_BODY_FIELD="html", CLEANER_CONFIG={"translation": False})
    assert same.process_item({"html": COMMENTED})["html"].startswith("The harbour")


def test_what_is_no_article_is_dropped_and_counted() -> None:
    from scrapy.exceptions import DropItem

    choices = {"CLEANER_CONFIG": {"translation": False}, "CLEANER_MAX_SIZE": 5000}
    made = pipeline(CLEANER_DROP_STATUSES=["not_article"], **choices)
    with pytest.raises(DropItem, match=r"not_article: https://q\.example/menu"):
        made.process_item({"html": MENU, "url": "https://q.example/menu"})
    assert made.process_item({"html": COMMENTED})["articleStatus"] == "ok"
    assert made.items.stats.get_value("cleaner/dropped/not_article") == 1
    marked = pipeline(**choices).process_item({"html": MENU})
    assert marked["articleStatus"] == "not_article"


def test_the_configuration_can_be_json_as_on_the_command_line_of_scrapy() -> None:
    made = pipeline(CLEANER_CONFIG='{"keep": ["headline"], "translation": false}', CLEANER_VERDICT_FIELD="verdict")
    item = made.process_item({"html": COMMENTED})
    assert item["articleBody"].startswith("Harbour opens")
    assert item["verdict"] is None


@pytest.mark.parametrize(
    "settings", [{"CLEANER_DROP_STATUSES": ["no_article"]}, {"CLEANER_METADATA_FIELDS": {"headline": "titel"}}]
)
def test_a_setting_that_names_nothing_is_told(settings: dict[str, Any]) -> None:
    with pytest.raises(cleaner.UsageError, match=next(iter(settings))):
        pipeline(**settings)
