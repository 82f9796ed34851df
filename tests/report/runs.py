"""Runs to report on, made from the samples with what must go bracketed by hand: no detector is needed."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from cleaner import Cleaner, Mark, Reason, Span, Status
from cleaner.result import failed_record

SAMPLES = Path(__file__).parent.parent.parent / "samples"
MARKED = re.compile(r"⟦(\+?)([a-z]+):([^⟦⟧]*)⟧")
SITES = ("post.example", "tidings.example", "echo.example", "gazette.example", "kurier.example", "courrier.example")

HOSTILE = (
    '</script><script>window.hacked=1</script><img src=x onerror="window.hacked=1">{{ 7*7 }} " \' & <!-- \u202egpj.exe '
    "\u2028\x00\ud800 javascript:alert(1)"
)


def make_record(marked: str, id: str, score: float = 0.97) -> dict[str, Any]:
    """The record of a text with `⟦kind:text⟧` in place, with its page text."""
    marks, cut = [], 0
    for found in MARKED.finditer(marked):
        start = found.start() - cut
        cut += len(found[0]) - len(found[3])
        span = Span(start, start + len(found[3]))
        marks.append(Mark(span, found[2], score, "hand", Reason(f"en.{found[2]}.sample", found[3][:12])))
    cleaner = Cleaner(translation=False, language="en", detectors=[lambda _: marks], classifier=None)
    text = MARKED.sub(lambda found: found[3], marked)
    return cleaner.clean(text, form="text", id=id).to_record(with_text=True)


@lru_cache(maxsize=1)
def sample_records() -> tuple[dict[str, Any], ...]:
    """A record of each text sample."""
    paths = sorted(SAMPLES.glob("expected/*.marked.txt"))
    return tuple(make_record(path.read_text(encoding="utf-8"), path.name.removesuffix(".marked.txt")) for path in paths)


def make_run(count: int, seed: int = 5) -> Iterator[dict[str, Any]]:
    """A run of that many documents: the samples over and over, on several sites, some failed, some suspected."""
    chance = random.Random(seed)
    for number in range(count):
        base = chance.choice(sample_records())
        id = f"{chance.choice(SITES)}/2024/{number:05}.html"
        if chance.random() < 0.01:
            yield failed_record(id, chance.choice((Status.TIMEOUT, Status.ERROR)), "took longer than 30 s")
            continue
        record = copy.deepcopy(base) | {"id": id, "url": f"https://www.{id}"}
        record["metadata"] = {**record["metadata"], "title": f"{base['text'].split(chr(10))[0][:70]} ({number})"}
        for span in record["removed"]:
            span["score"] = round(min(1.0, chance.betavariate(12, 1) + 0.01), 4)
        record["translation"] = suspect(record, chance.random())
        yield record


def suspect(record: dict[str, Any], probability: float) -> dict[str, Any]:
    """A verdict on machine translation with a passage and a sign in the first kept line of some length."""
    verdict = "likely" if probability > 0.97 else "possible" if probability > 0.9 else "unlikely"
    gone = [(span["start"], span["end"]) for span in record["removed"]]
    passages, signs, at = [], [], 0
    for line in record["text"].splitlines(keepends=True):
        end = at + len(line)
        if len(line) > 150 and not any(start < end and at < stop for start, stop in gone):
            passages.append({"start": at, "end": end, "probability": round(probability, 4)})
            signs.append({"start": at + 10, "end": at + 18, "sign": "slot", "evidence": "following [in] his"})
            break
        at = end
    return {"verdict": verdict, "probability": probability, "passages": passages, "signs": signs, "reason": ""}


def hostile_record() -> dict[str, Any]:
    """A record with markup, scripts, control and direction characters wherever a record has room for text."""
    record = make_record(f"⟦share:{HOSTILE}⟧\n\nBody {HOSTILE} text.\n\n⟦related:{HOSTILE}⟧\n", HOSTILE)
    record["url"] = "javascript:window.hacked=1"
    record["warnings"] = [HOSTILE]
    record["metadata"] |= {"title": HOSTILE, "authors": [HOSTILE], "site": HOSTILE}
    record["language"] = {"code": HOSTILE, "confidence": 1.0}
    record["removed"][0]["reason"] = {"rule": HOSTILE, "evidence": HOSTILE}
    record["removed"][0]["detector"] = HOSTILE
    record["removed"][1]["kind"] = 'x" onmouseover="window.hacked=1'
    record["translation"] = {
        "verdict": HOSTILE,
        "probability": 0.99,
        "passages": [],
        "signs": [
            {
                "start": record["text"].index("Body"),
                "end": record["text"].index("Body") + 4,
                "sign": HOSTILE,
                "evidence": HOSTILE,
            }
        ],
        "reason": HOSTILE,
    }
    record["related"] = [
        {
            "id": HOSTILE,
            "relation": HOSTILE,
            "score": 0.9,
            "evidence": {"pairs": [{"text": HOSTILE, "other_text": HOSTILE, "similarity": 0.9}], HOSTILE: HOSTILE},
        }
    ]
    return record


def rewritten_pair() -> tuple[dict[str, Any], dict[str, Any]]:
    """Two records of one story, the first rewritten from the second."""
    original = make_record(
        "The port of Tallwick opened a second lock on Monday.\n\nShips waited for nine days.\n", "original"
    )
    copied = make_record(
        "The Tallwick harbour has opened the second sluice Monday.\n\nNine days the vessels waited.\n", "copy"
    )
    told = [
        (
            "The Tallwick harbour has opened the second sluice Monday.",
            "The port of Tallwick opened a second lock on Monday.",
        ),
        ("Nine days the vessels waited.", "Ships waited for nine days."),
    ]
    pairs = [
        {"sentence": n, "other": n, "similarity": 0.61, "start": 0, "end": 9, "text": here, "other_text": there}
        for n, (here, there) in enumerate(told)
    ]
    pairs.append({"sentence": 2, "other": 4, "similarity": 0.3, "start": 0, "end": 9, "text": "They left."})
    copied["related"] = [
        {
            "id": "original",
            "relation": "rewritten-from",
            "score": 0.93,
            "evidence": {"pairs": pairs, "aligned": 1.0, "quotations": {"compared": 2, "reworded": 1}},
        }
    ]
    return copied, original
