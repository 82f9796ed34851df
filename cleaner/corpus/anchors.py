"""The items that a text shares with its translations: numbers, dates, addresses and names, as hashes with positions.

Numbers are converted to figures, days and months to one number, and names to classes of their consonants, so that
Фёдор, Fyodor and フョードル are equal. Chinese names are read by `cleaner.corpus.han_readings`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.corpus.han_readings import FOREIGN, HAN, foreign_name, is_two_syllables, pairs_of_syllables
from cleaner.corpus.sentences import kept_lines
from cleaner.document import Document, Segment, Span
from cleaner.text.folding import fold

LONGEST: Final = 60_000
"""Characters of a document that are looked at; an offset into them has 16 bits."""
MOST_PARAGRAPHS: Final = 1000
_LONGEST_PACKED: Final = 1_000_000

_NUMBER = re.compile(r"\d+(?:[.,  ' ]\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_SCALE = re.compile(
    r"\s?(?:(?P<k>thousand|tausend|mille|tis[ií]c|тыс)|(?P<m>million|mio\b|mili[oó]n|милли|млн)"
    r"|(?P<b>billion|milliard|mrd\b|miliard|миллиард|млрд)|(?P<w>[万萬])|(?P<y>[億亿]))", re.IGNORECASE
)  # fmt: skip
_FACTOR: Final = {"k": 1e3, "m": 1e6, "b": 1e9, "w": 1e4, "y": 1e8}
_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W\d_]{2,}(?:['’-][^\W\d_]+)*")
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]{3,}")
_ADDRESS = re.compile(r"(?:https?://|www\.)[\w./-]+|[@#]\w{3,}", re.IGNORECASE)
_DAY_OF_MONTH = re.compile(
    r"(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]"
    r"|(?<!\d)(?P<before>\d{1,2})(?:\.|st|nd|rd|th|er)?\s(?:de\s|of\s)?(?P<month>[^\W\d_]{3,})"
    r"|(?P<first>[^\W\d_]{3,})\.?\s(?P<after>\d{1,2})(?!\d)"
)
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip

_DIGRAPHS: Final = re.compile("tsch|dsch|sch|tch|sh|ch|cz|sz|zh|ts|ph|th|kh|gh|ck|qu|x")
_OF_DIGRAPH: Final = {"ph": "f", "th": "t", "kh": "k", "gh": "k", "ck": "k", "qu": "k", "x": "ks"}
_CLASSES: Final = {
    **dict.fromkeys("bpбпβπ", "p"), **dict.fromkeys("vwfвфφ", "f"), **dict.fromkeys("dtдтδτθ", "t"),
    **dict.fromkeys("szcжзсцчшщσςζ", "s"), **dict.fromkeys("kgqгкхκγχ", "k"), **dict.fromkeys("lrлрλρ", "r"),
    **dict.fromkeys("mмμ", "m"), **dict.fromkeys("nнν", "n"), "ξ": "ks", "ψ": "ps",
    **dict.fromkeys("カキクケコガギグゲゴ", "k"),
    **dict.fromkeys("サシスセソザジズゼゾチツヂヅ", "s"),
    **dict.fromkeys("タテトダデド", "t"), **dict.fromkeys("ナニヌネノン", "n"), **dict.fromkeys("マミムメモ", "m"),
    **dict.fromkeys("ラリルレロ", "r"), **dict.fromkeys("バビブベボパピプペポ", "p"), **dict.fromkeys("フヴワ", "f"),
}  # fmt: skip
"""The class of a consonant; vowels, h and j have none. l and r are one for Japanese, b and p, d and t for German."""
_HARD_C: Final = re.compile("c(?=[^eiyêéèíěs]|$)")


@dataclass(frozen=True, slots=True)
class Anchors:
    """The anchors of a text in ascending order, each once, and the offset where each stands first.

    loose: those that count where the other text has them too, and are no difference where it has not: the readings of
    Chinese, of which most are no names. paragraphs: where each paragraph stands in the page text, a row each; the
    offsets of the anchors count the paragraphs only, with one line break between two.
    """

    language: str
    keys: NDArray[np.uint32]
    places: NDArray[np.uint16]
    loose: NDArray[np.bool_]
    paragraphs: NDArray[np.int64]

    @property
    def size(self) -> int:
        """Characters of the paragraphs."""
        return int(np.diff(self.paragraphs).sum()) + len(self.paragraphs)

    @property
    def firm(self) -> int:
        """How many anchors are not loose."""
        return len(self.keys) - int(np.count_nonzero(self.loose))

    @property
    def ends(self) -> NDArray[np.int64]:
        """Where each paragraph ends, as the places count."""
        ends: NDArray[np.int64] = np.cumsum(np.diff(self.paragraphs).ravel() + 1)
        return ends


def find_anchors(text: str, language: str) -> Anchors:
    """The anchors of a text in a language; its lines are its paragraphs."""
    return _find(text, language, [Span(*found.span()) for found in _LINE.finditer(text)])


def body_anchors(document: Document, segments: Iterable[Segment]) -> Anchors:
    """The anchors of what was kept of a document."""
    return _find(document.text, document.language.code, kept_lines(document, segments))


def _find(page: str, language: str, lines: Iterable[Span]) -> Anchors:
    spans, size = list[Span](), 0
    for span in islice(lines, MOST_PARAGRAPHS):
        spans.append(span)
        size += span.end - span.start + 1
        if size >= LONGEST:
            break
    text = "\n".join(page[span.start : span.end] for span in spans)[:LONGEST]
    first: dict[int, tuple[int, bool]] = {}
    for found, is_loose in ((_anchors(text, language), False), (_loose_anchors(text, language), True)):
        for name, place in found:
            first.setdefault(zlib.crc32(name.encode()), (place, is_loose))
    keys = sorted(first)
    return Anchors(
        language,
        np.array(keys, np.uint32),
        np.array([first[key][0] for key in keys], np.uint16),
        np.array([first[key][1] for key in keys], np.bool_),
        np.array(spans, np.int64).reshape(-1, 2),
    )


def pack_anchors(anchors: Anchors) -> bytes:
    """Anchors as bytes, without their language: about six for each."""
    gaps = np.diff(anchors.paragraphs.ravel(), prepend=0).astype("<u4")
    head = np.array([len(anchors.keys), len(anchors.paragraphs)], "<u4")
    arrays = (head, anchors.keys.astype("<u4"), gaps, anchors.places.astype("<u2"), np.packbits(anchors.loose))
    return zlib.compress(b"".join(array.tobytes() for array in arrays), 6)


def unpack_anchors(data: bytes, language: str) -> Anchors:
    """The anchors again. Raises ValueError or zlib.error where these are not their bytes."""
    unpacker = zlib.decompressobj()
    raw = unpacker.decompress(data, _LONGEST_PACKED)
    if not unpacker.eof:
        raise ValueError("its anchors are cut or too long")
    count, paragraphs = np.frombuffer(raw, "<u4", 2).tolist()
    if len(raw) != 8 + 6 * count + 8 * paragraphs + (count + 7) // 8:
        raise ValueError("its anchors have other numbers than they say")
    if paragraphs > MOST_PARAGRAPHS or (count and not paragraphs):
        raise ValueError("its anchors stand in no paragraph")
    keys = np.frombuffer(raw, "<u4", count, 8)
    if np.any(keys[1:] <= keys[:-1]):
        raise ValueError("its anchors are out of order")
    gaps = np.frombuffer(raw, "<u4", 2 * paragraphs, 8 + 4 * count)
    places = np.frombuffer(raw, "<u2", count, 8 + 4 * count + 8 * paragraphs)
    bits = np.frombuffer(raw, np.uint8, -1, 8 + 6 * count + 8 * paragraphs)
    loose = np.unpackbits(bits, count=count).astype(np.bool_)
    return Anchors(language, keys, places, loose, np.cumsum(gaps, dtype=np.int64).reshape(-1, 2))


def _anchors(text: str, language: str) -> Iterator[tuple[str, int]]:
    for found in _NUMBER.finditer(text):
        value = _value(found.group(), text[found.end() : found.end() + 12])
        if value >= 10 or "." in f"{value:g}":
            yield f"#{value:g}", found.start()
    yield from _dates(text, language)
    for found in _ADDRESS.finditer(text):
        yield "@" + found.group().lower().rstrip("./"), found.start()
    for found in _KATAKANA.finditer(text):
        yield from ((name, found.start()) for name in _skeletons(found.group(), 3))
    for found in _WORD.finditer(text):
        word = found.group()
        folded = fold(word)
        if word[0].isupper() or language in ("zh", "ja"):
            yield from ((name, found.start()) for name in _skeletons(folded, 3))
            if is_two_syllables(folded):
                yield "p" + folded, found.start()
        elif len(word) >= 7:
            yield from ((name, found.start()) for name in _skeletons(folded, 5))


def _loose_anchors(text: str, language: str) -> Iterator[tuple[str, int]]:
    """The readings of Chinese: two characters as Pinyin, and the sound of what is written as foreign names are."""
    if language != "zh":
        return
    for run in HAN.finditer(text):
        yield from (("p" + name, run.start() + at) for name, at in pairs_of_syllables(run.group()))
    for run in FOREIGN.finditer(text):
        name = run.group()
        for at in range(len(name) - 2):
            yield from ((bones, run.start() + at) for bones in _skeletons(foreign_name(name[at:]), 3))


def _dates(text: str, language: str) -> Iterator[tuple[str, int]]:
    months = _months(language)
    for found in _DAY_OF_MONTH.finditer(text):
        month, day = found["m"], found["d"] or found["before"] or found["after"]
        number = int(month) if month else months.get(fold(found["month"] or found["first"]), 0)
        if 1 <= number <= 12 and 1 <= int(day) <= 31:
            yield f"d{number}-{int(day)}", found.start()


@lru_cache(maxsize=64)
def _months(language: str) -> Mapping[str, int]:
    """The names of the months in a language, folded, with their numbers."""
    try:
        table = import_module(f"dateparser.data.date_translation_data.{language}").info
    except (ImportError, AttributeError):
        return {}
    return {fold(name): at for at, month in enumerate(_MONTHS, 1) for name in (*table.get(month, ()), "")} | {"": 0}


def _value(figures: str, behind: str) -> float:
    """A number in figures with the word or sign behind it that multiplies it: "2,4 Millionen" is 2,400,000."""
    grouped = re.fullmatch(r"\d{1,3}(?:([.,  ' ])\d{3})(?:\1\d{3})*", figures)
    plain = re.sub(r"\D", "", figures) if grouped else figures.replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        value = float(re.sub(r"\D", "", figures))
    scale = _SCALE.match(behind)
    return value * _FACTOR[str(scale.lastgroup)] if scale else value


@lru_cache(maxsize=32_768)
def _skeletons(word: str, least: int) -> tuple[str, ...]:
    """The classes of a word's consonants: the first five, and of longer ones the first three, which endings leave."""
    soft = _HARD_C.sub("k", word)
    plain = _DIGRAPHS.sub(lambda found: _OF_DIGRAPH.get(found.group(), "s"), soft)
    bones = "".join(_CLASSES.get(letter, "") for letter in plain)
    bones = re.sub(r"(.)\1+", r"\1", bones)
    if len(bones) < least:
        return ()
    return ("n" + bones[:5], "m" + bones[:3]) if len(bones) > 3 else ("n" + bones[:5],)
