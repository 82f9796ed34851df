"""The language of a text, by langdetect behind a small interface of our own.

langdetect's module-level functions draw on the global `random` unless a global seed is set, and a cold start
from eight threads called one English sentence Polish 56 times in 64. A private factory with its own seed and
its profiles loaded once, under a lock, gives one answer and leaves the host program alone.
"""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

from cleaner.document import Language
from cleaner.text.cjk import cjk_letter

UNDETERMINED = Language("und", 0.0)

_SAMPLES = (300, 1200)  # characters: 1 ms and 3 ms; the second only where the first leaves a doubt
_SURE = 0.99
_TRIALS, _CONVERGED = 2, 0.999
"""Runs of langdetect's sampling, 7 by default, and where one may stop, 0.99999 by default: a third of the time."""
_LEAST_LETTERS = 40  # below that it calls "404 error" Danish; CJK letters count three times
_LEAST_CONFIDENCE = 0.6
_SEED = 20231117
_LETTER = re.compile(r"[^\W\d_]")
_ENOUGH = re.compile(rf"\A(?:[\W\d_]*+[^\W\d_]){{{_LEAST_LETTERS}}}")
_LOCK = threading.Lock()


def detect_language(lines: tuple[str, ...]) -> Language:
    """The language most of these lines are written in.

    Judged on a sample of the longest lines, since menus and credits mislead. `UNDETERMINED` where there
    are too few letters or two languages are about as likely.
    """
    for size in _SAMPLES:
        sample = _sample(lines, size)
        if not _ENOUGH.match(sample) and _count_letters(sample) < _LEAST_LETTERS:
            return UNDETERMINED
        best = _probabilities(sample)
        if best and best[0][1] >= _SURE:
            break
    if not best or best[0][1] < _LEAST_CONFIDENCE:
        return UNDETERMINED
    code, confidence = best[0]
    return Language(code.split("-")[0], round(confidence, 4))


def _count_letters(sample: str) -> int:
    return len(_LETTER.findall(sample)) + 2 * len(cjk_letter().findall(sample))


def _sample(lines: tuple[str, ...], size: int) -> str:
    """The openings of the four longest lines, in page order, up to `size` characters in all."""
    shortness = [-len(line) for line in lines]
    longest = sorted(range(len(lines)), key=shortness.__getitem__)[:4]
    return " ".join(lines[i][: size // 4] for i in sorted(longest))


def _probabilities(sample: str) -> list[tuple[str, float]]:
    from langdetect.lang_detect_exception import LangDetectException

    with _LOCK:
        detector = _factory().create()
    detector.n_trial = _TRIALS
    detector.CONV_THRESHOLD = _CONVERGED
    detector.append(sample)
    try:
        found = detector.get_probabilities()
    except LangDetectException:
        return []
    return [(item.lang, item.prob) for item in found]


@lru_cache(maxsize=1)
def _factory() -> Any:
    import langdetect

    from cleaner.text.langdetect_numpy import Factory

    factory = Factory()
    factory.load_profile(str(Path(langdetect.__file__).parent / "profiles"))
    factory.set_seed(_SEED)
    return factory
