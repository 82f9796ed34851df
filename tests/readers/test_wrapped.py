"""Lines wrapped at a fixed width are one paragraph; lists, poems and teasers of one length are not wrapped."""

from __future__ import annotations

import pytest

from cleaner.document import one_line
from cleaner.readers import read
from cleaner.readers.wrapped import find_wrapped
from training.dresses import WIDTHS, WIDTHS_CJK, is_unspaced, wrap
from training.frames import own_stories

PARAGRAPH = (
    "The harbour council voted on Tuesday night to close the old ferry pier for eighteen months while engineers "
    "replace the rotten piles beneath it, a job that was put off four times since the storm of 1998."
)
CHINESE = (
    "港口委员会星期二晚上投票决定关闭旧渡轮码头十八个月，工程师将更换码头下面腐烂的木桩，"
    "这项工程自一九九八年的风暴以来已经推迟了四次。"
) * 2  # fmt: skip
LANGUAGES = ("de", "el", "en", "hi", "ja", "ru", "zh")


def flags(lines: list[str]) -> list[bool]:
    return find_wrapped(lines, [True] * len(lines))


@pytest.mark.parametrize(("text", "width"), [*((PARAGRAPH, w) for w in WIDTHS), *((CHINESE, w) for w in WIDTHS_CJK)])
def test_every_line_of_a_wrapped_paragraph_but_the_last_goes_on(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert flags(lines) == [True] * (len(lines) - 1) + [False]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrapped_story_has_the_paragraphs_it_had(language: str, width: int) -> None:
    tried = 0
    for story in own_stories(language).values():
        lines = [wrap(text, 30 if is_unspaced(text) else width) for text in story]
        long = sum(len(text) for text, parts in zip(story, lines, strict=True) if len(parts) > 1)
        if long > 0.7 * sum(map(len, story)):  # an interview of one-line paragraphs does not show its width
            document = read("\n\n".join("\n".join(parts) for parts in lines), form="text", language=language)
            assert document.lines == tuple(" ".join(parts) for parts in lines)
            tried += 1
    assert tried


def test_offsets_are_those_of_the_input() -> None:
    text = "Ferry pier to close\r\n\r\n" + "\r\n".join(wrap(PARAGRAPH, 60)) + "\r\n\r\n" + PARAGRAPH + "\r\n"
    document = read(text, form="text")
    assert document.text == text
    for block, line in zip(document.blocks, document.lines, strict=True):
        part = document.slice(block.span)
        assert line == one_line(part)
        assert len(line) == len(part.strip())


@pytest.mark.parametrize(
    "lines",
    [
        ["Home", "News", "Sport", "Weather", "Culture", "Opinion"],
        ["Bridge at Corley to reopen in June", "Mill Lane roof found to be unsafe", "Swans close motorway for an hour"],
        [PARAGRAPH, PARAGRAPH, PARAGRAPH],
        ["Many dream of a house beside the sea, and most often...", "few have seen what the sea does by night..."] * 3,
        ["The tide came in at four and took the boats along.", "The tide went out at ten and left us with a song."] * 3,
        ["小船在港口里等着风和月亮的到来还有雨水也等着渔夫回家的脚步声。"] * 5,
    ],
    ids=["menu", "teasers", "paragraphs", "cut teasers", "poem", "lines of one length"],
)
def test_nothing_is_joined_in(lines: list[str]) -> None:
    assert flags(lines) == [False] * len(lines)


def test_lines_of_a_page_are_joined_within_one_element() -> None:
    broken = "<br>".join(wrap(PARAGRAPH, 60))
    document = read(f"<body><div>{broken}</div><p>One.</p><p>Two.</p></body>", form="html")
    assert document.lines == (PARAGRAPH, "One.", "Two.")
    apart = "".join(f"<p>{line}</p>" for line in wrap(PARAGRAPH, 60))
    assert len(read(f"<body>{apart}</body>", form="html").lines) == len(wrap(PARAGRAPH, 60))


def test_the_share_of_links_of_a_joined_line_is_that_of_its_characters() -> None:
    first, *rest = wrap(PARAGRAPH, 60)
    linked = first.replace("harbour council", "<a href='/council'>harbour council</a>")
    document = read(f"<body><div>{linked}<br>{'<br>'.join(rest)}</div></body>", form="html")
    assert document.lines == (PARAGRAPH,)
    assert document.blocks[0].link_share == pytest.approx(len("harbour council") / len(PARAGRAPH), abs=0.02)


@pytest.mark.parametrize(
    ("opening", "line", "closing"),
    [("<div>", "<br>", "</div>"), ("<pre>", "\n", "</pre>"), ("<p>", "<br />\n", "</p>")],
)
def test_a_blank_line_of_a_page_ends_a_paragraph(opening: str, line: str, closing: str) -> None:
    story = [PARAGRAPH[:107], PARAGRAPH[107:], PARAGRAPH.replace("harbour", "district")[:107]] * 2
    broken = (2 * line).join(line.join(wrap(part.strip(), 76)) for part in story)
    document = read(f"<body>{opening}{broken}{closing}</body>", form="html")
    assert document.lines == tuple(part.strip() for part in story)


@pytest.mark.parametrize("line", ["<br>", "<br><br>"])
def test_short_lines_without_spaces_are_not_joined(line: str) -> None:
    lines = ["ซุปนี้คุณยายทำตอนที่เรือกลับมาช้า", "ต้นหอมใหญ่สองต้น", "ล้างต้นหอมแล้วหั่นเป็นแว่นหนา", "วางปลาไว้ข้างบนแล้วปิดฝา"] * 2
    assert read(f"<body><div>{line.join(lines)}</div></body>", form="html").lines == tuple(lines)
