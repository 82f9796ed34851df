"""The shape of a line in any language: sentences, capitals, scripts and names of people.

Everything here is a pure function of a string, cheap enough to be asked for every line of a page, and
used by the newsroom detectors and by the features of the line model alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice

from cleaner.text.scripts import HAN, HANGUL, KANA, UNCASED, UNSPACED, cjk_letter

SENTENCE_ENDS = frozenset(".!?…。！？؟।॥")
QUESTIONS = ("?", "？", "؟")
CLOSERS = "\"'”’»›)]）」』】"

PARTICLES = frozenset(
    "de da di do du del della dello dei des das dos la le el al as ul van von der den dem zu zum zur ten ter"
    " vom bin ibn ben bint abu y e af av san mac mc o".split()
)
"""Words a personal name may hold in lower case: Ana de la Cruz, Jan van der Berg."""

_LEAST_PROSE, _LEAST_SPACED = 20, 60
"""Characters of a paragraph, and of one in a script that sets its words apart."""
_LEAST_TITLE, _LEAST_TITLE_EAST = 3, 8
"""Words of a title, and characters of one in a script without spaces."""
_LONGEST_LINK = 60
"""Characters of a link amid a paragraph, at most."""
_FIRST_LETTER = re.compile(r"(?<!\S)[\"'“”‘’«»„(\[¿¡]*([^\W\d_])")
UNSPACED_LETTER = re.compile(f"[{UNSPACED}]")
UNCASED_LETTER = re.compile(f"[{UNCASED}]")
_HAN_NAME = f"[{HAN}{KANA}・·]{{2,12}}"
_HANGUL_NAME = f"[{HANGUL}]{{2,4}}"
_HYPHEN = re.compile(r"['’\-‐‑]")
_INITIAL = re.compile(r"(?:[^\W\d_]\.-?){1,3}")
_BROKEN_OFF = ("...", "…", "[…]", "[...]")
"""What ends the text of a teaser, and hardly a paragraph."""
_GOES_ON = frozenset(".,;:!?)]”’»…、。，")
"""What a piece of a sentence begins with, where a dump has broken it off at a link."""
_SENTENCE_BREAK = re.compile(r"[.!?…؟।。！？](?:(?<=[。！？])|(?<=[\w)\"”»’]{2}.)['\"”’»)]*\s+\S)")
"""It begins with the signs themselves, which are looked for in a tenth of the time of what stands before them."""


def may_be_title(text: str) -> bool:
    """Whether a text is long enough for a title; shorter ones are names of sections and outlets."""
    return len(text) >= _LEAST_TITLE_EAST if is_cjk(text) else len(text.split()) >= _LEAST_TITLE


def spaced_size(line: str) -> int:
    """Characters of a line; twice as many where it is Chinese, Japanese or Korean, which say it in half as many."""
    return len(line) * (2 if is_cjk(line) else 1)


def is_cjk(line: str) -> bool:
    """Whether a line is mainly written without spaces or in Hangul (Chinese, Japanese, Korean)."""
    if line.isascii():
        return False
    found = len(cjk_letter().findall(line[:200]))
    return found > 0 and found * 3 >= len(line[:200].replace(" ", ""))


def ends_like_sentence(line: str) -> bool:
    """Whether the last character, closing quotes and brackets aside, ends a sentence."""
    tail = line.rstrip().rstrip(CLOSERS)
    return bool(tail) and tail[-1] in SENTENCE_ENDS


def is_prose(line: str) -> bool:
    """Whether a line reads like a paragraph: long enough, and with the punctuation of sentences.

    Chinese, Japanese and Korean say in 25 characters what takes 60 elsewhere. Thai, Lao, Khmer and Burmese have no sign
    that ends a sentence.
    """
    size = len(line)
    if size < _LEAST_PROSE or (size < _LEAST_SPACED and line.isascii()) or "©" in line[:80]:
        return False
    if is_cjk(line):
        return size >= 25 and (ends_like_sentence(line) or _SENTENCE_BREAK.search(line) is not None)
    if size >= _LEAST_SPACED and is_unpunctuated(line):
        return True
    if size < _LEAST_SPACED or not (size >= 240 or ends_like_sentence(line) or _SENTENCE_BREAK.search(line)):
        return False
    return size >= 200 or line[-1] == "." or capital_share(line) <= 0.75  # else a headline in title case


def is_unpunctuated(line: str) -> bool:
    """Whether a third of a line is of a script that ends its sentences with a space."""
    return not line.isascii() and 3 * len(UNSPACED_LETTER.findall(line[:200])) >= len(line[:200])


def capital_share(line: str) -> float:
    """The share of words that begin with a capital letter, of the words that begin with a cased letter."""
    firsts = _FIRST_LETTER.findall(line[:300])
    capitals = sum(map(str.isupper, firsts))
    cased = capitals + sum(map(str.islower, firsts))
    return capitals / cased if cased else 0.0


def is_shouted(text: str) -> bool:
    """Whether all cased letters are capitals, and there are at least two of them."""
    return text.isupper() and sum(map(str.isalpha, text)) >= 2


def is_name_word(word: str) -> bool:
    """Whether a word can be part of a personal name in a cased script: Ruiz, O'Neil, Smith-Jones, J."""
    if word.isalpha() or _INITIAL.fullmatch(word):
        return word[0].isupper()
    bare = word.rstrip(".")
    if not bare or not bare[0].isupper() or not bare[-1].isalpha():
        return False
    return all(part.isalpha() and part[0].isupper() for part in _HYPHEN.split(bare) if len(part) > 1)


@lru_cache(maxsize=4096)
def is_person(text: str) -> bool:
    """Whether a text has the shape of one person's full name, in any script.

    Cased scripts: two to five words, capitals on all but the particles ("Ana de la Cruz", "J. R. Okoro").
    Han and kana: two to twelve characters; Hangul: two to four; other uncased scripts: two to four words.
    It is a shape, not knowledge: "New York" has it too, so a caller needs something beside it.
    """
    text = text.strip()
    if not 2 <= len(text) <= 60:
        return False
    words = text.split()
    if not 2 <= len(words) <= 5 and text.isascii():
        return False
    if any(map(str.isdigit, text)):
        return False
    if not text.isascii() and cjk_letter().match(text):
        return bool(re.fullmatch(_HAN_NAME, text.replace(" ", "")) or re.fullmatch(_HANGUL_NAME, text))
    if not 2 <= len(words) <= 5:
        return False
    if UNCASED_LETTER.match(text):
        return len(words) <= 4 and all(
            word.replace("-", "").replace("'", "").isprintable()
            and any(map(str.isalpha, word))
            and word[-1].isprintable()
            and not any(c in word for c in ".,:;!?،؛")
            for word in words
        )
    named = sum(is_name_word(word) for word in words)
    if named < 2 or (not is_name_word(words[0]) and words[0].lower() not in PARTICLES):
        return False
    return is_name_word(words[-1]) and all(is_name_word(w) or w in PARTICLES for w in words)


@dataclass(frozen=True, slots=True)
class Anatomy:
    """Where the story stands among the lines of a page: the lines `start` to `end`, half-open.

    prose: for every line, whether it reads like a paragraph.
    """

    start: int
    end: int
    prose: tuple[bool, ...]
    counts: tuple[int, ...]
    """How many lines of prose stand above each line, and in all."""
    broken: tuple[tuple[int, int], ...] = ()
    """The paragraphs that a dump has broken at their links: runs of lines, half-open."""

    def paragraphs(self, index: int) -> int:
        """How many paragraphs stand between the start of the story and this line."""
        return max(0, self.counts[index] - self.counts[self.start])

    def last_paragraphs(self, most: int) -> list[int]:
        """The last lines of prose that stand above the end of the story, in order."""
        return list(islice((i for i in range(self.end - 1, -1, -1) if self.prose[i]), most))[::-1]

    def leads(self, index: int) -> bool:
        """Whether no more than two paragraphs of the story stand above this line."""
        return self.paragraphs(index) <= 2 and index < self.end

    def above(self, index: int) -> bool:
        """Whether a line stands above the first paragraph of the story."""
        return index < self.start

    def below(self, index: int) -> bool:
        """Whether a line stands below the last paragraph of the story."""
        return index >= self.end


def anatomy(lines: Sequence[str]) -> Anatomy:
    """The span of lines that is most like a story: the run with the largest sum of prose.

    A paragraph counts with its length up to 300 characters, any other line costs 40, so a heading or a
    short answer between paragraphs is bridged and a menu is not (the maximum-subarray method). A paragraph that a
    dump has broken at its links counts as one: with that 0.93 of a story's lines (news) and 0.82 (blogs) lie inside,
    0.86 and 0.72 without it.
    """
    prose = tuple([len(line) >= _LEAST_PROSE and is_prose(line) for line in lines])
    gains = [
        -40 if not paragraph else 0 if line.endswith(_BROKEN_OFF) else min(len(line), 300)
        for line, paragraph in zip(lines, prose, strict=True)
    ]
    broken = tuple(_broken_paragraphs(lines))
    for first, last in broken:
        size = sum(map(len, lines[first:last]))
        gains[first:last] = [min(size, 300) // 2, *[0] * (last - first - 2), min(size, 300) // 2]
    best = (0, 0, 0)
    total, since = 0, 0
    for index, gain in enumerate(gains):
        total += gain
        if gain > 0 and total > best[0]:
            best = (total, since, index + 1)
        if total <= 0:
            total, since = 0, index + 1
    return Anatomy(best[1], best[2], prose, tuple(accumulate(prose, initial=0)), broken)


def _broken_paragraphs(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of lines, half-open, that go on one another's sentence and read like a paragraph together."""
    joined: set[int] = set()
    for index in [i for i, line in enumerate(lines) if i and (line[0].islower() or line[0] in _GOES_ON)]:
        if lines[index][0] in _GOES_ON or not ends_like_sentence(lines[index - 1]):
            joined.add(index)
        if index > 1 and len(lines[index - 1]) <= _LONGEST_LINK and _is_open(lines[index - 2]):
            joined.add(index - 1)  # the link between the pieces
    for first in sorted(index - 1 for index in joined if index - 1 not in joined):
        last = next(index for index in range(first + 1, len(lines) + 1) if index not in joined)
        text = " ".join(lines[first:last])
        if len(text) >= _LEAST_SPACED and (ends_like_sentence(text) or _SENTENCE_BREAK.search(text)):
            yield first, last


def _is_open(line: str) -> bool:
    """Whether a line is a piece of a sentence that goes on below it."""
    return len(line) >= _LEAST_PROSE and not ends_like_sentence(line)
