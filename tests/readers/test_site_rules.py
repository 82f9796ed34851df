"""Rules of sites: what is read of their files, what they strip, what they say about the story."""

from __future__ import annotations

import json
import pickle
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import cleaner
from cleaner.cli import main
from cleaner.errors import PackError
from cleaner.readers import read
from cleaner.readers.ftr_site_config import SiteRules
from cleaner.readers.limits import MAX_SITE_DEPTH, MAX_SITE_ELEMENTS

URL = "https://www.tidepost.example/harbour/1"
FIRST = "The harbour of Velmora opened again on Monday after a year of work, the port authority said."
SECOND = "Two ferries left before noon, and the first container ship is expected on Thursday."
PAGE = f"""<html><head><title>Tide Post</title></head><body><h1 class="story">Harbour opens again</h1>
<div class="who">Words <span class="writer">Ines Calloway</span> and <span class="writer">Tom Okoro</span></div>
<article><p>{FIRST}</p><p>{SECOND} <span class="aside">Ask us about <b>moorings</b>.</span> The crane came back.</p>
<div id="tide-box-3"><p>High water</p><p>06:12 and 18:40</p></div>
<p>The works cost eleven million, and the quay is half a metre higher than it was.</p></article></body></html>"""
RULES = """# our own
title: //h1[@class='story']
author: //div[@class='who']/span
strip: //span[@class='aside']
strip_id_or_class: tide-box
next_page_link: //a[@rel='next']
replace_string(<em>): <i>
tidy: no
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "rules"
    made.mkdir()
    (made / "tidepost.example.txt").write_text(RULES, encoding="utf-8")
    (made / "LICENSE.txt").write_text("Anybody may use this.", encoding="utf-8")
    return made


def cleaned(folder: Path, markup: str = PAGE, url: str | None = URL) -> cleaner.Result:
    return cleaner.Cleaner(site_rules=str(folder), translation=False, witness=False).clean(markup, url=url)


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_strips_blocks_and_stretches_of_lines_and_names_the_rule(folder: Path) -> None:
    result = cleaned(folder)
    by_rule = [(mark.reason.rule, result.text[slice(*mark.span)]) for mark in result.marks if mark.score == 1.0]
    assert by_rule == [
        ("site.tidepost.example:4", "Ask us about moorings."),
        ("site.tidepost.example:5", "High water\n\n06:12 and 18:40"),
    ]
    assert f"{SECOND} The crane came back.\n\nThe works cost" in result.body
    assert "High water" not in result.body and "06:12" not in result.body


def test_the_page_text_is_the_same_with_and_without_rules(folder: Path) -> None:
    plain = cleaner.Cleaner(translation=False, witness=False).clean(PAGE, url=URL)
    result = cleaned(folder)
    assert result.text == plain.text
    assert "".join(result.text[slice(*s.span)] for s in result.segments) == result.text


def test_fills_title_and_authors_first(folder: Path) -> None:
    metadata = cleaned(folder).metadata
    assert (metadata.title, metadata.authors) == ("Harbour opens again", ("Ines Calloway", "Tom Okoro"))
    assert metadata.sources["title"] == "site.tidepost.example:2"


@pytest.mark.parametrize(
    ("url", "rules"),
    [
        ("https://tidepost.example/a", ["site.tidepost.example:1"]),
        ("http://WWW.TidePost.example:8080/a", ["site.tidepost.example:1"]),
        ("https://sport.tidepost.example/", ["site..tidepost.example:1"]),
        ("https://live.sport.tidepost.example/", ["site..tidepost.example:1"]),
        ("https://nottidepost.example/", []),
        ("tidepost.example", []),
        ("https://[broken", []),
        (None, []),
    ],
)
def test_files_are_found_by_host(tmp_path: Path, url: str | None, rules: list[str]) -> None:
    write(tmp_path, "tidepost.example.txt", "strip: //aside")
    write(tmp_path, ".tidepost.example.txt", "strip: //aside")
    assert [rule.id for rule in SiteRules(tmp_path).for_url(url)] == rules


def test_the_address_may_come_from_the_page(folder: Path) -> None:
    page = PAGE.replace("<title>", f'<link rel="canonical" href="{URL}"><title>')
    assert "High water" not in cleaned(folder, page, url=None).body


def test_other_sites_and_plain_text_are_left_alone(folder: Path) -> None:
    assert "moorings" in cleaned(folder, url="https://elsewhere.example/").body
    worker = cleaner.Cleaner(site_rules=str(folder), translation=False)
    assert worker.clean(f"{FIRST}\n\n{SECOND}", url=URL).body == f"{FIRST}\n\n{SECOND}"


def test_a_stripped_line_takes_its_kind_from_other_claims(folder: Path) -> None:
    write(folder, "tidepost.example.txt", "strip: //div[@class='foot']")
    page = PAGE.replace("</article>", '</article><div class="foot">Sign up for our newsletter</div>')
    removed = cleaned(folder, page).removed
    assert [(item.kind, item.text.strip()) for item in removed][-1] == ("signup", "Sign up for our newsletter")


def test_what_is_not_honoured_is_listed(folder: Path) -> None:
    rules = SiteRules(folder)
    assert list(rules.files) == ["tidepost.example"]
    assert rules.files["tidepost.example"].left == ((6, "next_page_link"), (7, "replace_string(<em>)"), (8, "tidy"))
    assert dict(rules.left()) == {"next_page_link": 1, "replace_string": 1, "tidy": 1}


@pytest.mark.parametrize(
    ("xpath", "said"),
    [
        ("//div[@class='x'", "not an XPath"),
        ("//a[re:test(@href, 'x')]", "re:test()"),
        ("document('file:///etc/passwd')", "document()"),
        ("//svg:path", "prefix"),
        ("//a[@href=$x]", "variable"),
        ("count(//a)", "selects no elements"),
        ("//a[//b]", "searches the page anew"),
        ("//a[count(/html/b) > 1]", "searches the page anew"),
        ("//a[b[.//c]]", "searches the page anew"),
        ("//a/following::b", "searches the page anew"),
        ("//a" * 400, "longer than"),
    ],
)
def test_a_bad_xpath_is_an_error_with_file_and_line(tmp_path: Path, xpath: str, said: str) -> None:
    write(tmp_path, "tidepost.example.txt", f"# a comment\n\nstrip: {xpath}\n")
    with pytest.raises(PackError, match=r"tidepost\.example\.txt, line 3: strip: ") as caught:
        cleaner.Cleaner(site_rules=str(tmp_path))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "xpath",
    [
        "//div[contains(@class, 'a:b') and not(descendant::p)]",
        "//p[position() < last()] | //ul/li[2]",
        "/html/body/div[1]//a[text()='$5 (five)']",
        "//table[.//td[@class='ad']]/ancestor::div",
        "//div[p/a and ../h2]/following-sibling::*[last()]",
        "//div[a[@href='//x']/b or */b]",
    ],
)
def test_a_good_xpath_is_none(tmp_path: Path, xpath: str) -> None:
    write(tmp_path, "tidepost.example.txt", f"strip: {xpath}\n")
    assert len(SiteRules(tmp_path).files["tidepost.example"].rules) == 1


@pytest.mark.parametrize("content", [None, {}, {"LICENSE.txt": b"x"}, {"tidepost.example.txt": b"strip: \xff"}])
def test_a_folder_that_cannot_be_used_is_an_error(tmp_path: Path, content: dict[str, bytes] | None) -> None:
    folder = tmp_path / "rules"
    if content is not None:
        folder.mkdir()
        for name, data in content.items():
            (folder / name).write_bytes(data)
    with pytest.raises(PackError, match="rules"):
        SiteRules(folder)


@pytest.mark.parametrize("more", ["<br>" * MAX_SITE_ELEMENTS, "<div>" * MAX_SITE_DEPTH])
def test_a_page_that_is_too_large_is_cleaned_without_rules(folder: Path, more: str) -> None:
    page = PAGE.replace("</article>", more)
    document = read(page, url=URL, witness=False, site_rules=SiteRules(folder))
    assert document.stripped == ()
    assert document.warnings[0].startswith("site rules not applied: over 10,000 elements, or 100 in")


def test_time_grows_no_faster_than_the_square_of_the_page(folder: Path) -> None:
    write(folder, "tidepost.example.txt", "strip: //i[.//i[@x]]\nstrip: //i[count(following-sibling::i) < 0]")
    rules = SiteRules(folder)

    def seconds(count: int) -> float:
        begun = time.perf_counter()
        page = PAGE.replace("</article>", "<i>a</i>" * count + "</article>")
        assert read(page, url=URL, witness=False, site_rules=rules).stripped == ()
        return time.perf_counter() - begun

    assert min(seconds(4_000) for _ in range(2)) < 12 * min(seconds(2_000) for _ in range(2))


def test_every_element_may_be_stripped(folder: Path) -> None:
    write(folder, "tidepost.example.txt", "strip: //body\nstrip: //p\nstrip: //title\nstrip: //@class")
    result = cleaned(folder)
    assert (result.body, result.status) == ("", "not_article")


def test_rules_travel_to_workers(folder: Path) -> None:
    worker = pickle.loads(pickle.dumps(cleaner.Cleaner(site_rules=str(folder), translation=False, witness=False)))
    assert worker.clean(PAGE, url=URL).body == cleaned(folder).body


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)), input=stdin)


def test_the_command_uses_them_and_says_what_it_does_not_honour(folder: Path) -> None:
    row = json.dumps({"html": PAGE, "url": URL})
    Path(folder.parent / "in.jsonl").write_text(row, encoding="utf-8")
    result = run("clean", folder.parent / "in.jsonl", "--site-rules", folder, "--no-translation", "-j", "1")
    assert result.exit_code == 0 and "High water" not in result.stdout
    assert "1 site, 4 rules; not honoured: next_page_link 1, replace_string 1, tidy 1" in result.stderr


def test_the_command_writes_nothing_where_a_rule_is_wrong(folder: Path) -> None:
    write(folder, "tidepost.example.txt", "strip: //div[")
    (folder.parent / "in.html").write_text(PAGE, encoding="utf-8")
    out = folder.parent / "out"
    result = run("clean", folder.parent / "in.html", "--site-rules", folder, "-o", out, "-q")
    assert result.exit_code == 2 and "line 1: strip: //div[" in result.stderr and not out.exists()


def test_rule_explains_a_sites_rule_and_lists_a_sites_file(folder: Path) -> None:
    assert "strip_id_or_class: tide-box" in run("rule", "site.tidepost.example:5", "--site-rules", folder).stdout
    listed = run("rule", "site.tidepost.example", "--site-rules", folder).stdout.splitlines()
    assert listed[2] == "site.tidepost.example:4  strip: //span[@class='aside']"
    assert listed[-1] == "site.tidepost.example:8  tidy: not honoured"
    assert run("rule", "site.tidepost.example:5").exit_code == 2
    assert run("rule", "site.tidepost.example:99", "--site-rules", folder).exit_code == 2
