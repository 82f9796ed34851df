"""What is no text is an error, in the library and on the command line; a story with stray controls is a story."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner

import cleaner
from cleaner.cli import main

STORY = "The harbour of Velmora reopened on Monday after eight weeks of repairs, the port authority said.\n"
NOISE = random.Random(7).randbytes(5_000)


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", STORY)
    return buffer.getvalue()


KNOWN = {
    "PNG": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10" + zlib.compress(NOISE),
    "JPEG": b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01" + NOISE,
    "GIF": b"GIF89a\x10\0\x10\0" + NOISE,
    "PDF": b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nstream\n" + zlib.compress(NOISE) + b"\nendstream",
    "ZIP": zipped(),
    "ELF": b"\x7fELF\x02\x01\x01" + b"\0" * 500 + NOISE,
    "gzip": gzip.compress(STORY.encode() * 50),
}
UNKNOWN = {"NULs": b"\0" * 1_000, "noise": NOISE, "NULs after a word": b"story" + b"\0" * 100}
ALL = {**{name: (data, f"looks like {name}") for name, data in KNOWN.items()}, **{
    name: (data, "full of control characters") for name, data in UNKNOWN.items()
}}  # fmt: skip


@pytest.mark.parametrize("form", [None, "html", "text"])
@pytest.mark.parametrize("name", ALL)
def test_not_text_is_an_error(name: str, form: cleaner.readers.Format | None) -> None:
    data, cause = ALL[name]
    for source in (data, data.decode("latin-1")):
        record = cleaner.Cleaner().clean(source, form=form).to_record()
        assert (record["status"], record["body"], record["removed"]) == ("error", "", [])
        assert record["warnings"] == [f"not text: {cause}"]


@pytest.mark.parametrize("name", ["noise", "JPEG", "PNG", "ELF"])
def test_what_was_decoded_with_replacement_characters_is_an_error(name: str) -> None:
    result = cleaner.clean(ALL[name][0].decode("utf-8", "replace"))
    assert result.status == "error"
    assert result.warnings[0].startswith("not text")


@pytest.mark.parametrize("ending", [".txt", ".html"])
@pytest.mark.parametrize("name", ALL)
def test_on_the_command_line(name: str, ending: str, tmp_path: Path) -> None:
    data, cause = ALL[name]
    file = tmp_path / f"a{ending}"
    file.write_bytes(data)
    ran = CliRunner().invoke(main, ["clean", str(file), "--format", "jsonl"])
    assert ran.exit_code == 1
    record = json.loads(ran.stdout)
    assert (record["status"], record["body"]) == ("error", "")
    assert record["warnings"] == [f"not text: {cause}"]
    ran = CliRunner().invoke(main, ["explain", str(file)])
    assert ran.exit_code == 1
    assert f"not text: {cause}" in ran.output
    assert all(char.isprintable() or char == "\n" for char in ran.output)


@pytest.mark.parametrize("control", ["\0", "\x01", "\x07", "\x1b[0m", "\x7f", "\x80", "\ufffd"])
@pytest.mark.parametrize("step", [30, 96])
def test_stray_controls_leave_a_story_a_story(control: str, step: int) -> None:
    text = STORY * 20
    text = "".join(text[at : at + step] + control for at in range(0, len(text), step))
    for source in (text, text.encode()):
        result = cleaner.Cleaner().clean(source, form="text")
        assert not result.status.failed
        assert result.text == text


@pytest.mark.parametrize("opening", ["PK", "%PDF", "GIF89a is a format", "RIFF", "BZh", "MZ", "ID3", "II*", "JFIF"])
def test_a_story_that_opens_like_a_format_is_a_story(opening: str) -> None:
    assert cleaner.clean(f"{opening} {STORY}").body == f"{opening} {STORY}".strip()
    assert cleaner.clean(f"{opening} {STORY}".encode()).body == f"{opening} {STORY}".strip()
