"""The detectors: functions that mark what rules find in a document. They only mark; `cleaner.decision.resolve` decides.

Adding one is a module with one function and a line of `RULES`. Your own needs no registration:
`Cleaner(detectors=[*default_detectors(config), mine])`.
"""

from __future__ import annotations

from cleaner.config import Config
from cleaner.detectors.author_bios import find_author_bios
from cleaner.detectors.bylines import find_bylines
from cleaner.detectors.captions import find_captions
from cleaner.detectors.comments import find_comments
from cleaner.detectors.credits import find_credits
from cleaner.detectors.datelines import find_datelines
from cleaner.detectors.headlines import find_headlines
from cleaner.detectors.indexed_document import Detector, IndexedDocument
from cleaner.detectors.navigation import find_navigation
from cleaner.detectors.offers import find_offers
from cleaner.detectors.reader_marks import find_code, find_site_rules
from cleaner.detectors.related import find_related
from cleaner.detectors.repeated_text import find_repeated_text
from cleaner.detectors.standfirsts import find_standfirsts
from cleaner.detectors.timestamps import find_timestamps
from cleaner.detectors.translations import find_translations
from cleaner.detectors.wording import WordingDetector

__all__ = ["RULES", "Detector", "IndexedDocument", "default_detectors"]

RULES: tuple[Detector, ...] = (
    find_bylines,
    find_author_bios,
    find_credits,
    find_datelines,
    find_timestamps,
    find_headlines,
    find_standfirsts,
    find_captions,
    find_navigation,
    find_comments,
    find_repeated_text,
    find_related,
    find_offers,
    find_translations,
)
"""The grammar of newsrooms, by shape; their order does not matter. The wording packs are a detector of their own."""


def default_detectors(config: Config) -> tuple[Detector, ...]:
    """The built-in detectors for a configuration: wording packs, rules, and those of an index and site rules if set."""
    found: tuple[Detector, ...] = (WordingDetector(config.packs), *RULES, find_code)
    if config.index is not None:
        from cleaner.corpus.index import Index
        from cleaner.corpus.repeated import RepeatedLines

        found += (RepeatedLines(Index(config.index)),)
    return (*found, find_site_rules) if config.site_rules is not None else found
