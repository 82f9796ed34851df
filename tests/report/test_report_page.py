"""The page as a file: what is in it, what is not, how it is written. `test_report_browser.py` opens it."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import tracemalloc
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from runs import HOSTILE, hostile_record, make_record, make_run, rewritten_pair, sample_records

from cleaner import UsageError
from cleaner.cli import main
from cleaner.document import Status, Verdict
from cleaner.kinds import BODY, KINDS
from cleaner.newsroom.shape_rules import RULE
from cleaner.report import write_report
from cleaner.report.attention import find_oddest
from cleaner.report.changes import Earlier
from cleaner.report.documents import MOST_CHARACTERS, make_view
from cleaner.report.rows import make_row
from cleaner.report.totals import add_up
from cleaner.report.words import KIND_WORDS, STATUS_WORDS, VERDICT_WORDS, outcome_words, reason_words
from cleaner.result import failed_record


class Parsed(HTMLParser):
    """The tags of a page, and the text inside scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[str] = []
        self.raw: list[tuple[dict[str, str | None], str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] in ("script", "style"):
            self.raw.append((self.tags[-1][1], data))


def write(tmp_path: Path, *records: dict[str, Any]) -> str:
    path = tmp_path / "report.html"
    assert write_report(records, path) == len(records)
    return path.read_text(encoding="utf-8")


def unpacked(page: str, id: str) -> Any:
    found = re.search(rf'<script type="application/octet-stream" id="{id}">([A-Za-z0-9+/=]*)</script>', page)
    assert found, id
    return json.loads(gzip.decompress(base64.b64decode(found[1])))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write(tmp_path_factory.mktemp("report"), hostile_record(), *rewritten_pair(), *make_run(120))


def test_the_policy_allows_the_pages_own_script_and_style_and_nothing_else(page: str) -> None:
    parsed = Parsed(page)
    policy = next(a["content"] for tag, a in parsed.tags if tag == "meta" and a.get("http-equiv"))
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for name, tag in (("script-src", "script"), ("style-src", "style")):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules[name] == f"'sha256-{digest}'"


def test_nothing_in_the_page_asks_for_anything_outside(page: str) -> None:
    tags = Parsed(page).tags
    assert not [a for tag, a in tags if a.get("src") or tag in ("link", "iframe", "object", "embed", "img", "base")]
    assert all((a.get("href") or "#").startswith("#") for tag, a in tags if tag == "a")
    assert not [a for _, a in tags if any(name.startswith("on") or name == "style" for name in a)]
    style = page[page.index("<style>") : page.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style


def test_hostile_text_stays_text(page: str) -> None:
    assert "<script>window.hacked" not in page
    assert "<img" not in page
    assert "{{ 7*7 }}" in page
    assert ">49<" not in page


def test_the_parts_a_screen_reader_walks_by_are_there(page: str) -> None:
    parsed = Parsed(page)
    tags = [tag for tag, _ in parsed.tags]
    assert {"header", "nav", "main", "footer", "h1", "h2"} <= set(tags)
    assert dict(parsed.tags[0][1]) == {"lang": "en"}
    ids = {a["id"] for _, a in parsed.tags if "id" in a}
    for tag, attributes in parsed.tags:
        if tag == "section":
            assert attributes["aria-labelledby"] in ids
        if tag == "svg":
            assert attributes["aria-label"]
    assert all(scope == "col" for scope in (a.get("scope") for tag, a in parsed.tags if tag == "th"))


def test_the_table_and_the_texts_are_those_of_the_records(page: str) -> None:
    table = unpacked(page, "data")
    records = [hostile_record(), *rewritten_pair(), *make_run(120)]
    assert len(table["rows"]) == len(records)
    assert [row[4] for row in table["rows"]] == [record["status"] for record in records]
    views = [view for number in range(len(table["firsts"])) for view in unpacked(page, f"b{number}")]
    for record, view in zip(records[1:], views[1:], strict=True):
        if record["status"] != "ok":
            continue
        shown = "".join(run[0] for _, runs in view["lines"] for run in runs)
        assert "".join(shown.split()) == "".join(record["text"].split())
        gone = "".join(
            run[0] for _, runs in view["lines"] for run in runs if run[1] >= 0 and view["marks"][run[1]][1] != "keep"
        )
        assert "".join(gone.split()) == "".join("".join(span["text"] for span in record["removed"]).split())


def test_flags_cut_the_body_only() -> None:
    record = make_record("⟦+dateline:TALLWICK —⟧ The port opened.\n", "one")
    record["translation"] = {
        "verdict": "likely",
        "probability": 0.98,
        "passages": [{"start": 0, "end": 27, "probability": 0.98}],
        "signs": [{"start": 4, "end": 14, "sign": "slot", "evidence": "x"}],
    }
    ((_, runs),) = make_view(record)["lines"]
    assert runs == [["TALLWICK — ", 0, 0, -1], ["The", -1, 0, 0], [" port opened.", -1, 0, -1]]


def test_records_without_their_text_show_body_and_what_went() -> None:
    record = sample_records()[0].copy()
    del record["text"]
    view = make_view(record)
    assert view["lines"] is None
    assert view["body"] == record["body"]
    assert [text for _, text in view["gone"]] == [span["text"] for span in record["removed"]]


def test_a_huge_page_is_cut_and_says_so() -> None:
    record = make_record("⟦share:Share⟧\n" + "a long line of words\n" * 20_000, "huge")
    view = make_view(record)
    assert view["cut"] == len(record["text"]) - MOST_CHARACTERS
    assert sum(len(run[0]) for _, runs in view["lines"] for run in runs) <= MOST_CHARACTERS


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_documents_make_a_page_too(tmp_path: Path, count: int) -> None:
    page = write(tmp_path, *make_run(count))
    assert len(unpacked(page, "data")["rows"]) == count


def test_the_same_records_make_the_same_page(tmp_path: Path) -> None:
    assert write(tmp_path, *make_run(30)) == write(tmp_path, *make_run(30))


def test_texts_are_not_held_while_writing(tmp_path: Path) -> None:
    base = sample_records()[0]
    big = base | {"text": base["text"] + "x" * 40_000, "length": base["length"] + 40_000}
    write_report([big], tmp_path / "warm.html")
    tracemalloc.start()
    write_report((big | {"id": str(number)} for number in range(400)), tmp_path / "report.html")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12_000_000  # the texts alone are 16 MB


def test_a_page_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    def failing() -> Any:
        yield sample_records()[0]
        raise UsageError("broken line")

    path = tmp_path / "report.html"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(UsageError, match="broken line"):
        write_report(failing(), path)
    assert path.read_text(encoding="utf-8") == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]
    with pytest.raises(UsageError, match="nowhere"):
        write_report([], tmp_path / "nowhere" / "report.html")


def test_the_oddest_come_first_and_say_why() -> None:
    rows = [make_row(record) for record in make_run(400)]
    looks = find_oddest(rows)
    assert len(looks) == 50
    failed = [number for number, row in enumerate(rows) if row.status in ("timeout", "error")]
    assert {look.number for look in looks[: len(failed)]} == set(failed)
    assert all(look.reasons for look in looks)
    unsure = next(look for look in looks if rows[look.number].status == "ok")
    assert "characters removed by decisions less than 70% sure" in " ".join(unsure.reasons)


def test_a_run_of_nothing_odd_has_nothing_to_look_at() -> None:
    assert find_oddest([make_row(make_record("⟦share:Share⟧\n\nThe port opened on Monday.\n", "one"))]) == []


def test_the_totals_are_those_of_the_records() -> None:
    records = list(make_run(50))
    totals = add_up([make_row(record) for record in records])
    assert totals.documents == 50
    assert totals.length == sum(record["length"] or 0 for record in records)
    removed = sum(span["end"] - span["start"] for record in records for span in record["removed"])
    assert totals.removed == removed == sum(chars for _, chars in totals.kinds)
    assert removed == sum(site.removed for site in totals.sites)
    assert set(dict(totals.kinds)) <= set(KINDS)


def test_sites_come_from_addresses_names_or_folders() -> None:
    record = make_record("The port opened on Monday.\n", "pages/one.html")
    assert make_row(record).site == "pages"
    assert make_row(record | {"url": "https://www.Post.example:80/a"}).site == "post.example"
    assert make_row(record | {"url": "http://[bad"}).site == "pages"
    assert make_row(record | {"metadata": {**record["metadata"], "site": "The Post"}}).site == "The Post"


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    records = tmp_path / "out.jsonl"
    records.write_text("".join(json.dumps(record) + "\n" for record in make_run(5)), encoding="utf-8")
    out = tmp_path / "report.html"
    result = CliRunner().invoke(main, ["report", str(records), "-o", str(out), "--title", f"<b>{HOSTILE[:20]}"])
    assert result.exit_code == 0, result.output
    assert "5 documents" in result.stderr
    assert "without their page text" not in result.stderr
    assert "<b>" not in out.read_text(encoding="utf-8")
    bare = [{name: value for name, value in record.items() if name != "text"} for record in list(make_run(5))[:2]]
    records.write_text(
        "".join(json.dumps(record) + "\n" for record in (*bare, *list(make_run(5))[2:])), encoding="utf-8"
    )
    result = CliRunner().invoke(main, ["report", str(records), "-o", str(out)])
    assert "5 documents; 2 without their page text (clean --with-text adds it)" in result.stderr
    folder = tmp_path / "folder"
    (folder / "a").mkdir(parents=True)
    (folder / "a" / "one.json").write_text(json.dumps(sample_records()[0]), encoding="utf-8")
    (folder / "manifest.jsonl").write_text('{"id": "a/one"}\n', encoding="utf-8")
    assert CliRunner().invoke(main, ["report", str(folder), "-o", str(out)]).exit_code == 0
    records.write_text("{}\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["report", str(records), "-o", str(out)])
    assert result.exit_code == 2
    assert "out.jsonl:1 is not a record" in result.stderr


def test_every_kind_status_and_verdict_has_words() -> None:
    assert KIND_WORDS.keys() == {*KINDS, BODY}
    assert STATUS_WORDS.keys() == set(Status)
    assert VERDICT_WORDS.keys() == set(Verdict)


def test_reasons_are_told_in_words() -> None:
    def told(rule: str, evidence: str = "", detector: str = "x") -> str:
        return reason_words({"detector": detector, "score": 0.91, "reason": {"rule": rule, "evidence": evidence}})

    assert told("line-model", "body 0.09") == "the line classifier is 91% sure that it is not article text"
    assert told("corpus.repeated-line", "in 12 of 30 documents of the site").startswith("the same line is in 12 of 30")
    assert told("en.related.head", "Most Viewed", "wording") == "its wording: “Most Viewed”"
    assert told("corrections.given", "ana, 2026", "corrections") == "a person said so: ana, 2026"
    assert all(told(rule) for rule in RULE)
    assert told("naming.between", "navigation").endswith("(alone: menu or section link)")


def test_how_a_document_ended_is_told_in_words() -> None:
    record = make_record("⟦share:Share⟧\n\nThe port opened on Monday.\n", "one")
    said = outcome_words(record)
    assert said == ["28 of 34 characters are article text (82%); removed: 1 × share or follow button."]
    failed = failed_record("two", Status.TIMEOUT, "took longer than 30 s")
    assert outcome_words(failed) == ["Stopped at the time limit (took longer than 30 s)."]
    record["translation"] = {"verdict": "likely", "probability": 0.97, "reason": ""}
    assert outcome_words(record)[-1] == "Probably machine-translated (probability 0.97)."


@given(
    st.text("ab \n", max_size=40),
    st.lists(st.integers(0, 40), max_size=8),
    st.lists(st.integers(0, 40), max_size=8),
)
def test_what_two_runs_disagree_on_is_found_character_by_character(text: str, old: list[int], new: list[int]) -> None:
    def run(places: list[int], **more: Any) -> tuple[dict[str, Any], set[int]]:
        cuts = sorted({min(place, len(text)) for place in places})
        spans = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if a < b]
        removed = [{"start": a, "end": b, "kind": "other", "fate": "remove"} for a, b in spans]
        gone = {place for a, b in spans for place in range(a, b)}
        return {"id": "x", "status": "ok", "digest": "d", "removed": removed, "text": text} | more, gone

    (before, was), (after, now) = run(old), run(new)
    change = Earlier([before]).compare(after)
    ink = {place for place, char in enumerate(text) if not char.isspace()}
    for lost, gone in ((True, now - was), (False, was - now)):
        told = {place for span in change.spans if span.lost is lost for place in range(span.start, span.end)}
        assert told & ink == gone & ink and told <= gone
    assert (change.state == "same") == (not (was ^ now) & ink)
    assert Earlier([before | {"digest": "e"}]).compare(after).state == "text"
    assert Earlier([]).compare(after).state == "new"


def test_the_command_compares_two_runs(tmp_path: Path) -> None:
    before, after = tmp_path / "before.jsonl", tmp_path / "after.jsonl"
    before.write_text(json.dumps(make_record("The port opened.\n\nShips came.\n", "one")) + "\n", encoding="utf-8")
    after.write_text(json.dumps(make_record("The port opened.\n\n⟦related:Ships came.⟧\n", "one")), encoding="utf-8")
    out = tmp_path / "report.html"
    result = CliRunner().invoke(main, ["report", str(before), str(after), "-o", str(out)])
    assert result.exit_code == 0, result.output
    page = out.read_text(encoding="utf-8")
    assert "11 characters" in page and "were lost and" in page
    ((*_, change),) = unpacked(page, "data")["rows"]
    assert change == ["changed", 11, 0]
    (view,) = unpacked(page, "b0")
    assert view["changes"] == [[1, "related"]] and view["lines"][1][1] == [["Ships came.", 0, -1, -1, 0]]
    assert CliRunner().invoke(main, ["report", "a", "b", "c", "-o", str(out)]).exit_code == 2
