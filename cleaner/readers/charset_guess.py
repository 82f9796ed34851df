"""Guesses the encoding of bytes that declare none.

The encodings of China, Taiwan, Japan and Korea are tried first, on the text between the tags. One is accepted if it
gives the common characters of its script and almost no errors; a wrong one gives rare characters. (charset-normalizer
alone reads a GBK page with much markup as a Kazakh encoding.) charset-normalizer guesses the single-byte encodings,
limited to those of the web, and a warning always names such a guess.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

_SAMPLE = 60_000
_UNSEEN = re.compile(
    rb"<!--.*?(?:-->|\Z)|<(script|style)\b[^<>]{0,4000}>.*?(?:</\1\s*>|\Z)|<[^<>]{0,4000}>", re.IGNORECASE | re.DOTALL
)
_NON_ASCII = re.compile(rb"[^\n]*[\x80-\xff][^\n]*")
ISO_2022_JP = (b"\x1b$B", b"\x1b$@")
"""What begins Japanese in an encoding of seven bits."""

_SURE = 20
"""Characters from which a guess of an East Asian encoding needs no warning."""
_COMMON_SHARE = 0.9
_HANGUL_SHARE = 0.95
_KANA_SHARE = 0.1
_ERRORS = 0.01
_SINGLE_BYTE = (
    "cp1252 cp1251 cp1250 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 koi8_r koi8_u cp866 iso8859_2 iso8859_5"
    " iso8859_6 iso8859_7 iso8859_8 iso8859_15"
).split()
_FREQUENT = frozenset(
    "的一是不了在人有我他这这個个們们中來来上大為为和國国地到以說说時时要就出會会可也你對对生能而子那得於于著着下自之年過过發发後后作里裡"
)
_ALPHABETS = (
    ("áàâäãåæçéèêëíìîïñóòôöõøœúùûüß", ("cp1252",)),
    ("âçöüûîğışİ", ("cp1254",)),
    ("ąćęłńóśźż", ("cp1250", "iso8859_2")),
    ("áčďéěíňóřšťúůýžľĺŕôä", ("cp1250", "iso8859_2")),
)
"""Letters beyond ASCII of Latin languages that a guess by frequency takes for one another ("ñ" for "ń")."""
_IN_WORD = re.compile(r"[^\W\d_](?![’'])[^\x00-\x7f\w]?[²³¹¼½¾¶±¿¡¬¦][^\W\d_]|[\x80-\x9f]")
_ALPHABET_SHARE = 0.97
_MOST_ACCENTS = 0.2


class Guess(NamedTuple):
    """A codec, and whether it is sure enough to go without a warning."""

    codec: str
    sure: bool


def guess_encoding(data: bytes) -> Guess:
    """The likeliest encoding of bytes that are not UTF-8."""
    if data.isascii():
        return Guess("iso2022_jp", True)
    sample = _sample(data)
    wide = _east_asian(sample)
    return wide if wide and wide.sure else _latin(sample) or wide or _single_byte(sample)


def _sample(data: bytes) -> bytes:
    """Lines of the text between tags that hold more than ASCII, as whole lines where they are not too long."""
    text = _UNSEEN.sub(b"\n", data[: 20 * _SAMPLE])
    lines, size = [], 0
    for found in _NON_ASCII.finditer(text):
        lines.append(found[0].strip())
        size += len(lines[-1])
        if size > _SAMPLE:
            break
    return b"\n".join(lines) or data[:_SAMPLE]


def find_wide(data: bytes) -> str:
    """The UTF-16 or UTF-32 codec of bytes without a mark, by where their NULs stand; "" for others."""
    head = data[: _SAMPLE // 4 * 4]
    head = head[: len(head) // 4 * 4]
    nuls = [head[at::4].count(0) for at in range(4)]
    if len(head) < 8 or sum(nuls) < 4:
        return ""
    quarter = len(head) // 4
    if nuls[3] == quarter and nuls[2] > 0.9 * quarter and nuls[0] < 0.05 * quarter:
        return "utf-32-le"
    if nuls[0] == quarter and nuls[1] > 0.9 * quarter and nuls[3] < 0.05 * quarter:
        return "utf-32-be"
    even, odd = nuls[0] + nuls[2], nuls[1] + nuls[3]
    for many, few, codec in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if many > 0.02 * quarter and few < 0.05 * many and _is_wide_text(head, codec):
            return codec
    return ""


def _is_wide_text(head: bytes, codec: str) -> bool:
    """Whether letters and white space make up nearly all of what a wide codec gives, in few blocks of Unicode."""
    text = head.decode(codec, "replace")
    known = sum(char.isprintable() or char.isspace() for char in text)
    blocks = {ord(char) >> 8 for char in text if not "\u3400" <= char <= "\ud7af"}
    spaced = sum(map(str.isspace, text)) > 0.002 * len(text)
    return known > 0.98 * len(text) and len(blocks) <= 12 and spaced


def _east_asian(sample: bytes) -> Guess | None:
    found = [(score, codec, count) for codec in _TESTS for score, count in [_score(sample, codec)] if score]
    if not found:
        return None
    _, codec, count = max(found)
    return Guess(codec, count >= _SURE)


def _score(sample: bytes, codec: str) -> tuple[float, int]:
    """How common the characters are that a codec gives (0: it is not this one), and how many they are."""
    text = sample.decode(codec, "replace")
    chars = [char for char in text if char > "\x7f" and not _is_neutral(char)]
    errors = text[:-1].count("\ufffd")
    if not chars or errors > _ERRORS * len(chars):
        return 0.0, 0
    return _TESTS[codec](chars), len(chars)


def _is_neutral(char: str) -> bool:
    """Punctuation and full-width forms, which say nothing; half-width katakana is what single bytes look like."""
    return "\u2000" <= char <= "\u25ff" or "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uff60" or char == "·"


def _share(chars: list[str], wanted: frozenset[str]) -> float:
    return sum(char in wanted for char in chars) / len(chars)


@cache
def _rows(codec: str, first: int, last: int, trails: tuple[tuple[int, int], ...] = ((0xA1, 0xFE),)) -> frozenset[str]:
    """The characters of some rows of a double-byte encoding: its common ones stand together."""
    pairs = (bytes((lead, t)) for lead in range(first, last + 1) for low, high in trails for t in range(low, high + 1))
    return frozenset(pair.decode(codec, "ignore") for pair in pairs) - {""}


def _chinese(chars: list[str]) -> float:
    """Common Han characters, simplified or traditional, and how many of the fifty most frequent ones."""
    simplified = _share(chars, _rows("gb2312", 0xB0, 0xD7))
    traditional = _share(chars, _rows("big5", 0xA4, 0xC6, ((0x40, 0x7E), (0xA1, 0xFE))))
    common = max(simplified, traditional)
    return common + _share(chars, _FREQUENT) if common >= _COMMON_SHARE else 0.0


def _japanese(chars: list[str]) -> float:
    kana = sum("\u3041" <= char <= "\u30fe" for char in chars) / len(chars)
    common = kana + _share(chars, _rows("euc_jp", 0xB0, 0xCF))
    return common + 2 if kana >= _KANA_SHARE and common >= _COMMON_SHARE else 0.0


def _korean(chars: list[str]) -> float:
    common = _share(chars, _rows("euc_kr", 0xB0, 0xC8))
    return common + 1.5 if common >= _HANGUL_SHARE else 0.0


_TESTS = {"gb18030": _chinese, "big5hkscs": _chinese, "cp932": _japanese, "euc_jp": _japanese, "cp949": _korean}


def _single_byte(sample: bytes) -> Guess:
    from charset_normalizer import from_bytes

    best = from_bytes(sample[:_SAMPLE], cp_isolation=_SINGLE_BYTE).best()
    return Guess(best.encoding if best else "cp1252", False)


def _latin(sample: bytes) -> Guess | None:
    """The first codec that gives the letters of one Latin alphabet, and few of them beyond ASCII."""
    for alphabet, codecs in _ALPHABETS:
        for codec in codecs:
            if _is_written_in(sample.decode(codec, "replace"), frozenset(alphabet + alphabet.upper())):
                return Guess(codec, False)
    return None


def _is_written_in(text: str, alphabet: frozenset[str]) -> bool:
    letters = [char for char in text if char.isalpha()]
    accented = [char for char in letters if char > "\x7f"]
    if not accented or len(accented) > _MOST_ACCENTS * len(letters) or _IN_WORD.search(text):
        return False
    # Hungarian has these beside one another when it is read as windows-1252
    hungarian = any(char in "öü" for char in accented) and any(char in "õû" for char in accented)
    return not hungarian and _share(accented, alphabet) >= _ALPHABET_SHARE
