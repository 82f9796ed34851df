"""Originals in other languages: numbers, names in several scripts, order; nothing where little is shared."""

import zlib

import pytest

from cleaner.corpus.across_languages import GENERAL, SURE, Pool, align_paragraphs, rate
from cleaner.corpus.anchors import _skeletons, _value, find_anchors, pack_anchors, unpack_anchors
from cleaner.corpus.han_readings import foreign_name, is_two_syllables, reading
from cleaner.text.folding import fold

GERMAN = (
    "Der Hafenrat von Kalmara hat am 14. Mai beschlossen, 2,4 Millionen Euro für den Nordkai auszugeben. "
    "Fjodor Brandt, der seit 1998 den Fischmarkt leitet, rechnet mit 37 Wochen Bauzeit. Die Reederei Ostmark "
    "Ferries will bis dahin über Torsund ausweichen. Bürgermeisterin Ilse Novak nannte den Beschluss in der "
    "Morgenpost überfällig."
)
ENGLISH = (
    "Kalmara's port council decided on 14 May to spend 2.4 million euros on the north quay. Fyodor Brandt, who has run "
    "the fish market since 1998, expects the work to take 37 weeks. Ostmark Ferries will sail by way of Torsund until "
    "then. The mayor, Ilse Novak, told the Morgenpost newspaper that it was about time."
)
RUSSIAN = (
    "Портовый совет Калмары 14 мая решил потратить 2,4 миллиона евро на северный причал. Фёдор Брандт, который с 1998 "
    "года руководит рыбным рынком, ждёт, что работы займут 37 недель. Паромы компании Остмарк до тех пор будут ходить "
    "через Торсунд. Мэр Ильзе Новак сказала газете Моргенпост, что давно пора."
)
CHINESE = (
    "卡尔马拉港务委员会5月14日决定拨款240万欧元修建北码头。1998年起经营鱼市的费奥多尔·布兰特预计工期为37周。奥斯特马克渡轮"
    "公司在此之前将绕道托尔松德。市长伊尔莎·诺瓦克说，早就该这样做了。"
)
OTHERS = tuple(
    f"The board of {name} met on {day} June and put off a vote on {cost} new homes until {year}. {person} spoke for "
    f"the owners of {firm}, and the chair, {chair}, said that {count} letters had come in from {place}."
    for name, day, cost, year, person, firm, chair, count, place in (
        ("Dunmore", 11, 340, 2031, "Paul Reyes", "Glenside", "Hana Okafor", 212, "Westgate"),
        ("Harrow Vale", 12, 95, 2029, "Mira Holt", "Quayline", "Jonas Weil", 48, "Sandport"),
        ("Fenwick", 13, 1200, 2030, "Priya Lal", "Redstone", "Tom Osei", 77, "Millbrook"),
        ("Ashby", 15, 60, 2028, "Lena Ott", "Bellmar", "Ana Ruiz", 19, "Longsea"),
    )
)


def pool(*documents):
    return Pool([find_anchors(text, language) for text, language in documents])


@pytest.mark.parametrize(("text", "language"), [(GERMAN, "de"), (RUSSIAN, "ru"), (CHINESE, "zh")])
def test_the_original_is_found_among_others(text, language):
    among = pool(*((other, "en") for other in OTHERS), (ENGLISH, "en"))
    (found,) = among.find(find_anchors(text, language))
    assert found.number == len(OTHERS)
    assert found.score > SURE
    assert found.shared >= 4


def test_nothing_is_sure_where_the_original_is_missing():
    among = pool(*((other, "en") for other in OTHERS))
    assert all(found.score < SURE for found in among.find(find_anchors(GERMAN, "de"), most=3))


def test_documents_of_the_same_language_are_not_looked_at():
    assert pool((ENGLISH, "en")).find(find_anchors(ENGLISH, "en")) == []
    assert Pool([]).find(find_anchors(ENGLISH, "en")) == []


def test_another_order_scores_less():
    halves = GERMAN.split(". ")
    turned = ". ".join(halves[3:] + halves[:3])
    among = pool(*((other, "en") for other in OTHERS), (ENGLISH, "en"))
    (straight,), (mixed,) = (among.find(find_anchors(text, "de")) for text in (GERMAN, turned))
    assert straight.score > mixed.score


@pytest.mark.parametrize(
    ("figures", "behind", "value"),
    [
        ("2,4", " Millionen", 2_400_000), ("2.4", " million", 2_400_000), ("1.200", "", 1200), ("1,200", "", 1200),
        ("12 000", "", 12_000), ("4", "万", 40_000), ("3", " млрд", 3e9), ("1.234.567", "", 1_234_567),
        ("37", " weeks", 37),
    ],
)  # fmt: skip
def test_numbers_are_written_out(figures, behind, value):
    assert _value(figures, behind) == value


@pytest.mark.parametrize(
    "names", [("Fyodor", "Фёдор", "フョードル"), ("Brandt", "Брандт", "ブラント"), ("Philips", "Филипс")]
)
def test_a_name_has_the_same_bones_in_every_script(names):
    bones = [set(_skeletons(name if name[0] >= "ァ" else fold(name), 3)) for name in names]  # as `_anchors` does
    assert bones[0]
    assert all(bones[0] & other for other in bones[1:])


@pytest.mark.parametrize(
    "text", ["", "1" * 500, "٣٤٥ ١٢", "²³ ½", "1.2.3.4,5,6", "１２３万", "\ud800 A", "9" * 400 + " million"]
)
def test_any_text_has_anchors(text):
    found = find_anchors(text, "en")
    assert len(found.keys) == len(found.places)


@pytest.mark.parametrize(("text", "language"), [(GERMAN, "de"), (CHINESE, "zh"), ("", "en"), ("no names", "en")])
def test_anchors_come_back_from_their_bytes(text, language):
    found = find_anchors(text, language)
    again = unpack_anchors(pack_anchors(found), language)
    assert again.language == language
    for name in ("keys", "places", "loose", "paragraphs"):
        assert (getattr(again, name) == getattr(found, name)).all()


@pytest.mark.parametrize("data", [b"", b"no anchors", zlib.compress(b"\1\0\0\0\0\0\0\0"), zlib.compress(b"\xff" * 9)])
def test_bytes_that_are_no_anchors_are_refused(data):
    with pytest.raises((ValueError, zlib.error)):
        unpack_anchors(data, "en")


def test_paragraphs_are_aligned_in_order_and_one_that_was_left_out_has_no_partner():
    german, english = (text.replace(". ", ".\n") for text in (GERMAN, ENGLISH))
    first, _, third = english.split("\n")[:3]
    whole, cut = find_anchors(german, "de"), find_anchors(f"{first}\n{third}", "en")
    pairs = [(pair.left, pair.right) for pair in align_paragraphs(whole, cut, GENERAL)]
    assert pairs == [(0, 0), (3, 1)], "German is cut behind the day of the date as well"


def test_two_documents_without_a_folder_are_rated_too():
    german, english, other = find_anchors(GERMAN, "de"), find_anchors(ENGLISH, "en"), find_anchors(OTHERS[0], "en")
    assert rate(german, english, GENERAL).score > SURE
    assert rate(german, other, GENERAL).score < SURE


def test_a_text_twice_as_long_is_less_likely_the_original():
    long = find_anchors(ENGLISH + "\n" + "And they went on and on about it for a long while. " * 12, "en")
    german = find_anchors(GERMAN, "de")
    assert rate(german, long, GENERAL).score < rate(german, find_anchors(ENGLISH, "en"), GENERAL).score


@pytest.mark.parametrize(
    ("character", "syllable"),
    [("杭", "hang"), ("州", "zhou"), ("啊", "a"), ("座", "zuo"), ("A", ""), ("龘", ""), ("。", "")],
)
def test_chinese_is_read_by_the_order_of_its_standard(character, syllable):
    assert reading(character) == syllable


def test_foreign_names_in_chinese_sound_like_themselves():
    assert set(_skeletons(foreign_name("沃特福德"), 3)) & set(_skeletons("watford", 3))
    assert set(_skeletons(foreign_name("加利福尼亚"), 3)) & set(_skeletons("california", 3))
    assert is_two_syllables("hangzhou")
    assert not is_two_syllables("watford")
