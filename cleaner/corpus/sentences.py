"""Sentences of a body, and hashes of their words: all that the index stores of a text.

The hashes are enough to align two versions of a story, to distinguish a quotation from a reworded one, to detect a name
with two spellings, and to find documents that share names, numbers and rare words. The words cannot be restored from
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.corpus.hashing import fold, hash_line, hash_word
from cleaner.document import Document, Segment, Span
from cleaner.kinds import Fate
from cleaner.text.function_words import function_words
from cleaner.text.sentences import cut_sentences

MOST_WORDS: Final = 3000
MOST_CHARACTERS: Final = 20_000
"""Words of a body, characters of a line that are looked at: a longer one is judged by its beginning, so that time
and size stay bounded. The last line may exceed the words."""

STEM: Final = 6
"""Letters of a word that count: "decided" and "decision" stay apart, "ban", "bans" and "banned" nearly meet."""

WORD, GRAMMAR, NAME, NUMBER = range(4)
KIND: Final = 3
QUOTED: Final = 4
PAIR: Final = 8
"""Flags of a word: its class in the two lowest bits, whether it stands inside a quotation, and whether it is but two
letters of a script without spaces."""

FACTORS: Final = np.array([1.0, 0.3, 1.0, 1.3])
"""How much a shared word counts for, by its class: numbers more, words that carry grammar less."""

_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff]")
_TOKEN = re.compile(rf"\d+(?:[.,]\d+)*|{_UNSPACED.pattern}+|[^\W\d_]+|[“”„«»\"「」『』]")
_OPENING = frozenset('“„«「『"')
_CLOSING = frozenset("”»」』")
_EITHER = frozenset('“"')  # “ closes a quotation in German
_MIXER, _SECOND_MIXER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)  # large odd numbers


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The different words of a telling, and in which sentences each stands.

    words: in ascending order. holders: how many sentences have each. factors: what each counts for by its class, the
    last one it is seen in. size: sentences. sentences, places: each word of each sentence once, as the number of the
    sentence and the place in `words`.
    """

    words: NDArray[np.uint32]
    holders: NDArray[np.int64]
    factors: NDArray[np.float64]
    size: int
    sentences: NDArray[np.int64]
    places: NDArray[np.int64]


@dataclass(frozen=True)
class Telling:
    """The sentences of a body.

    places: where each sentence begins and ends, in code points of the page text, a row each.
    lines: the hash of the line each sentence stands in.
    starts: the index of each sentence's first word, and at the end the number of words.
    hashes: 24 bits for each word's stem. flags: see `QUOTED`.
    """

    places: NDArray[np.int64]
    lines: NDArray[np.uint64]
    starts: NDArray[np.int32]
    hashes: NDArray[np.uint32]
    flags: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.places)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Where each sentence stands."""
        return tuple(Span(start, end) for start, end in self.places.tolist())

    def sentence(self, index: int) -> NDArray[np.uint32]:
        """The hashes of one sentence."""
        return self.hashes[self.starts[index] : self.starts[index + 1]]

    @cached_property
    def _different(self) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """The different words in ascending order, and of each word which of them it is."""
        return np.unique(self.hashes, return_inverse=True)

    @cached_property
    def weighty(self) -> tuple[NDArray[np.uint32], NDArray[np.float64]]:
        """The different words that carry meaning, in ascending order, and how much each says about what is told."""
        words, index = self._different
        kinds = self.flags & KIND
        counts = np.bincount(index[kinds != GRAMMAR], minlength=len(words))
        weights = np.sqrt(np.minimum(counts, 4))
        named = np.zeros(len(words), bool)
        named[index[(kinds == NAME) | (kinds == NUMBER)]] = True
        weights[named] *= 1.5
        meaning = counts > 0
        return words[meaning], weights[meaning]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words, and the sentences they stand in."""
        words, index = self._different
        factors = np.ones(len(words))
        factors[index] = FACTORS[self.flags & KIND]
        sentences = np.repeat(np.arange(len(self)), np.diff(self.starts))
        every = np.unique(sentences * max(1, len(words)) + index)
        sentences, places = np.divmod(every, max(1, len(words)))
        return Vocabulary(words, np.bincount(places, minlength=len(words)), factors, len(self), sentences, places)

    @cached_property
    def runs(self) -> NDArray[np.uint64]:
        """The different runs of three words, as numbers of 64 bits in ascending order."""
        words = self.hashes.astype(np.uint64)
        mixed = (words[:-2] | words[1:-1] << np.uint64(24)) * _MIXER + words[2:] * _SECOND_MIXER
        return np.unique(mixed)

    def without(self, dropped: Sequence[int]) -> Telling:
        """The telling without some of its sentences."""
        if not dropped:
            return self
        taken = np.ones(len(self), bool)
        taken[dropped] = False
        lengths = np.diff(self.starts)
        words = np.repeat(taken, lengths)
        starts = np.zeros(np.count_nonzero(taken) + 1, np.int32)
        np.cumsum(lengths[taken], out=starts[1:])
        return Telling(self.places[taken], self.lines[taken], starts, self.hashes[words], self.flags[words])


def tell(document: Document, segments: Iterable[Segment]) -> Telling:
    """The telling of what was kept of a document."""
    spans: list[Span] = []
    lines: list[int] = []
    starts = [0]
    hashes: list[int] = []
    flags: list[int] = []
    language = document.language.code
    for line in kept_lines(document, segments):
        quoted = False
        for span in _sentences(document, line, language):
            quoted = _read_sentence(document.slice(span), language, quoted, hashes, flags)
            if len(hashes) > starts[-1]:
                spans.append(span)
                lines.append(hash_line(document.slice(line).strip()))
                starts.append(len(hashes))
        if len(hashes) >= MOST_WORDS:
            break
    return Telling(
        np.array(spans, np.int64).reshape(-1, 2),
        np.array(lines, np.uint64),
        np.array(starts, np.int32),
        np.array(hashes, np.uint32),
        np.array(flags, np.uint8),
    )


def kept_lines(document: Document, segments: Iterable[Segment]) -> Iterator[Span]:
    """The lines of the body, or what was left of them."""
    text = document.text
    for segment in segments:
        if segment.fate is not Fate.KEEP:
            continue
        at, end = segment.span
        while at < end:
            stop = text.find("\n", at, end)
            stop = end if stop < 0 else stop
            if text[at:stop].strip():
                yield Span(at, min(stop, at + MOST_CHARACTERS))
            at = stop + 1


def _sentences(document: Document, line: Span, language: str) -> Iterator[Span]:
    """The sentences of a line; offsets in the page text."""
    text = document.slice(line)
    for sentence in cut_sentences(text, language):
        start, end = Span(*sentence).trimmed(text)
        if start < end:
            yield Span(line.start + start, line.start + end)


def _read_sentence(text: str, language: str, quoted: bool, hashes: list[int], flags: list[int]) -> bool:
    """Put the words of a sentence behind the others; says whether a quotation is still open at its end."""
    first = True
    for token in _TOKEN.findall(text):
        if token in _OPENING or token in _CLOSING:
            quoted = token in _OPENING and not (token in _EITHER and quoted)
            continue
        mark = QUOTED if quoted else 0
        if _UNSPACED.match(token):
            for pair in _pairs(token):
                hashes.append(hash_word(pair))
                flags.append(mark | PAIR | WORD)
            continue
        value, kind = _classify(token, language)
        hashes.append(value)
        flags.append(mark | (WORD if kind == NAME and first else kind))
        first = False
    return quoted


def _pairs(text: str) -> list[str]:
    """Two characters at a time, for scripts without spaces."""
    return [text[i : i + 2] for i in range(len(text) - 1)] or [text]


@lru_cache(maxsize=32_768)  # 10 MB; with 200,000 entries it was 60 MB in every process, and no faster
def _classify(token: str, language: str) -> tuple[int, int]:
    """The hash and the class of a token."""
    if token[0].isdigit():
        return hash_word(token.replace(",", "").replace(".", "")), NUMBER
    folded = fold(token)
    if folded in grammar_words(language) or len(folded) <= 2:
        return hash_word(folded), GRAMMAR
    return hash_word(folded[:STEM]), NAME if token[0].isupper() else WORD


@lru_cache(maxsize=8)
def grammar_words(language: str) -> frozenset[str]:
    """The words of a language that carry grammar, folded; empty where there is no list."""
    return frozenset(map(fold, function_words().get(language, ())))
