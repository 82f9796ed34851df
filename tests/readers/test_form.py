"""Text or HTML: texts that mention tags at every place, and HTML of every make."""

from __future__ import annotations

import time

import pytest
from click.testing import CliRunner

from cleaner.cli import main
from cleaner.readers import read
from cleaner.readers.charset_guess import guess_encoding
from cleaner.readers.source_format import looks_like_html

SENTENCES = [
    "The harbour of Velmora reopened on Monday after eight weeks of repairs, the port authority said.",
    "The first freighter is due in the morning, and forty more wait outside the breakwater.",
    "Mayor Ana Ruiz said the work had cost less than planned, because the old piles could be kept.",
    "Fishermen had to land their catch in Sorell, an hour away by road, since the middle of May.",
    "The second basin stays closed until the autumn; its walls are to be raised by half a metre.",
]
MENU = "Home News Sport Weather Opinion Jobs Cars Travel Food Video Archive Contact".split()
TEXTS = {
    "lines": "\n".join(SENTENCES),
    "paragraphs": "\n\n".join(SENTENCES * 3),
    "dump": "\n".join([*MENU, *SENTENCES, "About us", "Terms of use", "Privacy"]),
    "one line": " ".join(SENTENCES * 4),
    "chinese": "\n".join(["港口在维修八周之后于星期一重新开放，港务局表示，第一艘货轮将在上午抵达码头。"] * 6),
}
MENTIONS = {
    "hint": 'You may use these tags: <a href="" title=""> <abbr title=""> <b> <blockquote cite=""> <code> <em> <i>',
    "block hint": "Allowed HTML: <p> <br> <div> <h2> <ul> <li>",
    "in a sentence": "Put the <p> tag before a paragraph, and <div> where there is none.",
    "break": "Use <br> to end a line, she said.",
    "bold": "Use <b>bold</b> and <i>italics</i> with care, she said.",
    "quoted": "Every page begins with `<html>`, “<head>” and (<body>).",
    "noscript": '<div>\n<a href="http://ads.example/c?id=1">\n<img src="http://ads.example/i.gif" width="1">\n</a>',
    "lone": "<div>",
    "code": "<ul>\n  <li>One</li>\n  <li>Two</li>\n</ul>",
    "script": "<script language='javascript' src='http://ads.example/show.js'></script>",
    "comment": "<!-- end of counter -->",
}
INSIDE = [f'With <a href="/a">a link</a> and <em>stress</em>. {sentence}' for sentence in SENTENCES]
HTML = {
    "one paragraph": f"<p>{SENTENCES[0]}</p>",
    "unclosed": f"<p>{SENTENCES[0]}",
    "paragraphs": "\n".join(f"<p>{s}</p>" for s in SENTENCES),
    "one line": "".join(f"<p>{s}</p>" for s in INSIDE),
    "div": f"<div class=story><div>{SENTENCES[0]}</div></div>",
    "unclosed paragraphs": "\n".join(f"<p>{s}" for s in SENTENCES),
    "breaks": "<br>\n".join(SENTENCES),
    "breaks in one line": " <br> ".join(SENTENCES),
    "two breaks": "<br/><br/>".join(SENTENCES),
    "breaks in capitals": "<BR>".join(SENTENCES),
    "text first": f"{SENTENCES[0]}<p>{SENTENCES[1]}</p><p>{SENTENCES[2]}</p>",
    "wrapped": "".join(
        "<p>" + s.replace(", ", ",\n") + " " + s.replace(" the ", "\nthe ") + "\n</p>\n" for s in SENTENCES
    ),
    "indented": "".join(f"<div>\n    <p>\n        {s}\n    </p>\n</div>\n" for s in SENTENCES),
    "list": "<ul>" + "".join(f"<li>{s}" for s in SENTENCES) + "</ul>",
    "table": "<table>" + "".join(f"<tr><td>{w}</td><td>{s}</td></tr>" for w, s in zip(MENU, SENTENCES, strict=False)),
    "link": '<a href="https://velmora.example/a">The harbour reopened</a>',
    "page": f"<!DOCTYPE html><html><head><title>Harbour</title></head><body>{SENTENCES[0]}</body></html>",
    "page after comments": f"<!-- a -->\n<!-- b -->\n<html>\n{SENTENCES[0]}",
    "page after a script": f"<script>{'var a = 1;' * 8_000}</script>\n<html><body>{SENTENCES[0]}",
    "feed": f"<?xml version='1.0'?><rss><item>{SENTENCES[0]}</item></rss>",
    "minified": f"<head><style>{'p{margin:0}' * 300}</style></head><body>" + "".join(f"<p>{s}" for s in SENTENCES),
}


@pytest.mark.parametrize("place", ["start", "middle", "end"])
@pytest.mark.parametrize("mention", MENTIONS)
@pytest.mark.parametrize("text", TEXTS)
def test_a_text_that_mentions_tags_is_text(text: str, mention: str, place: str) -> None:
    lines = TEXTS[text].split("\n")
    at = {"start": 0, "middle": len(lines) // 2 or 1, "end": len(lines)}[place]
    source = "\n".join([*lines[:at], MENTIONS[mention], *lines[at:]])
    assert not looks_like_html(source)
    document = read(source.encode(), language="en", witness=False)
    assert document.text == source


@pytest.mark.parametrize("before", ["", "\ufeff", "\n\n  \t"])
@pytest.mark.parametrize("name", HTML)
def test_html_is_html(name: str, before: str) -> None:
    source = before + HTML[name]
    assert looks_like_html(source)
    for given in (source, source.encode(), source.encode("utf-16")):
        assert read(given, language="en", witness=False).is_html
    assert looks_like_html((before + HTML[name]).replace("\n", "\r\n"))


def test_a_lesson_about_html_is_text() -> None:
    steps = zip(SENTENCES, MENTIONS.values(), strict=False)
    assert not looks_like_html("\n".join(f"{prose} {prose}\n{code}" for prose, code in steps))


@pytest.mark.parametrize("name", ["a.txt", "a.text", "a.md", "a.html", "a.htm", "a.xhtml", "a.bin"])
@pytest.mark.parametrize("source", [TEXTS["dump"] + "\n" + MENTIONS["hint"], HTML["paragraphs"], HTML["page"]])
def test_explain_decides_as_clean_does(
    name: str, source: str, tmp_path: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(str(tmp_path))
    with open(name, "w", encoding="utf-8") as file:  # noqa: PTH123 - the current folder
        file.write(source)
    run = CliRunner().invoke
    cleaned = run(main, ["clean", name, "--no-translation", "--format", "jsonl", "--with-text"]).stdout
    explained = run(main, ["explain", name, "--no-translation", "--format", "jsonl"]).stdout
    import json

    text = json.loads(cleaned)["text"]
    rows = [json.loads(line) for line in explained.splitlines()]
    assert "".join(row["text"] for row in rows).split() == text.split()


@pytest.mark.parametrize("piece", ["<a ", "<!--", "<script>", "<?", "<a x=", "<br ", "x <p> y ", "</p", "<![CDATA["])
def test_time_is_linear_in_unclosed_markup(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        begin = time.process_time()
        looks_like_html(text)
        guess_encoding(text.encode() + b"\xe9\n")
        return time.process_time() - begin

    once = min(seconds(8_000) for _ in range(3))
    assert seconds(64_000) < 30 * max(once, 0.005)
