"""langdetect's detector with its inner loops as array operations: the same probabilities, to the last bit, in a third
of the time.

The method is Shuyo's (Language Detection Library for Java, 2010), with langdetect's profiles, normalisation and random
choices. The text is cut by array-like passes, and the probabilities of all languages change in one step.
Held beside langdetect's own answers in `tests/test_language.py`.
"""

from __future__ import annotations

import json
from itertools import chain, count
from operator import add, and_
from pathlib import Path

import numpy as np
from langdetect.detector import Detector
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import ErrorCode, LangDetectException
from langdetect.utils.ngram import NGram
from numpy.typing import NDArray

_USUAL = 3e-4
"""Share of a language's letters that one must have to be a letter of it."""


class Factory(DetectorFactory):  # type: ignore[misc] # not typed
    """Makes detectors that share one table of how likely each n-gram of letters is in each language.

    langdetect keeps a list of 55 numbers for each of 87,600 n-grams, and every full run of the garbage collector
    goes through them all, in 55 ms.
    """

    def __init__(self) -> None:
        super().__init__()
        self.letters = _Letters()
        self._usual: dict[str, frozenset[str]] = {}
        self.word_lang_prob_map: dict[str, int] = {}
        self.table: NDArray[np.float64] = np.zeros((0, 0))
        """A row for each n-gram, a column for each language."""

    def load_profile(self, folder: str) -> None:
        """Read the profiles of a folder, all there are, and make the table of them.

        `word_lang_prob_map` has the row of each n-gram in the table, by where it is first met.
        """
        profiles = [json.loads(path.read_bytes()) for path in Path(folder).iterdir() if path.is_file()]
        found = [profile["freq"] for profile in profiles]
        words = list(chain.from_iterable(found))
        known = self.word_lang_prob_map = dict(zip(dict.fromkeys(words), count()))
        rows = np.fromiter(map(known.__getitem__, words), np.int32, len(words))
        columns = np.repeat(np.arange(len(found)), [len(freq) for freq in found])
        counts = np.fromiter(chain.from_iterable(freq.values() for freq in found), np.int64, len(words))
        lengths = np.fromiter(map(len, known), np.int32, len(known))[rows]
        of_length = np.array([[*profile["n_words"], np.inf] for profile in profiles])  # one too long has no share
        self.langlist = [profile["name"] for profile in profiles]
        self.table = np.zeros((len(known), len(found)))
        self.table[rows, columns] = counts / of_length[columns, np.minimum(lengths, NGram.N_GRAM + 1) - 1]

    def count_odd(self, letters: str, code: str) -> int:
        """How many of some letters a language does not have, or has in names only."""
        usual = self._usual.get(code) or self._usual.setdefault(code, self._usual_letters(code))
        return sum(letter not in usual for letter in letters.translate(self.letters))

    def _usual_letters(self, code: str) -> frozenset[str]:
        columns = [column for column, name in enumerate(self.langlist) if name.split("-")[0] == code]
        rows = [(letter, row) for letter, row in self.word_lang_prob_map.items() if len(letter) == 1]
        return frozenset(letter for letter, row in rows if self.table[row, columns].max() >= _USUAL)

    def _create_detector(self) -> QuickDetector:
        return QuickDetector(self)


class _Letters(dict[int, str]):
    """langdetect's form of every character, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        letter: str = NGram.normalize(chr(code))
        self[code] = letter
        return letter


class QuickDetector(Detector):  # type: ignore[misc] # not typed
    """One text to judge: `append` it, then ask for `get_probabilities`."""

    def __init__(self, factory: Factory) -> None:
        super().__init__(factory)
        self._factory = factory

    def append(self, text: str) -> None:
        """Take a text without its addresses."""
        text = self.URL_RE.sub(" ", text) if "://" in text else text
        text = self.MAIL_RE.sub(" ", text) if "@" in text else text
        text = text if text.isascii() else NGram.normalize_vi(text)
        self.text += text[: self.max_text_length]

    def cleaning_text(self) -> None:
        """Drop Latin letters from a text that is mostly written in others."""
        if not self.text.isascii():
            super().cleaning_text()

    def _extract_ngrams(self) -> list[int]:
        """The rows of the n-grams of one to three letters that profiles know, in order; none ends in two capitals.

        No profile has an n-gram with a blank amid it, so that none reaches over the end of a word.
        """
        text = " " + self.text.translate(self._factory.letters)
        known, letters = self.word_lang_prob_map, text[1:]
        pairs = list(map(add, text, letters))
        ngrams = [""] * (3 * len(letters))  # by the letter they end in
        ngrams[::3], ngrams[1::3] = letters, pairs
        ngrams[5::3] = map(add, text, pairs[1:])
        capital = list(map(str.isupper, text))
        if any(map(and_, capital, capital[1:])):
            for place in [place for place, both in enumerate(map(and_, capital, capital[1:])) if both]:
                ngrams[3 * place : 3 * place + 3] = "", "", ""
        return [row for row in map(known.get, ngrams) if row is not None]

    def _detect_block(self) -> None:
        """Weigh n-grams drawn at random until one language is sure, `n_trial` times, and take the mean."""
        self.cleaning_text()
        rows = self._extract_ngrams()
        if not rows:
            raise LangDetectException(ErrorCode.CantDetectError, "No features in text.")
        self.random.seed(self.seed)
        mean = np.zeros(len(self.langlist))
        for _ in range(self.n_trial):
            mean += self._run_trial(rows) / self.n_trial
        self.langprob = mean.tolist()

    def _run_trial(self, rows: list[int]) -> NDArray[np.float64]:
        """Five n-grams between two looks at whether one language is sure, the first look after one."""
        probabilities = np.array(self._init_probability())
        alpha = self.alpha + self.random.gauss(0.0, 1.0) * self.ALPHA_WIDTH
        weight = alpha / self.BASE_FREQ
        choose, table = self.random.choice, self._factory.table
        for step in range(0, self.ITERATION_LIMIT + 1, 5):
            drawn = table.take([choose(rows) for _ in range(5 if step else 1)], axis=0)
            drawn += weight
            drawn[0] *= probabilities
            probabilities = np.multiply.reduce(drawn)  # in order
            probabilities /= sum(probabilities.tolist())  # in order, as langdetect does; numpy's sum is another
            if probabilities.max() > self.CONV_THRESHOLD:
                break
        return probabilities
