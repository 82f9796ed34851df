"""The phrases of rules, indexed for look-up: a whole-line phrase under itself, any other under a part of it.

Of a bundled pack they are in the compiled copy of its file (`cleaner.text.toml_tables`), so that a process need not
fold and take apart 35,000 phrases before its first document.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, fields
from functools import cache
from typing import Any, NamedTuple

from cleaner.errors import PackError
from cleaner.phrases.packs import FOLDER, Cut, Rule, Where, bundled_pack
from cleaner.text.folding import fold
from cleaner.text.scripts import cjk_letter
from cleaner.text.toml_tables import compiled_table

_TOKEN = re.compile(r"\w+|[©®™]")
_GAPS = re.compile(r"\.\.\.|(?<=\*) ")
_FIGURES = re.compile(r"\d+")
_CORE = re.compile(r"[^\W\d_](?:.*[^\W\d_])?", re.DOTALL)
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u1100-\u11ff]")
"""Thai, and the letters that Hangul is made of."""
_LEFT_OUT = ("phrases", "needs", "hits", "misses", "note")


class Phrase(NamedTuple):
    """A phrase taken apart: its parts in order, with up to `matcher.GAP` characters between them."""

    parts: tuple[str, ...]
    open: tuple[bool, ...]
    """Whether the last word of a part may go on."""
    bounded: bool
    """Words are set apart by spaces, so a part must not begin or end within one."""
    opens: bool
    """It stands at the first letter of a line or nowhere."""
    rule: Rule


Found = Sequence[Phrase | Rule]
"""What is filed under one anchor: phrases, and rules with a pattern."""


class Prepared(NamedTuple):
    """The phrases of some rules, filed.

    lines: rules, and the whole lines they know. anchors: what is looked for in all other lines; filed: what is filed
    under an anchor, by its place.
    """

    lines: Sequence[tuple[tuple[Rule, ...], Sequence[str]]]
    anchors: Sequence[str]
    filed: Callable[[int], Found]


def prepare(rules: Iterable[Rule]) -> Prepared:
    """Fold the phrases of rules, take them apart and file them."""
    lines: dict[str, list[Rule]] = defaultdict(list)
    filed: dict[str, list[Phrase | Rule]] = defaultdict(list)
    for rule in rules:
        for text in rule.phrases:
            folded = " ".join(fold(text).split())
            phrase = _take_apart(folded, rule)
            if rule.where is Where.LINE and len(phrase.parts) == 1 and not phrase.open[0]:
                lines[_core(folded)].append(rule)
            else:
                for anchor in _anchors(phrase):
                    filed[anchor].append(phrase)
        for word in rule.needs:
            filed[fold(word)].append(rule)
    return Prepared(_share_equal(lines), list(filed), list(filed.values()).__getitem__)


@cache
def prepared_pack(language: str) -> Prepared:
    """The phrases of a bundled pack. Compiled, its rules are without what only their readers want: `find_rule`."""
    table = compiled_table(FOLDER / f"{language}.toml")
    return prepare(bundled_pack(language).rules) if table is None else _unpack(table)


def pack_rules(rules: Sequence[Rule]) -> dict[str, Any]:
    """Rules and their phrases, made ready, as JSON can hold them.

    What is filed under an anchor: the numbers of phrases, and -1 less the numbers of rules with a pattern. Phrases are
    JSON within it, read when they are found.
    """
    number = {id(rule): place for place, rule in enumerate(rules)}
    made = prepare(rules)
    filed = [made.filed(place) for place in range(len(made.anchors))]
    phrases = list({id(x): x for found in filed for x in found if isinstance(x, Phrase)}.values())
    filed_as = {id(rule): ~place for place, rule in enumerate(rules)} | {
        id(x): place for place, x in enumerate(phrases)
    }
    rows = [json.dumps([*x[:-1], number[id(x.rule)]], ensure_ascii=False, separators=(",", ":")) for x in phrases]
    return {
        "rules": [_to_row(rule) for rule in rules],
        "lines": [[[number[id(rule)] for rule in known], "\n".join(lines)] for known, lines in made.lines],
        "phrases": "\t".join(rows),
        "anchors": "\t".join(made.anchors),
        "filed": "\t".join(" ".join(str(filed_as[id(x)]) for x in found) for found in filed),
    }


def _unpack(table: dict[str, Any]) -> Prepared:
    rules = [Rule(**row | {"where": Where(row["where"]), "cut": Cut(row["cut"])}) for row in table["rules"]]
    lines = [(tuple([rules[place] for place in places]), text.split("\n")) for places, text in table["lines"]]
    phrases, rows = table["phrases"].split("\t"), table["filed"].split("\t")

    @cache
    def phrase(number: int) -> Phrase:
        parts, may_go_on, bounded, opens, rule = json.loads(phrases[number])
        return Phrase(tuple(parts), tuple(may_go_on), bounded, opens, rules[rule])

    @cache
    def filed(place: int) -> Found:
        return [phrase(number) if number >= 0 else rules[~number] for number in map(int, rows[place].split())]

    return Prepared(lines, table["anchors"].split("\t"), filed)


def _to_row(rule: Rule) -> dict[str, Any]:
    """What a rule does, without what only its readers want; values that are the usual ones left out."""
    usual = {field.name: field.default for field in fields(Rule)}
    row = {name: value for name, value in asdict(rule).items() if name not in _LEFT_OUT and value != usual[name]}
    return row | {"where": rule.where, "cut": rule.cut}


def _share_equal(lines: dict[str, list[Rule]]) -> list[tuple[tuple[Rule, ...], list[str]]]:
    """The lines by the rules that know them. (A list of rules for each line made 84,000 objects of 64,000.)"""
    shared: dict[tuple[int, ...], tuple[tuple[Rule, ...], list[str]]] = {}
    for line, rules in lines.items():
        shared.setdefault(tuple(map(id, rules)), (tuple(rules), []))[1].append(line)
    return list(shared.values())


def _take_apart(folded: str, rule: Rule) -> Phrase:
    parts = [part.strip() for part in _GAPS.split(folded) if part.strip()]
    bounded = folded.isascii() or not (_UNSPACED.search(folded) or cjk_letter().search(folded))
    first = _TOKEN.match(folded)
    whole_word = first is not None and first[0].isalpha() and folded[first.end() : first.end() + 1] != "*"
    return Phrase(
        tuple(part.strip("* ") for part in parts),
        tuple(part.endswith("*") for part in parts),
        bounded,
        bounded and whole_word and rule.where in (Where.LINE, Where.START),
        rule,
    )


def _anchors(phrase: Phrase) -> Iterator[str]:
    """What a phrase is filed under: its opening behind the line break that stands before a line's first letter, or
    its longest part, and that with the line break before its own first letter.
    """
    if phrase.opens:
        yield "\n" + phrase.parts[0]
        return
    part = max(phrase.parts, key=len)
    if not part:
        raise PackError(f"rule {phrase.rule.id}: a phrase of nothing but stars has no word to be looked up by")
    yield part
    letters = _CORE.search(part)
    if letters and letters.start():
        yield f"{part[: letters.start()]}\n{part[letters.start() :]}"


def _core(folded: str) -> str:
    """A phrase without digits, and without punctuation and symbols at its edges, as whole lines are compared."""
    letters = _CORE.search(folded)
    return bare(letters[0]) if letters else folded


def bare(low: str) -> str:
    """ "page 2 of 14" -> "page of": the figures of an interface line change, its words do not."""
    return " ".join(_FIGURES.sub("", low).split())
