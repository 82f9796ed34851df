"""The datelines and reporter credits of Chinese, Japanese and Korean papers.

"新华社北京3月1日电（记者王小明）", "【ロンドン共同】", "(서울=연합뉴스) 김민수 기자 =": brackets and stock
characters carry them, so they are patterns here; what may stand in the brackets comes from the table of agencies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cleaner.newsroom.word_lists import common
from cleaner.text.scripts import HAN

_WIRE = re.compile(
    rf"(?P<agency>[{HAN}A-Za-z]{{1,6}}?(?:社|网|網|报|報|台|通讯社))?\s?(?:(?:记者|記者)[^（）()，。]{{2,12}}?)?"
    rf"(?P<place>[{HAN}·]{{2,10}}?)?\s?(?:\d{{4}}\s?年\s?)?(?:\d{{1,2}}\s?月\s?)?\d{{1,2}}\s?日\s?(?:综合|綜合|专)?(?:电|電|讯|訊)"
)
_OWN = re.compile(
    rf"(?:本报|本報|本网|本網|本社|本台)(?P<place>[{HAN}]{{2,6}})?(?:\s?(?:\d{{1,2}}月)?\d{{1,2}}日)?(?:专?[讯訊电電])"
)
_ROUND = re.compile(r"[（(](?P<inner>[^（）()]{3,40})[）)]")
_SQUARE = re.compile(r"[【\[［](?P<inner>[^】\]］]{2,40})[】\]］]\s?(?:[-－―–—]\s?)?")
_KOREAN = re.compile(r"[(\[【](?P<place>[가-힣·, ]{2,16})\s?=\s?(?P<agency>[가-힣A-Za-z0-9 ]{2,12})[)\]】]")
_KOREAN_DAY = re.compile(
    r"[(\[](?P<place>[가-힣]{2,8})\s?=?\s?(?:\d{1,2}월\s?)?\d{1,2}일\s?(?P<agency>[가-힣A-Za-z0-9]{2,8})[)\]]\s?[-–—]?"
)
_DAY = re.compile(r"(?:\d{1,2}月)?\d{1,2}日")
_OWN_WORD = re.compile(r"(?:[讯訊]|报道|報導)$")
_WIRE_WORD = re.compile(r"(?:专?[讯訊]|[电電]|报道|報道|報導)$")


@dataclass(frozen=True, slots=True)
class EastHead:
    """The dateline at the start of a line, half-open from 0."""

    end: int
    place: str = ""
    agency: str = ""


def read_east(line: str) -> EastHead | None:
    """The dateline a Chinese, Japanese or Korean line opens with, or None."""
    opening = line[:120]
    if opening[0] in "【[［":
        return _square(opening) or _korean(opening)
    if opening[0] in "（(":
        return _korean(opening) or _round(opening)
    match = _WIRE.match(opening) or _OWN.match(opening)
    if match is None or not ("\u3400" <= opening[0] <= "\u9fff"):
        return None
    groups = match.groupdict()
    return EastHead(match.end(), groups.get("place") or "", groups.get("agency") or "")


def _korean(opening: str) -> EastHead | None:
    match = _KOREAN.match(opening) or _KOREAN_DAY.match(opening)
    if match is None:
        return None
    return EastHead(match.end(), match["place"].strip(), match["agency"].strip())


def _round(opening: str) -> EastHead | None:
    """（东京＝山田太郎）, （中央社台北3日電）."""
    match = _ROUND.match(opening)
    if match is None:
        return None
    inner = match["inner"]
    if _equals(inner):
        return EastHead(match.end(), re.split("[=＝]", inner)[0].strip())
    if _WIRE_WORD.search(inner) and (_DAY.search(inner) or _agency_in(inner)):
        return EastHead(match.end(), "", _agency_in(inner))
    return None


def _square(opening: str) -> EastHead | None:
    """【ロンドン共同】, 【北京＝山田太郎】, 【本報訊】, [東京 3日 ロイター] -."""
    match = _SQUARE.match(opening)
    if match is None or re.match("[가-힣]", match["inner"]):
        return None
    inner = match["inner"]
    agency = _agency_in(inner)
    if _equals(inner):
        return EastHead(len(match.group().rstrip()), re.split("[=＝]", inner)[0].strip(), agency)
    tail = inner.endswith(agency) if agency else False
    if tail or _OWN_WORD.search(inner) or (_WIRE_WORD.search(inner) and _DAY.search(inner)):
        place = inner.removesuffix(agency).strip(" 、・") if tail else ""
        return EastHead(len(match.group().rstrip()), _DAY.sub("", place).strip(), agency)
    named = re.fullmatch(r"([ァ-ヶー・]{2,12}|[一-龥]{2,4})[\s　]([一-龥ぁ-ん]{2,6})", inner)
    return EastHead(len(match.group().rstrip()), named[1]) if named else None


def _equals(inner: str) -> bool:
    """ "東京＝山田太郎": a place, an equals sign and a name or an agency."""
    parts = re.split("[=＝]", inner)
    return len(parts) == 2 and all(2 <= len(part.strip()) <= 16 for part in parts) and not re.search(r"\d", parts[0])


def _agency_in(inner: str) -> str:
    """The longest known agency at the end of a text, else at its start."""
    for size in range(min(len(inner), 10), 1, -1):
        if inner[-size:] in common().agencies:
            return inner[-size:]
    for size in range(min(len(inner), 10), 1, -1):
        if inner[:size] in common().agencies:
            return inner[:size]
    return ""
