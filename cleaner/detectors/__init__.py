"""The detectors by name. Each only claims; `cleaner.resolve` decides. Their order does not matter.

Your own needs no registration: `Cleaner(detectors=[*default_detectors(config), mine])`.
"""

from __future__ import annotations

from cleaner.config import Config
from cleaner.model import Detector


def default_detectors(config: Config) -> tuple[Detector, ...]:
    """The detectors a `Cleaner` uses unless it is given others. Their models are loaded at their first use."""
    from cleaner.detectors.wording import WordingDetector

    return (WordingDetector(config.packs),)
