"""Dates in other digits and calendars as Gregorian ISO days: Solar Hijri (Iran), Buddhist years (Thailand), Hebrew.

Lunar Hijri dates are not converted: countries begin its months by sighting, so a date of it names one of two days.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache

_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_PERSIAN_MONTHS = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()
_PERSIAN = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s+(?:ماه\s+)?({'|'.join(_PERSIAN_MONTHS)})(?:\s*ماه)?[\s،,]+(1[34]\d\d)(?!\d)"
)
_PERSIAN_FIGURES = re.compile(r"(?<!\d)(1[34]\d\d)\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{1,2})(?!\d)")
_PERSIAN_EPOCH = date(622, 3, 21)
_THAI_MONTHS = (
    "มกราคม ม.ค.", "กุมภาพันธ์ ก.พ.", "มีนาคม มี.ค.", "เมษายน เม.ย.", "พฤษภาคม พ.ค.", "มิถุนายน มิ.ย.", "กรกฎาคม ก.ค.",
    "สิงหาคม ส.ค.", "กันยายน ก.ย.", "ตุลาคม ต.ค.", "พฤศจิกายน พ.ย.", "ธันวาคม ธ.ค.",
)  # fmt: skip
_THAI = {name: number for number, names in enumerate(_THAI_MONTHS, 1) for name in names.split()}
_THAI_DATE = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s*({'|'.join(map(re.escape, _THAI))})\s*(?:พ\s?\.\s?ศ\s?\.\s*)?(2[45]\d\d|20\d\d)(?!\d)"
)
_THAI_FIGURES = re.compile(r"(?<!\d)(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(2[45]\d\d)(?!\d)")
_THAI_ISO = re.compile(r"(?<!\d)(2[45]\d\d)\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{1,2})(?!\d)")
BUDDHIST = 543
"""Years that Thailand is ahead."""
BUDDHIST_FROM = 2400
"""A year above this one is Buddhist; Thai pages write Gregorian years as well."""

_HEBREW_MONTHS = {
    "ניסן": 1, "אייר": 2, "סיון": 3, "סיוון": 3, "תמוז": 4, "אב": 5, "מנחם אב": 5, "אלול": 6, "תשרי": 7, "חשון": 8,
    "חשוון": 8, "מרחשון": 8, "מרחשוון": 8, "כסלו": 9, "כסליו": 9, "טבת": 10, "שבט": 11, "אדר": 12, "אדר א": 12,
    "אדר ב": 13,
}  # fmt: skip
_SIGN = r"""["'״׳”’]?"""
_HEBREW = re.compile(
    rf"(?<!\w)([א-ל]{_SIGN}[א-ט]?{_SIGN})\s+ב?({'|'.join(sorted(_HEBREW_MONTHS, key=len, reverse=True))}){_SIGN},?\s+"
    rf"(?:ה{_SIGN})?(ת[א-ת{_SIGN[1:-2]}]{{1,5}})(?!\w)"
)
_LETTERS = dict(zip("אבגדהוזחטיכלמנסעפצקרשת", (*range(1, 10), *range(10, 100, 10), 100, 200, 300, 400), strict=True))
_LETTERS |= {"ך": 20, "ם": 40, "ן": 50, "ף": 80, "ץ": 90}


def plain_digits(text: str) -> str:
    """The text with the digits of every script as 0 to 9, the same length."""
    if text.isascii() or _OTHER_DIGIT.search(text) is None:
        return text
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)


def from_calendar(text: str, language: str = "und") -> str | None:
    """The ISO day of the first date of another calendar in a text with plain digits; None where there is none.

    Figures alone are of the calendar of the language: 1403/01/12 where it is Persian, 12/3/2567 where it is Thai.
    """
    if match := _PERSIAN.search(text.replace("ي", "ی").replace("ك", "ک")):
        return _iso(from_persian(int(match[3]), _PERSIAN_MONTHS.index(match[2]) + 1, int(match[1])))
    if language == "fa" and (match := _PERSIAN_FIGURES.search(text)):
        return _iso(from_persian(*map(int, match.groups())))
    if match := _THAI_DATE.search(text):
        return _iso(_from_thai(int(match[3]), _THAI[match[2]], int(match[1])))
    if language == "th" and (match := _THAI_FIGURES.search(text)):
        return _iso(_from_thai(int(match[3]), int(match[2]), int(match[1])))
    if language == "th" and (match := _THAI_ISO.search(text)):
        return _iso(_from_thai(*map(int, match.groups())))
    if match := _HEBREW.search(text):
        return _iso(_from_hebrew(*match.groups()))
    return None


def _from_thai(year: int, month: int, day: int) -> date | None:
    try:
        return date(year - BUDDHIST if year > BUDDHIST_FROM else year, month, day)
    except ValueError:
        return None


def from_persian(year: int, month: int, day: int) -> date | None:
    """A Solar Hijri date; None where there is none such.

    By the cycle of 33 years, which from 1277 through 1472 gives the same days as the equinox.
    """
    if not 1277 <= year <= 1472 or not 1 <= month <= 12 or not 1 <= day <= (31 if month <= 6 else 30):
        return None
    if month == 12 and day == 30 and not _is_leap(year):
        return None
    return _new_year(year) + timedelta(days=31 * (month - 1) - max(0, month - 7) + day - 1)


def _is_leap(year: int) -> bool:
    return (_new_year(year + 1) - _new_year(year)).days == 366


def _new_year(year: int) -> date:
    return _PERSIAN_EPOCH + timedelta(days=365 * (year - 1) + (8 * year + 21) // 33)


def _from_hebrew(day: str, month: str, year: str) -> date | None:
    return hebrew_day(5000 + _value(year), _HEBREW_MONTHS[month], _value(day))


def _value(letters: str) -> int:
    return sum(_LETTERS.get(letter, 0) for letter in letters)


@lru_cache(maxsize=64)
def hebrew_day(year: int, month: int, day: int) -> date | None:
    """A Hebrew date, months counted from Nisan; None where there is none such."""
    from pyluach.dates import HebrewDate

    try:
        found: date = HebrewDate(year, month, day).to_pydate()
    except ValueError:
        return None
    return found


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
