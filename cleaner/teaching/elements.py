"""Rules of a site: elements that hold nothing but what goes, by their id, one of their classes, or a heading that comes
again on the site: the box around it, or what follows it."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from lxml.html import HtmlElement

from cleaner.document import Document
from cleaner.readers import read
from cleaner.readers.ftr_site_config import SiteRules
from cleaner.readers.html_tree import parse_html
from cleaner.teaching.pages import Line, Page
from cleaner.teaching.proposals import Effect, Proposal, commonest, fewest
from cleaner.text.line_shape import is_prose

MOST_CANDIDATES = 400
AT_ONCE = 10
"""Candidates tried on a page together: the reader takes no more than so many elements of a page for rules."""
MOST_CHARACTERS = 5_000
"""Of an element that is looked at as one that goes."""
LEAST_PAGES = 3
"""Corrected pages on which an element held only what goes, for prose in it on other pages to be taken for the same."""
LEAST_HEADED, LONGEST_HEADING = 2, 60
"""Corrected pages on which a line goes, and its characters at most, for it to be taken for the heading of a box."""
MOST_STEPS = 4
"""Elements around a heading that are looked at: in a table it is in a cell, the cell in a row, the row in the table."""
_TAG = re.compile(r"[a-z][a-z0-9-]{0,30}")
_NAME = re.compile(r"[\w-]{2,80}")
_NUMBERED = re.compile(r"\d{3}")
"""A name with such a number is that of one page: `post-48213`."""
_MOST_EXAMPLES = 3


def propose_elements(site: str, pages: Sequence[Page]) -> list[Proposal]:
    """The elements of a site's corrected pages that hold lines left on them and no body, the fewest that take all.

    Their effect on all pages of the site is noted.
    """
    own = [page for page in pages if page.site == site and page.markup]
    corrected = [page for page in own if page.corrected]
    if not site or not corrected:
        return []
    headings = _headings(corrected)
    counts = Counter(path for page in corrected for path in _paths(page, headings))
    paths = [path for path, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))][:MOST_CANDIDATES]
    found = _taken(site, paths, corrected)
    useful = {path: lines for path, lines in found.items() if any(line.left for _, line in lines)}
    found = _taken(site, sorted(useful), own)
    proposals = [_proposal(site, path, found[path]) for path in sorted(useful)]
    proposals.sort(key=_order)
    return fewest([proposal for proposal in proposals if not proposal.refused or not _is_wide(proposal)])


def _order(proposal: Proposal) -> tuple[bool, int, bool, str]:
    """Names of elements first: they hold on pages without the heading, too. Then what takes most."""
    value = proposal.value
    named = "[@id=" in value or "@class" in value
    return not named, -proposal.effect.taught.total(), "@class" in value, value


def _is_wide(proposal: Proposal) -> bool:
    """Whether it holds more body than what goes: the frame of the story, which nobody would propose."""
    return proposal.effect.cost > 10 * sum(len(line) for line in proposal.hits)


def _headings(corrected: Sequence[Page]) -> frozenset[str]:
    """Short lines that go on several corrected pages, whoever removed them."""
    gone = [{" ".join(line.text.split()) for line in page.lines if line.stays == ""} for page in corrected]
    counts = Counter(text for lines in gone for text in lines if _is_heading(text))
    return frozenset(text for text, count in counts.items() if count >= LEAST_HEADED)


def _is_heading(text: str) -> bool:
    """Whether a line can be named in a rule: a rule ends at a comment, and a text has one kind of quotation mark."""
    return 2 < len(text) <= LONGEST_HEADING and "#" not in text and not ("'" in text and '"' in text)


def _paths(page: Page, headings: Collection[str]) -> set[str]:
    """XPaths of the elements of a page that have a line in them that is left, by their names or headings."""
    root, _ = parse_html(page.markup)
    left = {" ".join(line.text.split()) for line in page.lines if line.left}
    body = {" ".join(line.text.split()) for line in page.lines if line.stays and is_prose(line.text)}
    found: set[str] = set()
    for element in root.iter() if root is not None and left else ():
        if isinstance(element, HtmlElement) and isinstance(element.tag, str) and _TAG.fullmatch(element.tag):
            text = " ".join(element.text_content().split())
            if len(text) <= MOST_CHARACTERS and any(line in text for line in left):
                found |= _named_paths(element)
            if text in headings:
                found |= _headed_paths(element, text, left, body)
    return found


def _headed_paths(element: HtmlElement, heading: str, left: Iterable[str], body: Iterable[str]) -> set[str]:
    """XPaths of what is around a heading or follows it, where that has a line that is left and no body."""
    quote = '"' if "'" in heading else "'"
    words = "translate(., '\u00a0', ' ')" if "\u00a0" in str(element.text_content()) else ""
    start = f"//{element.tag!s}[normalize-space({words})={quote}{heading}{quote}]"
    found: set[str] = set()
    for steps, elements in _around(element):
        texts = [" ".join(one.text_content().split()) for one in elements if isinstance(one, HtmlElement)]
        said = "\n".join(texts)
        if (
            len(said) <= MOST_CHARACTERS
            and any(line in said for line in left)
            and not any(line in said for line in body)
        ):
            found.add(start + steps)
    return found


def _around(element: HtmlElement) -> Iterator[tuple[str, list[HtmlElement]]]:
    """What follows an element, the element around it, and what follows that, and so on; with the steps of the XPath."""
    steps, at = "", element
    for _ in range(MOST_STEPS):
        yield f"{steps}/following-sibling::*", list(at.itersiblings())
        parent = at.getparent()
        if parent is None or parent.tag in ("body", "html"):
            return
        steps, at = f"{steps}/..", parent
        yield steps, [at]


def _named_paths(element: HtmlElement) -> set[str]:
    id, tag = element.get("id", ""), str(element.tag)
    names = filter(_is_name, element.get("class", "").split())
    found = {f"//{tag}[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]" for name in names}
    return found | ({f"//{tag}[@id='{id}']"} if _is_name(id) else set())


def _is_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None and not _NUMBERED.search(name)


def _taken(site: str, paths: Sequence[str], pages: Sequence[Page]) -> dict[str, list[tuple[Page, Line]]]:
    """The lines of pages that each XPath takes, by the reader itself."""
    taken: dict[str, list[tuple[Page, Line]]] = {path: [] for path in paths}
    for first in range(AT_ONCE, len(paths), AT_ONCE):
        taken |= _taken(site, paths[first : first + AT_ONCE], pages)
    paths = paths[:AT_ONCE]
    if not paths:
        return taken
    with tempfile.TemporaryDirectory(prefix="cleaner-") as folder:
        Path(folder, f"{site}.txt").write_text("".join(f"strip: {path}\n" for path in paths), encoding="utf-8")
        rules = SiteRules(folder)
        for page in pages:
            address = f"https://{site}/"
            document = read(page.markup, form="html", url=address, language="en", witness=False, site_rules=rules)
            if len(document.blocks) == len(page.lines):
                for place, path in _named(document):
                    taken[path].append((page, page.lines[place]))
    return taken


def _named(document: Document) -> set[tuple[int, str]]:
    """The lines that rules name, even a part of them."""
    found = set()
    for span, _, evidence in document.stripped:
        path = evidence.partition(": ")[2]
        found |= {(place, path) for place, block in enumerate(document.blocks) if block.span.overlaps(span)}
    return found


def _proposal(site: str, path: str, lines: Iterable[tuple[Page, Line]]) -> Proposal:
    pairs = list(lines)
    effect, left = Effect(), [line for _, line in pairs if line.left]
    alike = _alike(pairs)
    for page, line in pairs:
        effect.note(page, line, alike.get(page.id, 0))
    hits = tuple(sorted({line.text for line in left}))[:_MOST_EXAMPLES]
    return Proposal(site, "strip", path, commonest([line.kind for line in left]), effect, hits)


def _alike(pairs: Iterable[tuple[Page, Line]]) -> dict[str, int]:
    """By page nobody looked at, up to how many characters a line of the element is what the corrected ones hold.

    Only where it held nothing but what goes on several corrected pages, and holds no more than twice as much here.
    """
    sizes: Counter[str] = Counter()
    taught: Counter[str] = Counter()
    longest = 0
    for page, line in pairs:
        if not page.corrected:
            sizes[page.id] += len(line.kept)
        elif line.left:
            taught[page.id] += len(line.kept)
            longest = max(longest, len(line.text))
    if len(taught) < LEAST_PAGES:
        return {}
    most = 2 * max(taught.values())
    return {id: longest * 3 // 2 for id, size in sizes.items() if size <= most}
