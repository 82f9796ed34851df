"""The title of the story without the names that sites add: "Storm closes harbour | News | The Gazette".

A page's `<title>` and `og:title` also contain the outlet, the section and the town. A part is cut if another source or
a line has the title without it, if it is the name or the domain of the outlet, or if it is at the end of a `<title>`
and as short as such a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cleaner.document import Document, Facts, Segment
from cleaner.kinds import Fate
from cleaner.text import patterns
from cleaner.text.folding import fold, fold_all, fold_plain, letters_of
from cleaner.text.line_shape import is_cjk, spaced_size

_BAR = rf"{patterns.ANY}(?:[|｜]|::|_(?=\S))\s*|{patterns.SOME}[•·»«]\s+"
_DASH = rf"{patterns.SOME}[-–—:]\s+|——"
_SEPARATOR = re.compile(f"{_BAR}|{_DASH}")
_SURE = re.compile(_BAR)
_PLAIN_LINES = re.compile(r"[^\w\n]+|_+")
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}", re.IGNORECASE)
_LONGEST_TAIL, _LONGEST_SECTION = 40, 12
"""Most characters of the name of an outlet after a dash, and of a section before it."""
_LEAST_TITLE, _LEAST_COPY = 4, 20
"""Characters of a title, and of one that is known by a line or another origin; a shorter line may be a section's name.
Chinese, Japanese and Korean say it in half as many."""
_LEAST_NAME = 3
"""Fewest characters of a name that identifies an outlet."""


def find_title(
    document: Document, segments: Sequence[Segment], facts: Facts, lifted: Sequence[tuple[str, str]]
) -> tuple[str, str]:
    """The title and its source: from the page data, else from the headline in the text; ("", "") if there is none.

    lifted: pairs of rule and title of the marks that lifted one.
    """
    known = facts.get("title", ())
    if known:
        return known[0][0], _without_outlet(known, document, lifted)
    if lifted:
        return lifted[0]
    return _headline(document, segments)


def _headline(document: Document, segments: Sequence[Segment]) -> tuple[str, str]:
    """The first span that was decided to be the headline, for texts in which no mark lifted a title."""
    for segment in segments:
        if segment.mark is not None and segment.mark.kind == "headline" and segment.fate is not Fate.KEEP:
            text = document.slice(segment.span).strip()
            if " " in text or is_cjk(text):
                return segment.mark.reason.rule, text
    return "", ""


def _without_outlet(known: Sequence[tuple[str, str]], document: Document, lifted: Iterable[tuple[str, str]]) -> str:
    """The first title of the page, without added names at its end or start."""
    origin, title = known[0]
    begun = {fold_plain(part)[:1] for part in (title, *_SEPARATOR.split(title))}
    short = fold_all([line for line in document.lines if len(line) <= len(title)])
    alike = [line for line in short if line[:1] in begun or not line[:1].isalnum()]
    lines = {" ".join(line.split()) for line in _PLAIN_LINES.sub(" ", "\n".join(alike)).split("\n") if alike}
    outlets = _outlets(document)
    if fold_plain(title) in lines:
        cut = _last_separator(title)
        return title[: cut.start()] if cut and _squeezed(title[cut.end() :]) in outlets else title
    bare = lines.union(fold_plain(value) for _, value in (*known[1:], *lifted))
    return _cut_front(_cut_tail(title, origin, bare, outlets), bare, outlets)


def _cut_tail(title: str, origin: str, bare: set[str], outlets: Sequence[str]) -> str:
    """The title without the names at its end."""
    cuts = list(_SEPARATOR.finditer(title))
    for cut, behind in zip(cuts, [*(cut.start() for cut in cuts[1:]), len(title)], strict=False):
        head, tail = title[: cut.start()], title[cut.end() : behind]
        if spaced_size(head) < _LEAST_TITLE or _is_outlet(head, outlets):
            continue
        rest = len(title) - cut.end()
        known = spaced_size(head) >= _LEAST_COPY and 2 * len(head) >= rest and fold_plain(head) in bare
        if known or _is_outlet(tail, outlets):
            return _cut_names(head, _LONGEST_SECTION) if origin == "title" and not known else head
    return _cut_names(title, _LONGEST_TAIL) if origin == "title" else title


def _cut_names(title: str, longest: int) -> str:
    """A `<title>` without the parts after its bars, or without the short name after its last dash."""
    dashed = False
    while (cut := _last_separator(title)) is not None and not dashed:
        head, tail = title[: cut.start()].rstrip(), title[cut.end() :]
        dashed = _SURE.match(title, cut.start()) is None
        longer = len(tail) > max(_LEAST_COPY, 3 * len(head))
        goes_on = tail[:1].islower() and " " in tail  # "Fish & Ships – it's back"
        no_name = len(tail) > longest or ":" in cut.group() or goes_on
        if longer or spaced_size(head) < _LEAST_TITLE or (dashed and no_name):
            break
        title = head
    return title


def _last_separator(title: str) -> re.Match[str] | None:
    last = None
    for match in _SEPARATOR.finditer(title):
        last = match if match.end() < len(title) else last
    return last


def _cut_front(title: str, bare: set[str], outlets: Sequence[str]) -> str:
    """The title without the outlet at its start: "The Gazette - Storm closes harbour"."""
    title = title.removeprefix("» ").removeprefix("| ")
    match = _SEPARATOR.search(title)
    if match is None:
        return title
    front, rest = title[: match.start()], title[match.end() :]
    if len(rest) < len(front) / 2 or _is_outlet(rest, outlets):
        return title
    known = spaced_size(rest) >= _LEAST_COPY and len(rest) >= len(front) and fold_plain(rest) in bare
    return rest if known or _is_outlet(front, outlets) else title


def _outlets(document: Document) -> tuple[str, ...]:
    """The names of a page's outlet as letters and digits only: its stated names and its domain."""
    names = {_squeezed(value) for _, value in document.meta.get("site", ())}
    host = (document.url or "").partition("://")[2].partition("/")[0].lower().removeprefix("www.")
    labels = {_squeezed(host), *map(_squeezed, host.split(".")[:-1])} - {"co", "com"}
    return tuple(name for name in names | labels if len(name) >= _LEAST_NAME)


def _is_outlet(text: str, outlets: Sequence[str]) -> bool:
    """Whether a text is the name of the page's outlet, a longer or shorter form of it, or a domain."""
    name = _squeezed(text)
    if _DOMAIN.fullmatch(text.strip()):
        return True
    if len(name) < _LEAST_NAME:
        return False
    return any(
        (name in outlet and len(outlet) <= 2 * len(name)) or (outlet in name and len(name) <= 3 * len(outlet))
        for outlet in outlets
    )


def _squeezed(text: str) -> str:
    return letters_of(fold(text), "")
