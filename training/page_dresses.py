"""Pages made of rows, and real pages in other markup: the words stay, the elements around them change.

A `PageDress` says how a page marks its paragraphs, its story, its headline and what stands beside the story.
`DRESSES` names the usual ones; `random_dress` draws one from a grammar of elements, class names and nesting.
`disguise` changes the elements and names of a real page. Whether the labels of a changed page still hold must be
checked by the words of its body: an unclosed `<p>` nests.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from training.dresses import BODY, Row, slug

T = TypeVar("T")
Tags = tuple[str, str]
"""What stands before and after something."""


@dataclass(frozen=True, slots=True)
class PageDress:
    """The markup of a page: around each paragraph, the story, its headline, a link, another line, and all of these."""

    paragraph: Tags
    story: Tags = ("<div>", "</div>")
    headline: Tags = ("<h1>", "</h1>")
    link: Tags = ("<div class='item'>", "</div>")
    line: Tags = ("<div>", "</div>")
    beside: Tags = ("", "")
    bare_first: bool = False
    """Whether the first paragraph of the story lacks the tags before it."""


DRESSES: Mapping[str, PageDress] = {
    "p": PageDress(("<p>", "</p>")),
    "div": PageDress(("<div>", "</div>")),
    "br": PageDress(("", "<br><br>")),
    "br1": PageDress(("", "<br>")),
    "span": PageDress(("<span><span>", "</span></span><br>")),
    "table": PageDress(("<tr><td>", "</td></tr>"), ("<div><table>", "</table></div>")),
    "li": PageDress(("<li>", "</li>"), ("<div><ul>", "</ul></div>")),
    "font": PageDress(("<font size=2>", "</font><p>"), ("", "")),
    "section": PageDress(("<section><div class=row><div class=col><p>", "</p></div></div></section>"), ("", "")),
    "aside": PageDress(("<p>", "</p>"), ("<aside>", "</aside>"), link=("<li>", "</li>")),
    "noscript": PageDress(("<p>", "</p>"), ("<div id=app></div><noscript>", "</noscript>")),
}
"""The dresses that the gate names."""
HTML_DRESSES = tuple(DRESSES)
DISGUISES = ("div", "br", "br1", "span", "table", "li")
"""The dresses that `redress_page` can put on a real page."""

_PARAGRAPHS: Sequence[tuple[float, Tags]] = (
    (6, ("<p>", "</p>")), (3, ("<div>", "</div>")), (2, ("", "<br><br>")), (1, ("", "<br>")),
    (1, ("<p><font size=2>", "</font>")), (1, ("<font size=2>", "</font><p>")), (1, ("<p><span>", "</span></p>")),
    (1, ("<span style='display:block'>", "</span><br>")), (1, ("<p><strong>", "</strong></p>")), (1, ("<li>", "</li>")),
    (1, ("<blockquote><p>", "</p></blockquote>")), (1, ("<tr><td>", "</td></tr>")), (1, ("<p>", "")),
)  # fmt: skip
"""Weights and tags of a paragraph."""
_INSIDE = {"<li>": ("<ul>", "</ul>"), "<tr><td>": ("<table>", "</table>")}
"""What must stand around paragraphs of a sort."""
_WRAPPERS = ("div", "section", "article", "x-part", "div", "div")
"""Elements around each paragraph."""
_ROOTS = (
    (6, "div"), (4, "article"), (3, "main"), (3, "section"), (1, "form"), (1, "center"), (1, "aside"),
    (0.5, "blockquote"), (0.5, "details"), (0.5, "noscript"), (0.5, "td"),
)  # fmt: skip
"""Weights and elements around the story."""
_BLOCKS = ("<p", "<div", "<section", "<article", "<blockquote", "<ul", "<table")
_NAMES = ("", "", "", "row", "col", "content", "block", "text", "wrap", "inner", "body", "c12", "main")
_HEADLINES = (("<h1>", "</h1>"), ("<h2>", "</h2>"), ("<div>", "</div>"), ("<b>", "</b><br>"), ("<p>", "</p>"))
_LINKS = (("<div class='item'>", "</div>"), ("<li>", "</li>"), ("<span>", "</span> "), ("<p>", "</p>"), ("", "<br>"))
_LINES = (("<div>", "</div>"), ("<p>", "</p>"), ("<span>", "</span><br>"), ("<li>", "</li>"))
_BESIDE = ("", "", "div", "section", "aside")


def random_dress(rng: np.random.Generator) -> PageDress:
    """A dress drawn from the grammar: paragraphs up to three elements deep in a story up to three elements deep."""
    paragraph = _weighted(_PARAGRAPHS, rng)
    depth = int(rng.choice(4, p=(0.6, 0.16, 0.14, 0.1)))
    around = _INSIDE.get(paragraph[0], ("", ""))
    if paragraph[1] and not around[0]:
        paragraph = _around([_WRAPPERS[int(rng.integers(len(_WRAPPERS)))] for _ in range(depth)], paragraph, rng)
    is_block = paragraph[0].startswith(_BLOCKS)
    roots = [_weighted(_ROOTS, rng) for _ in range(int(rng.choice(4, p=(0.1, 0.5, 0.25, 0.15))))]
    roots = roots or ([] if is_block else ["div"])
    beside = _BESIDE[int(rng.integers(len(_BESIDE)))]
    return PageDress(
        paragraph, _around(roots, around, rng), _HEADLINES[int(rng.integers(len(_HEADLINES)))],
        _LINKS[int(rng.integers(len(_LINKS)))], _LINES[int(rng.integers(len(_LINES)))],
        _around([beside], ("", ""), rng) if beside else ("", ""), bool(is_block and roots and rng.random() < 0.15),
    )  # fmt: skip


def _weighted(choices: Sequence[tuple[float, T]], rng: np.random.Generator) -> T:
    weights = np.array([weight for weight, _ in choices])
    return choices[int(rng.choice(len(choices), p=weights / weights.sum()))][1]


def _around(elements: Sequence[str], inner: Tags, rng: np.random.Generator) -> Tags:
    """Elements with drawn class names around tags, the last one the innermost."""
    before, after = inner
    for element in reversed(elements):
        name = _NAMES[int(rng.integers(len(_NAMES)))]
        opening = f"<{element} class='{name}'>" if name else f"<{element}>"
        if element == "td":
            opening, closing = f"<table><tr>{opening}", "</td></tr></table>"
        else:
            closing = f"</{element}>"
        before, after = opening + before, after + closing
    return before, after


def make_page(rows: Sequence[Row], dress: PageDress) -> str:
    """A page of rows: the body in the story's elements, what stands beside it in small elements and lists."""
    title = next((text for text, _, kind in rows if kind == "headline"), "")
    out = [f"<html><head><meta charset='utf-8'><title>{html.escape(title)}</title></head><body>"]
    inside: bool | None = None
    first = False
    for text, label, kind in rows:
        if (label == BODY) != inside:
            out += [_side(dress, inside)[1], _side(dress, label == BODY)[0]]
            inside = label == BODY
            first = dress.bare_first and label == BODY
        out.append(_element(text, label, kind, dress, first))
        first = False
    return "\n".join([*out, _side(dress, inside)[1], "</body></html>"])


def _side(dress: PageDress, inside: bool | None) -> Tags:
    return ("", "") if inside is None else dress.story if inside else dress.beside


def _element(text: str, label: int, kind: str, dress: PageDress, first: bool) -> str:
    shown = html.escape(text)
    if label == BODY:
        before, after = dress.paragraph
        return f"{'' if first else before}{shown}{after}"
    if kind == "headline":
        return f"{dress.headline[0]}{shown}{dress.headline[1]}"
    if kind in ("navigation", "share", "related"):
        return f"{dress.link[0]}<a href='/{slug(text)}'>{shown}</a>{dress.link[1]}"
    return f"{dress.line[0]}{shown}{dress.line[1]}"


_OPEN_P, _CLOSE_P = re.compile(r"<p\b[^>]*>", re.IGNORECASE), re.compile(r"</p\s*>", re.IGNORECASE)
_PAGE_TAGS = re.compile(r"(</?)(article|main|section|figure|figcaption|aside|header|footer|nav)\b", re.IGNORECASE)
_HEADINGS = re.compile(r"(</?)h[1-6]\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\s(class|id)\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""", re.IGNORECASE)


def redress_page(page: str, dress: str) -> str:
    """A real page with its `<p>` in a named dress."""
    before, after = DRESSES[dress].paragraph
    if dress in ("br", "br1"):
        before = "<br>"
    elif dress == "table":
        before, after = "<table><tr><td>", "</td></tr></table>"
    return _CLOSE_P.sub(after, _OPEN_P.sub(before, page))


def disguise(page: str, rng: np.random.Generator) -> str:
    """A real page in other elements: paragraphs, elements that say what they hold, headings, and class names.

    Class names and ids go, or become ones without a meaning, the same for the same name, as style sheets made by
    programs have them.
    """
    drawn = rng.random(4)
    if drawn[0] < 0.5:
        page = redress_page(page, DISGUISES[int(rng.integers(len(DISGUISES)))])
    elif drawn[0] < 0.8:
        before, after = _around([_WRAPPERS[int(rng.integers(len(_WRAPPERS)))]], ("<p>", "</p>"), rng)
        page = _CLOSE_P.sub(after, _OPEN_P.sub(before, page))
    if drawn[1] < 0.5:
        page = _PAGE_TAGS.sub(r"\1div", page)
    if drawn[2] < 0.25:
        page = _HEADINGS.sub(r"\1div", page)
    if drawn[3] < 0.25:
        page = _ATTRIBUTE.sub("", page)
    elif drawn[3] < 0.5:
        salt = int(rng.integers(1 << 30))
        page = _ATTRIBUTE.sub(lambda found: _scrambled(found, salt), page)
    return page


def _scrambled(found: re.Match[str], salt: int) -> str:
    names = found[2].strip("\"'").split()
    return f' {found[1]}="{" ".join(f"css-{hash_of(name, salt)}" for name in names)}"'


def hash_of(name: str, salt: int) -> str:
    """Seven letters and digits for a name, the same in every process."""
    number = 0
    for letter in name:
        number = (number * 131 + ord(letter) + salt) % (36**7)
    return np.base_repr(number, 36).lower()
