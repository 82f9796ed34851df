"""One way to the same records: python run_way.py NAME PAGES OUT WORKERS. Run by `benchmarks/engines.py`.

PAGES is a folder of JSONL files with `id`, `url` and `html`; OUT a folder that is made. `serve PAGES` is the site that
the Scrapy ways crawl; it says its address and runs until its standard input ends. `read NAME OUT` prints, as JSON,
the SHA-256 of body and removals of every document that a way wrote. Apart from `benchmarks/`, whose `html.py` would
stand in for Python's own.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Records = Iterable[dict[str, Any]]


def rows_of(pages: str) -> Iterator[dict[str, Any]]:
    """The rows of all files."""
    for path in sorted(Path(pages).glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def library(pages: str, out: str, workers: int) -> None:
    """`Cleaner.clean` in a loop: what the others are measured against."""
    from cleaner import Cleaner

    assert workers == 1
    cleaner = Cleaner()
    with Path(out, "records.jsonl").open("w", encoding="utf-8") as file:
        for row in rows_of(pages):
            record = cleaner.clean(row["html"], row["url"], id=row["id"], form="html").to_record()
            file.write(json.dumps(record) + "\n")


def command(pages: str, out: str, workers: int) -> None:
    """`cleaner clean`."""
    from cleaner.cli import main

    main(["clean", pages, "-o", f"{out}/records.jsonl", "-j", str(workers), "-q"], standalone_mode=False)


def datatrove(pages: str, out: str, workers: int, engine: str = "local", timeout: float | None = 30) -> None:
    """A task for each file."""
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from cleaner.integrations.datatrove import CleanStep

    step = CleanStep(form="html", timeout=timeout)
    pipeline = [JsonlReader(pages, text_key="html"), step, JsonlWriter(f"{out}/clean", compression=None)]
    choices = {"tasks": len(list(Path(pages).glob("*.jsonl"))), "workers": workers, "logging_dir": f"{out}/logs"}
    if engine == "local":
        from datatrove.executor import LocalPipelineExecutor

        LocalPipelineExecutor(pipeline, **choices).run()
        return
    import ray
    from datatrove.executor import RayPipelineExecutor

    ray.init(num_cpus=workers, include_dashboard=False, log_to_driver=False)
    RayPipelineExecutor(pipeline, mem_per_cpu_gb=0.5, **choices).run()
    ray.shutdown()


def spark(pages: str, out: str, workers: int) -> None:
    """`mapInArrow` over the files."""
    from pyspark.sql import SparkSession
    from pyspark.sql.pandas.types import from_arrow_schema

    from cleaner.integrations.arrow import SCHEMA, clean_batches

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(f"local[{workers}]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "32").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    found = session.read.schema("id string, url string, html string").json(pages)
    found.mapInArrow(clean_batches, schema=from_arrow_schema(SCHEMA)).write.parquet(f"{out}/clean")
    session.stop()


def crawl(pages: str, out: str, workers: int, addon: bool = True) -> None:
    """A spider over the site; without the add-on it is the crawl alone."""
    import scrapy
    from scrapy.crawler import CrawlerProcess

    assert workers == 1
    address = os.environ["SITE"]
    urls = {row["id"]: row["url"] for row in rows_of(pages)}

    class Spider(scrapy.Spider):
        name = "site"

        async def start(self) -> AsyncIterator[Any]:
            for id in urls:
                yield scrapy.Request(f"{address}{id}")

        def parse(self, response: Any) -> Iterator[Any]:
            id = response.url.rsplit("/", 1)[1]
            yield {"id": id, "url": urls[id], "html": response.text}

    settings: dict[str, Any] = {
        "CLEANER_RECORD_FIELD": "record",
        "FEEDS": {f"{out}/items.jsonl": {"format": "jsonlines", "encoding": "utf8"}},
        "FEED_EXPORT_FIELDS": ["record"],
        "TELNETCONSOLE_ENABLED": False,
        "LOG_LEVEL": "ERROR",
        "CLEANER_MAX_SIZE": 100_000_000,
        "CLOSESPIDER_TIMEOUT": 1800,
    }
    if addon:
        settings["ADDONS"] = {"cleaner.integrations.scrapy.CleanerAddon": 500}
    process = CrawlerProcess(settings)
    process.crawl(Spider)
    process.start()


WAYS: dict[str, Callable[[str, str, int], None]] = {
    "library": library,
    "command": command,
    "crawl": lambda pages, out, workers: crawl(pages, out, workers, addon=False),
    "scrapy": crawl,
    "datatrove": datatrove,
    "datatrove-bare": lambda pages, out, workers: datatrove(pages, out, workers, timeout=None),
    "ray": lambda pages, out, workers: datatrove(pages, out, workers, engine="ray"),
    "spark": spark,
}

IN_ONE_PROCESS = ("library", "scrapy", "datatrove-bare")
"""The ways whose one worker is the process itself, so that the cleaner's part of its time can be told."""


def time_the_cleaner(out: str) -> None:
    """Add up the processor seconds within the cleaner in this process; written to OUT at the end."""
    from cleaner.pipeline import Cleaner
    from cleaner.result import Result

    spent = [0.0]

    def timed(call: Callable[..., Any]) -> Callable[..., Any]:
        def within(*given: Any, **named: Any) -> Any:
            start = time.process_time()
            try:
                return call(*given, **named)
            finally:
                spent[0] += time.process_time() - start

        return within

    Cleaner.clean = timed(Cleaner.clean)  # type: ignore[method-assign]
    Result.to_record = timed(Result.to_record)  # type: ignore[method-assign]
    atexit.register(lambda: Path(out, "inside").write_text(str(spent[0])))


def records_of(way: str, out: str) -> Records:
    """The records a way wrote."""
    from cleaner.batch.read_records import read_records

    if way in ("library", "command"):
        yield from read_records(f"{out}/records.jsonl")
    elif way == "spark":
        for path in sorted(Path(out, "clean").glob("*.parquet")):
            yield from read_records(path)
    elif way == "scrapy":
        for line in Path(out, "items.jsonl").read_bytes().splitlines():
            yield json.loads(line)["record"]
    else:
        for path in sorted(Path(out, "clean").iterdir()):
            for line in path.read_bytes().splitlines():
                row = json.loads(line)
                yield row["metadata"] | {"id": row["id"], "body": row.get("text", "")}


def print_digests(way: str, out: str) -> None:
    """Body and removals of every document, as one hash each."""
    found = [(r["id"], json.dumps([r["body"], r["removed"]], sort_keys=True)) for r in records_of(way, out)]
    digests = {id: hashlib.sha256(told.encode()).hexdigest() for id, told in found}
    assert len(digests) == len(found), "a document came twice"
    print(json.dumps(digests))


def serve(pages: str) -> None:
    """Pages at their ids, on loopback, until standard input ends."""
    content = {f"/{row['id']}": row["html"].encode("utf-8", "replace") for row in rows_of(pages)}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = content.get(self.path, b"")
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_address[1]}/", flush=True)
    sys.stdin.read()
    server.shutdown()


def main() -> None:
    name, *rest = sys.argv[1:]
    if name == "serve":
        serve(*rest)
    elif name == "read":
        print_digests(*rest)
    else:
        pages, out, workers = rest
        Path(out).mkdir(parents=True)
        if name in IN_ONE_PROCESS:
            time_the_cleaner(out)
        WAYS[name](pages, out, int(workers))


if __name__ == "__main__":
    main()
