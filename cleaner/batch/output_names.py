"""Output names: valid on every file system, always inside the output folder, never the same for two documents.

An id is somebody else's text: "../../etc/passwd", "CON", "a\\x1b[2J", 4,000 characters long. It becomes one path
component. Where it had to be changed, eight digits of its SHA-256 keep two ids that look alike apart.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping

from cleaner.errors import UsageError

PARTIAL_FOLDER = ".cleaner-partial"
"""Inside the output folder, on the same file system: files being written. Gone when the run is done."""

MANIFEST = "manifest.jsonl"

MAX_BYTES = 240
"""Longest name in bytes of UTF-8; file systems end at 255, and a name for writing needs some."""

_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff/\\:*?"<>|]')
_UNSAFE_IN_MIRROR = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def name_of_id(id: str, *, ending: str) -> str:
    """A file name for a row's id."""
    name = _UNSAFE.sub("_", id)
    if name.startswith((".", " ", "-", "~")):
        name = "_" + name[1:]
    name = name.rstrip(". ")
    if not name or _RESERVED.fullmatch(name):
        name += "_"
    return _fitted(name, id, ending)


def name_of_address(url: str, id: str, *, ending: str) -> str:
    """A file name for a page that was fetched: its address and eight digits of its id: pages are fetched anew."""
    name = _UNSAFE.sub("_", url.partition("://")[2] or url).strip("._- ~")
    return _fitted(name or "_", id, ending)


def name_of_file(name: str, *, ending: str = "") -> str:
    """A component of a mirrored path: the name the file system already took, without what would harm a terminal.

    The name of the folder for files being written is another one's: its files would be gone at the end of the run.
    """
    safe = _UNSAFE_IN_MIRROR.sub("_", name)
    return _fitted("_" + safe[1:] if folded(safe) == PARTIAL_FOLDER else safe, name, ending)


def _fitted(name: str, original: str, ending: str) -> str:
    """The name cut to what fits, with a piece of the original's digest if it is not the original any more."""
    tag = ""
    if name != original or len((name + ending).encode()) > MAX_BYTES:
        tag = "-" + hashlib.sha256(original.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    room = MAX_BYTES - len((tag + ending).encode())
    return name.encode()[:room].decode("utf-8", "ignore") + tag + ending


class Claims:
    """The output names of a run. Remembers eight bytes per name, so that 200,000 cost about 20 MB."""

    def __init__(self, taken: Mapping[str, str] | None = None) -> None:
        """taken: the names in the output folder that are an input or another file of the run, and what they are."""
        self._taken = {_key(name): told for name, told in ({MANIFEST: "the manifest"} | dict(taken or {})).items()}
        self._files: set[int] = set()
        self._folders = {_key(folder) for name in taken or () for folder in _folders_of(name)}

    def take(self, name: str, source: str) -> None:
        """Reserve a relative output path. Raises `UsageError` where another input writes it, in any spelling."""
        folders = {_key(folder) for folder in _folders_of(name)}
        file = _key(name)
        if told := next((self._taken[key] for key in (file, *folders) if key in self._taken), None):
            raise UsageError(
                f"{source} would be written over {told} as {name!r}; inputs are never written to: choose another output"
            )
        if file in self._files or file in self._folders or folders & self._files:
            raise UsageError(
                f"two inputs would write {name!r}, the second is {source}; nothing was written. Give them to separate"
                " runs, or write records with -o FILE.jsonl"
            )
        self._files.add(file)
        self._folders |= folders


def _folders_of(name: str) -> list[str]:
    parts = name.split("/")
    return ["/".join(parts[:i]) for i in range(1, len(parts))]


def _key(name: str) -> int:
    """Equal for names that some file system takes for one."""
    return int.from_bytes(hashlib.blake2b(folded(name).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def folded(name: str) -> str:
    """Equal for names that some file system takes for one: other case, other Unicode form."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
