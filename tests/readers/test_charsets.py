"""What names an encoding, and what is guessed: right, or with a warning."""

from __future__ import annotations

import encodings
import pkgutil
import unicodedata
from collections.abc import Iterator
from encodings.aliases import aliases

import pytest

import cleaner
from cleaner.readers.charsets import codec_of
from cleaner.readers.decode import GUESSED, Decoded, decode_html, decode_text

STORY = "The harbour of Velmora reopened on Monday, said Zoë Müller: «größer» than 東京, and 港 too."
LABELS = sorted({*aliases, *aliases.values(), *(found.name for found in pkgutil.iter_modules(encodings.__path__))})
FORMS = [
    "<meta charset={}>",
    '<META CHARSET=" {} ">',
    "<meta name=a content=b><!-- <meta charset=gbk> --><meta charset='{}'>",
    '<meta http-equiv="Content-Type" content="text/html; charset={}">',
    "<?xml version='1.0' encoding='{}'?>",
]


@pytest.mark.parametrize("form", FORMS)
def test_no_codec_of_python_makes_a_page_vanish(form: str) -> None:
    spelt = {*LABELS, *map(str.upper, LABELS), *(label.replace("_", "-") for label in LABELS)}
    for label in sorted(spelt):
        for story in (STORY, STORY.encode("ascii", "ignore").decode()):
            decoded = decode_html(f"{form.format(label)}<p>{story}</p>".encode())
            assert story in decoded.text, label
            assert decoded.warnings == (), label


@pytest.mark.parametrize("label", ["base64", "hex", "rot13", "zlib_codec", "idna", "undefined", "punycode", "utf-16"])
def test_such_a_page_is_cleaned(label: str) -> None:
    result = cleaner.clean(f"<html><head><meta charset={label}></head><body><p>{STORY * 3}</p></body></html>".encode())
    assert (result.status, result.body) == ("ok", STORY * 3)


def test_no_codec_in_a_header_makes_a_page_vanish() -> None:
    for label in LABELS:
        for header in (f"text/html; charset={label}", f'text/html;CHARSET="{label.upper()}"'):
            assert STORY in decode_html(f"<p>{STORY}</p>".encode(), header).text, label


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        (" UTF8\n", "utf-8"), ("latin1", "cp1252"), ("ISO-8859-1", "cp1252"), ("ascii", "cp1252"),
        ("gb2312", "gb18030"),
        ("x-sjis", "cp932"), ("ks_c_5601-1987", "cp949"), ("x-cp1251", "cp1251"), ("logical", "iso8859-8"),
        ("hz-gb-2312", "hz"), ("x-user-defined", None), ("iso-2022-cn", None), ("utf-7", None), ("cp037", None),
        ("klingon", None), ("", None), ("\u212a", None),
    ],
)  # fmt: skip
def test_labels_are_those_of_the_web(label: str, codec: str | None) -> None:
    assert codec_of(label) == codec


TEXTS: dict[str, tuple[str, list[str]]] = {
    "zh-Hans": (
        "港口在维修八周之后于星期一重新开放，港务局表示，第一艘货轮将在上午抵达码头。市长说，费用比计划少了一成。",
        ["gb2312", "gbk", "gb18030"],
    ),
    "zh-Hant": (
        "港口在維修八週之後於星期一重新開放，港務局表示，第一艘貨輪將在上午抵達碼頭。市長說，費用比計劃少了一成。",
        ["big5", "gbk"],
    ),
    "ja": (
        "港は八週間の修理を終えて月曜日に再開したと港湾局が発表した。最初の貨物船は午前中に到着する予定である。",
        ["cp932", "euc_jp", "iso2022_jp"],
    ),
    "ko": (
        "항구가 여덟 주 동안의 수리를 마치고 월요일에 다시 문을 열었다고 항만청이 밝혔다.",
        ["euc_kr", "cp949"],
    ),
    "ru": (
        "Порт снова открылся в понедельник после восьми недель ремонта, сообщило управление. Судно прибудет утром.",
        ["cp1251", "koi8_r", "iso8859_5", "cp866"],
    ),
    "uk": (
        "Порт знову відкрився в понеділок після восьми тижнів ремонту, повідомило управління. Судно прибуде вранці.",
        ["cp1251", "koi8_u"],
    ),
    "el": ("Το λιμάνι άνοιξε ξανά τη Δευτέρα μετά από οκτώ εβδομάδες επισκευών.", ["cp1253", "iso8859_7"]),
    "he": (
        "הנמל נפתח מחדש ביום שני לאחר שמונה שבועות של תיקונים, מסרה רשות הנמל. ספינת המטען הראשונה תגיע בבוקר.",
        ["cp1255", "iso8859_8"],
    ),
    "ar": (
        "أعيد افتتاح الميناء يوم الاثنين بعد ثمانية أسابيع من الإصلاحات، حسبما أعلنت سلطة الميناء.",
        ["cp1256", "iso8859_6"],
    ),
    "tr": (
        "Liman, sekiz haftalık onarımın ardından pazartesi günü açıldı. İlk yük gemisi sabah ulaşacak.",
        ["cp1254"],
    ),
    "pl": (
        "Port został ponownie otwarty w poniedziałek po ośmiu tygodniach. Pierwszy statek przypłynie rano.",
        ["cp1250", "iso8859_2"],
    ),
    "cs": (
        "Přístav se v pondělí po osmi týdnech oprav znovu otevřel. Náklady byly nižší.",
        ["cp1250", "iso8859_2"],
    ),
    "fr": ("Le port a rouvert lundi après huit semaines de réparations, a annoncé l'autorité, à l'aube.", ["cp1252"]),
    "de": ("Der Hafen wurde am Montag nach acht Wochen wieder geöffnet; größere Schäden gab es nicht.", ["cp1252"]),
    "es": ("El puerto reabrió el lunes después de ocho semanas de reparación; mañana y el año próximo.", ["cp1252"]),
    "th": ("ท่าเรือเปิดอีกครั้งในวันจันทร์หลังจากซ่อมแซมแปดสัปดาห์ การท่าเรือแจ้ง เรือสินค้าลำแรกจะมาถึง", ["cp874"]),
    "vi": ("Cảng mở cửa trở lại vào thứ Hai sau tám tuần sửa chữa. Tàu hàng đầu tiên sẽ đến.", ["cp1258"]),
}
PAIRS = [(language, codec) for language, (_, codecs) in TEXTS.items() for codec in codecs]
SURE = ("zh-Hans", "zh-Hant", "ja", "ko")
MARKUP = "<html><head><script>var a = 1;</script></head><body>" + '<div class="menu"><a href="/a">Home</a></div>' * 900


def encode(text: str, codec: str) -> bytes:
    """windows-1258 writes tones as characters of their own."""
    if codec != "cp1258":
        return text.encode(codec)
    parts = []
    for char in text:
        base, *marks = unicodedata.normalize("NFD", char)
        tones = "".join(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
        shape = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark not in tones))
        parts.append((shape + tones).encode(codec))
    return b"".join(parts)


def undeclared(text: str, codec: str) -> Iterator[tuple[str, Decoded]]:
    """What comes of a text in an encoding that nothing names, in pages and as it is."""
    pages = {"much markup": f"{MARKUP}<p>{text}</p><p>{text}</p>", "short page": f"<html><body><p>{text}</p></body>"}
    for name, page in pages.items():
        yield name, decode_html(encode(page, codec))
    yield "text", decode_text(encode(text, codec))


@pytest.mark.parametrize(("language", "codec"), PAIRS)
def test_a_story_in_an_undeclared_encoding_is_read(language: str, codec: str) -> None:
    text = unicodedata.normalize("NFC", TEXTS[language][0])
    for shape, decoded in undeclared(TEXTS[language][0], codec):
        assert text in unicodedata.normalize("NFC", decoded.text), (shape, decoded.warnings)
        assert bool(decoded.warnings) is (language not in SURE), (shape, decoded.warnings)


@pytest.mark.parametrize(("language", "codec"), PAIRS)
@pytest.mark.parametrize("length", [1, 2, 3, 5, 8, 12, 20, 40])
def test_no_wrong_guess_without_a_warning(language: str, codec: str, length: int) -> None:
    text = TEXTS[language][0][:length]
    for shape, decoded in undeclared(text, codec):
        right = unicodedata.normalize("NFC", text) in unicodedata.normalize("NFC", decoded.text)
        assert right or decoded.warnings, (shape, decoded.text[-60:])


def test_a_guess_is_named_in_the_record() -> None:
    result = cleaner.clean(TEXTS["ru"][0].encode("cp1251"))
    assert result.to_record()["warnings"] == [GUESSED.format("cp1251")]


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("language", ["de", "ru", "ar", "tr"])
def test_utf_16_and_32_are_known_without_a_mark(language: str, codec: str) -> None:
    text = TEXTS[language][0] + "\n" + TEXTS[language][0]
    assert decode_text(text.encode(codec)) == Decoded(text)
    page = f"<html><body><p>{text}</p></body></html>"
    assert decode_html(page.encode(codec)) == Decoded(page)
    assert cleaner.clean(page.encode(codec)).document.is_html


def test_a_damaged_byte_does_not_change_the_guess() -> None:
    data = (TEXTS["zh-Hans"][0] * 10).encode("gbk")
    decoded = decode_text(data[:201] + b"\xff" + data[202:])
    assert "市长说" in decoded.text
    assert decoded.warnings
