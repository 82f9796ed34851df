"""Page text and body, as the contract words them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.model import Document, Mark, Reason, Span

CLEANER = cleaner.Cleaner(translation=False)
NOTHING = cleaner.Cleaner(translation=False, detectors=())
PARAGRAPH = (
    "The harbour of Velmora reopened on {} after eight weeks of repairs, the port authority said in a statement that"
    " was read out at the town hall, and two ferries left before noon."
)
MONDAY, TUESDAY = PARAGRAPH.format("Monday"), PARAGRAPH.format("Tuesday")


def claim_marked(document: Document) -> list[Mark]:
    """Claims what stands between ‹ and ›, and whole lines that begin with "!"."""
    text, found = document.text, []
    at = text.find("‹")
    while at >= 0:
        end = text.find("›", at)
        end = len(text) if end < 0 else end + 1
        found.append(Mark(Span(at, end), "other", 1.0, "test", Reason("test.rule")))
        at = text.find("‹", end)
    found += [
        Mark(b.span, "other", 1.0, "test", Reason("test.rule"))
        for b in document.blocks
        if document.slice(b.span).startswith("!")
    ]
    return found


MARKED = cleaner.Cleaner(translation=False, detectors=[claim_marked])


def body_of(markup: str) -> str:
    return NOTHING.clean(f"<html><body>{markup}</body></html>", form="html").body


def test_offsets_count_code_points_and_are_half_open() -> None:
    """An astral character and a combining one count as they do in Python; `with_text` gives what they point into."""
    source = f"🛳 é {MONDAY}\nSign up for our newsletter\n🛳 {TUESDAY}\n"
    record = CLEANER.clean(source).to_record(with_text=True)
    assert record["text"] == source
    assert record["length"] == len(source)
    for span in record["removed"]:
        assert source[span["start"] : span["end"]] == span["text"]


@given(st.text(alphabet=st.sampled_from("ab. \n\r\t\u2028é🛳‹›!"), max_size=60))
def test_plain_text_is_the_page_text_and_line_breaks_are_never_added(text: str) -> None:
    """The page text is the input, unchanged; the body is a piece of it, and has no more line breaks."""
    result = MARKED.clean(text, form="text", language="en")
    assert result.text == text
    kept = iter(text)
    assert all(char in kept for char in result.body)
    assert result.body.count("\n") <= text.count("\n")
    if not result.removed and "\n\n\n" not in "".join(text.split(" ")).replace("\r", "").replace("\t", ""):
        assert result.body == text.strip()


@pytest.mark.parametrize(
    ("markup", "body"),
    [
        ("<p>One.</p><p>Two.</p><div>Three.</div>", "One.\n\nTwo.\n\nThree."),
        ("<p>Before.</p><ul><li>One</li><li>Two</li></ul><p>After.</p>", "Before.\n\nOne\nTwo\n\nAfter."),
        ("<table><tr><th>Team</th><th>Points</th></tr><tr><td>North</td><td>3</td></tr></table>",
         "Team | Points\nNorth | 3"),
        ("<p>One line<br>and the next.</p>", "One line\nand the next."),
        ("<h2>A heading</h2><blockquote><p>Quoted.</p></blockquote>", "A heading\n\nQuoted."),
    ],
)  # fmt: skip
def test_blocks_lists_tables_and_breaks_of_html(markup: str, body: str) -> None:
    """A blank line between blocks, a line an item and a row, " | " between cells, a line break for `<br>`."""
    assert body_of(markup) == body


def test_neighbouring_lines_are_separate_spans() -> None:
    """One removed span per line or cut."""
    result = MARKED.clean("Body one.\n!first\n!second\n!third\nBody ‹cut› two.", form="text", language="en")
    assert [span.text.strip() for span in result.removed] == ["!first", "!second", "!third", "‹cut›"]
    assert result.body == "Body one.\nBody two."


def test_white_space_around_a_cut_may_go_with_it_and_nothing_else() -> None:
    result = MARKED.clean("One ‹cut› two.\n\n\n!gone\n\n\nThree.", form="text", language="en")
    assert result.body.split() == ["One", "two.", "Three."]
    assert "".join(result.body.split()) in "".join("One two. Three.".split())
    for span in result.removed:
        assert span.text.strip() in ("‹cut›", "!gone")
