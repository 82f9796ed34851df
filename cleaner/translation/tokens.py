"""Text to numbers: what the slot model and the n-gram models read.

Spacing, the shape of quotes and dashes, and names are gone before anything is learned: they tell file
formats and subjects apart, not people and machines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from cleaner.translation import word_classes as w

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TOKEN: Final = re.compile(r"[^\W\d_]++(?:-[^\W\d_]++)*+|\d++(?:[.,:]\d++)*+|'(?i:s|t|re|ve|ll|d|m)\b|[^\w\s]")
ASCII_TOKEN: Final = re.compile(
    r"[A-Za-z]++(?:-[A-Za-z]++)*+|[0-9]++(?:[.,:][0-9]++)*+"
    r"|'(?:[STDMstdm]|[Rr][Ee]|[Vv][Ee]|[Ll][Ll])\b|[^A-Za-z0-9_\s\x1c-\x1f]",
    re.ASCII,
)
"""The same for texts of ASCII alone, most passages of English: in two thirds of the time. Letters come first, nothing
is tried twice, and no flag makes every character small: all three save a third."""
CHARACTER: Final = re.compile(r"\d+(?:[.,:]\d+)*|[A-Za-z]+|[^\W\d_]|[^\w\s]")
UNSPACED: Final = frozenset({"zh", "ja"})
"""Languages read character by character: nothing tells where a word ends."""
NORMAL: Final = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛`´′", "'"),
        **dict.fromkeys("–—―−‐‑‒", "-"),
        **dict.fromkeys("\u00a0\u2009\u202f\u2002\u2003\u3000\u200b\u200c\u200d\u2060\ufeff\u00ad", " "),
    }
)
"""One character for one character, so that offsets hold: quotes, apostrophes, dashes, odd spaces."""

_REPLACED: Final = [(chr(old), new) for old, new in NORMAL.items() if old > 127]
ENDS: Final = frozenset('.!?:"')
YEAR: Final = re.compile(r"(?:19|20)\d\d\Z")
_FIRST, _SECOND = itemgetter(0), itemgetter(1)
REMEMBERED: Final = 400_000
NAMESAKES: Final = frozenset({"us", "it", "who", "is"})
"""In capitals these are names: a model that reads "US agencies" as "us agencies" sees a break in every story."""


def normalise(text: str) -> str:
    """The text with one form of quotation mark, apostrophe, dash and space; the length stays."""
    if not text.isascii():
        for old, new in _REPLACED:
            if old in text:
                text = text.replace(old, new)
    return text.replace("`", "'")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a language's models tell apart.

    language: two-letter code. closed: words (zh, ja: characters) that stand for themselves; all others are seen by
        class only. outcomes: the classes and closed words by id; inputs: what the slot net reads, by id.
    """

    language: str
    closed: frozenset[str]
    inputs: tuple[str, ...]
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stream:
    """A batch of passages as numbers, one after the other, `EDGE` before, between and after them.

    inputs, outcomes: per token; starts: index of each passage's first token; lengths: its tokens.
    text: the masked characters of all passages, each followed by a separator; char_starts: where each begins.
    """

    inputs: NDArray[np.int32]
    outcomes: NDArray[np.int32]
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    text: str
    char_starts: NDArray[np.int64]

    def select(self, rows: NDArray[np.int64]) -> Stream:
        """The tokens of some passages, without their characters."""
        import numpy as np

        lengths = self.lengths[rows]
        begins = np.cumsum(lengths) - lengths
        starts = begins + PAD * np.arange(1, len(rows) + 1)
        inputs = np.full(int(lengths.sum()) + PAD * (len(rows) + 1), self.inputs[0], np.int32)
        outcomes = np.full(len(inputs), self.outcomes[0], np.int32)
        offsets = np.arange(int(lengths.sum())) - np.repeat(begins, lengths)
        to, taken = np.repeat(starts, lengths) + offsets, np.repeat(self.starts[rows], lengths) + offsets
        inputs[to], outcomes[to] = self.inputs[taken], self.outcomes[taken]
        return Stream(inputs, outcomes, starts, lengths, "", np.zeros(0, np.int64))


class Forms(dict[str, tuple[int, str]]):
    """What is known of each form of token: input id, outcome id and whether it ends a sentence, packed in one number,
    and its masked characters.

    Filled as forms are met, so that a batch is read by one pass of look-ups.
    """

    def __init__(self, look_up: Callable[[str], tuple[int, int, str]]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, token: str) -> tuple[int, str]:
        input_id, outcome, masked = self._look_up(token)
        found = self[token] = input_id << 16 | outcome << 1 | (token in ENDS), masked
        return found

    def forget_if_full(self) -> None:
        """Start over, so that memory stays bounded."""
        if len(self) > REMEMBERED:
            self.clear()


class Reader:
    """Tokens to ids, remembering every form it has met (at most `REMEMBERED`, then it starts over).

    namesakes: closed-class words that are names when they stand in capitals.
    """

    def __init__(self, vocabulary: Vocabulary, namesakes: frozenset[str] = NAMESAKES) -> None:
        self._inputs = {name: i for i, name in enumerate(vocabulary.inputs)}
        self._outcomes = {name: i for i, name in enumerate(vocabulary.outcomes)}
        self._closed = vocabulary.closed
        self._namesakes = namesakes if vocabulary.language == "en" else frozenset()
        self._language = vocabulary.language
        self._pattern = CHARACTER if vocabulary.language in UNSPACED else TOKEN
        self._ascii_pattern = CHARACTER if vocabulary.language in UNSPACED else ASCII_TOKEN
        self._join = "" if vocabulary.language in UNSPACED else " "
        self._inner = Forms(lambda token: self._look_up(token, False))
        self._first = Forms(lambda token: self._look_up(token, True))
        self.edge = self._inputs[w.EDGE]

    def read(self, passages: Sequence[str]) -> Stream:
        """Normalised passages to a stream."""
        import numpy as np

        self._inner.forget_if_full()
        self._first.forget_if_full()
        tokens: list[str] = []
        sizes = np.zeros(len(passages), np.int64)
        for i, passage in enumerate(passages):
            found = (self._ascii_pattern if passage.isascii() else self._pattern).findall(passage)
            sizes[i] = len(found)
            tokens += found
        begins = np.cumsum(sizes) - sizes
        forms = list(map(self._inner.__getitem__, tokens))
        packed = np.fromiter(map(_FIRST, forms), np.int64, len(tokens))
        masked = list(map(_SECOND, forms))
        opens = np.zeros(len(tokens) + 1, np.bool_)
        opens[1:] = packed & 1
        opens[begins] = True
        opening = np.flatnonzero(opens[:-1])
        first = [self._first[tokens[k]] for k in opening.tolist()]
        packed[opening] = [form for form, _ in first]
        for k, (_, text) in zip(opening.tolist(), first, strict=True):
            masked[k] = text
        starts = begins + PAD * np.arange(1, len(passages) + 1)
        places = np.arange(len(tokens)) + np.repeat(starts - begins, sizes)
        inputs = np.full(len(tokens) + PAD * (len(passages) + 1), self.edge, np.int32)
        outcomes = np.full(len(inputs), self.edge, np.int32)
        inputs[places] = packed >> 16
        outcomes[places] = (packed >> 1) & 0x7FFF
        texts = [self._join.join(masked[a : a + n]) for a, n in zip(begins.tolist(), sizes.tolist(), strict=True)]
        lengths = np.array([len(text) for text in texts], np.int64) + len(SEPARATOR)
        char_starts = np.cumsum(lengths) - lengths + len(SEPARATOR)
        return Stream(inputs, outcomes, starts, sizes, SEPARATOR.join(["", *texts, ""]), char_starts)

    def _look_up(self, token: str, start: bool) -> tuple[int, int, str]:
        name, outcome, masked = self._classify(token, start)
        return self._inputs.get(name, self.edge), self._outcomes[outcome], masked

    def _classify(self, token: str, start: bool) -> tuple[str, str, str]:
        """(input name, outcome name, masked characters) of a token."""
        lower = token.lower()
        if lower in self._closed and not (lower in self._namesakes and token.isupper()):
            return lower, lower, lower
        if not token[0].isalpha():
            return self._sign(token, lower)
        if self._language in UNSPACED:
            return self._letter(token)
        if len(token) > 1 and token.isupper():
            return w.ACRONYM, w.ACRONYM, "A"
        if token[0].isupper() and not (start and (lower in self._inputs or self._language != "en")):
            return w.NAME, w.NAME, "N" + (lower[-2:] if self._language == "de" else "")
        outcome = w.COMPOUND if "-" in lower else self._ending(lower)
        return (lower if lower in self._inputs else outcome), outcome, lower

    def _ending(self, lower: str) -> str:
        if self._language == "en":
            return w.suffix_class(lower)
        ending = "-" + lower[-3:]
        return ending if ending in self._outcomes and len(lower) > 4 else w.WORD

    def _letter(self, token: str) -> tuple[str, str, str]:
        """Of Chinese and Japanese: a character that does not stand for itself, or a word in Latin letters."""
        if token.isascii():
            return w.ACRONYM, w.ACRONYM, "A"
        kind = w.KATAKANA if "\u30a0" <= token <= "\u30ff" else w.WORD
        return kind, kind, token

    def _sign(self, token: str, lower: str) -> tuple[str, str, str]:
        if token[0].isdigit():
            kind = w.YEAR if YEAR.match(token) else w.NUMBER
            return kind, kind, "0"
        kind = w.PUNCTUATION.get(lower, w.SYMBOL)
        return kind, kind, kind if kind != w.SYMBOL else "#"


PAD: Final = 5
"""Edges between passages: what the model sees on each side, so that no passage sees its neighbour."""
SEPARATOR: Final = "\n" * 5
"""Between passages in the character stream, longer than any n-gram reaches back."""


def english_vocabulary(common: Iterable[str]) -> Vocabulary:
    """The vocabulary of English; `common`: open-class words that the slot net reads as themselves."""
    outcomes = w.outcomes()
    inputs = tuple(dict.fromkeys((w.EDGE, *outcomes[1:], *common)))
    return Vocabulary("en", frozenset(w.closed_words()), inputs, outcomes)


def plain_vocabulary(language: str, closed: Sequence[str], endings: Sequence[str]) -> Vocabulary:
    """The vocabulary of a language without a slot net: its closed words and the endings told apart."""
    kinds = (w.WORD, w.NAME, w.ACRONYM, w.NUMBER, w.YEAR, w.COMPOUND, w.KATAKANA, w.SYMBOL)
    marks = dict.fromkeys(w.PUNCTUATION.values())
    outcomes = tuple(dict.fromkeys((w.EDGE, *closed, *("-" + e for e in endings), *kinds, *marks)))
    return Vocabulary(language, frozenset(closed), (w.EDGE,), outcomes)


def as_array(text: str) -> Any:
    """Code points of a text."""
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
