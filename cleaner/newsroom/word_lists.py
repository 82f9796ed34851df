"""The words newsrooms use, per language: one TOML file each in `words/`, and `common.toml` for all.

A file in `words/` holds, in lower case: prefixes of a byline (`by`), its labels (`by_label`), words of job
titles (`roles`) and outlets (`outlet`), openings and endings of credits (`credit`, `credit_tail`), months,
weekdays, what dates stand with (`published`, `ago`, `units`, `relative`, `clock`, `reading`), picture credits
(`photo`), biographies (`about`, `covers`), labels of tags (`tags`) and of comment sections
(`comments`, `reply`, `guideline`). A language's pack may bring them in a table `[words]` instead, so that adding a
language is adding one file; no code names a language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from cleaner.errors import PackError
from cleaner.text.folding import fold, fold_all
from cleaner.text.literals import Literals
from cleaner.text.scripts import FIRST_EAST
from cleaner.text.toml_tables import read_table

FOLDER = Path(__file__).parent / "words"
PACKS = Path(__file__).parent.parent / "phrases"
_WORD_START = re.compile(r"[\w'.-]+")
_COMMON = Path(__file__).parent / "common.toml"


class Phrases(frozenset[str]):
    """A set of phrases, found by their first word. All are folded (`folding.fold`)."""

    @cached_property
    def by_first(self) -> Mapping[str, tuple[str, ...]]:
        """The phrases by their `first_key`, the longest first."""
        filed: dict[str, list[str]] = {}
        for phrase in self._ordered:
            filed.setdefault(first_key(phrase), []).append(phrase)
        return {key: tuple(found) for key, found in filed.items()}

    @cached_property
    def unspaced(self) -> tuple[str, ...]:
        """Those of scripts without spaces, the longest first."""
        return tuple(phrase for phrase in self._ordered if phrase[0] > FIRST_EAST)

    @property
    def _ordered(self) -> list[str]:
        return sorted(sorted(self), key=len, reverse=True)

    def opening(self, folded: str, key: str = "") -> str:
        """The longest phrase the folded text begins with, as whole words; "" where there is none.

        key: the text's `first_key`, where the caller knows it.
        """
        if not folded:
            return ""
        for phrase in self.by_first.get(key or first_key(folded), ()):
            if folded.startswith(phrase) and _ends_word(folded, len(phrase), phrase):
                return phrase
        return ""

    def inside(self, folded: str) -> str:
        """The phrase that stands first in the folded text, at the start of a word; "" where there is none."""
        if not self.stand_in(folded):  # a tenth of the time of looking at every word
            return ""
        for match in _WORD_START.finditer(folded):
            word = match.group()
            key = word[0] if word[0] > FIRST_EAST else word.rstrip(".") or word[0]
            for phrase in self.by_first.get(key, ()):
                if folded.startswith(phrase, match.start()) and _ends_word(folded, match.start() + len(phrase), phrase):
                    return phrase
        if not any(letter > FIRST_EAST for letter in folded[:40:4]):
            return ""
        return next((phrase for phrase in self.unspaced if phrase in folded), "")

    def stand_in(self, folded: str) -> bool:
        """Whether the letters of one of them stand in the folded text, be they a part of a word."""
        return self.literals.occur_in(folded)

    @cached_property
    def literals(self) -> Literals:
        """Finds their letters anywhere in a folded text."""
        return Literals(sorted(self))


def first_key(folded: str) -> str:
    """What a phrase is filed under: its first word, or its first character in scripts without spaces."""
    if folded[0] > FIRST_EAST:
        return folded[0]
    if (word := folded.partition(" ")[0]).isalnum():  # a third of the time of the pattern, and most are like that
        return word
    match = _WORD_START.match(folded)
    return (match.group().rstrip(".") if match else "") or folded[0]


def _ends_word(folded: str, place: int, phrase: str) -> bool:
    return place >= len(folded) or phrase[-1] > FIRST_EAST or not folded[place].isalnum()


def phrases(words: Sequence[str]) -> Phrases:
    """Phrases as they are written, folded."""
    return Phrases(fold_all(words))


def _folded(words: Sequence[str]) -> frozenset[str]:
    return frozenset(fold_all(words))


@dataclass(frozen=True, eq=False)
class Words:
    """The words of some languages together. `guideline` holds pairs of sets: what is spoken of, and how."""

    by: Phrases
    by_label: Phrases
    joiners: Phrases
    roles: Phrases
    outlet: Phrases
    credit: Phrases
    credit_tail: Phrases
    months: Phrases
    weekdays: Phrases
    published: Phrases
    ago: Phrases
    units: Phrases
    relative: Phrases
    clock: Phrases
    reading: Phrases
    photo: Phrases
    about: Phrases
    covers: Phrases
    tags: Phrases
    comments: Phrases
    reply: Phrases
    guideline: tuple[tuple[frozenset[str], frozenset[str]], ...]


_KEYS = {"joiners": "and"}


@dataclass(frozen=True)
class Common:
    """What is the same in every language. All but `agencies` are folded."""

    families: tuple[frozenset[str], ...]
    agencies: frozenset[str]
    agencies_folded: frozenset[str]
    agency_words: frozenset[str]
    picture_agencies: Phrases
    places: Phrases
    not_places: frozenset[str]
    not_authors: frozenset[str]
    weak_by: frozenset[str]
    persons: frozenset[str]
    zones: frozenset[str]
    short_labels: frozenset[str]
    before_names: frozenset[str]
    initials: frozenset[str]
    small_words: frozenset[str]
    leads_to: frozenset[str]
    comments_on: tuple[str, ...]
    no_names: frozenset[str]
    no_first_names: frozenset[str]
    locatives: frozenset[str]
    changes: tuple[str, ...]
    copulas: frozenset[str]
    offers: frozenset[str]
    sponsored: frozenset[str]
    saying: Phrases


_FOLDED = frozenset(
    "agency_words not_places not_authors weak_by persons zones short_labels before_names initials small_words"
    " leads_to no_names no_first_names locatives copulas offers sponsored".split()
)


def languages() -> dict[str, str]:
    """The languages there are words for: code and own name, in the order of the codes."""
    loaded = (_load(_file(code)) for code in _codes())
    return {table["code"]: table["name"] for table in loaded}


def words_for(code: str) -> Words:
    """The words for a document of this language, with English and its family; all there are if it is unknown."""
    return _merged(_with_family(code, _codes()))


@lru_cache(maxsize=64)
def _with_family(code: str, known: tuple[str, ...]) -> tuple[str, ...]:
    if code not in known:
        return known
    family = {code, "en"}.union(*(f for f in common().families if code in f))
    return tuple(sorted(family & set(known)))


@lru_cache(maxsize=1)
def all_words() -> Words:
    """The words of all languages together."""
    return _merged(_codes())


@lru_cache(maxsize=1)
def common() -> Common:
    """The table that is the same in every language."""
    table = _load(_COMMON)
    sets = {slot.name: _folded(table[slot.name]) for slot in fields(Common) if slot.name in _FOLDED}
    return Common(
        families=tuple(frozenset(family) for family in table["families"]),
        agencies=frozenset(table["agencies"]),
        agencies_folded=_folded(table["agencies"]),
        picture_agencies=phrases(table["picture_agencies"] + table["agencies"]),
        places=phrases(table["places"]),
        changes=tuple(map(fold, table["changes"])),
        comments_on=tuple(f" {fold(word)}" for word in table["comments_on"]),
        saying=phrases(table["saying"]),
        **sets,
    )


@lru_cache(maxsize=1)
def _codes() -> tuple[str, ...]:
    own = {path.stem for path in FOLDER.glob("*.toml")}
    packs = (path for path in PACKS.glob("*.toml") if path.stem not in own)
    return tuple(sorted(own | {path.stem for path in packs if "\n[words]\n" in path.read_text(encoding="utf-8")}))


def _file(code: str) -> Path:
    """Where the words of a language are: a file of their own, or the table `[words]` of its pack."""
    path = FOLDER / f"{code}.toml"
    return path if path.exists() else PACKS / f"{code}.toml"


@lru_cache(maxsize=64)
def _merged(codes: tuple[str, ...]) -> Words:
    tables = [_load(_file(code)) for code in codes]
    merged: dict[str, Any] = {}
    for slot in fields(Words):
        key = _KEYS.get(slot.name, slot.name)
        if key != "guideline":
            merged[slot.name] = phrases([word for table in tables for word in table[key]])
    pairs = (table["guideline"] for table in tables)
    merged["guideline"] = tuple((_folded(what), _folded(how)) for what, how in pairs)
    return Words(**merged)


@lru_cache(maxsize=64)
def _load(path: Path) -> dict[str, Any]:
    table = read_table(path)
    if path.parent == PACKS:
        table = {"code": table["language"], "name": table["name"], **table["words"]}
    wanted = set() if path == _COMMON else {_KEYS.get(slot.name, slot.name) for slot in fields(Words)}
    missing = sorted(wanted - table.keys())
    if missing:
        raise PackError(f"{path.name}: these tables are missing: {', '.join(missing)}")
    return table
