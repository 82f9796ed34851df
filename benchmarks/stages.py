"""Where the cleaner's time goes: processor time by stage, each without the stages it calls."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

STAGES = {
    "parse": ("readers.html.parse_html",),
    "walk": ("readers.html.collect_lines", "readers.plain_text.cut_lines"),
    "wrong charset": ("readers.html.is_garbled", "readers.html.repair"),
    "story in a script": ("readers.html.put_story",),
    "wrapped lines": ("readers.html.join_wrapped", "readers.plain_text.join_wrapped"),
    "facts of the page": ("readers.html.gather_facts",),
    "declared translation": ("readers.html.declared_marks", "readers.html.listed_language"),
    "language": ("readers.plain_text.detect_language",),
    "reading: what is left": ("pipeline.read",),
    "index of lines": ("detectors.indexed_document.index_lines",),
    "headline lines": ("detectors.indexed_document.find_headline_lines",),
    "features": ("classifier.line_classifier.measure_page", "classifier.line_classifier.measure_lines"),
    "network": ("classifier.network.LineNet.score", "classifier.network.LineNet.average_tokens"),
    "stacking": ("classifier.line_classifier.weigh_lines",),
    "siblings": ("classifier.line_classifier.hold_siblings", "classifier.line_classifier.hold_lists"),
    "tables": ("classifier.line_classifier.hold_tables",),
    "subheadings": ("classifier.line_classifier.hold_subheadings",),
    "scores: what is left": (
        "classifier.line_classifier.LineClassifier.score",
        "classifier.line_classifier.LineClassifier.weigh",
    ),
    "marks of the model": ("pipeline.mark_lines",),
    "witness": ("readers.html.ask_witness",),
    "resolve": ("pipeline.resolve",),
    "status": ("pipeline.judge_status", "pipeline.find_warnings"),
    "quality": ("pipeline.expect_quality",),
    "metadata": ("pipeline.gather_metadata",),
    "translation": ("translation.assessor.TranslationAssessor.__call__",),
    "record": ("result.Result.to_record",),
}
"""The functions of a stage, where they are called from."""
REST = "the rest"


class Clock:
    """Processor seconds by stage; while a stage runs inside another, the outer one's clock stands still."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._open = [REST]
        self._since = time.thread_time()

    def change(self, stage: str | None) -> None:
        """Enter a stage; None leaves the one that runs."""
        now = time.thread_time()
        self.spent[self._open[-1]] += now - self._since
        self._since = now
        if stage is None:
            self._open.pop()
        else:
            self._open.append(stage)

    def wrap(self, stage: str, run: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time counted for a stage; what it would give one by one it gives all at once."""

        def timed(*args: Any, **named: Any) -> Any:
            self.change(stage)
            try:
                found = run(*args, **named)
                return list(found) if isinstance(found, Iterator) else found
            finally:
                self.change(None)

        return timed


def put_clocks(clock: Clock) -> None:
    """Wrap the functions of all stages in their modules and classes."""
    for stage, places in STAGES.items():
        for place in places:
            path, _, name = f"cleaner.{place}".rpartition(".")
            module, _, kind = path.rpartition(".")
            owner = getattr(import_module(module), kind) if kind[0].isupper() else import_module(path)
            setattr(owner, name, clock.wrap(stage, getattr(owner, name)))


def print_stages(pages: list[dict[str, Any]], rounds: int) -> None:
    """The share of every stage in the time of all pages, the first round, which loads tables, left out.

    Every detector is a stage of its own. A detector of the caller's own makes errors come through, so none is timed.
    """
    from cleaner import Cleaner, default_detectors
    from cleaner.config import Config

    clock = Clock()
    put_clocks(clock)
    rules = [clock.wrap(f"rules: {_name(find)}", find) for find in default_detectors(Config())]
    cleaner = Cleaner(detectors=rules)
    for turn in range(rounds + 1):
        if turn == 1:
            clock.change(REST)
            clock.spent.clear()
        for page in pages:
            cleaner.clean(page["html"], form="html").to_record()
    clock.change(REST)
    whole = sum(clock.spent.values())
    print(f"{len(pages)} pages, {whole / rounds / len(pages) * 1e3:.1f} ms each")
    for stage, spent in sorted(clock.spent.items(), key=lambda item: -item[1]):
        print(f"{stage:54} {spent / whole:7.3f}")


def _name(find: object) -> str:
    """What a detector is called: a function by its name, an object by its class."""
    return getattr(find, "__name__", "") or type(find).__name__
