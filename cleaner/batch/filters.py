"""Which documents of a run are written: by language, date and verdict. The others have a row in the manifest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from cleaner.config import Config
from cleaner.document import Status, Verdict
from cleaner.errors import UsageError

_SAME = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "fil": "tl"}
"""Other codes of a language, and the one that is found for its texts."""
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


class LeftOut(NamedTuple):
    """The option by which a document is not written, and what of the document made it so."""

    option: str
    cause: str


@dataclass(frozen=True)
class Filters:
    """What a document must be to be written; a document that failed always is.

    languages: codes; "zh" lets "zh-Hans" pass, and "zh-Hans" a document that is "zh" and says no more.
    verdicts: on machine translation.
    since, until: the first and the last date, as YYYY-MM-DD, YYYY-MM or YYYY. A document without a date does not pass.

    Raises `UsageError`, naming the option, for what is no code, date or verdict.
    """

    languages: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    verdicts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for code in self.languages:
            Config(language=code)
        for option, date in (("--since", self.since), ("--until", self.until)):
            if date is not None and not _DATE.fullmatch(date):
                raise UsageError(f"{option} {date!r} is no date; give YYYY-MM-DD, YYYY-MM or YYYY")
        if self.since and self.until and self.until < self.since[: len(self.until)]:
            raise UsageError(f"--until {self.until} is before --since {self.since}: nothing would be left")
        for verdict in self.verdicts:
            if verdict not in tuple(Verdict):
                raise UsageError(f"--only-verdict {verdict!r} is no verdict; known are {', '.join(Verdict)}")

    def leave_out(self, record: Mapping[str, Any]) -> LeftOut | None:
        """Why a document of this record is not written, None where it is."""
        if Status(record["status"]).failed:
            return None
        code = record["language"]["code"]
        if self.languages and not any(_is_of(code, wanted) for wanted in self.languages):
            return LeftOut("--only-language", f"its language is {code}")
        date = record["metadata"]["date"]
        if self.since and (not date or date < self.since):
            return LeftOut("--since", _dated(date))
        if self.until and (not date or date[: len(self.until)] > self.until):
            return LeftOut("--until", _dated(date))
        verdict = record["translation"]["verdict"] if record["translation"] else None
        if self.verdicts and verdict not in self.verdicts:
            return LeftOut("--only-verdict", f"its verdict is {verdict}")
        return None


EVERYTHING = Filters()


def _is_of(code: str, wanted: str) -> bool:
    code, wanted = _in_full(code), _in_full(wanted)
    return f"{code}-".startswith(f"{wanted}-") or f"{wanted}-".startswith(f"{code}-")


def _in_full(code: str) -> str:
    first, *rest = code.casefold().replace("_", "-").split("-")
    return "-".join((_SAME.get(first, first), *rest))


def _dated(date: str | None) -> str:
    return f"its date is {date}" if date else "it has no date"
