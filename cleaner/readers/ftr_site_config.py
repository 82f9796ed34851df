"""Site rules: a folder of files in the format of the public ftr-site-config collection (CC0), one per host.

    # example.com.txt, for example.com and www.example.com; .example.com.txt, for the hosts below it
    title: //h1[@class='story']
    author: //span[@class='writer']
    strip: //div[@class='promo']
    strip_id_or_class: newsletter

Supported are `strip` and `strip_id_or_class`, which name elements that are not part of the article, and `title`,
`author` and `date`, which name the elements with these values. All other directives are listed in `SiteFile.left` and
ignored. An XPath is version 1.0 without external functions or prefixes, and of bounded cost.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

from cleaner.errors import PackError
from cleaner.readers.xpath_cost import PROBE, TooCostlyError, bare_of, compiled, weigh

STRIPS = ("strip", "strip_id_or_class")
FACTS = {"title": "title", "author": "authors", "date": "date"}
"""Directives that name a fact, and the field of the record it fills."""

LONGEST_XPATH = 1_000
"""Characters of an XPath."""

_DIRECTIVE = re.compile(r"^([a-z_]++(?:\([^)]*\))?)\s*+:(.*)")
_CALL = re.compile(r"(?<![\w.-])([\w.-]++(?::[\w.-]++)?)\s*+\(")
_FOREIGN = re.compile(r"\$|[\w-]:(?!:)")
_FUNCTIONS = frozenset(
    "last position count id local-name namespace-uri name string concat starts-with contains substring-before"
    " substring-after substring string-length normalize-space translate boolean not true false lang number sum floor"
    " ceiling round node text comment processing-instruction and or div mod".split()
)


@dataclass(frozen=True, slots=True)
class SiteRule:
    """One directive that is honoured. id: "site.example.com:12", the file without its ending and the line in it."""

    id: str
    directive: str
    value: str
    xpath: str

    @property
    def work(self) -> int:
        """How many of its steps go to many elements (`cleaner.readers.xpath_cost`)."""
        return weigh(self.xpath).work


@dataclass(frozen=True, slots=True)
class SiteFile:
    """What a file says. left: the directives that are not honoured, as (line, directive)."""

    name: str
    rules: tuple[SiteRule, ...]
    left: tuple[tuple[int, str], ...]


class SiteRules:
    """The rules of a folder, read and checked when made. Unchanging, picklable.

    Raises PackError for a folder or file that cannot be read, and for an XPath that is wrong, not XPath 1.0 or too
    costly; the message names file, line and remedy.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        try:
            paths = sorted(path for path in self.folder.iterdir() if _is_host_file(path))
        except OSError as error:
            raise PackError(f"{folder}: cannot be read ({error.strerror}); name a folder of site rules") from None
        if not paths:
            raise PackError(f"{folder}: no site rules in it; its files are named by host, as in example.com.txt")
        self.files = {path.stem.lower(): _read_file(path) for path in paths}

    def for_url(self, url: str | None) -> tuple[SiteRule, ...]:
        """The rules for a page's address: those of its host, then those for the hosts below a domain."""
        host = (host_of(url) if url else "").removeprefix("www.")
        if not host:
            return ()
        labels = host.split(".")
        names = (host, *("." + ".".join(labels[place:]) for place in range(1, len(labels))))
        return tuple(rule for name in names if name in self.files for rule in self.files[name].rules)

    def left(self) -> Counter[str]:
        """How often each directive stands in the folder that is not honoured."""
        return Counter(name.partition("(")[0] for file in self.files.values() for _, name in file.left)

    def find(self, rule_id: str) -> SiteRule | None:
        """The rule of an id, or None."""
        name = rule_id.removeprefix("site.").rpartition(":")[0]
        rules = self.files[name].rules if name in self.files else ()
        return next((rule for rule in rules if rule.id == rule_id), None)


def host_of(url: str) -> str:
    """The host of an address in small letters, "" where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_host_file(path: Path) -> bool:
    """A file of the folder is a site's where its name holds a host: `LICENSE.txt` and `global.txt` are none."""
    return path.suffix == ".txt" and "." in path.stem and path.is_file()


def _read_file(path: Path) -> SiteFile:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(f"{path}: cannot be read as UTF-8 text: {error}") from None
    rules: list[SiteRule] = []
    left: list[tuple[int, str]] = []
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        if not line or line.startswith("#"):
            continue
        match = _DIRECTIVE.fullmatch(line)
        name, value = (match[1], match[2].strip()) if match else (line[:40], "")
        if value and (name in STRIPS or name in FACTS):
            xpath = _xpath_of(name, value)
            if fault := _fault(xpath):
                raise PackError(f"{path}, line {number}: {name}: {value}: {fault}")
            rules.append(SiteRule(f"site.{path.stem.lower()}:{number}", name, value, xpath))
        else:
            left.append((number, name))
    return SiteFile(path.stem.lower(), tuple(rules), tuple(left))


def _xpath_of(directive: str, value: str) -> str:
    """The XPath of a directive; `strip_id_or_class` means every element with that text in its id or class."""
    if directive != "strip_id_or_class":
        return value
    bare = value.replace("'", "").replace('"', "").strip()
    return f"//*[contains(@class, '{bare}') or contains(@id, '{bare}')]" if bare else ""


def _fault(xpath: str) -> str:
    """What is wrong with an XPath, "" if nothing is."""
    if not xpath:
        return "it names nothing"
    if len(xpath) > LONGEST_XPATH:
        return f"longer than {LONGEST_XPATH} characters; split it into several lines"
    bare = bare_of(xpath)
    unknown = [name for name in _CALL.findall(bare) if name not in _FUNCTIONS and "::" not in name]
    if unknown or _FOREIGN.search(bare):
        what = f"{unknown[0]}()" if unknown else "a prefix or variable"
        return f"{what} is not of XPath 1.0; only its own functions are run"
    try:
        found = compiled(xpath)(PROBE)
        weigh(xpath)
    except TooCostlyError as error:
        return str(error)
    except etree.XPathError as error:
        return f"not an XPath ({error})"
    return "" if isinstance(found, list) else "it selects no elements"
