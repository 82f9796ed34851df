"""The words of translation notices by language, from `notices.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

from cleaner.text.folding import fold
from cleaner.text.toml_tables import read_table

EAST: Final = ("zh", "ja")
"""Languages read phrase by phrase."""


@dataclass(frozen=True)
class Words:
    """Words by part, those that stand for themselves and the beginnings of others."""

    exact: frozenset[str]
    begins: tuple[str, ...]

    def __contains__(self, word: str) -> bool:
        return word in self.exact or (bool(self.begins) and word.startswith(self.begins))


PARTS: Final = ("done", "noun", "machine", "both", "this", "by", "from", "open", "rest")


@dataclass(frozen=True)
class Language:
    """The grammar of a language. stems: without one of them a text has no notice. rows: the table of its words."""

    stems: tuple[str, ...]
    rows: Mapping[str, Any]
    is_east: bool

    @cached_property
    def parts(self) -> dict[str, Words]:
        """The words by the part they play."""
        return {part: _words(self.rows[part]) for part in PARTS}

    @cached_property
    def phrases(self) -> re.Pattern[str]:
        """Of Chinese and Japanese: any word, the longest first, or any other character."""
        every = {w for part in self.parts.values() for w in part.exact} | grammar().engines.exact
        return re.compile("|".join(map(re.escape, sorted(every, key=lambda w: (-len(w), w)))) + r"|\S")

    @cached_property
    def human(self) -> re.Pattern[str] | None:
        """What lines that name a translator look like; 23 ms to compile for all languages, and few pages need one."""
        return _credits(self.rows.get("human", ()))


class _Languages(dict[str, Language]):
    """The grammars by language, each made when it is first asked for: a document needs two or three of 38."""

    def __init__(self, rows: dict[str, dict[str, Any]]) -> None:
        super().__init__()
        self._rows = rows

    def __missing__(self, code: str) -> Language:
        found = self[code] = _language(code, self._rows[code])
        return found


@dataclass(frozen=True)
class Grammar:
    """codes: of all languages. engines: names of translation engines; tongues: of languages, in most languages."""

    codes: tuple[str, ...]
    languages: Mapping[str, Language]
    engines: Words
    tongues: Words

    @cached_property
    def machines(self) -> frozenset[str]:
        """The words for a machine in all languages."""
        return frozenset(word for code in self.codes for word in self.languages[code].parts["machine"].exact)


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """The words of `notices.toml`, folded."""
    table = read_table(Path(__file__).parent / "notices.toml")
    engines, tongues = _words(table["engines"]), _words(table["languages"])
    rows = {code: row for code, row in table.items() if isinstance(row, dict)}
    return Grammar(tuple(rows), _Languages(rows), engines, tongues)


def _words(text: str) -> Words:
    words = [fold(word).replace("ё", "е").strip("'") for word in text.split()]
    return Words(frozenset(w for w in words if w[-1] != "*"), tuple(w[:-1] for w in words if w[-1] == "*"))


def _language(code: str, rows: dict[str, Any]) -> Language:
    stems = tuple([stem.replace("_", " ") for stem in fold(rows["stems"]).split()])
    return Language(stems, rows, code in EAST)


def _credits(templates: Sequence[str]) -> re.Pattern[str] | None:
    """Lines that name a translator: the words of a template in any case, a language, names in capitals."""
    if not templates:
        return None
    name = r"([^\W\d_a-zà-ÿа-яіїєґα-ω][^\d,:;!?()]{1,60})"
    tongue = r"(?:l['’])?\w{4,20}(?:\s\w{4,12})?"
    filled = [
        re.escape(template).replace(r"\ ", r"\s").replace("LANG", tongue).partition("NAME") for template in templates
    ]
    return re.compile("|".join(f"(?i:{before}){name}(?i:{after})" for before, _, after in filled))
