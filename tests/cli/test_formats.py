"""WARC, Parquet and zstd in and out."""

from __future__ import annotations

import datetime
import gzip
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from clean_helpers import PAGE, STORY, Clean, read_records, tree, write

from cleaner.batch import warc_parquet
from cleaner.errors import MissingExtra
from cleaner.readers import compressed

HTML = PAGE.encode()


def response(
    number: int, body: bytes = HTML, kind: str = "text/html; charset=utf-8", status: str = "200 OK", coding: str = ""
) -> bytes:
    """A WARC record of an HTTP response."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n" + (f"Content-Encoding: {coding}\r\n" if coding else "")
    payload = (head + f"Content-Length: {len(body)}\r\n\r\n").encode() + body
    return (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:0000-{number}>\r\n"
        f"WARC-Date: 2024-01-01T00:00:00Z\r\nWARC-Target-URI: https://news.example/{number}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(payload)}\r\n\r\n"
    ).encode() + payload + b"\r\n\r\n"  # fmt: skip


# -- WARC


@pytest.mark.parametrize("packed", [False, True])
def test_html_responses_of_a_warc(clean: Clean, tmp_path: Path, packed: bool) -> None:
    pytest.importorskip("fastwarc")
    records = [
        response(1), response(2, b"\x89PNG", "image/png"), response(3, gzip.compress(HTML), coding="gzip"),
        response(4, status="404 Not Found"),
        response(5, PAGE.replace("Ines", "Inés").encode("cp1252"), "text/html; charset=windows-1252"),
    ]  # fmt: skip
    name = "crawl.warc.gz" if packed else "crawl.warc"
    write(tmp_path / name, b"".join(gzip.compress(r) if packed else r for r in records))
    ran = clean(name)
    assert ran.status == 0
    assert [(r["id"], r["url"]) for r in ran.records] == [
        (f"urn:uuid:0000-{n}", f"https://news.example/{n}") for n in (1, 3, 5)
    ]
    assert all("reopened on Monday" in r["body"] for r in ran.records)
    assert "Inés" in ran.records[2]["body"]
    assert "2 WARC records that are no HTML page left out" in ran.err


@pytest.mark.parametrize("packed", [False, True])
def test_broken_records_are_counted_and_skipped(clean: Clean, tmp_path: Path, packed: bool) -> None:
    pytest.importorskip("fastwarc")
    records = [response(1), b"WARC/9 rubbish\r\n\r\n" * 3, response(2), response(3)]
    parts = [gzip.compress(r) if packed else r for r in records]
    write(tmp_path / "crawl.warc", b"".join(parts))
    ran = clean("crawl.warc")
    assert [r["id"][-1] for r in ran.records] == ["1", "2", "3"]
    assert "1 broken WARC records left out" in ran.err
    if packed:
        damaged = parts[0][:30] + b"\0\0\0\0\0\0" + parts[0][36:]
        write(tmp_path / "crawl.warc", b"".join((damaged, *parts[2:])))
        assert [r["id"][-1] for r in clean("crawl.warc").records] == ["2", "3"]


def test_a_warc_cut_short_gives_what_there_is(clean: Clean, tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    whole = response(1) + response(2)
    write(tmp_path / "crawl.warc", whole[:-60])
    one, two = clean("crawl.warc").records
    assert (one["status"], two["status"]) == ("ok", "truncated")
    assert "the WARC record ends after" in two["warnings"][0]


def test_a_file_that_is_no_warc_is_an_error_row(clean: Clean, tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    write(tmp_path / "in/crawl.warc", b"\0rubbish" * 100)
    write(tmp_path / "in/a.txt", STORY)
    ran = clean("in")
    assert ran.status == 1
    assert [r["status"] for r in ran.records] == ["ok", "error"]


def test_warc_into_a_folder(clean: Clean, tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    again = response(1).replace(b"uuid:0000-1", b"uuid:0001-1")  # the same address, fetched twice
    write(tmp_path / "in/sub/crawl.warc", response(1) + response(2) + again)
    assert clean("in", "-o", "out").status == 0
    names = [name for name in tree(tmp_path / "out") if name != "manifest.jsonl"]
    assert [name[:-13] for name in names] == [f"sub/news.example_{n}" for n in (1, 1, 2)]
    assert len({row["url"] for row in read_records(tmp_path / "out/manifest.jsonl")}) == 2


# -- zstd


def test_zstd_in_and_out(clean: Clean, tmp_path: Path) -> None:
    zstandard = pytest.importorskip("zstandard")
    pack = zstandard.ZstdCompressor().compress
    write(tmp_path / "in/a.html.zst", pack(HTML))
    rows = [json.dumps({"text": STORY}).encode() + b"\n", b'{"text": "frame two"}']
    write(tmp_path / "in/b.jsonl.zst", b"".join(map(pack, rows)))
    write(tmp_path / "in/c.txt.zst", pack(STORY.encode())[:-9])
    ran = clean("in", "-o", "out.jsonl.zst")
    assert ran.status == 1
    with (tmp_path / "out.jsonl.zst").open("rb") as file:
        records = [json.loads(line) for line in zstandard.ZstdDecompressor().stream_reader(file).read().splitlines()]
    assert [r["id"] for r in records] == ["a.html.zst", "b.jsonl.zst:1", "b.jsonl.zst:2", "c.txt.zst"]
    assert "zstd" in records[3]["warnings"][0]


def test_a_zstd_bomb_is_a_row(clean: Clean, tmp_path: Path) -> None:
    zstandard = pytest.importorskip("zstandard")
    write(tmp_path / "in/bomb.html.zst", zstandard.ZstdCompressor().compress(b"\0" * 90_000_000))
    write(tmp_path / "in/bomb.jsonl.zst", zstandard.ZstdCompressor().compress(b"{" * 90_000_000))
    ran = clean("in")
    assert [r["status"] for r in ran.records] == ["error", "error"]
    assert all("bomb" in r["warnings"][0] for r in ran.records)


# -- Parquet


def columns() -> dict[str, list[Any]]:
    """A crawl's table: two rows."""
    return {
        "id": [7, 8], "html": [PAGE, None], "text": [None, STORY], "url": ["https://news.example/7", None],
        "score": [0.5, float("nan")], "tags": [["a"], None],
        "crawled": [datetime.datetime(2024, 1, 2, 3, 4, 5, 6), None],
        "day": [datetime.date(2024, 1, 2), None], "price": [Decimal("1.50"), None], "raw": [b"\xff\x00", b"ok"],
        "at": [datetime.datetime(2024, 1, 2, tzinfo=datetime.UTC), None], "nested": [{"x": [{"y": 1}]}, None],
    }  # fmt: skip


def test_parquet_to_records(clean: Clean, tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    pq.write_table(pa.table(columns()), tmp_path / "in.parquet", row_group_size=1)
    ran = clean("in.parquet")
    assert ran.status == 0
    one, two = ran.records
    assert (one["id"], one["url"], two["id"], two["url"]) == ("7", "https://news.example/7", "8", None)
    assert "<p>" not in one["body"] and "Monday" in one["body"] and "Monday" in two["body"]
    assert one["input"]["tags"] == ["a"]
    assert one["input"]["crawled"].startswith("2024-01-02 03:04:05")
    assert (one["input"]["day"], one["input"]["price"], two["input"]["raw"]) == ("2024-01-02", "1.50", "ok")
    assert two["input"]["score"] is None


def test_parquet_columns_of_bytes_are_decoded_as_pages(clean: Clean, tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    page = PAGE.replace("<head>", '<head><meta charset="windows-1252">').replace("Ines", "Inés").encode("cp1252")
    pq.write_table(pa.table({"page": [page], "n": [1]}), tmp_path / "in.parquet")
    (record,) = clean("in.parquet", "--html-field", "page", "--format", "jsonl").records
    assert "Inés" in record["body"]
    assert (record["id"], record["input"]) == ("in.parquet:1", {"n": 1})


def test_parquet_to_parquet_keeps_the_types_of_other_columns(clean: Clean, tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    table = pa.table(columns())
    table = table.append_column("ns", pa.array([1_700_000_000_123_456_789, None], pa.timestamp("ns")))
    pq.write_table(table, tmp_path / "in.parquet")
    assert clean("in.parquet", "-o", "out.parquet").status == 0
    made = pq.read_table(tmp_path / "out.parquet")
    rest = made.schema.field("input").type
    for name in ("crawled", "day", "price", "tags", "at", "ns", "nested", "score"):
        assert rest.field(name).type == table.schema.field(name).type, name
    kept = made.column("input").combine_chunks()
    for name in ("crawled", "day", "price", "tags", "at", "ns", "nested"):
        assert kept.field(name).equals(table.column(name).combine_chunks()), name
    assert made.column("id").to_pylist() == ["7", "8"]
    assert [name for name in tree(tmp_path) if "partial" in name] == []


def test_records_as_parquet_hold_every_field(clean: Clean, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    lines = [{"text": STORY, "more": {"x": 1}}, {"html": PAGE}, "broken", {"text": "lone \ud800 surrogate"}]
    write(tmp_path / "in.jsonl", "".join(f"{line if line == 'broken' else json.dumps(line)}\n" for line in lines))
    arguments = ("in.jsonl", "--with-text", "--marks", "--comments")
    assert clean(*arguments, "-o", "out.parquet").status == 1
    assert clean(*arguments, "-o", "out.jsonl").status == 1
    rows = pq.read_table(tmp_path / "out.parquet").to_pylist()
    for row, record in zip(rows, read_records(tmp_path / "out.jsonl"), strict=True):
        for name in set(record) - {"input", "text", "body", "removed", "versions", "metadata", "marks"}:
            assert row[name] == record[name], name
        assert len(row["marks"] or ()) == len(record.get("marks", ()))
        assert set(record["metadata"]) == set(row["metadata"])
        assert len(row["removed"]) == len(record["removed"])
    assert json.loads(rows[0]["input"]) == {"more": {"x": 1}}
    assert rows[3]["text"] == "lone \ufffd surrogate"


def test_a_truncated_parquet_file_is_a_row(clean: Clean, tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    pq.write_table(pa.table(columns()), tmp_path / "in.parquet")
    write(tmp_path / "in.parquet", (tmp_path / "in.parquet").read_bytes()[:-50])
    (record,) = clean("in.parquet", "--format", "jsonl").records
    assert record["status"] == "error"
    assert "broken Parquet" in record["warnings"][0]


# -- what is not installed


@pytest.mark.parametrize("name", ["a.warc", "a.parquet", "a.txt.zst"])
def test_a_missing_extra_names_the_command(
    clean: Clean, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    write(tmp_path / name, b"x")
    write(tmp_path / "b.txt", STORY)
    for module in ("fastwarc", "pyarrow", "zstandard"):
        monkeypatch.setitem(__import__("sys").modules, module, None)
    ran = clean(name, "b.txt", "-o", "out.jsonl")
    assert ran.status == 2
    assert "pip install 'article-cleaner[" in ran.err
    assert not (tmp_path / "out.jsonl").exists()


def test_a_missing_extra_for_the_output(clean: Clean, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "b.txt", STORY)
    for module in ("pyarrow", "zstandard"):
        monkeypatch.setitem(__import__("sys").modules, module, None)
    for out in ("out.parquet", "out.jsonl.zst"):
        assert clean("b.txt", "-o", out).status == 2
    assert tree(tmp_path) == ["b.txt"]
    with pytest.raises(MissingExtra):
        compressed.require_zstd()
    with pytest.raises(MissingExtra):
        warc_parquet.require_parquet()


def test_a_wrong_http_header_does_not_win() -> None:
    from cleaner.readers.decode import decode_html

    page = "<html><head><meta charset=windows-1252></head><body><p>Größe überprüfen</p></body></html>".encode("cp1252")
    assert "Größe" in decode_html(page, "text/html; charset=utf-8").text
    assert "Größe" in decode_html(page, "text/html; charset=windows-1252").text
    assert "Größe" in decode_html(page).text
