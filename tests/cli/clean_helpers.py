"""What the tests of `cleaner clean` share."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import cleaner

STORY = """Harbour of Velmora reopens after eight weeks

The harbour of Velmora reopened on Monday after eight weeks of repairs, the port authority said in a statement.

Two ferries left before noon, and the first container ship is expected on Thursday, harbour master Ines Calloway said.
"""
PAGE = (
    "<html><head><title>Harbour reopens</title></head><body><nav><a href=/>Home</a> <a href=/n>News</a></nav><article>"
    + "".join(f"<p>{line}</p>" for line in STORY.split("\n\n"))
    + "</article></body></html>"
)


BODY = cleaner.Cleaner(translation=False).clean(STORY).body + "\n"


class Ran(NamedTuple):
    """What a run of the command left."""

    status: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Clean = Callable[..., Ran]


def write(path: Path, content: str | bytes) -> Path:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_records(path: Path) -> list[dict[str, Any]]:
    """The records of a JSONL file."""
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def tree(folder: Path) -> list[str]:
    """The files below a folder, relative, sorted."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
