"""Forms that the wording packs do not hold: invented names, bylines, dates, and the prompts of recent years, in our own
words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

Parts = tuple[tuple[str, ...], tuple[str, ...]]

NAMES: Mapping[str, Parts] = {
    "latin": (
        tuple("Ada Mara Tomas Ivo Lena Hugo Petra Nils Runa Joel Signe Otto Vera Emil Tilda Bruno Carla Aron".split()),
        tuple("Falk Brandvold Morel Tessaro Quint Okafor Lindh Prado Kessel Varga Nowik Holm Ferro Adeyemi".split()),
    ),
    "cyrillic": (tuple("Анна Павел Вера Игорь Лидия Олег".split()), tuple("Рощин Левко Зорина Ткач Марев".split())),
    "greek": (tuple("Ελένη Νίκος Μαρία Πέτρος Άννα".split()), tuple("Λιμένας Καρύδης Φωτίου Βέργος".split())),
    "han": (("明", "小芳", "建国", "丽", "志远", "文"), ("林", "周", "赵", "何", "郑")),
    "kana": (("太郎", "美咲", "健", "由紀"), ("港田", "白浜", "森川", "大島")),
    "hangul": (("지우", "민수", "서연", "하늘"), ("김", "박", "윤", "정")),
    "arabic": (("سامي", "ليلى", "نادر", "هدى"), ("المرفأ", "حداد", "النجار", "قاسم")),
    "hebrew": (("נועה", "איתן", "דנה", "יואב"), ("נמלי", "ברק", "שחר", "לוין")),
    "devanagari": (("अनिल", "मीरा", "रवि", "सीमा"), ("सागर", "वर्मा", "जोशी")),
}  # fmt: skip
"""First names and family names by script."""

SCRIPT_OF = {
    "ru": "cyrillic", "uk": "cyrillic", "bg": "cyrillic", "el": "greek", "zh": "han", "ja": "kana", "ko": "hangul",
    "ar": "arabic", "fa": "arabic", "he": "hebrew", "hi": "devanagari",
}  # fmt: skip

BY: Mapping[str, tuple[str, ...]] = {
    "en": ("By {}", "by {}", "{}", "By {}, Staff Writer", "Written by {}", "By {} in Elden", "Story by {}", "BY {}"),
    "de": ("Von {}", "von {}", "{}", "Ein Bericht von {}", "Text: {}"),
    "fr": ("Par {}", "{}", "Propos recueillis par {}"),
    "es": ("Por {}", "{}", "Redacción: {}"), "pt": ("Por {}", "{}", "Texto: {}"), "it": ("di {}", "Di {}", "{}"),
    "nl": ("Door {}", "{}", "Tekst: {}"), "sv": ("Av {}", "{}", "Text: {}"), "no": ("Av {}", "{}"),
    "da": ("Af {}", "{}"), "fi": ("{}", "Teksti: {}"), "pl": ("{}", "Autor: {}", "Tekst: {}"),
    "cs": ("{}", "Autor: {}"), "sk": ("{}", "Autor: {}"), "ru": ("{}", "Автор: {}", "Текст: {}"),
    "uk": ("{}", "Автор: {}"), "bg": ("{}", "Автор: {}"), "el": ("{}", "Του {}", "Γράφει: {}"), "ro": ("De {}", "{}"),
    "hu": ("{}", "Írta: {}"), "tr": ("{}", "Haber: {}"), "id": ("Oleh {}", "{}"), "vi": ("{}", "Theo {}"),
    "ca": ("Per {}", "{}"), "hr": ("{}", "Piše: {}"), "sl": ("{}", "Piše: {}"), "zh": ("记者 {}", "{}", "作者：{}"),
    "ja": ("{}", "文・{}", "{} 記者"), "ko": ("{} 기자", "{}"), "ar": ("{}", "كتب: {}"), "fa": ("{}", "نویسنده: {}"),
    "he": ("{}", "מאת {}"), "hi": ("{}", "लेखक: {}"), "af": ("Deur {}", "{}"), "sw": ("Na {}", "{}"),
}  # fmt: skip

Blocks = Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]
"""By language, what stands together on a page: its kind and its lines in order."""


def read_blocks(tables: Mapping[str, Mapping[str, Sequence[Sequence[str]]]]) -> Blocks:
    """The blocks of `modern.toml`, or of its part that is kept apart."""
    return {
        language: tuple((kind, tuple(lines)) for kind, blocks in kinds.items() for lines in blocks)
        for language, kinds in tables.items()
    }


_TABLES = tomllib.loads((Path(__file__).parent / "modern.toml").read_text(encoding="utf-8"))
CHECK: Blocks = read_blocks(_TABLES.pop("check"))
"""Prompts of recent years that nothing is fitted on."""
MODERN: Blocks = read_blocks(_TABLES)
"""Prompts of recent years that short texts are made with."""

MONTHS: Mapping[str, tuple[str, ...]] = {
    language: tuple(names.split())
    for language, names in {
        "en": "January February March April May June July August September October November December",
        "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "nl": "januari februari maart april mei juni juli augustus september oktober november december",
        "sv": "januari februari mars april maj juni juli augusti september oktober november december",
        "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
        "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "el": "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου "
        "Δεκεμβρίου",
    }.items()
}


def dates(language: str, year: int, month: int, day: int, clock: str) -> tuple[str, ...]:
    """One moment in the forms that pages of a language show."""
    number = f"{day:02d}.{month:02d}.{year}"
    if language in ("zh", "ja"):
        return (
            f"{year}年{month}月{day}日 {clock}",
            f"{year}-{month:02d}-{day:02d} {clock}",
            f"{year}年{month}月{day}日",
        )
    if language == "ko":
        return (f"{year}.{month:02d}.{day:02d} {clock}", f"{year}년 {month}월 {day}일")
    shared = (f"{number}, {clock}", f"{day}/{month}/{year}", f"{year}-{month:02d}-{day:02d}")
    if language == "en":
        name = MONTHS["en"][month - 1]
        return (*shared, f"{name} {day}, {year}", f"{day} {name} {year}, {clock}", f"{name[:3]}. {day}, {year}")
    return (*shared, number, *told_date(language, year, month, day))


def told_date(language: str, year: int, month: int, day: int) -> tuple[str, ...]:
    """A day as a story tells it; nothing in languages whose months are not listed."""
    if language in ("zh", "ja"):
        return (f"{year}年{month}月{day}日", f"{year}年{month}月")
    if language not in MONTHS:
        return ()
    name = MONTHS[language][month - 1]
    if language == "en":
        return (
            f"{name} {day}, {year}",
            f"{name[:3]}. {day}",
            f"{day} {name} {year}",
            f"{name} {year}",
            f"{name} {day}",
        )
    stop, of = ("." if language == "de" else ""), (" de" if language in ("es", "pt") else "")
    return (f"{day}{stop}{of} {name}{of} {year}", f"{name} {year}", f"{day}{stop}{of} {name}")
