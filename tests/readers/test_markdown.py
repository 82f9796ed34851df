"""Markdown: judged without its marks, told in offsets of the input, of which nothing is lost whatever the marks."""

from __future__ import annotations

import gc
import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.cli import main
from cleaner.corpus.compare import compare_results
from cleaner.document import Segment
from cleaner.forms.record import replay
from cleaner.readers import read
from cleaner.readers.source_format import NotText, check_text, looks_like_markdown
from cleaner.redecide import redecide

CLEANER = cleaner.Cleaner(translation=False)
STORY = (
    "The harbour of the town stayed closed on Monday after a storm broke the wall, the port authority said.\n",
    "Fishermen who have moored at the old quay for forty years said that nobody had warned them of the danger.\n",
    "The repair will take until the autumn and cost the county nine million, most of it for the new breakwater.\n",
)
PIECES = (
    "[", "]", "(", ")", "](", "![", "](https://k.example/a)", "[Home](/)", "![](a.jpg)", "![Two boats](a.jpg)", "<",
    ">", "<br>", "<div>", "</div>", "<a href='/'>", "</a>", "<!--", "-->", "<https://k.example>", "*", "**", "_", "`",
    "```",
    "\n```\n", "~~~", "# ", "## ", " #", "> ", "* ", "- ", "1. ", "| ", " | ", "|---|---|", "---", "===", "\\", "\\*",
    "&amp;", "&nbsp;", "&#10;", "&bogus;", "[1]: https://k.example/1", "[1]", "[^1]", "\n", "\n\n", "\r\n", "\r", " ",
    "\t", "\u2028", "\x1c", "\xa0", "word", "The harbour of the town stayed closed on Monday after a storm. ", "港",
    "\ud800", "\U0001f6a2", "\x00", "https://k.example/a_b_c",
)  # fmt: skip


def is_binary(source: str) -> bool:
    """Whether the readers refuse the characters in any form: four NULs and nothing else are no text."""
    try:
        check_text(source)
    except NotText:
        return True
    return False


def shown(text: str) -> list[str]:
    """The lines that are judged."""
    return list(read(text, form="markdown", language="en").judged().lines)


def check(source: str) -> cleaner.Result:
    """Clean as Markdown; what was kept and removed is the input, and the record gives the same body again."""
    result = CLEANER.clean(source, form="markdown")
    assert (result.status is cleaner.Status.ERROR) is is_binary(source), result.warnings
    assert "".join(source[start:end] for (start, end), _, _ in result.segments) == source == result.text
    assert all(start < end for (start, end), _, _ in result.segments)
    record = result.to_record(with_marks=True)
    assert replay(record, source) == result.body
    judged = result.judged
    assert "".join(judged.text[start:end] for (start, end), _, _ in judged.segments) == judged.text
    return result


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_nothing_is_lost_whatever_the_marks(source: str) -> None:
    result = check(source)
    if result.status is cleaner.Status.ERROR:
        return
    again = redecide(result.to_record(with_marks=True), source)
    assert again.body == result.body
    assert list(map(told, again.segments)) == list(map(told, result.segments))


def told(segment: Segment) -> tuple[object, ...]:
    """What a record says of a segment; a mark without a score of its own for its kind has that of the mark."""
    mark = segment.mark
    return (
        segment.span,
        segment.fate,
        mark and (mark.span, mark.kind, mark.score, mark.detector, mark.reason, mark.lifted, mark.naming),
    )


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("# Title #\n## [Sub](/s)", ["Title", "Sub"]),
        ("Title\n=====\n\nSub\n---\nText", ["Title", "Sub", "Text"]),
        ("#hashtag stays", ["#hashtag stays"]),
        ("* [Home](/)\n- [ ] to do\n+ plus\n  * deep", ["Home", "to do", "plus", "deep"]),
        ("1. [First](/1)\n2) second\n12. November 2025", ["1. First", "2) second", "12. November 2025"]),
        ("> quoted\n> > twice", ["quoted", "twice"]),
        ("[a [b](x) c](y)", ["a b c"]),
        ("[two\nlines](https://k.example/a-\nb)", ["two", "lines"]),
        ("[ Ana Ruiz ](/a), who said", ["Ana Ruiz, who said"]),
        ("[X](https://k.example/(a)_b \"title\") [Y](<https://k.example/a b>)", ["X Y"]),
        ("[open](no end", ["[open](no end"]),
        ("[laughs] (he laughs) [and](then cries)", ["[laughs] (he laughs) [and](then cries)"]),
        ("see [one][1], [two][] and [1] but not [three]\n\n[1]: https://k.example/1\n[two]: /2",
         ["see one, two and 1 but not [three]", "[1]: https://k.example/1", "[two]: /2"]),
        ("[Ana]: I was there.", ["[Ana]: I was there."]),
        ("**bold** and _it_ and ***both*** and ~~gone~~", ["bold and it and both and gone"]),
        ("*Name changed. 5 * 3 = 15, snake_case_name", None),
        ("**I**f the event trend****s, key**Key** a***b", ["If the event trend****s, keyKey a***b"]),
        (r"\*literal\* 1986\. \[x\]", ["*literal* 1986. [x]"]),
        ("AT&amp;T &lt;b&gt; &nbsp;&copy; &bogus; &#10;", ["AT&T <b> \xa0© &bogus; &#10;"]),
        ("<https://k.example/a> <ana@k.example>", ["https://k.example/a ana@k.example"]),
        ("a < b > c <notatag> <b>d</b><br>e", ["a < b > c <notatag> d e"]),
        ("`[code](x)` and ``a ` b`` and ` alone", ["[code](x) and a ` b and ` alone"]),
        ("```\n# not a title\n[x](y)\n```\nafter", ["# not a title", "[x](y)", "after"]),
        ("```\nnever closed [x](y)", ["```", "never closed x"]),
        ("| a | [b](x) |\n|---|---|\n| 1 | 2 |", ["a | b", "1 | 2"]),
        ("Text ![alt](a.jpg) goes on", ["Text  goes on"]),
        ("above\n\n***\n\nbelow", ["above", "below"]),
        ("[](https://k.example/)\n\n![](a.jpg)\n\nText", ["Text"]),
        ("One\r\n\r\n* [Two](/)\r\n", ["One", "Two"]),
    ],
)  # fmt: skip
def test_marks_are_not_judged(source: str, lines: list[str] | None) -> None:
    assert shown(source) == (lines if lines is not None else [source])
    check(source)


def test_lines_stand_in_elements_and_links_are_known() -> None:
    source = (
        "# A long title\n\n* [Home](/)\n* text [link](/l)\n\n> said\n\n[Ana Ruiz](https://k.example/authors/ana-ruiz)\n"
    )
    document = read(source, form="markdown", language="en").judged()
    found = [(block.node.tag, round(block.link_share, 1)) for block in document.blocks if block.node]
    assert found == [("h1", 0.0), ("a", 1.0), ("li", 0.5), ("blockquote", 0.0), ("a", 1.0)]
    node = document.blocks[-1].node
    assert node is not None
    assert node.elements.sorts[node.elements.sort[node.number]] == ("a", ("author",))
    assert document.meta["title"] == (("heading", "A long title"),)


def test_the_title_is_the_heading_above_the_story() -> None:
    source = f"# The Evening Post\n\n# Harbour closed after storm\n\n{STORY[0]}\n# What happens next week\n\n{STORY[1]}"
    assert CLEANER.clean(source, form="markdown").metadata.title == "Harbour closed after storm"


def test_code_in_a_story_is_not_touched() -> None:
    code = "```python\nprint('[Share](#)')  # Share\n\nSubscribe\n```"
    assert code in CLEANER.clean(f"{STORY[0]}\n{code}\n\n{STORY[1]}", form="markdown").body


def test_a_picture_goes_and_the_caption_that_repeats_its_words() -> None:
    picture = (
        "![Two boats lie on the quay of the town](a.jpg)\nTwo boats lie on the quay of the town. (County Archive)\n"
    )
    source = f"{STORY[0]}\n{picture}\n{STORY[1]}\n![](b.jpg)\n\n{STORY[2]}"
    result = check(source)
    assert result.body == "\n".join(STORY).strip()
    assert [removed.kind for removed in result.removed] == ["caption"] * 3
    kept = cleaner.Cleaner(keep={"caption"}, translation=False).clean(source, form="markdown")
    assert kept.body == source.strip()


@pytest.mark.parametrize(
    "source", ["", " \n", "![](a.jpg)", "---", "<div>\n</div>", "```\n```", "[](/)\n\n![a](b)\n", "#"]
)
def test_a_text_of_marks_alone(source: str) -> None:
    result = check(source)
    assert result.body == ("" if "(" in source else source.strip())


def test_plain_text_stays_text() -> None:
    plain = "The harbour is closed.\n\nSee [the notice](https://k.example/notice) of the port.\n" * 2
    assert not looks_like_markdown(plain)
    assert not looks_like_markdown("# one\n# two\n# three\nimport os\n" * 4)
    assert not looks_like_markdown("#harbour #storm #closed\n" * 5)
    long = "A line of the story that has no mark at all.\n" * 100
    assert not looks_like_markdown(long + "[a](/a) [b](/b) [c](/c)\n")
    assert read(plain, language="en").unmarked is None


def test_markdown_is_told_by_evidence() -> None:
    assert looks_like_markdown("[Home](/)\n[News](/news)\n[Sport](/sport)\n\nText.\n")
    assert looks_like_markdown("# Title here\n\nText.\n\n## Sub\n\nText.\n\n## More\n\nText.\n")
    assert looks_like_markdown("# Title here\n\nBy [Ana](/authors/ana)\n\nText.\n")
    assert read(b"# Title here\n\nBy [Ana](/authors/ana)\n\nText.\n").unmarked is not None


@pytest.mark.parametrize("name", ["a.md", "a.markdown", "a.MD"])
def test_files_are_read_by_their_ending(name: str, tmp_path: Path) -> None:
    from cleaner.cli.one_document import read_single

    (tmp_path / name).write_text("Text", encoding="utf-8")
    assert read_single(str(tmp_path / name)) == (b"Text", "markdown")


@pytest.mark.parametrize(
    "unit",
    ["[", "]", "![", "[](", "](", "](a", "[a](b)", "[a][b]", "](<", "*", "*a", "_a ", "**a", "`", "``a`", "<", "<a ",
     "<!--", "&", "&amp", "\\", "| ", "|-", "> ", "- ", "# ", "```\n", "~~~~\n```\n", "[a]: /b\n",
     "![](a)\n\n", "<div>\n\n",
     "</div>\n\n", "(a)", "](a(b)", "[a](b \"", "https://k.example/_", "[[a](b)](c)", "\n\n"],
)  # fmt: skip
def test_time_grows_with_the_length(unit: str) -> None:
    def seconds(size: int) -> float:
        source = (unit * (size // len(unit) + 1))[:size]
        gc.disable()  # a collection walks all that the other tests of the process left
        start = time.process_time()
        read(source, form="markdown", language="en")
        end = time.process_time()
        gc.enable()
        return end - start

    seconds(1_000)
    short, long = (min(seconds(size) for _ in range(3)) for size in (20_000, 160_000))
    assert long < 24 * short + 0.05


MENU = "* [Home](/)\n* [News](/news)\n* [Sport](/sport)\n\n"
MARKED = MENU + "".join(f"{line.replace('the', '[the](https://k.example/a)', 1)}\n" for line in STORY)


def test_the_command_reads_markdown_and_writes_it_plain(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(MARKED, encoding="utf-8")
    (tmp_path / "a.txt").write_text(MARKED, encoding="utf-8")
    (tmp_path / "rows.jsonl").write_text(json.dumps({"text": MARKED}) + "\n", encoding="utf-8")

    def run(*arguments: str) -> str:
        return CliRunner().invoke(main, ["clean", "-q", "-j", "1", "--no-translation", *arguments]).stdout

    body, plain = MARKED.removeprefix(MENU).strip() + "\n", "\n".join(STORY)
    assert run(str(tmp_path / "a.md")) == body
    assert run(str(tmp_path / "a.txt"), "--form", "markdown") == body
    assert run(str(tmp_path / "a.md"), "--plain") == plain
    record = json.loads(run(str(tmp_path / "rows.jsonl"), "--form", "markdown", "--plain", "--format", "jsonl"))
    assert (record["form"], record["body"] + "\n", record["plain_body"] + "\n") == ("markdown", body, plain)
    assert "form" not in json.loads(run(str(tmp_path / "rows.jsonl"), "--format", "jsonl"))


def test_the_configuration_says_what_text_is() -> None:
    worker = cleaner.Cleaner(form="markdown", translation=False)
    assert worker.clean("# One line").document.unmarked is not None
    assert worker.clean("# One line", form="text").document.unmarked is None
    with pytest.raises(cleaner.UsageError, match="form must be one of text, markdown, html"):
        cleaner.Config(form="rtf")


def test_passages_point_into_the_input() -> None:
    result = cleaner.clean(MARKED, language="en")
    assert result.translation is not None
    told = [MARKED[start:end] for (start, end) in (passage.span for passage in result.translation.passages)]
    assert told
    assert all(passage in result.body for passage in told)
    assert told[0].startswith("The harbour of [the](https://k.example/a) town")
    assert told[-1].endswith("breakwater.")


def test_a_copy_is_known_with_and_without_its_marks() -> None:
    plain = CLEANER.clean("\n".join(STORY), language="en")
    marked = CLEANER.clean(MARKED, language="en")
    found = compare_results(plain, marked)
    assert found.near_duplicate
    assert [pair.left for pair in found.pairs] == [0, 1, 2]
