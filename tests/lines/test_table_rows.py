"""A table among the paragraphs of the story stays whole where one of its rows does; others are judged row by row."""

from __future__ import annotations

from time import process_time

import numpy as np
import pytest

from cleaner import Cleaner
from cleaner.classifier.network import LineScores
from cleaner.classifier.subheadings import hold_subheadings
from cleaner.classifier.table_rows import hold_tables
from cleaner.document import Document

WORKER = Cleaner(translation=False, witness=False)
PARAGRAPHS = (
    "The harbour of Velmora reopened on Monday after eight weeks of repairs, the port authority said in a statement.",
    "Two ferries left before noon, and the first container ship is expected on Thursday, the harbour master said.",
)
CELLS = (("<th>Year</th>", "<th>Ships</th>"), ("<td>2022</td>", "<td>120</td>"), ("<td>2023</td>", "<td>340</td>"))
TABLE = f"<table>{''.join(f'<tr>{one}{other}</tr>' for one, other in CELLS)}</table>"
LINKED = TABLE.replace("<td>2022</td>", "<td><a href=/a>The ships of 2022</a></td>")
CALENDAR = f"<aside><h3>Calendar</h3>{TABLE}</aside>"


def page(story: str) -> Document:
    return WORKER.read(f"<html><body><main>{story}</main></body></html>", form="html")


def kept(document: Document, row: str) -> list[str]:
    """The lines that stay where the paragraphs and one row of the table are article."""
    lines = [line.strip() for line in document.lines]
    body = np.array([1.0 if line in PARAGRAPHS or line == row else 0.1 for line in lines], np.float32)
    units = np.array([len(line) / 5 for line in lines], np.float32)
    scores = hold_tables(document, LineScores(body, np.zeros((len(lines), 16), np.float32)), units)
    return [line for line, share in zip(lines, scores.body, strict=True) if share >= 0.5 and line not in PARAGRAPHS]


ROWS = ["Year | Ships", "2022 | 120", "2023 | 340"]
STORIES = {
    "between": "<p>{}</p>{table}<p>{}</p>",
    "behind": "<p>{}</p><p>{}</p>{table}",
    "before": "{table}<p>{}</p><p>{}</p>",
    "figure": "<p>{}</p><figure>{table}</figure><p>{}</p>",
    "scrolled": "<div><p>{}</p><div class=a><div class=b>{table}</div></div><p>{}</p></div>",
}


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("story", STORIES)
def test_a_table_in_the_story_stays_whole(story: str, row: str) -> None:
    document = page(STORIES[story].format(*PARAGRAPHS, table=TABLE))
    assert kept(document, row) == ROWS
    assert kept(document, "none of them") == []


def test_rows_of_links_and_tables_beside_the_story_are_judged_alone() -> None:
    linked = page(STORIES["between"].format(*PARAGRAPHS, table=LINKED))
    assert kept(linked, ROWS[0]) == [ROWS[0], ROWS[2]]
    beside = page(f"<section><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></section>{CALENDAR}")
    assert kept(beside, ROWS[0]) == [ROWS[0]]


def test_a_table_that_lays_out_the_page_is_no_table_of_data() -> None:
    cells = "".join(f"<tr><td><h2>Menu</h2><p>{text}</p><p>Menu</p></td><td>x</td></tr>" for text in PARAGRAPHS)
    assert kept(page(f"<table>{cells}</table>"), "Menu") == ["Menu"] * 4


@pytest.mark.parametrize(
    ("hold", "piece", "times"),
    [(hold_tables, f"<p>story</p>{TABLE}", 5_000), (hold_subheadings, "<h2>17.10</h2><p>story</p>", 20_000)],
)
def test_pages_of_many_pieces_take_linear_time(hold, piece, times):
    document = page(piece * times)
    story = np.array([line.strip() == "story" for line in document.lines])
    scores = LineScores(np.where(story, 0.9, 0.2), np.zeros((len(story), 16)))
    begin = process_time()
    hold(document, scores, np.where(story, 30.0, 2.0))
    assert process_time() - begin < 1
