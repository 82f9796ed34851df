"""The exceptions. Wrong usage raises; bad input gives a result with a status.

CleanerError
  +-- UsageError      an invalid argument, option or configuration
  +-- PackError       a wording pack or model file that is broken or does not belong here
  +-- MissingExtra    a format or engine whose optional library is not installed

Input and output that fail (a full disk, a folder that may not be written) raise Python's own `OSError`, which names the
file; the command line makes one line of it and exit status 4.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


class CleanerError(Exception):
    """The base of all exceptions of this package."""


class UsageError(CleanerError):
    """An invalid argument, option or configuration; the message names it and the remedy."""


class PackError(CleanerError):
    """A broken wording pack, model or index file; the message names the file."""


class MissingExtra(CleanerError):  # noqa: N818 - reads as what it is: `except cleaner.MissingExtra`
    """An optional library is not installed; the message names the command that installs it."""

    def __init__(self, purpose: str, extra: str) -> None:
        super().__init__(f"{purpose} needs an optional library: pip install 'article-cleaner[{extra}]'")


@contextmanager
def naming(place: str | os.PathLike[str]) -> Iterator[None]:
    """Put the name of a place into an `OSError` that has none: writing to an open file says only "no space left"."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = os.fspath(place)
        raise
