"""Converts dates as written to ISO 8601: days, and times with time of day and offset if these are stated.

ISO dates are copied; dateparser reads all other dates. The result does not depend on today's date.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache

from cleaner.newsroom.calendars import from_calendar, plain_digits

OLDEST_YEAR, NEWEST_YEAR = 1900, 2100
NEAR = 18
"""Characters from a date to the end of its time of day: " at 10:15 a.m."; farther off it can be of another."""

_ISO_DAY = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)(?=$|[T ])")
_ISO_MOMENT = re.compile(
    r"(?P<day>(?:19|20)\d\d-\d\d-\d\d)(?:T|\s+)(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<zone>(?:UTC|GMT)?[+-]\d\d(?::?\d\d)?|Z|UTC|GMT)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?=T\d{4})")
_WEEK = re.compile(r"\d{4}-?W\d\d")  # "2024-W10-7": dateparser reads October
_NAMES_DAY = re.compile(r"(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d\d\b")
_WHOLE_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d-\d\d-\d\d|\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|\d{1,2}\.?\s+[^\W\d_]+\s+(?:19|20)\d\d"
    r"|(?<![^\W_])[^\W\d_]{3,10}\.?\s+\d{1,2},?\s+(?:19|20)\d\d)(?!\d)"
)
_CLOCK = re.compile(
    r"(?<![\d:./-])(?P<hour>[01]?\d|2[0-3])\s?(?:[:h時时点點시]|\.(?=\d\d\s?(?:uhr\b|kl\b|[ap]\.?m\b|h\b|$|[,|(])))\s?"
    r"(?P<minute>[0-5]\d)(?!\d)(?:\s?[:分분]\s?(?P<second>[0-5]\d)(?!\d))?(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
_ZONE = re.compile(r"(?<![A-Za-z])(?:(?P<name>[A-Z]{3,4})(?![A-Za-z])\s?)?(?P<offset>[+-]\d\d?(?::?\d\d)?(?![\d:]))?")
_FIGURES = re.compile(r"(?P<sign>[+-])(?P<hours>\d\d?)(?::?(?P<minutes>\d\d))?$")
_MAIL = re.compile(r"(?:[A-Z][a-z]{2},\s)?\d{1,2}\s[A-Z][a-z]{2}\s(?:19|20)\d\d\s\d\d:\d\d")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_ZONES = {
    "UTC": 0, "GMT": 0, "WET": 0, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "EDT": -4,
    "EST": -5, "CDT": -5, "MDT": -6, "PDT": -7, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "JST": 9, "KST": 9,
}  # fmt: skip
"""Hours ahead of Greenwich, for zone letters with a single meaning; IST, BST and CST are ambiguous."""
_NAME = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:tember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?"
)
_ENGLISH = re.compile(
    rf"(?:(?P<name>{_NAME}) (?P<day>\d\d?), ?|(?P<first>\d\d?) (?P<month>{_NAME}),? )(?P<year>(?:19|20)\d\d)"
)
_MONTHS = {name: place for place, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1)}
_DATES_OF = {"no": "nb"}
"""Language codes that dateparser spells differently."""


@lru_cache(maxsize=1024)
def to_iso_day(text: str, language: str = "und") -> str | None:
    """A written date as an ISO day, in its own time zone; None if it cannot be read or has no year."""
    text = plain_digits(text.strip())
    if match := _ISO_DAY.match(text):
        return match.group() if _exists(*map(int, match.groups())) else None
    if found := from_calendar(text, language):
        return found
    return _parse_day(text, language) if _NAMES_DAY.search(text) and not _WEEK.search(text) else None


def day_in(text: str, language: str = "und") -> str | None:
    """The ISO day of the first complete date in a line that has other words too; None if there is none."""
    plain = plain_digits(text)
    if found := from_calendar(plain, language):
        return found
    match = _WHOLE_DATE.search(plain)
    return to_iso_day(match.group(), language) if match else None


@lru_cache(maxsize=1024)
def to_moment(text: str, language: str = "und") -> str | None:
    """A written date as ISO 8601, with time of day and offset if the text states them.

    Seconds since 1970 are accepted too. None as for `to_iso_day`.
    """
    text = _COMPACT.sub(r"\1-\2-\3", plain_digits(text.strip()))
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).isoformat()
    if match := _ISO_MOMENT.match(text):
        return _moment(match["day"], match["hour"], match["minute"], match["second"], _offset(match["zone"]))
    if _MAIL.match(text):
        try:
            return parsedate_to_datetime(text).isoformat()
        except ValueError:
            return None
    day = to_iso_day(text, language)
    return day and (clock_of(text, day) or day)


def clock_beside(line: str, start: int, end: int) -> str:
    """The time of day, with its zone, directly after or before a date in a line; "" if there is none."""
    plain = plain_digits(line)
    behind = _CLOCK.search(plain, end, end + NEAR)
    if behind is not None and not any(letter.isdigit() for letter in plain[end : behind.start()]):
        zone = _ZONE.match(plain, behind.end() + 1)
        return line[behind.start() : zone.end() if zone and zone.group() else behind.end()].rstrip()
    before = list(_CLOCK.finditer(plain, max(0, start - NEAR), start))
    if before and not any(letter.isdigit() for letter in plain[before[-1].end() : start]):
        return line[before[-1].start() : before[-1].end()]
    return ""


def clock_of(text: str, day: str) -> str | None:
    """The ISO time of a day whose time of day is in a text: "March 3, 2023 at 10:15 am CET"."""
    for match in _CLOCK.finditer(plain_digits(text)):
        hour = int(match["hour"])
        if match["half"]:
            if not 1 <= hour <= 12:
                continue
            hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
        zone = _ZONE.match(text, len(text) - len(text[match.end() :].lstrip(" (,")))
        offset = _named_offset(zone["name"], zone["offset"]) if zone else None
        return _moment(day, str(hour), match["minute"], match["second"], offset)
    return None


def _named_offset(name: str | None, offset: str | None) -> timedelta | None:
    if offset and (name is None or name in ("UTC", "GMT")) and (":" in offset or name or len(offset) == 5):
        return _offset(offset)
    return timedelta(hours=_ZONES[name]) if name in _ZONES else None


def _offset(zone: str | None) -> timedelta | None:
    """The offset of figures ("+01:00", "-0500", "UTC+2") or of a name of Greenwich time; None if there is none."""
    if not zone:
        return None
    match = _FIGURES.search(zone)
    if match is None:
        return timedelta()
    ahead = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    return -ahead if match["sign"] == "-" else ahead


def _moment(day: str, hour: str, minute: str, second: str | None, offset: timedelta | None) -> str | None:
    if to_iso_day(day) is None:
        return None
    try:
        zone = None if offset is None else timezone(offset)
        moment = datetime.fromisoformat(day).replace(hour=int(hour), minute=int(minute), second=int(second or 0))
        return moment.replace(tzinfo=zone).isoformat()
    except ValueError:  # 24:00, an offset of a day
        return day


def _exists(year: int, month: int, day: int) -> bool:
    try:
        return date(year, month, day).year >= OLDEST_YEAR
    except ValueError:
        return False


def _parse_day(text: str, language: str) -> str | None:
    if language in ("en", "und") and (day := _read_english(text)):
        return day
    from dateparser import parse  # 0.2 s, and 2 ms a date

    cleaned = re.sub(r"\s?[年년月월]\s?", "-", text)
    cleaned = re.sub(r"\s?[日일号號]", " ", cleaned).strip(" -")
    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "RETURN_AS_TIMEZONE_AWARE": False}
    own = dict.fromkeys(_DATES_OF.get(code, code) for code in (language, "en") if code != "und")
    for languages in (*([code] for code in own), _date_languages()):
        try:
            parsed = parse(cleaned, languages=languages, settings=settings)
        except (ValueError, OverflowError, TypeError):
            continue
        if parsed is not None and OLDEST_YEAR <= parsed.year <= NEWEST_YEAR:
            return str(parsed.date().isoformat())
    return None


def _read_english(text: str) -> str | None:
    """A date with the English name of its month: "November 18, 2025", "Nov 18, 2025", "18 November 2025"."""
    match = _ENGLISH.fullmatch(text)
    if match is None:
        return None
    month = _MONTHS[(match["name"] or match["month"])[:3]]
    year, day = int(match["year"]), int(match["first"] or match["day"])
    return f"{year:04}-{month:02}-{day:02}" if _exists(year, month, day) else None


@lru_cache(maxsize=1)
def _date_languages() -> list[str]:
    """All languages with a word list. dateparser knows 200; with all, a text without a date takes 1.4 s."""
    from cleaner.phrases.packs import languages

    return [_DATES_OF.get(code, code) for code in languages() if code != "und"]
