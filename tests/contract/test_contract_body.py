"""Page text and body, as the contract words them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.document import Document, Mark, Reason, Span
from cleaner.phrases.packs import load_packs

CLEANER = cleaner.Cleaner(translation=False)
NOTHING = cleaner.Cleaner(translation=False, detectors=(), classifier=None)
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


MARKED = cleaner.Cleaner(translation=False, detectors=[claim_marked], classifier=None)


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


TITLE = "Velmora reopens its harbour after eight weeks"
DECK = "The ferries sail again, but the fishermen say that their summer is lost and want to be paid for it."
PAGE = """<html><head><title>{title}</title><meta property="og:description" content="{told}"></head><body>
<article><h1>{title}</h1><p class="deck">{deck}</p><p>{first}</p><p>{second}</p></article>
<section class="more"><p>{again}</p></section></body></html>"""


def kept_as(result: cleaner.Result, kind: str) -> list[str]:
    return [span["text"].strip() for span in result.to_record()["kept"] if span["kind"] == kind]


def page_with(told: str, deck: str, again: str) -> cleaner.Result:
    page = PAGE.format(title=TITLE, told=told, deck=deck, first=MONDAY, second=TUESDAY, again=again)
    return CLEANER.clean(page, form="html")


def test_the_standfirst_of_a_page_is_kept_once_and_a_copy_goes() -> None:
    result = page_with(DECK, DECK, DECK)
    assert result.body == "\n\n".join((DECK, MONDAY, TUESDAY))
    assert kept_as(result, "standfirst") == [DECK]
    copy = next(span for span in result.to_record()["removed"] if span["text"].strip() == DECK)
    assert copy["start"] > result.text.index(TUESDAY)
    assert copy["kind"] == "other" and copy["reason"] == {"rule": "standfirsts.again", "evidence": DECK[:80]}


def test_a_line_that_is_not_the_standfirst_is_not_called_so() -> None:
    told = "Something else altogether, said of the whole newspaper and of none of its stories."
    page = PAGE.format(title=TITLE, told=told, deck=DECK, first=MONDAY, second=TUESDAY, again="")
    result = CLEANER.clean(page.replace(' class="deck"', ""), form="html")
    assert DECK in result.body and kept_as(result, "standfirst") == []
    assert kept_as(page_with(told, DECK, ""), "standfirst") == [DECK]  # its class says so


def test_a_standfirst_equal_to_the_headline_goes() -> None:
    result = page_with(TITLE, TITLE, "")
    assert result.body == "\n\n".join((MONDAY, TUESDAY))
    assert [span.kind for span in result.removed] == ["headline", "headline"]


def test_the_standfirst_of_a_text_is_kept_once() -> None:
    result = CLEANER.clean("\n".join((TITLE, DECK, "By Ana Ruiz", DECK, MONDAY, TUESDAY)), form="text")
    assert result.body == "\n".join((DECK, MONDAY, TUESDAY))
    assert kept_as(result, "standfirst") == [DECK]
    assert [span.kind for span in result.removed] == ["headline", "other", "byline"]


def test_a_standfirst_can_be_removed() -> None:
    page = PAGE.format(title=TITLE, told=DECK, deck=DECK, first=MONDAY, second=TUESDAY, again="")
    assert cleaner.Cleaner(remove={"standfirst"}, translation=False).clean(page).body == f"{MONDAY}\n\n{TUESDAY}"


PARAGRAPHS = tomllib.loads((Path(__file__).parents[1] / "cases" / "paragraphs.toml").read_text(encoding="utf-8"))
CORRECTIONS = {
    code: next(rule.hits[0] for rule in pack.rules if rule.kind == "correction")
    for code, pack in load_packs().items()
    if code != "und"
}


@pytest.mark.parametrize("code", CORRECTIONS)
def test_a_correction_is_kept_and_named(code: str) -> None:
    story = PARAGRAPHS.get(code, PARAGRAPHS["en"])[:3]
    result = CLEANER.clean("\n".join((*story, CORRECTIONS[code])), language=code, form="text")
    assert kept_as(result, "correction") == [CORRECTIONS[code]]
    assert result.body == "\n".join((*story, CORRECTIONS[code])).strip()
