"""Reading: decompression, limits, lines."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.readers import compressed
from cleaner.readers.compressed import BadInput, Stream, open_stream, read_file


@given(st.binary(max_size=300), st.integers(1, 40), st.integers(1, 50))
def test_lines_are_those_of_split(data: bytes, limit: int, piece: int) -> None:
    expected = data.split(b"\n")
    if expected[-1] == b"":
        expected.pop()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compressed, "_PIECE", piece)
        found = list(Stream(io.BytesIO(data), "").lines(limit))
    assert found == [line if len(line) <= limit else None for line in expected]


def test_a_document_is_cut_at_the_limit() -> None:
    assert Stream(io.BytesIO(b"abcdef"), "").read_all(6) == (b"abcdef", "")
    assert Stream(io.BytesIO(b"abcdef"), "").read_all(5) == (b"abcde", "cut at 5 bytes")


def test_a_gzip_bomb_is_refused(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.gz"
    bomb.write_bytes(gzip.compress(b"\0" * 60_000_000))
    with pytest.raises(BadInput, match="bomb"):
        read_file(str(bomb), "gz")


def test_ordinary_pages_in_gzip_are_not_bombs(tmp_path: Path) -> None:
    line = b"<p>The harbour reopened on Monday, the authority said.</p>\n"
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"".join(line + str(i * i).encode() for i in range(500_000))))
    assert len(read_file(str(path), "gz").data) > compressed.RATIO_FROM


BROKEN = {
    "foreign": b"not gzip",
    "cut off": gzip.compress(b"abc" * 1000)[:-9],
    "trailing": gzip.compress(b"abc") + b"trailing",
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_broken_gzip_says_so(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(data)
    with pytest.raises(BadInput, match="broken gzip"):
        read_file(str(path), "gz")


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No such file"), open_stream(str(tmp_path / "none"), ""):
        pass


class _Failing:
    def read(self, size: int, /) -> bytes:  # noqa: ARG002
        raise OSError(5, "Input/output error")


def test_an_error_while_reading_says_so() -> None:
    with pytest.raises(BadInput, match="cannot be read: Input/output error"):
        Stream(_Failing(), "").read_all()
