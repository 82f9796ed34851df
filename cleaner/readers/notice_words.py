"""The words that notices of translation are made of, by language, from `notices.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
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
    """The grammar of a language: words by part, for Chinese and Japanese a pattern of all, and credits of people."""

    stems: tuple[str, ...]
    parts: dict[str, Words]
    phrases: re.Pattern[str] | None
    human: re.Pattern[str] | None


@dataclass(frozen=True)
class Grammar:
    """engines: names of translation engines; tongues: of languages, in most languages."""

    languages: dict[str, Language]
    engines: Words
    tongues: Words


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """The words of `notices.toml`, folded."""
    table = read_table(Path(__file__).parent / "notices.toml")
    engines, tongues = _words(table["engines"]), _words(table["languages"])
    languages = {code: _language(code, rows, engines) for code, rows in table.items() if isinstance(rows, dict)}
    return Grammar(languages, engines, tongues)


def _words(text: str) -> Words:
    words = [fold(word).replace("ё", "е").strip("'") for word in text.split()]
    return Words(frozenset(w for w in words if w[-1] != "*"), tuple(w[:-1] for w in words if w[-1] == "*"))


def _language(code: str, rows: dict[str, Any], engines: Words) -> Language:
    parts = {part: _words(rows[part]) for part in PARTS}
    phrases = None
    if code in EAST:
        every = sorted({w for part in parts.values() for w in part.exact} | engines.exact, key=lambda w: (-len(w), w))
        phrases = re.compile("|".join(map(re.escape, every)) + r"|\S")
    stems = tuple(fold(stem).replace("_", " ") for stem in rows["stems"].split())
    return Language(stems, parts, phrases, _credits(rows.get("human", ())))


def _credits(templates: list[str]) -> re.Pattern[str] | None:
    """Lines that name a translator: the words of a template in any case, a language, names in capitals."""
    if not templates:
        return None
    name = r"([^\W\d_a-zà-ÿа-яіїєґα-ω][^\d,:;!?()]{1,60})"
    tongue = r"(?:l['’])?\w{4,20}(?:\s\w{4,12})?"
    filled = [
        re.escape(template).replace(r"\ ", r"\s").replace("LANG", tongue).partition("NAME") for template in templates
    ]
    return re.compile("|".join(f"(?i:{before}){name}(?i:{after})" for before, _, after in filled))
