"""`cleaner replay` from the outside."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleaner import Cleaner, Config
from cleaner.batch.read_records import read_records
from cleaner.cli import main

SAMPLES = Path(__file__).parent.parent.parent / "samples"
PAGE = SAMPLES / "in" / "broadcaster-dump.txt"
HTML = SAMPLES / "in" / "html-full-news-page.html"


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["replay", *map(str, arguments)], input=stdin)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of two records with claims."""
    cleaner = Cleaner(Config(translation=False, witness=False))
    rows = [cleaner.clean(page.read_bytes(), id=page.name).to_record(with_marks=True) for page in (PAGE, HTML)]
    path = tmp_path_factory.mktemp("records") / "out.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("page", [PAGE, HTML], ids=lambda page: page.name)
def test_the_body_comes_back(records: Path, page: Path) -> None:
    result = run(records, page, "--id", page.name)
    assert result.exit_code == 0, result.output
    body = next(row["body"] for row in read_records(records) if row["id"] == page.name)
    assert result.stdout == body + "\n"
    assert run(records, "-", "--id", page.name, stdin=page.read_bytes()).stdout == result.stdout


def test_another_choice_decides_again_from_the_claims(records: Path) -> None:
    kept = run(records, PAGE, "--id", PAGE.name, "--keep", "navigation")
    assert kept.stdout.startswith("Skip to Content\n")
    everything = run(records, PAGE, "--id", PAGE.name, "--threshold", "1")
    assert everything.stdout.strip() == PAGE.read_text(encoding="utf-8").strip()


def test_the_record_comes_out_whole(records: Path) -> None:
    result = run(records, PAGE, "--id", PAGE.name, "--keep", "navigation", "--format", "jsonl")
    before = next(read_records(records))
    after = json.loads(result.stdout)
    assert after.keys() == before.keys()
    assert after["digest"] == before["digest"]
    assert after["versions"] == before["versions"]
    assert "navigation" in {row["kind"] for row in after["kept"]}
    assert json.loads(run(records, PAGE, "--id", PAGE.name, "--format", "jsonl").stdout) == before


@pytest.mark.parametrize("packed", [False, True])
def test_a_record_alone_in_a_file_needs_no_id(tmp_path: Path, records: Path, packed: bool) -> None:
    one = json.dumps(next(read_records(records)), indent=1).encode()
    path = tmp_path / ("one.json.gz" if packed else "one.json")
    path.write_bytes(gzip.compress(one) if packed else one)
    assert run(path, PAGE).exit_code == 0


def test_misuse_exits_with_2_and_says_why(tmp_path: Path, records: Path) -> None:
    empty, broken, foreign, bomb = (tmp_path / name for name in ("empty.jsonl", "broken.jsonl", "foreign.json", "b.gz"))
    empty.write_bytes(b"")
    broken.write_bytes(records.read_bytes() + b"{not json\n")
    foreign.write_text('{"a": 1}', encoding="utf-8")
    bomb.write_bytes(b"\x1f\x8b\x08 no gzip")
    no_claims = tmp_path / "plain.json"
    row = next(read_records(records))
    del row["marks"]
    no_claims.write_text(json.dumps(row), encoding="utf-8")
    for arguments, said in (
        ([records, PAGE], "--id"),
        ([records, PAGE, "--id", "nobody"], "nobody"),
        ([records, HTML, "--id", PAGE.name], "digest"),
        ([empty, PAGE], "no record"),
        ([broken, PAGE, "--id", "nobody"], "broken.jsonl:3"),
        ([foreign, PAGE], "not a record"),
        ([bomb, PAGE], "b.gz"),
        ([no_claims, PAGE, "--keep", "share"], "--marks"),
        ([records, PAGE, "--id", PAGE.name, "--keep", "shar"], "did you mean 'share'"),
        ([records, tmp_path / "missing.html", "--id", PAGE.name], "missing.html"),
        ([tmp_path / "missing.jsonl", PAGE], "missing.jsonl"),
    ):
        result = run(*arguments)
        assert result.exit_code == 2, (arguments, result.output)
        assert said in result.stderr, (arguments, result.stderr)


def test_records_come_back_from_parquet_as_they_went(tmp_path: Path, records: Path) -> None:
    pytest.importorskip("pyarrow", reason="needs pyarrow: pip install 'article-cleaner[parquet]'")
    from cleaner.batch.parquet_table import write_table

    table = tmp_path / "out.parquet"
    write_table(records, table)
    assert list(read_records(table)) == list(read_records(records))
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 no table")
    result = run(tmp_path / "broken.parquet", PAGE)
    assert result.exit_code == 2
    assert "broken.parquet" in result.stderr
