"""Comment sections in the shapes pages give them: what goes, who said what when, and stories that look like them."""

from __future__ import annotations

from itertools import product

import pytest

from cleaner import Cleaner, Result

STORY = (
    "A pair of swans that had closed a motorway on Monday sat down on the railway line near Corley on Tuesday.",
    "They were carried off in a laundry basket by a signalman who had read how it is done, the company said.",
    "Passengers were given vouchers and, at one station, bread that was not meant for them.",
)
SAID = (
    ("Tom B.", "2 hours ago", "I was on that train and the bread was very good."),
    ("Lena K.", "1 hour ago", "Swans have right of way, everybody knows that."),
    ("marsh_hen", "May 3, 2024 at 8:23 am", "Nobody asked the swans, which is typical of the company."),
)
HEADS = (
    "Comments (3)",
    "3 Comments",
    "Comments",
    "3 Responses to Swans delay trains",
    "3 thoughts on “Swans delay trains”",
)
SHAPES = {
    "beside": "{name} · {time}\n{text}",
    "bar": "{name} | {time}\n{text}",
    "below": "{name}\n{time}\n{text}",
    "says": "{name} says:\n{time}\n{text}",
    "reply": "{name}\n{time}\n{text}\nReply",
    "share": "{name}\n{time}\n{text}\nLike\nReply\nShare",
}
WORKER = Cleaner(translation=False, comments=True)


def cleaned(*lines: str) -> Result:
    return WORKER.clean("\n".join(("Swans delay trains for a day", *lines)), language="en")


@pytest.mark.parametrize(("head", "shape"), [*product(HEADS, SHAPES)])
def test_a_section_goes_and_its_comments_are_listed(head: str, shape: str) -> None:
    thread = [SHAPES[shape].format(name=name, time=time, text=text) for name, time, text in SAID]
    result = cleaned(*STORY, head, *thread, "© 2024 The Tidepost")
    assert all(line in result.body for line in STORY)
    assert not any(text in result.body or name in result.body for name, _, text in SAID)
    assert [tuple(comment) for comment in result.comments or ()] == [*SAID]


def test_a_comment_of_two_paragraphs_is_one() -> None:
    thread = ("Tom B. · 2 hours ago", SAID[0][2], SAID[1][2], "Lena K. · 1 hour ago", SAID[2][2])
    result = cleaned(*STORY, "Comments (2)", *thread)
    assert result.to_record()["comments"] == [
        {"author": "Tom B.", "time": "2 hours ago", "text": f"{SAID[0][2]}\n{SAID[1][2]}"},
        {"author": "Lena K.", "time": "1 hour ago", "text": SAID[2][2]},
    ]


def test_names_above_texts_take_turns_as_often_as_the_heading_counts() -> None:
    said = [
        line for number in range(6) for line in (f"Reader {'ABCDEF'[number]}", f"{STORY[number % 3][:-1]}, I think.")
    ]
    assert not any("I think" in line for line in cleaned(*STORY, "6 comments", *said).body.split("\n"))
    assert "I think" in cleaned(*STORY, "60 comments", *said).body  # subheads and paragraphs look the same


QUESTIONS = ("Reporter", "Why a basket?", "Ms Dune", "Because a swan fits into it, and a signalman has one at hand.")
ENTRIES = ("8:23 am", "The line is closed between Corley and the bridge.", "9:10 am", "The swans have been seen again.")
LETTERS = ("Tom B., Corley", "I was on that train, and the bread was very good.", "Lena K., Dunport", "So was I.")


@pytest.mark.parametrize("head", ["", "3 comments", "Comments", "Leave a comment"])
@pytest.mark.parametrize("lines", [QUESTIONS * 3, ENTRIES * 2, LETTERS * 2])
def test_a_story_below_a_button_stays(head: str, lines: tuple[str, ...]) -> None:
    """Interviews, live blogs and letters are names, times and texts in turn, too."""
    result = cleaned(*([head] if head else []), *STORY, *lines, STORY[0].replace("Monday", "Sunday"))
    assert all(line in result.body for line in lines if len(line) > 30)
