"""The detectors. Each only claims; `cleaner.decision.resolve` decides. Their order does not matter.

Your own needs no registration: `Cleaner(detectors=[*default_detectors(config), mine])`.
"""

from __future__ import annotations

from importlib import import_module

from cleaner.config import Config
from cleaner.document import Detector

_NEWSROOM = tuple(
    "bylines author_bios credits datelines timestamps headlines standfirsts captions navigation comments repeated_text"
    " related signatures offers contact".split()
)
"""Modules that hold one `find_NAME(document)`: the grammar of newsrooms, by shape."""


def default_detectors(config: Config) -> tuple[Detector, ...]:
    """The detectors a `Cleaner` uses unless it is given others. Their models are loaded at their first use."""
    from cleaner.detectors.line_model import LineModelDetector
    from cleaner.detectors.wording import WordingDetector

    newsroom = (getattr(import_module(f"cleaner.detectors.{name}"), f"find_{name}") for name in _NEWSROOM)
    learnt: tuple[Detector, ...] = ()
    if config.index is not None:
        from cleaner.corpus.index import Index
        from cleaner.corpus.repeated import RepeatedLines

        learnt = (RepeatedLines(Index(config.index)),)
    if config.site_rules is not None:
        from cleaner.detectors.site_rules import find_site_rules

        learnt += (find_site_rules,)
    return (LineModelDetector(), WordingDetector(config.packs), *newsroom, *learnt)
