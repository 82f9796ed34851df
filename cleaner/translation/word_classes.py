"""English word groups: the closed class, and suffix classes for everything else.

The slot model guesses what stands in a place as one of these. Content words are never an outcome, so
that the subject of a story cannot become evidence.
"""

from __future__ import annotations

from typing import Final

GROUPS: Final[dict[str, str]] = {
    "determiner": "the a an this that these those all some any no each every another both other such "
    "its their his her our my your",
    "preposition": "of in to for on with at by from about into through over after before between under against during "
    "without within among since until toward towards around across near per despite upon off out up down",
    "pronoun": "he she it they we you i him them us me who which what where when how why there one "
    "himself itself themselves",
    "conjunction": "and or but if because while although though so than as whether nor",
    "auxiliary": "is are was were be been being has have had having do does did "
    "will would can could may might must should not "
    "'s 't 're 've 'll 'd 'm",
    "adverb": "also more most very just only now then even still already here again much many well too "
    "however first last ever never",
    "verb": "said says say told made make get got",
}
"""Closed class and very common words, by the group they are counted in."""

EASTERN: Final = {
    "，": ",",
    "、": ",",
    "。": ".",
    "：": ":",
    "；": ";",
    "？": "?",
    "！": "?",
    "（": "(",
    "）": ")",
    **dict.fromkeys("「」『』《》", '"'),
}
PUNCTUATION: Final = {
    ",": ",",
    ".": ".",
    '"': '"',
    "-": "-",
    ":": ":",
    ";": ";",
    "?": "?",
    "!": "?",
    "(": "(",
    ")": ")",
    "'": '"',
    **EASTERN,
}
"""Marks that are an outcome of their own; every other mark is SYMBOL."""

SUFFIXES: Final = tuple(
    "ing ed ly tion sion ment ness ity ies ers er est ful less ous ive able ible al ic ist ism ance ence ship"
    " ate ize ise ts es s y e".split()
)
"""Endings that say what part of speech an open-class word is likely to be; the first that fits counts."""

SUFFIX_CLASS: Final = {
    "sion": "tion",
    "ible": "able",
    "ise": "ize",
    "ies": "s",
    "ers": "s",
    "ts": "s",
    "es": "s",
    "ence": "ance",
    "ship": "ness",
    "less": "ful",
    "ism": "ist",
}

NOTHING: Final = "NOTHING"
EDGE: Final = "EDGE"
NAME: Final = "NAME"
ACRONYM: Final = "ACRONYM"
NUMBER: Final = "NUMBER"
YEAR: Final = "YEAR"
SYMBOL: Final = "SYMBOL"
COMPOUND: Final = "COMPOUND"
WORD: Final = "WORD"
KATAKANA: Final = "KATAKANA"


def closed_words() -> dict[str, str]:
    """Every closed-class word with its group, in a fixed order."""
    return {word: group for group, words in GROUPS.items() for word in words.split()}


def suffix_class(word: str) -> str:
    """The class of an open-class word in lower case, from its ending: "-ing", "-ed", ..., or WORD."""
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) > len(suffix) + 2:
            return "-" + SUFFIX_CLASS.get(suffix, suffix)
    return WORD


def outcomes() -> tuple[str, ...]:
    """What may stand in a place, in the order of the model's output."""
    classes = dict.fromkeys("-" + SUFFIX_CLASS.get(s, s) for s in SUFFIXES)
    marks = dict.fromkeys(PUNCTUATION.values())
    return (NOTHING, *closed_words(), *classes, WORD, NAME, ACRONYM, NUMBER, YEAR, COMPOUND, *marks, SYMBOL)
