"""A document of which nothing stays has the best body there is: lists of stories, one sentence twice."""

from __future__ import annotations

from itertools import product

import pytest

import cleaner
from cleaner import Cleaner

SENTENCES = (
    "The harbour council closed the old ferry pier for repairs on Monday.",
    "Der Stadtrat hat am Montag die Sperrung der alten Brücke beschlossen.",
    "市议会星期一决定关闭这座旧桥，维修工程将持续一年半。",
    "The ferry left.",
)
STORIES = (
    (
        "Ferry pier closes for eighteen months of repairs",
        "Engineers found that the piles had rotted.",
    ),
    (
        "Lighthouse keeper retires after forty winters alone",
        "He counted every ship that passed.",
    ),
    ("School choir wins the island cup for a third time", "The judges praised a song about the herring fleet."),
    ("New bakery opens in the former customs house", "Bread from the stone oven is sold from six in the morning."),
    ("Storm takes the roof of the rowing club at night", "Nobody was hurt, and the boats lay dry on the other shore."),
)
MENU = "".join(f"<li><a href=/{name}>{name}</a></li>" for name in ("News", "Sport", "Harbour", "Weather", "About us"))
WORKER = Cleaner(translation=False)


def list_page(summary: bool, date: bool, tag: str, count: int) -> str:
    """The front page of a section: titles as links, with what the stories say and their dates or without."""
    items = "".join(
        f"<{tag}><h3><a href=/story/{i}>{title}</a></h3>"
        + (f"<p>{said}</p>" if summary else "")
        + (f"<time>{i + 2} May 2024</time>" if date else "")
        + f"</{tag}>"
        for i, (title, said) in enumerate(STORIES[:count])
    )
    head = "<html><head><title>Harbour | The Tidepost</title></head><body>"
    return f"{head}<nav><ul>{MENU}</ul></nav><h1>Harbour</h1>{items}<footer>© 2024 The Tidepost</footer></body></html>"


@pytest.mark.parametrize(
    ("summary", "date", "tag", "count"), [*product((True, False), (True, False), ("article", "div", "li"), (2, 5))]
)
def test_a_list_of_stories_is_not_empty(summary: bool, date: bool, tag: str, count: int) -> None:
    result = WORKER.clean(list_page(summary, date, tag, count))
    assert result.status in ("ok", "not_article")
    assert any((said in result.body) or (title in result.body) for title, said in STORIES[:count])
    assert "Tidepost" not in result.body


@pytest.mark.parametrize(
    ("sentence", "form", "times"), [*product(SENTENCES, ("{}\n", "{}\n\n", "<p>{}</p>"), (1, 2, 3))]
)
def test_a_sentence_again_and_again_is_there_once_at_least(sentence: str, form: str, times: int) -> None:
    result = WORKER.clean(form.format(sentence) * times)
    assert sentence in result.body


def test_a_kind_the_caller_removes_is_not_brought_back() -> None:
    page = list_page(summary=False, date=False, tag="div", count=5)
    assert WORKER.clean(page).body
    everything = Cleaner(
        translation=False, remove=frozenset(("related", "navigation", "headline", "other", "byline", "caption"))
    )
    assert everything.clean(page).body == ""


def test_a_menu_stays_empty() -> None:
    result = WORKER.clean(f"<html><body><nav><ul>{MENU * 8}</ul></nav></body></html>")
    assert (result.body, result.status) == ("", "not_article")


def test_a_record_decides_again_as_it_was_decided() -> None:
    from cleaner.redecide import redecide

    page = list_page(summary=True, date=True, tag="div", count=5)
    result = WORKER.clean(page)
    assert redecide(result.to_record(with_marks=True), page).body == result.body
    assert isinstance(result, cleaner.Result)


THAI = (
    "สภาเมืองท่าเรือมีมติเมื่อวันอังคารให้ปิดท่าเรือข้ามฟากเก่าเป็นเวลาสิบแปดเดือน ขณะที่วิศวกรเปลี่ยนเสาเข็มที่ผุพังใต้ท่าเรือ",
    "นายกเทศมนตรีกล่าวว่างานนี้ถูกเลื่อนมาแล้วสี่ครั้งตั้งแต่พายุใหญ่เมื่อปี 2541 และไม่สามารถรอได้อีกต่อไป",
    "ชาวบ้านหลายร้อยคนมารวมตัวกันหน้าศาลากลางเพื่อฟังผลการลงคะแนน บางคนนำรูปถ่ายเก่าของท่าเรือมาด้วย",
)


@pytest.mark.parametrize("form", ["<p>{}</p>", "<div>{}</div>", "{}<br>", "{}<br><br>", "<span>{}</span><br>", "{}\n"])
def test_a_story_in_a_script_that_no_model_has_seen_is_not_lost(form: str) -> None:
    page = "".join(map(form.format, THAI))
    result = WORKER.clean(page if form == "{}\n" else f"<html><body><div>{page}</div></body></html>")
    assert all(line in result.body for line in THAI)
    assert result.status in ("ok", "not_article")
