"""`--format`: the body in every form, on standard output, in a file, in a folder; what disagrees is refused."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path

import pytest
from clean_helpers import PAGE, Clean, read_records, tree, write
from lxml import etree, html

import cleaner
from cleaner.batch.run import Summary
from cleaner.cli.progress import describe

BODY = cleaner.Cleaner(translation=False).clean(PAGE).body + "\n"
FORMS = {"text": ".txt", "markdown": ".md", "html": ".html", "xml": ".xml", "tei": ".xml"}


def said(text: str, form: str) -> str:
    """The words of a file of some form."""
    if form in ("xml", "tei"):
        root = etree.fromstring(text.encode())
        text = " ".join(root.xpath("//*[local-name()='main' or local-name()='body']//text()"))
    elif form == "html":
        text = " ".join(html.document_fromstring(text).xpath("//body//text()"))
    return " ".join(text.split())


@pytest.mark.parametrize("form", FORMS)
def test_a_body_in_every_form(clean: Clean, tmp_path: Path, form: str) -> None:
    write(tmp_path / "a.html", PAGE)
    write(tmp_path / "in/b.html", PAGE)
    ran = clean(tmp_path / "a.html", "--format", form)
    assert (ran.status, said(ran.out, form)) == (0, said(BODY, "text"))
    assert clean(tmp_path / "a.html", "-o", tmp_path / f"out{FORMS[form]}", "--format", form).status == 0
    assert (tmp_path / f"out{FORMS[form]}").read_text(encoding="utf-8") == ran.out
    assert clean(tmp_path / "in", "-o", tmp_path / "folder", "--format", form).status == 0
    assert {"b" + FORMS[form], "manifest.jsonl"} == {str(path) for path in tree(tmp_path / "folder")}


def test_links_images_and_tables_can_be_left_out(clean: Clean, tmp_path: Path) -> None:
    rows = "<table><tr><th>Year</th><th>Ships</th></tr><tr><td>2022</td><td>120 ships in the harbour</td></tr></table>"
    picture = '<img src="/quay.jpg" alt="The quay">'
    told = f'<p>Fishermen said the new <a href="/q">quay</a> {picture} is worth its price and the noise of a year.</p>'
    story = f"{told}{rows}{told.replace('Fishermen', 'Sailors')}"
    write(tmp_path / "a.html", PAGE.replace("</article>", f"{story}</article>"))
    signs = {"--no-links": "[quay](", "--no-images": "![The quay](", "--no-tables": "| --- |"}
    every = clean(tmp_path / "a.html", "--format", "markdown").out
    assert all(sign in every for sign in signs.values())
    for option, sign in signs.items():
        out = clean(tmp_path / "a.html", "--format", "markdown", option).out
        assert [other for other in signs.values() if other not in out] == [sign]
    assert "2022 | 120 ships" in clean(tmp_path / "a.html", "--format", "html", "--no-tables").out


def test_the_ending_says_the_form(clean: Clean, tmp_path: Path) -> None:
    write(tmp_path / "a.html", PAGE)
    for ending, begin in ((".md", "H"), (".html", "<!doctype"), (".xml", "<doc"), (".json", '{"schema":1')):
        assert clean(tmp_path / "a.html", "-o", tmp_path / f"out{ending}").status == 0
        assert (tmp_path / f"out{ending}").read_text(encoding="utf-8").startswith(begin)


def test_a_table_for_people(clean: Clean, tmp_path: Path) -> None:
    write(tmp_path / "in/a.html", PAGE)
    write(tmp_path / "in/b.html", PAGE)
    ran = clean(tmp_path / "in", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert [(row["id"], row["status"], row["title"]) for row in rows] == [
        ("a.html", "ok", "Harbour reopens"),
        ("b.html", "ok", "Harbour reopens"),
    ]
    assert rows[0]["body"] + "\n" == BODY
    assert clean(tmp_path / "in", "-o", tmp_path / "out.csv").status == 0
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == rows


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--format", "html"), "cannot be written to standard output"),
        (("-o", "x.md", "--format", "html"), "--format says html"),
        (("-o", "x.md"), "holds one body"),
        (("-o", "x/", "--format", "csv"), "FILE.csv"),
        (("-o", "x.tsv"), "cannot write"),
    ],
)
def test_what_disagrees_is_refused(clean: Clean, tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    write(tmp_path / "in/a.html", PAGE)
    write(tmp_path / "in/b.html", PAGE)
    given = [str(tmp_path / one) if one.startswith("x") else one for one in arguments]
    ran = clean(tmp_path / "in", *given)
    assert ran.status == 2
    assert message in ran.err


def test_the_blocks_of_a_record_are_its_body(clean: Clean, tmp_path: Path) -> None:
    write(tmp_path / "a.html", PAGE)
    assert clean(tmp_path / "a.html", "-o", tmp_path / "out.jsonl").status == 0
    (record,) = read_records(tmp_path / "out.jsonl")
    blocks = [record["body"][block["start"] : block["end"]] for block in record["body_blocks"]]
    assert "\n\n".join(blocks) == record["body"]
    assert json.dumps(record["body_blocks"])


def test_the_manifest_lists_what_the_stories_are(clean: Clean, tmp_path: Path) -> None:
    write(tmp_path / "in/a.html", PAGE)
    assert clean(tmp_path / "in", "-o", tmp_path / "out").status == 0
    (row,) = read_records(tmp_path / "out/manifest.jsonl")
    assert (row["title"], row["authors"], row["language"]) == ("Harbour reopens", [], "en")
    assert (row["url"], row["date"], row["translation"]) == (None, None, None)


def test_the_closing_summary_counts_verdicts_that_ask_for_a_look() -> None:
    summary = Summary(Counter(ok=4), verdicts=Counter({"likely": 1, "unlikely": 2, "": 1}))
    assert describe(summary, None) == "4 documents in 0.0 s: 4 ok; machine translation: 1 likely"
