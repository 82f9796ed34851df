"""Any bytes, any characters, any rows: every reader gives a document, and the pipeline a record that replays."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.batch.inputs import Input, jobs_of
from cleaner.batch.jobs import Job, Plan, encode_json
from cleaner.batch.jsonl_rows import BadRow, open_row
from cleaner.batch.warc_parquet import parquet_jobs, warc_jobs
from cleaner.batch.worker import Worker
from cleaner.config import Config
from cleaner.document import Status
from cleaner.readers import read
from cleaner.readers.compressed import BadInput
from cleaner.readers.source_format import NotText

CLEANER = cleaner.Cleaner(translation=False)
PLAN = Plan(Config(translation=False), "records")
TAGS = (
    "<p> </p> <div> </div> <b> <table> <tr> <td> <li> <ul> <br> <h1> </h1> </a> <script> </script> <!-- --> <![CDATA["
    " &amp; &#0; < > ' <pre> <select> <svg> <template> <noscript> <title> <style> <body> <html> <article>"
).split()
WORDS = [
    "<div class=share>", "<a href=x>", "\x00", "By Ana Ruiz", "Subscribe to our newsletter", "Comments", " ", "\n",
    "The harbour of Velmora reopened on Monday. ", "Reporting by Ana Ruiz", "VELMORA (AP) \u2014 ", "March 17, 2023",
    "\u202e", "\ud800", "\u6e2f", "2 hours ago", "Read more", '"',
]  # fmt: skip
SOUP = st.lists(st.sampled_from([*TAGS, *WORDS]) | st.text(max_size=8), max_size=40).map("".join)
QUICK = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
ROUGH = st.fixed_dictionaries(
    {}, optional={name: st.none() | st.text(max_size=20) | st.integers() | st.floats() | st.lists(st.booleans())
                  for name in ("id", "text", "html", "url", "language", "other")},
)  # fmt: skip


def check(result: cleaner.Result) -> None:
    """What holds of every result."""
    if result.status is Status.ERROR:  # the only cause that content may give
        assert result.warnings[0].startswith("not text: ")
        assert (result.body, result.segments) == ("", ())
        return
    assert "".join(result.document.slice(s.span) for s in result.segments) == result.text
    ends = [0, *(s.span.end for s in result.segments)]
    assert [s.span.start for s in result.segments] == ends[:-1]
    record = result.to_record(with_text=True, with_marks=True)
    assert cleaner.replay(record, result.text) == record["body"]
    assert json.loads(encode_json(record)) == record


@QUICK
@given(SOUP)
def test_any_soup_of_html(soup: str) -> None:
    check(CLEANER.clean(soup, form="html"))


@QUICK
@given(SOUP)
@example("\u00b2")  # a letter to a pattern, but not to isalpha
def test_any_text(text: str) -> None:
    result = CLEANER.clean(text, form="text")
    assert result.status.failed or result.text == text
    check(result)


@QUICK
@given(st.binary(max_size=400), st.sampled_from(["html", "text", None]))
def test_any_bytes(data: bytes, form: Any) -> None:
    check(CLEANER.clean(data, form=form))


@QUICK
@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-16", "utf-32", "cp1252", "shift_jis", "koi8-r"]))
def test_any_text_in_any_encoding(text: str, encoding: str) -> None:
    data = text.encode(encoding, "ignore")
    try:
        assert isinstance(read(data, form="text", language="en").text, str)
    except NotText:
        assert any(byte < 0x20 for byte in data)


@QUICK
@given(ROUGH | st.text(max_size=30) | st.integers() | st.none() | st.lists(st.integers(), max_size=3))
def test_any_row(row: Any) -> None:
    job = Job("rows.jsonl:1", "rows.jsonl:1", "", data=json.dumps(row).encode(), is_row=True)
    try:
        opened = open_row(job, PLAN)
    except BadRow as bad:
        assert "rows.jsonl:1" in str(bad)
        return
    named = [column for column in ("html", "text") if isinstance(row.get(column), str)]
    named.sort(key=lambda column: not row[column].strip())  # a blank column says that there is none
    assert opened.source == row[named[0]]
    assert opened.form == named[0]
    assert set(opened.rest or ()) <= set(row)


@QUICK
@given(st.binary(max_size=200))
def test_any_bytes_as_a_row_give_an_outcome(data: bytes) -> None:
    outcome = Worker(PLAN).do(Job("r:1", "r:1", "", data=data, is_row=True))
    assert json.loads(outcome.data)["status"] == outcome.row.status
    assert "internal error" not in (outcome.row.cause or "")


@settings(QUICK, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300), ending=st.sampled_from(["jsonl", "jsonl.gz", "jsonl.zst", "bin", "txt.gz"]))
def test_any_file_gives_jobs_and_no_exception(tmp_path: Path, data: bytes, ending: str) -> None:
    pytest.importorskip("zstandard")
    path = tmp_path / f"a.{ending}"
    packing = {"gz": "gz", "zst": "zst"}.get(ending.rpartition(".")[2], "")
    for content in (data, gzip.compress(data), b"\x28\xb5\x2f\xfd" + data, gzip.compress(data)[:-5]):
        path.write_bytes(content)
        kind: Any = {"jsonl": "rows", "txt": "text"}.get(ending.partition(".")[0], "unknown")
        jobs = list(jobs_of(Input(str(path), path.name, kind, packing, None)))
        assert all(isinstance(job, Job) for job in jobs)


@settings(QUICK, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300), header=st.sampled_from(["", "WARC/1.0", "WARC/1.0\r\nWARC-Type: response"]))
def test_any_bytes_as_a_warc(tmp_path: Path, data: bytes, header: str) -> None:
    head = header.encode() + b"\r\n"
    pytest.importorskip("fastwarc")
    path = tmp_path / "a.warc"
    for content in (head + data, gzip.compress(head + data), gzip.compress(head + data)[:-4] + head + data):
        path.write_bytes(content)
        skipped: Counter[str] = Counter()
        try:
            jobs = list(warc_jobs(str(path), "a.warc", "", skipped))
        except BadInput as bad:
            assert "WARC" in str(bad)
        else:
            assert all(job.named_by_id for job in jobs)


@settings(QUICK, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_any_bytes_as_parquet(tmp_path: Path, data: bytes) -> None:
    pytest.importorskip("pyarrow")
    path = tmp_path / "a.parquet"
    for content in (data, b"PAR1" + data + b"PAR1"):
        path.write_bytes(content)
        with pytest.raises(BadInput, match="Parquet"):
            list(parquet_jobs(str(path), "a.parquet", "", ("html", "text")))
