"""Wording packs: stock phrases of news pages, one TOML file per language.

    language = "en"                      the two-letter code and name of the file ("und": every language)
    name = "English"

    [words]                              what newsrooms write, if `cleaner/newsroom/words` has no file for the language

    [[rule]]
    id = "en.signup.inbox"               language.kind.anything
    kind = "signup"
    where = "start"                      line | start | end | anywhere; see `Where`
    phrases = ["sign up for ... newsletter"]
    hits = ["Sign up for our free newsletter"]
    misses = ["Sign up she did, but the newsletter never came and she asked why."]

Adding a language is adding a file. Phrases are compared without regard to case, accents and the shape of
quotes; " ... " stands for up to 60 characters, a star at the end of a word for any ending.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from cleaner.errors import PackError
from cleaner.kinds import KINDS
from cleaner.text.toml_tables import parse_table

FOLDER = Path(__file__).parent
ANY = "und"
"""The pack that belongs to every language, and the code of a text whose language cannot be told."""

DEFAULT_SCORE = 0.96
"""Of a rule without a measured score, such as one of a user's pack: the precision of all bundled rules together."""

DEFAULT_NAMING = 0.85
"""The same for the kind that a rule gives which only names lines: of 459 such lines 415 were of that kind."""


class Where(StrEnum):
    """Where in a line a phrase must stand. Digits, punctuation and symbols at the edges never count."""

    LINE = "line"
    """It is the whole line."""
    START = "start"
    END = "end"
    ANYWHERE = "anywhere"


class Cut(StrEnum):
    """What goes where a phrase is found."""

    LINE = "line"
    """The whole line."""
    SPAN = "span"
    """Only what the phrase covers."""
    SENTENCE = "sentence"
    """The sentence it stands in."""
    FROM = "from"
    """From the phrase to the end of the line."""
    UPTO = "upto"
    """From the start of the line through the phrase."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One wording rule of a pack.

    phrases: stock phrases; pattern: a regular expression instead, looked for only in lines that have one of the
        words `needs`. Both are compared with the folded line (`matching.fold`).
    max_words: the longest line it applies to (a character of a script without spaces counts as half a word);
        0 where there is no limit.
    zone: "head" or "tail" of the text, "" for both.
    weak: says something only where another phrase of the same kind stands in the line.
    names_only: says what a line is called that goes for another reason, not that it goes; its score is 0.
    seen, score: lines of the labelled dumps it fired on, and the smoothed share that was boilerplate; a bundled rule
        that never fired on one has the score 0 and, like `names_only`, removes nothing (`removes`).
    kind_score: the smoothed share that was of the rule's kind as well; None where no line with a kind was seen.
    hits, misses: lines it must and must not fire on.
    """

    id: str
    kind: str
    where: Where
    phrases: tuple[str, ...] = ()
    pattern: str = ""
    needs: tuple[str, ...] = ()
    cut: Cut = Cut.LINE
    max_words: int = 0
    zone: str = ""
    weak: bool = False
    names_only: bool = False
    score: float = DEFAULT_SCORE
    kind_score: float | None = None
    seen: int = 0
    note: str = ""
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        """The code the id begins with."""
        return self.id.partition(".")[0]

    @property
    def removes(self) -> bool:
        """Whether a mark of the rule can take text out of the body; else it names lines that others take."""
        return self.score > 0


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules of one language."""

    language: str
    name: str
    rules: tuple[Rule, ...]
    path: Path


_RULE_KEYS = tuple(f.name for f in fields(Rule))


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Codes of the bundled packs in alphabetical order, "und" last; found by listing the folder."""
    codes = sorted(path.stem for path in FOLDER.glob("*.toml"))
    return tuple(sorted(codes, key=lambda code: code == ANY))


def load_packs() -> Mapping[str, Pack]:
    """All bundled packs by language code. Raises PackError where one is broken."""
    return {code: bundled_pack(code) for code in languages()}


@cache
def bundled_pack(language: str) -> Pack:
    """The bundled pack of a language, read at its first asking: all of them take 0.2 s."""
    return load_pack(FOLDER / f"{language}.toml")


def load_pack(path: str | Path) -> Pack:
    """Read one pack from a TOML file.

    Raises PackError, naming the file, the rule and the remedy, where it cannot be read or is not a pack.
    """
    path = Path(path)
    data = parse_table(path)
    try:
        return _pack(data, path)
    except ValueError as error:
        raise PackError(f"{path}: {error}") from error


def rules_for(language: str) -> tuple[Rule, ...]:
    """The bundled rules that apply to a text: its language's, English (interfaces are English everywhere) and symbols.

    A text of unknown language gets every pack.
    """
    return tuple(rule for pack in map(bundled_pack, codes_for(language)) for rule in pack.rules)


def codes_for(language: str) -> tuple[str, ...]:
    """The codes of the bundled packs that apply to a text."""
    known = languages()
    return known if language == ANY else tuple(code for code in dict.fromkeys((language, "en", ANY)) if code in known)


def find_rule(rule_id: str) -> Rule | None:
    """The bundled rule of that id, or None."""
    return _by_id().get(rule_id)


@lru_cache(maxsize=1)
def _by_id() -> Mapping[str, Rule]:
    return {rule.id: rule for pack in load_packs().values() for rule in pack.rules}


def _pack(data: Mapping[str, Any], path: Path) -> Pack:
    """A pack from its TOML table; ValueError says what is wrong with it."""
    _known(data, ("language", "name", "rule", "words"), "the pack")
    language, name, rows = data.get("language"), data.get("name"), data.get("rule")
    if not isinstance(language, str) or not language:
        raise ValueError('language is missing; write language = "en", or "und" for rules of every language')
    if not isinstance(rows, list) or not rows:
        raise ValueError("there is no rule in it; write at least one [[rule]] table")
    rules = tuple(_rule(row, language) for row in rows)
    ids = [rule.id for rule in rules]
    twice = next((i for i in ids if ids.count(i) > 1), None)
    if twice:
        raise ValueError(f"rule {twice} stands there twice; give the second one another id")
    return Pack(language, str(name or language), rules, path)


def _rule(row: Mapping[str, Any], language: str) -> Rule:
    """A rule from its TOML table."""
    rule_id = row.get("id")
    if not isinstance(rule_id, str) or not rule_id.startswith(f"{language}."):
        raise ValueError(f'rule {rule_id!r}: an id begins with the language, as in "{language}.share.bar"')
    about = f"rule {rule_id}"
    _known(row, _RULE_KEYS, about)
    if row.get("kind") not in KINDS:
        raise ValueError(f"{about}: unknown kind {row.get('kind')!r}; one of {', '.join(KINDS)}")
    values: dict[str, Any] = dict(row)
    values["where"] = _choice(Where, row.get("where", "line"), f"{about}: where")
    values["cut"] = _choice(Cut, row.get("cut", "line"), f"{about}: cut")
    for name in ("phrases", "needs", "hits", "misses"):
        values[name] = _strings(row.get(name, []), f"{about}: {name}")
    values["pattern"] = _pattern(row, about)
    if bool(values["phrases"]) == bool(values["pattern"]):
        raise ValueError(f"{about}: needs either phrases or a pattern")
    _check_numbers(values, about)
    names_only = values.get("names_only", False)
    if names_only or values.get("score") == 0:
        if values["cut"] is not Cut.LINE or values.get("weak"):
            raise ValueError(f"{about}: a rule that only names lines has no cut and is not weak")
        naming = DEFAULT_NAMING if names_only else DEFAULT_SCORE
        values |= {"score": 0.0, "kind_score": values.get("kind_score", naming)}
    return Rule(**values)


def _check_numbers(values: Mapping[str, Any], about: str) -> None:
    if values.get("zone", "") not in ("", "head", "tail"):
        raise ValueError(f'{about}: zone is {values["zone"]!r}; write "head" or "tail", or leave it out')
    if not isinstance(values.get("max_words", 0), int) or values.get("max_words", 0) < 0:
        raise ValueError(f"{about}: max_words must be a whole number of words")
    for name in ("score", "kind_score"):
        score = values.get(name, DEFAULT_SCORE)
        if not isinstance(score, int | float) or not 0 <= score <= 1:
            raise ValueError(f"{about}: {name} must be between 0 and 1")


def _known(row: Mapping[str, Any], names: Iterable[str], about: str) -> None:
    """An unknown key is a spelling mistake, and its rule would silently do something else."""
    for key in row:
        if key not in names:
            near = get_close_matches(key, list(names), 1) or sorted(names)
            raise ValueError(f"{about}: unknown key {key!r}; did you mean {near[0]!r}")


def _choice(of: type[StrEnum], value: object, about: str) -> StrEnum:
    try:
        return of(str(value))
    except ValueError:
        raise ValueError(f"{about} is {value!r}; one of {', '.join(of)}") from None


def _strings(value: object, about: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise ValueError(f"{about} must be a list of texts")
    return tuple(value)


def _pattern(row: Mapping[str, Any], about: str) -> str:
    """The pattern, of bounded work at each place of a line (`cleaner.phrases.pattern_cost`); "" where there is none."""
    text = row.get("pattern")
    if text is None:
        return ""
    if not row.get("needs"):
        raise ValueError(f'{about}: a pattern needs a literal to be looked up by; write needs = "a word"')
    if not isinstance(text, str):
        raise ValueError(f"{about}: pattern must be a text")
    from cleaner.phrases.pattern_cost import compile_pattern  # compiled packs were checked when they were compiled

    try:
        return compile_pattern(text).pattern
    except ValueError as error:
        raise ValueError(f"{about}: {error}") from None
