"""The language of a text: by its script where that belongs to one language, else by langdetect, and by py3langid
where langdetect's answer is doubtful.

langdetect's module-level functions draw on the global `random` unless a global seed is set, and a cold start
from eight threads called one English sentence Polish 56 times in 64. A private factory with its own seed and
its profiles loaded once, under a lock, gives one answer and leaves the host program alone.

langdetect knows 55 languages and is as sure of those it does not know: Basque is Indonesian, Icelandic Norwegian, each
at 0.999. So its answer is doubtful, too, where the text has few of the words that the prose of the language is full of,
or letters that the language does not have, and where the text is short. py3langid knows 139; it takes 0.35 s and 77 MB
to load, and is not loaded before a text is doubtful.
"""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

from cleaner.document import Language
from cleaner.text.function_words import function_words
from cleaner.text.scripts import HAN, HANGUL, KANA

UNDETERMINED = Language("und", 0.0)

_SAMPLES = (300, 1200)  # characters: 1 ms and 3 ms; the second only where the first leaves a doubt
_SURE = 0.99
_TRIALS, _CONVERGED = 2, 0.999
"""Runs of langdetect's sampling, 7 by default, and where one may stop, 0.99999 by default: a third of the time."""
_LEAST_LETTERS = 40  # below that it calls "404 error" Danish; CJK letters count three times
_LEAST_SHORT = 16
"""Letters from which a text is told, if py3langid says the same or is sure."""
_SHORT = 300
"""Characters below which a whole text is short: one in a hundred was told wrong by langdetect, and it was sure."""
_LEAST_OF_SCRIPT = 10
"""Letters of a script that belongs to one language from which it tells the language."""
_LEAST_CONFIDENCE = 0.6
_LEAST_SECOND = 0.8
"""How sure py3langid must be to overrule langdetect."""
_LEAST_AGREED = 0.4
"""How sure py3langid must be of a text below `_LEAST_LETTERS` where langdetect has its answer, too."""
_ODD_LETTERS = 0.02
"""Share of letters that the language does not have from which langdetect's answer is doubtful."""
_LEAST_GRAMMAR = 0.15
"""Share of words of grammar below which langdetect's answer is doubtful."""
_PLAIN_WORDS, _PLAIN_GRAMMAR, _PLAIN_LEAD = 3, 0.25, 1.3
"""Words of grammar of a short text that needs no second opinion, their share of its words, and how many times those of
any other language they are. So are 3,504 of 7,186 openings of sentences in 33 languages; langdetect told none wrong."""
_LIKE_UNKNOWN = frozenset(("pt",))
"""Languages that one that langdetect does not know reads like: Galician."""
_SEED = 20231117
_LETTER = re.compile(
    "[^\\W\\d_]|[\u0900-\u109f\u1780-\u17ff]"
)  # the vowel signs of India's scripts are no letters to re
_ENOUGH = re.compile(rf"\A(?:[\W\d_]*+[^\W\d_]){{{_LEAST_LETTERS}}}")
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = {
    "ja": KANA,
    "ko": HANGUL,
    "zh": HAN,
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "hy": "\u0530-\u058f",
    "he": "\u0590-\u05ff",
    "pa": "\u0a00-\u0a7f",
    "gu": "\u0a80-\u0aff",
    "or": "\u0b00-\u0b7f",
    "ta": "\u0b80-\u0bff",
    "te": "\u0c00-\u0c7f",
    "kn": "\u0c80-\u0cff",
    "ml": "\u0d00-\u0d7f",
    "si": "\u0d80-\u0dff",
    "th": "\u0e00-\u0e7f",
    "lo": "\u0e80-\u0eff",
    "my": "\u1000-\u109f",
    "ka": "\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f",
    "am": "\u1200-\u137f",
    "km": "\u1780-\u17ff",
}
"""Scripts that belong to one language, or almost; Han is Chinese where neither kana nor hangul stand in it."""
_ANY_OWN = re.compile(f"[{''.join(_SCRIPTS.values())}]")
_LEAST_KANA = 0.1
"""Share of kana in the letters of a Japanese text; a Chinese one may have some in a name."""
_MACRO = {"nn": "no", "nb": "no", "ary": "ar", "arz": "ar"}
"""Languages that are a form of one there are words for."""
_LOCK = threading.Lock()


def detect_language(lines: tuple[str, ...]) -> Language:
    """The language most of these lines are written in.

    Judged on a sample of the longest lines, since menus and credits mislead. `UNDETERMINED` where there
    are too few letters or two languages are about as likely.
    """
    short = sum(map(len, lines)) < _SHORT
    best: list[tuple[str, float]] = []
    for size in _SAMPLES[short:]:
        sample = _sample(lines, size)
        if code := _code_of_script(sample):
            return Language(code, 1.0)
        letters = _LEAST_LETTERS if _ENOUGH.match(sample) else _count_letters(sample)
        if letters < _LEAST_SHORT:
            return UNDETERMINED
        best = _probabilities(sample)
        sure = bool(best) and best[0][1] >= _SURE
        if letters < _LEAST_LETTERS:
            return _agreed(sample, best, _LEAST_AGREED)
        if short and not (sure and _is_plain(sample, best[0][0])):
            return _agreed(sample, best)
        if sure:
            break
    if not best or best[0][1] < _SURE or _is_doubtful(sample, best[0][0].split("-")[0]):
        second = _agreed(sample, best)
        return second if second is not UNDETERMINED or not best else _language(*best[0])
    return _language(*best[0])


def _language(code: str, confidence: float) -> Language:
    return Language(code.split("-")[0], round(confidence, 4)) if confidence >= _LEAST_CONFIDENCE else UNDETERMINED


def _agreed(sample: str, best: list[tuple[str, float]], least: float = 0) -> Language:
    """py3langid's answer where it is sure, or where langdetect has it, too; else `UNDETERMINED`.

    best: langdetect's answers. least: how sure py3langid must be of one of them. A code of three letters is
    never enough on its own.
    """
    with _LOCK:
        found, confidence = _identifier().classify(sample)
    code, confidence = _MACRO.get(found, found), float(confidence)
    sure = len(code) == 2 and confidence >= _LEAST_SECOND
    if sure or (confidence >= least and code in {other.split("-")[0] for other, _ in best}):
        return Language(code, round(max(confidence, _LEAST_CONFIDENCE), 4))
    return UNDETERMINED


def _count_letters(sample: str) -> int:
    return len(_LETTER.findall(sample)) + 2 * _count_cjk(sample)


def _count_cjk(sample: str) -> int:
    return sum(_count_own(code, sample) for code in ("zh", "ja", "ko"))


def _count_own(code: str, sample: str) -> int:
    """The letters of the script of a language."""
    return len(_own_script(code).findall(sample))


@lru_cache(maxsize=len(_SCRIPTS))
def _own_script(code: str) -> re.Pattern[str]:
    return re.compile(f"[{_SCRIPTS[code]}]")


def _code_of_script(sample: str) -> str:
    """The language whose own script most of the letters are of, "" where there is none."""
    if not _ANY_OWN.search(sample):
        return ""
    counts = {code: _count_own(code, sample) for code in _SCRIPTS}
    cjk = counts["ja"] + counts["zh"] + counts["ko"]
    if cjk * 6 >= _count_letters(sample):
        least = _LEAST_LETTERS // 3
        if 2 * counts["ko"] >= cjk:
            return "ko" if cjk >= least else ""
        return ("ja" if counts["ja"] >= _LEAST_KANA * cjk else "zh") if cjk > least else ""
    code = max(counts, key=counts.__getitem__)
    return code if counts[code] >= _LEAST_OF_SCRIPT and 2 * counts[code] > _count_letters(sample) else ""


def _is_doubtful(sample: str, code: str) -> bool:
    """Whether a text has fewer words of grammar than the prose of a language has, or letters that it does not have.

    A language whose words of grammar are not known is doubtful, too.
    """
    grammar = function_words().get(code)
    if grammar is None:
        return True
    words = _WORD.findall(sample.lower())
    if sum(map(grammar.__contains__, words)) < _LEAST_GRAMMAR * len(words):
        return True
    letters = "".join(words)
    return not letters.isascii() and _factory().count_odd(letters, code) >= _ODD_LETTERS * len(letters)


def _is_plain(sample: str, code: str) -> bool:
    """Whether a text has so many words of grammar of a language, and so few of others, that langdetect is right."""
    words = _WORD.findall(sample.lower())
    counts = {other: sum(map(known.__contains__, words)) for other, known in function_words().items()}
    own = counts.pop(code, 0)
    enough = own >= max(_PLAIN_WORDS, _PLAIN_GRAMMAR * len(words)) and code not in _LIKE_UNKNOWN
    return enough and own >= _PLAIN_LEAD * max(counts.values())


def _sample(lines: tuple[str, ...], size: int) -> str:
    """The openings of the four longest lines, in page order, up to `size` characters in all."""
    shortness = [-len(line) for line in lines]
    longest = sorted(range(len(lines)), key=shortness.__getitem__)[:4]
    return " ".join(lines[i][: size // len(longest)] for i in sorted(longest))


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


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
