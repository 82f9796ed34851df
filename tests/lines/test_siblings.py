"""Lines of a page that are siblings stay or go together: lists of answers, definitions, a story in a script unread."""

from __future__ import annotations

import pytest

from cleaner import Cleaner

THAI = (
    "ท่าเรือเฟอร์รี่เก่าจะปิดเป็นเวลาสิบแปดเดือนเพื่อซ่อมเสาไม้ที่ผุพังใต้พื้นท่า สภาเมืองมีมติเมื่อคืนวันอังคาร",
    "นายสมชาย ใจดี ประธานสภาเมืองกล่าวว่า วิศวกรพบรอยร้าวในเสาสี่สิบสองต้นจากทั้งหมดหกสิบต้น",
    "“เราไม่มีทางเลือก” เขากล่าว",
    "ชาวประมงในหมู่บ้านใกล้เคียงบอกว่าพวกเขาจะต้องขนปลาไปทางถนนซึ่งใช้เวลานานกว่าเดิมสองชั่วโมง",
    "ค่าใช้จ่ายทั้งหมดอยู่ที่ราวสามล้านบาท และจะมาจากงบประมาณของปีหน้า",
    "งานจะเริ่มในวันที่ 3 มีนาคม",
    "ไม่มีใครปรบมือ",
)
KOREAN = (
    "Q. 연락선은 언제부터 다니지 않나요?", "3월 3일부터 18개월 동안 다니지 않습니다.", "Q. 학생들은 어떻게 통학하나요?",
    "시가 무료 버스를 운행합니다. 버스는 아침 7시에 출발합니다.", "Q. 비용은 누가 내나요?", "시가 전부 냅니다.",
    "Q. 정기권은 환불되나요?", "네, 4월 말까지 신청하면 됩니다.", "Q. 자전거를 실을 수 있나요?", "아니요.",
)  # fmt: skip
TERMS = (
    ("Pier", "Closed from 3 March. The waiting room stays open."),
    ("Buses", "Free for pupils, every half hour from the church."),
    ("Season passes", "They are refunded until the end of April."),
    ("Bicycles", "Not on the buses."),
    ("Cost", "3 million, paid by the council."),
)
STORY = (
    "The harbour council voted on Tuesday night to close the old ferry pier for eighteen months.",
    "Engineers will replace the rotten piles beneath it, and nobody could say when they were last looked at.",
)
WORKER = Cleaner(translation=False)


def body_of(inside: str, headline: str = "Ferry pier to close") -> str:
    links = "".join(f"<div class='menu'><a href='/{name}'>{name}</a></div>" for name in ("Home", "News"))
    links += f"<h1>{headline}</h1>"
    return WORKER.clean(
        f"<html><body>{links}<div>{inside}</div><div><a href='/c'>Contact</a> © 2024</div></body></html>"
    ).body


@pytest.mark.parametrize("dress", ["<p>{}</p>", "<div>{}</div>", "{}<br><br>", "<span>{}</span><br>"])
@pytest.mark.parametrize("lines", [THAI, KOREAN], ids=["thai", "korean"])
def test_a_story_stays_in_every_dress(lines: tuple[str, ...], dress: str) -> None:
    body = body_of("".join(map(dress.format, lines)))
    assert [line for line in lines if line not in body] == []
    assert "Home" not in body


def test_a_list_of_definitions_beside_the_story_stays() -> None:
    told = "".join(f"<p>{line}</p>" for line in STORY)
    body = body_of(told + "<dl>" + "".join(f"<dt>{a}</dt><dd>{b}</dd>" for a, b in TERMS) + "</dl>")
    assert [line for term in TERMS for line in term if line not in body] == []


def test_a_list_of_notes_that_are_no_sentences_goes() -> None:
    """A `<dl>` of dates and sections is furniture, beside the story too."""
    told = "".join(f"<p>{line}</p>" for line in STORY)
    notes = (
        ("Published", "12 January 2017"),
        ("Section", "Local news"),
        ("Reading time", "4 min"),
        ("Keywords", "ferries"),
    )
    body = body_of(told + "<dl>" + "".join(f"<dt>{a}</dt><dd>{b}</dd>" for a, b in notes) + "</dl>")
    assert all(line in body for line in STORY)
    assert not any(line in body for note in notes for line in note)


@pytest.mark.parametrize("tag", ["ul", "ol"])
def test_a_list_of_words_between_two_paragraphs_of_the_story_stays(tag: str) -> None:
    entries = ("Sport", "Kultur", "Kontakt", "Sign in", "Broccoli", "Share", "Follow us", "Weather", "Jobs")
    shown = f"<{tag}>{''.join(f'<li>{entry}</li>' for entry in entries)}</{tag}>"
    lines = body_of(f"<p>{STORY[0]}</p>{shown}<p>{STORY[1]}</p>").split("\n")
    assert {*STORY, "Kultur", "Broccoli"} <= set(lines)
    linked = shown.replace("<li>", "<li><a href='/x'>").replace("</li>", "</a></li>")
    assert "Kultur" not in body_of(f"<p>{STORY[0]}</p>{linked}<p>{STORY[1]}</p>").split("\n")
