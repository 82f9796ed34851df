"""Index files that are damaged, foreign or made to do harm: a PackError before the first document."""

from __future__ import annotations

import pickle
import random
import shutil
import sqlite3
import time
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from cleaner.cli import main
from cleaner.corpus.build import build_index, merge_indexes
from cleaner.corpus.fingerprint import take_fingerprint
from cleaner.corpus.index import Index
from cleaner.corpus.schema import check_file, seal
from cleaner.errors import CleanerError, PackError
from cleaner.pipeline import Cleaner

from .sites import Site

PLAIN = Cleaner(translation=False, language="en")
PAGES = Site(1).pages(12)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / "right.index"
    prints = [take_fingerprint(PLAIN.clean(p.text, url=p.url, id=f"{i:03}", form="text")) for i, p in enumerate(PAGES)]
    build_index(prints, path)
    return path


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "x.index"))


def refused(path: Path) -> None:
    """Within a second or two, by the check, by a cleaner and by a merge."""
    begun = time.monotonic()
    with pytest.raises(PackError, match=r"x\.index"):
        Index(path).check()
    with pytest.raises(PackError):
        Cleaner(index=str(path), translation=False).clean(PAGES[0].text, url=PAGES[0].url)
    with pytest.raises(PackError):
        merge_indexes([path], path.with_name("y.index"))
    assert time.monotonic() - begun < 20


def change(path: Path, *statements: str, values: tuple[object, ...] = ()) -> None:
    """Change a file and seal it again, as somebody would who means harm."""
    file = sqlite3.connect(path, isolation_level=None)
    file.execute("PRAGMA writable_schema = ON")
    for statement in statements:
        file.execute(statement, values if "?" in statement else ())
    file.close()
    seal(path)


def test_a_right_one_is_taken(copy: Path) -> None:
    change(copy)
    Index(copy).check()
    assert Cleaner(index=str(copy), translation=False).clean(PAGES[0].text, url=PAGES[0].url).related


def test_any_altered_byte_is_noticed(made: Path, copy: Path) -> None:
    data, chance = made.read_bytes(), random.Random(1)
    places = [*range(0, 100, 9), *(chance.randrange(len(data)) for _ in range(150))]
    for at in places:
        altered = bytearray(data)
        altered[at] ^= 1 << chance.randrange(8)
        copy.write_bytes(altered)
        with pytest.raises(PackError, match=r"x\.index"):
            Index(copy).check()


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.7, 0.999])
def test_a_cut_file_is_noticed(made: Path, copy: Path, share: float) -> None:
    data = made.read_bytes()
    copy.write_bytes(data[: int(len(data) * share)])
    refused(copy)


@pytest.mark.parametrize("data", [b"", b"SQLite format 3\0", b"no index " * 5_000, b"\0" * 70_000])
def test_what_is_no_database_is_refused(copy: Path, data: bytes) -> None:
    copy.write_bytes(data)
    refused(copy)


ENDLESS = "WITH RECURSIVE n (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM n)"


@pytest.mark.parametrize(
    "statements",
    [
        ("DROP TABLE sites", f"CREATE VIEW sites AS {ENDLESS} SELECT number, 'a' AS name, 1 AS counted FROM n"),
        ("DROP VIEW entries", "CREATE VIEW entries AS SELECT * FROM documents JOIN derived USING (number)"),
        ("DROP VIEW entries", f"CREATE VIEW entries AS {ENDLESS} SELECT * FROM n"),
        ("CREATE TABLE more (x)",),
        ("CREATE TABLE sqlite_stat1 (tbl, idx, stat)",),
        ("CREATE TRIGGER t AFTER INSERT ON lines BEGIN DELETE FROM documents; END",),
        ("DROP INDEX documents_by_site",),
        ("DROP TABLE lines",),
        ("ALTER TABLE lines ADD COLUMN more TEXT",),
        ("PRAGMA user_version = 99",),
        ("PRAGMA application_id = 5",),
        ("UPDATE sqlite_master SET sql = 'CREATE TABLE lines (hash, site, count)' WHERE name = 'lines'",),
        ("UPDATE sqlite_master SET rootpage = 3 WHERE name IN ('documents', 'lines', 'bands')",),
        ("UPDATE sqlite_master SET rootpage = 99999 WHERE name = 'terms'",),
    ],
    ids=lambda statements: statements[-1][:40],
)
def test_another_schema_is_refused(copy: Path, statements: tuple[str, ...]) -> None:
    change(copy, *statements)
    refused(copy)


COLUMNS = [
    ("documents", "telling", True), ("documents", "lines", True), ("documents", "digest", True),
    ("documents", "id", False),
    ("documents", "path", False),
    ("bands", "documents", True), ("terms", "documents", True), ("derived", "dropped", True),
    ("derived", "words", None), ("sites", "counted", None), ("sites", "name", False), ("lines", "count", None),
    ("documents", "translated", None), ("seal", "value", True),
]  # fmt: skip


@pytest.mark.parametrize(("table", "column", "blob"), COLUMNS)
def test_values_of_another_type_are_refused(copy: Path, table: str, column: str, blob: bool | None) -> None:
    """`blob`: it holds bytes; None: a number."""
    if table == "derived" and column == "dropped":
        change(copy, "UPDATE derived SET dropped = 'text'")
    elif column == "translated":
        change(copy, "UPDATE documents SET translated = x'00'")
    else:
        change(
            copy, f"UPDATE {table} SET {column} = {'CAST({0} AS TEXT)' if blob else 'CAST({0} AS BLOB)'}".format(column)
        )
    refused(copy)


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ("UPDATE bands SET documents = ?", b"abc"),
        ("UPDATE terms SET documents = ?", b"abcde"),
        ("UPDATE documents SET lines = ?", b"abcdefg"),
        ("UPDATE documents SET telling = zeroblob(60000000) WHERE number = 1 AND ?", 1),
    ],
)
def test_arrays_that_are_cut_and_huge_values_are_refused(copy: Path, statement: str, value: object) -> None:
    change(copy, statement, values=(value,))
    with pytest.raises(PackError):
        Index(copy).check()
        Index(copy).entry(1)


BROKEN_TELLINGS = [
    b"", b"abc", zlib.compress(b""), zlib.compress(b"\xff" * 8), zlib.compress(b"\1\0\0\0\1\0\0\0"),
    zlib.compress(bytes(300_000_000), 9), zlib.compress(bytes(8))[:-3], zlib.compress(b"\0\0\0\0\5\0\0\0" + bytes(40)),
]  # fmt: skip


@pytest.mark.parametrize("telling", BROKEN_TELLINGS, ids=range(len(BROKEN_TELLINGS)))
def test_a_broken_telling_with_a_right_seal_is_a_pack_error(copy: Path, telling: bytes) -> None:
    change(copy, "UPDATE documents SET telling = ?", values=(telling,))
    with pytest.raises(PackError, match="damaged"):
        Index(copy).entry(1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE bands SET documents = x'ffffff7f'",
        "UPDATE terms SET documents = x'ffffff7f'",
        "UPDATE derived SET part = 77",
        "UPDATE derived SET dropped = x'ffff'",
        "UPDATE documents SET path = '/dev/zero'",
        "UPDATE lines SET count = -5",
        "UPDATE sites SET counted = -5",
        "DELETE FROM derived",
    ],
)
def test_other_numbers_end_in_a_result_or_a_pack_error(copy: Path, statement: str) -> None:
    change(copy, statement)
    cleaner = Cleaner(index=str(copy), translation=False)
    for page in PAGES[:3]:
        try:
            assert cleaner.clean(page.text + "\n\nOne more line, which tells it apart.", url=page.url).status == "ok"
        except CleanerError:
            break


def test_the_command_says_it_in_one_line(copy: Path, tmp_path: Path) -> None:
    data = bytearray(copy.read_bytes())
    data[5_000] ^= 255
    copy.write_bytes(data)
    (tmp_path / "a.txt").write_text(PAGES[0].text, encoding="utf-8")
    out = tmp_path / "o.jsonl"
    ran = CliRunner().invoke(main, ["clean", str(tmp_path / "a.txt"), "--index", str(copy), "-o", str(out), "-j", "1"])
    assert ran.exit_code == 2 and "x.index: the index is damaged" in ran.stderr and not out.exists()


def test_it_is_checked_once_and_again_where_it_has_changed(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []

    def noted(path: str | Path) -> None:
        checked.append(str(path))
        check_file(path)

    monkeypatch.setattr("cleaner.corpus.index.check_file", noted)
    for _ in range(3):
        pickle.loads(pickle.dumps(Index(copy))).check()
    assert len(checked) == 1
    copy.write_bytes(copy.read_bytes() + b"more")
    with pytest.raises(PackError):
        Index(copy).check()
    assert len(checked) == 2
