"""The language of a text: our faster reading of langdetect's profiles says what langdetect itself says."""

from __future__ import annotations

from pathlib import Path

import langdetect
import pytest
from langdetect.detector import Detector
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from cleaner.text.language import _SEED, UNDETERMINED, _factory, detect_language

TEXTS = {
    "en": "The harbour board of Velmora said on Tuesday that the last ferry of the year would leave at six.",
    "de": "Der Hafenrat von Velmora teilte am Dienstag mit, dass die letzte FÄHRE des Jahres um sechs ablegt.",
    "vi": "Hội đồng cảng Velmora cho biết chuyến phà cuo\u0302\u0301i cu\u0300ng trong năm sẽ khởi hành lúc sáu giờ.",
    "ru": "Портовый совет Вельморы сообщил во вторник, что последний паром года отойдёт в шесть (IKEA, BMW).",
    "ja": "ヴェルモラの港湾委員会は火曜日、今年最後のフェリーが六時に出港すると発表した。",
    "ar": "أعلن مجلس ميناء فيلمورا يوم الثلاثاء أن آخر عبّارة هذا العام ستغادر في الساعة السادسة.",
    "th": "คณะกรรมการท่าเรือเวลโมรากล่าวเมื่อวันอังคารว่าเรือข้ามฟากเที่ยวสุดท้ายของปีจะออกตอนหกโมง",
}
ROWS = (Path(__file__).parent / "language" / "sentences.txt").read_text(encoding="utf-8").splitlines()
SENTENCES = [tuple(row.split(": ", 1)) for row in ROWS if row[:1] != "#"]
SHORT = (Path(__file__).parent / "language" / "short.txt").read_text(encoding="utf-8").splitlines()[1:]
ODD = (
    "",
    "   ",
    "A",
    "ABC DEF GH",
    "404 error",
    "write to a.ruiz@example.org or see https://example.org/x?y=1 now",
    "  b  c ",
)


@pytest.fixture(scope="module")
def langdetects_own() -> DetectorFactory:
    """langdetect's own factory with our seed."""
    factory = DetectorFactory()
    factory.load_profile(str(Path(langdetect.__file__).parent / "profiles"))
    factory.set_seed(_SEED)
    return factory


def probabilities(detector: Detector, sample: str) -> list[float] | None:
    detector.n_trial, detector.CONV_THRESHOLD = 2, 0.999
    detector.append(sample)
    try:
        detector.get_probabilities()
    except LangDetectException:
        return None
    return list(detector.langprob)


@pytest.mark.parametrize("sample", [*TEXTS.values(), *ODD, " ".join(TEXTS.values())])
def test_probabilities_are_langdetects_own_to_the_last_bit(sample: str, langdetects_own: DetectorFactory) -> None:
    assert probabilities(_factory().create(), sample) == probabilities(langdetects_own.create(), sample)


@pytest.mark.parametrize("code", TEXTS)
def test_a_sentence_is_told(code: str) -> None:
    assert detect_language((TEXTS[code],)).code == code


@pytest.mark.parametrize(("code", "sentence"), SENTENCES)
def test_a_single_sentence_is_told(code: str, sentence: str) -> None:
    """langdetect alone has 40 of 114 wrong, most of them sure: Georgian and Armenian are Estonian, Basque is Malay."""
    assert detect_language((sentence,)).code == code


def test_a_short_text_is_told_or_left_open() -> None:
    """langdetect alone has 27 of these 82 wrong."""
    found = [(*row.split(": ", 1), detect_language((row.split(": ", 1)[1],)).code) for row in SHORT]
    assert [row for row in found if row[2] not in (row[0], "und")] == []
    assert sum(code == "und" for *_, code in found) <= 11


@pytest.mark.parametrize("text", ["Ana Ruiz Maria Okoro Tom Petersen", "IMG_2031_final_version.jpg", "qpoei zmxnc"])
def test_what_is_no_prose_is_left_open(text: str) -> None:
    assert detect_language((text,)) is UNDETERMINED


def test_letters_that_a_language_does_not_have_make_langdetect_doubtful() -> None:
    """langdetect does not know Icelandic and is sure that this is Norwegian: "og", "til", "er", "en" are of both."""
    sentences = [row.split(": ", 1)[1] for row in SHORT if row.startswith("is: ")]
    paragraph = " ".join(sentence for sentence in sentences if " er " in sentence or " til " in sentence)
    assert len(paragraph) > 300
    assert detect_language((paragraph,)).code == "is"


@pytest.mark.parametrize("kana", ["", "の"])
def test_han_is_chinese_though_a_name_has_a_kana(kana: str) -> None:
    line = "港务局星期一宣布，维修八个星期后码头重新开放，两艘渡轮中午前驶离港口" + kana + "。"
    assert detect_language((line,)).code == "zh"


def test_a_menu_in_latin_letters_does_not_hide_a_story_in_greek() -> None:
    story = "Το λιμάνι της Βελμόρας άνοιξε ξανά τη Δευτέρα μετά από οκτώ εβδομάδες επισκευών."
    assert detect_language(("Home", "News", "Sport", "Weather", story)).code == "el"


def test_too_little_is_left_open() -> None:
    assert detect_language(("404 error",)) is UNDETERMINED
    assert detect_language(()) is UNDETERMINED


def test_profiles_have_what_one_pass_over_a_text_takes_for_granted() -> None:
    """No stretch holds a blank amid it, and none is a blank: see `QuickDetector._extract_ngrams`."""
    known = _factory().word_lang_prob_map
    assert " " not in known
    assert not [word for word in known if "  " in word or " " in word[1:-1]]
