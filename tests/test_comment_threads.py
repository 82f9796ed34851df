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


READERS = (
    ("Tom B.", "3 May 2024 8:23 am", SAID[0][2]), ("Lena K.", "3 May 2024 9:10 am", SAID[1][2]),
    ("marsh_hen", "3 May 2024 9:12 am", SAID[2][2]),
    ("Iris", "4 May 2024 11:40 pm", "Bread it was, and a good one too."),
    ("Joel W.", "5 May 2024 7:02 am", "I was told of soup. There was no soup at any station."),
)  # fmt: skip
SIGNED = {
    "above": "{name} | {time}\n{text}",
    "says": "{number}. {name} says: {time} {text}",
    "posted by": "{text}\nPosted by: {name} | {time}",
    "by, with a button": "{text}\nby {name} on {time}. Reply #",
    "by, with a place": "{text}\nPosted by: {name} (in warm and sunny Corley) | {time}",
    "dated first": "{time} — {name} (not verified)\n{text}",
    "numbered": "{number}. _on {time}_ {number} {name}\n{text}",
}


@pytest.mark.parametrize("head", ["", "5 comments", "## 5 Responses to “Swans delay trains”"])
@pytest.mark.parametrize("shape", SIGNED)
def test_signatures_make_a_thread_without_a_heading(shape: str, head: str) -> None:
    thread = [
        SIGNED[shape].format(number=number, name=name, time=time, text=text)
        for number, (name, time, text) in enumerate(READERS, 1)
    ]
    body = cleaned(*STORY, *([head] if head else []), *thread).body
    assert all(line in body for line in STORY)
    assert [text for _, _, text in READERS if text in body] == []


def test_below_a_heading_that_names_the_story_all_is_comments() -> None:
    said = [text for _, _, text in READERS]
    body = cleaned(*STORY, STORY[0].replace("Monday", "Sunday"), "5 thoughts on “Swans delay trains”", *said).body
    assert all(line in body for line in STORY)
    assert [text for text in said if text in body] == []


@pytest.mark.parametrize("names", [("Ana Ruiz",) * 5, ("Ana Ruiz", "Joel Wren", "Ana Ruiz", "Joel Wren", "Ana Ruiz")])
@pytest.mark.parametrize("shape", ["above", "posted by", "dated first"])
def test_entries_of_reporters_are_a_live_blog(shape: str, names: tuple[str, ...]) -> None:
    entries = [
        SIGNED[shape].format(name=name, time=time, text=text)
        for name, (_, time, text) in zip(names, READERS, strict=True)
    ]
    result = cleaned(*STORY, *entries, STORY[0].replace("Monday", "Sunday"))
    assert [row["text"] for row in result.to_record()["removed"] if row["kind"] == "comments"] == []


TOLD = (
    "Tom B. wrote on Tuesday: “I was on that train, and the bread was very good.”",
    "At 8:23 am on 3 May 2024 the line was closed between Corley and the bridge.",
    "Lena K., a signalman, said on 3 May 2024 at 9:10 am that swans have right of way.",
    "Joel Wren said at 9:12 am: “Nobody asked the swans.”",
    "Iris Calder of the company said on 4 May 2024 at 11:40 pm that the bread was a present.",
)


def test_what_people_said_at_an_hour_stays() -> None:
    body = cleaned(*STORY, *TOLD, STORY[0].replace("Monday", "Sunday")).body
    assert [line for line in TOLD if line not in body] == []


VIEW = (
    "The swans are only half of the trouble, because the line runs through the marsh that they have always bred in.",
    "A fence along the bank would cost less than one closed morning, and the company has known that for nine years.",
    "What is missing is not money but somebody who signs the paper, and the swans can not be asked to wait for that.",
    "Until then the laundry basket of the signalman remains the best plan that the whole railway has to offer.",
)


@pytest.mark.parametrize("head", ["Comment", "Comments", "Comment:"])
@pytest.mark.parametrize("below", [("Tom B. · 2 hours ago", "Lena K. · 1 hour ago"), ("3 May 2024", "2 May 2024")])
def test_a_part_of_the_story_headed_comment_stays(head: str, below: tuple[str, str]) -> None:
    teasers = [line for time, (_, _, text) in zip(below, SAID, strict=False) for line in (time, text)]
    body = cleaned(*STORY, head, *VIEW, *teasers).body
    assert [line for line in VIEW if line not in body] == []
