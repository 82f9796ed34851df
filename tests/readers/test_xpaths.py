"""XPaths of site rules: the costly ones are refused, the others are soon through and find what libxml2 finds."""

from __future__ import annotations

import random
import time
from itertools import product
from pathlib import Path

import pytest
from lxml import etree
from lxml.html import HtmlElement, fromstring

from cleaner.errors import PackError
from cleaner.readers.ftr_site_config import SiteRules
from cleaner.readers.site_rules import rules_for, select
from cleaner.readers.xpath_cost import TooCostlyError, run, weigh

HANGING = [
    "//p[count(../p[count(../p)>3])>3]",
    "//p[preceding-sibling::p[preceding-sibling::p]]",
    "//p[count(preceding-sibling::p[count(following-sibling::p)>3])>3]",
    "//p/following-sibling::p/following-sibling::p/..",
    "//p[id(../p)]",
    "//p[id (../p)]",
    "//p[../p/following-sibling::p]",
    "//p[../p/..]",
    "//p[(../p)/following-sibling::p]",
    "//p[(.|../p)/..//p]",
    "//p[../p//i]",
    "//p[.//i//i]",
    "//p[ following :: p ]",
    "//p[a[..]]",
    "//p/following-sibling::p[position() < 9000]",
    "//p/following-sibling::p[count(i) + 1]",
    "//p/following-sibling::p[(1)]",
    "(//p/following-sibling::p)[1]",
    "//p//following-sibling::p",
    "//p/@x/following-sibling::p",
    "//*//*//*//*//*//*",
    "id(//p)",
    "//p[i and/../../p/../p]",
]


@pytest.mark.parametrize("xpath", HANGING)
def test_what_hangs_is_refused_with_file_and_line(tmp_path: Path, xpath: str) -> None:
    (tmp_path / "tidepost.example.txt").write_text(f"# a comment\nstrip: {xpath}\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"tidepost\.example\.txt, line 2: strip: "):
        SiteRules(tmp_path)


def flat(count: int) -> HtmlElement:
    return fromstring("<html><body>" + "<p>a<i x='1'>b</i></p>" * (count // 2) + "</body></html>")


def deep(count: int) -> HtmlElement:
    return fromstring(
        "<html><body>" + ("<p><i></i></p>" + "<div>" * 90 + "</div>" * 90) * (count // 92) + "</body></html>"
    )


STEPS = ("/p", "//p", "//*", "/parent::*", "/*", "/following-sibling::p", "/preceding-sibling::*", "/ancestor::*")
TESTS = (
    "",
    "[1]",
    "[last()]",
    "[.//i]",
    "[../p]",
    "[../../*/p]",
    "[following-sibling::p]",
    "[count(preceding-sibling::*) > 3]",
    "[ancestor::div/p]",
    "[contains(.., 'zz')]",
    "[../p = 'x' or ../p = 'y']",
)


def generated() -> list[str]:
    """Every pair of steps with every test, and some of each longer kind."""
    pairs = [f"//*{a}{x}{b}" for a, b, x in product(STEPS, STEPS, TESTS)]
    chosen = random.Random(5)
    longer = [
        "//p" + "".join(chosen.choice(STEPS) + chosen.choice(TESTS) for _ in range(chosen.randint(1, 5)))
        for _ in range(600)
    ]
    nested = [f"//p[count({a[1:]}{x}{b}) > 1]" for a, b, x in product(STEPS[:1] + STEPS[3:], STEPS, TESTS)]
    return [*pairs, *longer, *nested]


def accepted(xpaths: list[str]) -> list[str]:
    found = []
    for xpath in xpaths:
        try:
            weigh(xpath)
        except TooCostlyError:
            continue
        found.append(xpath)
    return found


def test_what_is_run_finds_what_libxml2_finds() -> None:
    page = fromstring(
        "<html><body><p>a<i>x</i></p><div><p>b</p>t<p>c</p><div><p>d</p><i>y</i><p>e</p></div><p>f</p></div>"
        "<p>g</p></body></html>"
    )
    xpaths = accepted(generated())
    assert len(xpaths) > 500
    for xpath in xpaths:
        assert run(xpath, page) == etree.XPath(xpath)(page.getroottree()), xpath


def test_alternatives_texts_and_literals_are_left_whole() -> None:
    page = fromstring("<html><body><h2>x/following-sibling::p | y</h2><p>a</p><div>b<i>c</i></div></body></html>")
    for xpath in (
        "//h2[.='x/following-sibling::p | y']/following-sibling::p | //i",
        "//h2 /following-sibling :: div/i/text()",
        "//h2/following-sibling::*[self::div or self::p][last()]",
        "//h2/following-sibling::*[self::div or self::p][1]",
        "//i | //h2/following-sibling::p | //div",
    ):
        assert run(xpath, page) == etree.XPath(xpath)(page.getroottree()), xpath


@pytest.mark.parametrize("make", [flat, deep])
def test_what_is_accepted_is_soon_through_a_large_page(make: object, tmp_path: Path) -> None:
    xpaths = random.Random(3).sample(accepted(generated()), 60)
    (tmp_path / "tidepost.example.txt").write_text("".join(f"strip: {x}\n" for x in xpaths), encoding="utf-8")
    rules = SiteRules(tmp_path)
    for count in (2_000, 9_000):
        page = make(count)  # type: ignore[operator]
        for rule in rules_for(page, rules, "https://tidepost.example/a")[0]:
            begun = time.process_time()
            select(page, rule)
            assert time.process_time() - begun < 8, rule.xpath
