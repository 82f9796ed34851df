"""Limits the work of XPaths of site rules, which libxml2 evaluates without a limit, and runs them.

A step of an XPath is *wide* if it leads from many elements to the same ones: siblings, parents and ancestors, and
descendants of descendants. libxml2 removes duplicates by comparing each with all: `//p/following-sibling::p` takes more
than 15 s for 4,500 paragraphs. A predicate may therefore have one wide step per path, and a predicate within a
predicate none; every wide step counts in `XPath.work`; and a sibling step is run from one element of each parent, which
finds the same elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from lxml import etree

MOST_WORK: Final = 4
"""Wide steps of an XPath."""

_LITERAL = re.compile(r"\"[^\"]*\"|'[^']*'")
_TOKEN = re.compile(r"'x*'|//?|\.\.|[\w.-]+(?:::)?|[!<>]=|\S")
_UP = ("..", "parent::", "ancestor::", "ancestor-or-self::")
_SIBLINGS = ("following-sibling::", "preceding-sibling::")
_DOWN = ("//", "descendant::", "descendant-or-self::")
_OPERATORS = frozenset("| , = != < <= > >= + - * and or div mod".split())
_NO_OPERAND = frozenset({"", "/", "//", "[", "(", "@"})
_NO_ELEMENT = re.compile(r"(?:@\s*[\w*-]+|attribute::[\w*-]+|\(\s*\))\s*$")
PROBE = etree.fromstring("<html><body><p/></body></html>")

_ANEW = "it searches the page anew for every element; in brackets search inside it only, as in [.//a]"
_NESTED = "siblings, parents and descendants in brackets within brackets cost too much; test attributes there"
_TWICE = "it goes to siblings, parents or descendants twice in one path in brackets; once is allowed"
_PLACE = "behind a sibling step only a number, last() or a test without position() and last() may stand in brackets"


@dataclass(frozen=True, slots=True)
class XPath:
    """An XPath that may be run. work: its wide steps.

    paths: each alternative in parts; every part but the first begins with a sibling step.
    """

    work: int
    paths: tuple[tuple[str, ...], ...]


class TooCostlyError(ValueError):
    """An XPath that is not run; the message says why and what to write."""


@dataclass(slots=True)
class _Path:
    """Where the scan is in a path. wide: the last wide step, "" before it; begun: whether it has a step."""

    wide: str = ""
    begun: bool = False


@dataclass(slots=True)
class _Scan:
    bare: str
    work: int = 0
    brackets: int = 0
    before: str = ""
    path: _Path = field(default_factory=_Path)
    around: list[tuple[str, _Path]] = field(default_factory=list)
    cuts: list[int] = field(default_factory=list)
    """Where the sibling steps outside brackets begin."""
    bars: list[int] = field(default_factory=list)


@lru_cache(maxsize=512)
def weigh(xpath: str) -> XPath:
    """What an XPath costs and how it is run. Raises `TooCostlyError` where it is not."""
    scan = _Scan(bare_of(xpath))
    for match in _TOKEN.finditer(scan.bare):
        _take(scan, match[0], match.start())
        scan.before = match[0]
    paths, stands = [], 0
    for start, end in zip([0, *[bar + 1 for bar in scan.bars]], [*scan.bars, len(xpath)], strict=True):
        parts, kept = _split(xpath, start, end, [cut for cut in scan.cuts if start <= cut < end])
        paths.append(parts)
        stands += kept
    if scan.work + stands > MOST_WORK:
        raise TooCostlyError(
            f"it has {scan.work + stands} costly steps, {MOST_WORK} are allowed; name the element more directly"
        )
    return XPath(scan.work + stands, tuple(paths) if scan.cuts else ((xpath,),))


def bare_of(xpath: str) -> str:
    """An XPath with its literals blanked, of the same length."""
    plain = _LITERAL.sub(lambda match: "'" + "x" * (len(match[0]) - 2) + "'", xpath)
    return re.sub(r"(\s*)::(\s*)", lambda match: "::" + " " * (len(match[0]) - 2), _joined(plain))


def _joined(plain: str) -> str:
    """Blanks before :: moved behind it, so that an axis is one word."""
    return re.sub(r"(\s+)::", lambda match: "::" + match[1], plain)


def _take(scan: _Scan, token: str, at: int) -> None:
    """Take the next word of an XPath."""
    if token in "[(" and len(token) == 1:
        if token == "(" and scan.before == "id" and not re.match(r"\s*'x*'\s*\)", scan.bare[at + 1 :]):
            raise TooCostlyError("id() of anything but a text in quotes costs too much; write //*[@id='name']")
        scan.around.append((token, scan.path))
        scan.path = _Path()
        scan.brackets += token == "["
    elif token in ")]":
        opened, outer = scan.around.pop() if scan.around else ("", _Path())
        scan.brackets -= opened == "["
        inside, scan.path = scan.path, outer
        scan.path.begun = True
        if opened == "(":
            scan.path.wide = inside.wide or outer.wide
    elif token in _OPERATORS and scan.before not in _NO_OPERAND | _OPERATORS and not scan.before.endswith("::"):
        if token == "|" and not scan.around:
            scan.bars.append(at)
        wide = scan.path.wide if scan.around and scan.around[-1][0] == "(" else ""
        scan.path = _Path(wide)
    else:
        _step(scan, token, at)
        scan.path.begun = True


def _step(scan: _Scan, token: str, at: int) -> None:
    """Take a word that belongs to a path."""
    if token in ("following::", "preceding::"):
        raise TooCostlyError(_ANEW)
    starts = not scan.path.begun
    if scan.brackets:
        if token in ("/", "//") and starts:
            raise TooCostlyError(_ANEW)
        if token in (*_UP, *_SIBLINGS, *_DOWN):
            _wide_in_brackets(scan, token, starts)
        elif token != "/" and scan.path.wide == "..":
            scan.path.wide = "../*"  # ../.. goes up once, ../p/.. twice
    elif token in _SIBLINGS:
        _sibling_step(scan, token, at)
    elif scan.path.wide in _SIBLINGS and token in _UP:
        raise TooCostlyError("it goes to parents behind a sibling step; write two rules")
    elif (token in _DOWN and not starts and scan.before != "|") or token in _UP[2:]:
        scan.work += 1


def _wide_in_brackets(scan: _Scan, token: str, starts: bool) -> None:
    path = scan.path
    if scan.brackets > 1:
        raise TooCostlyError(_ANEW if token in _DOWN else _NESTED)
    if path.wide and not (path.wide == token == ".."):
        raise TooCostlyError(_TWICE)
    if token in _SIBLINGS and not starts:
        raise TooCostlyError("a sibling step in brackets stands first, as in [following-sibling::p]")
    scan.work += token not in _DOWN and path.wide != token
    path.wide = token


def _sibling_step(scan: _Scan, token: str, at: int) -> None:
    if scan.around:
        raise TooCostlyError("a sibling step in round brackets costs too much; take the brackets away")
    if scan.before == "//":
        raise TooCostlyError(f"// before {token} costs too much; name the element, as in //p/{token}*")
    if scan.path.begun:
        scan.cuts.append(at)
    scan.path.wide = token


def _split(xpath: str, start: int, end: int, cuts: list[int]) -> tuple[tuple[str, ...], int]:
    """An alternative in parts at its sibling steps, and how many of these stay in their part: those with a number."""
    parts, begun, kept = [], start, 0
    for cut in cuts:
        tests = list(_tests(xpath, cut, end))
        if any(test.strip().isdecimal() for test in tests):
            kept += 1
            continue
        for test in tests:
            _check_test(test)
        before = xpath[begun:cut].rstrip()[:-1]
        if _NO_ELEMENT.search(before):
            raise TooCostlyError("a sibling step follows an element, not a text or an attribute")
        parts.append(before)
        begun = cut
    return (*parts, xpath[begun:end]), kept


def _tests(xpath: str, start: int, end: int) -> Iterator[str]:
    """What stands in the brackets of the step that begins there."""
    bare, depth, opened = bare_of(xpath)[:end], 0, 0
    for match in re.compile(r"[\[\]]|/").finditer(bare, start):
        if match[0] == "/":
            if not depth:
                return
            continue
        depth += 1 if match[0] == "[" else -1
        if match[0] == "[" and depth == 1:
            opened = match.end()
        elif match[0] == "]" and depth == 0:
            yield xpath[opened : match.start()]


def _check_test(test: str) -> None:
    """A test must hold for an element whatever element of its parent the step begins at."""
    if re.fullmatch(r"\s*last\s*\(\s*\)\s*", test):
        return
    try:
        kind = compiled(test)(PROBE)
    except etree.XPathError:
        kind = None  # the whole XPath is refused for it
    if isinstance(kind, float) or re.search(r"(?:last|position)\s*\(", bare_of(test)):
        raise TooCostlyError(_PLACE)


@lru_cache(maxsize=512)
def compiled(xpath: str) -> etree.XPath:
    """An XPath ready to run, without regular expressions and other extensions."""
    return etree.XPath(xpath, regexp=False, smart_strings=False)


def run(xpath: str, root: etree._Element) -> list[object]:
    """What an XPath finds on a page, in order."""
    paths = weigh(xpath).paths
    if len(paths) == len(paths[0]) == 1:
        found = compiled(xpath)(root.getroottree())
        return found if isinstance(found, list) else []
    order = {element: number for number, element in enumerate(root.iter())}
    elements: dict[etree._Element, None] = {}
    texts: list[object] = []
    for first, *parts in paths:
        found = compiled(first)(root.getroottree())
        for part in parts:
            starts = _one_of_each_parent(found, order, last=part.startswith("preceding"))
            found = [each for start in starts for each in compiled(part)(start)]
        elements |= dict.fromkeys(each for each in found if isinstance(each, etree._Element))
        texts += [each for each in found if not isinstance(each, etree._Element)]
    return [*sorted(elements, key=lambda element: order.get(element, -1)), *texts]


def _one_of_each_parent(found: list[object], order: dict[etree._Element, int], *, last: bool) -> list[etree._Element]:
    """Of the elements with one parent the first, whose following siblings are those of all; or the last."""
    kept: dict[etree._Element | None, etree._Element] = {}
    elements = {each for each in found if isinstance(each, etree._Element) and each in order}
    for element in sorted(elements, key=order.__getitem__, reverse=last):
        kept.setdefault(element.getparent(), element)
    return sorted(kept.values(), key=order.__getitem__)
