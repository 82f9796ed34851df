"""Extract the article text from scraped news and record every removed span.

    import cleaner
    result = cleaner.clean(source)
    result.body, result.removed, result.metadata

Importing this module is cheap: each name is loaded at its first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleaner.config import Config
    from cleaner.detectors import default_detectors
    from cleaner.document import (
        Block,
        Document,
        Language,
        Mark,
        Metadata,
        Passage,
        Reason,
        Segment,
        Sign,
        Span,
        Status,
        Translation,
        Verdict,
    )
    from cleaner.errors import CleanerError, MissingExtra, PackError, UsageError
    from cleaner.forms.record import Removed, replay
    from cleaner.integrations.tables import clean_table
    from cleaner.kinds import BODY, KINDS, Fate, Kind
    from cleaner.pipeline import Cleaner, clean
    from cleaner.result import Result

_HOMES = {
    "cleaner.config": ("Config",),
    "cleaner.detectors": ("default_detectors",),
    "cleaner.errors": ("CleanerError", "MissingExtra", "PackError", "UsageError"),
    "cleaner.kinds": ("BODY", "KINDS", "Fate", "Kind"),
    "cleaner.document": (
        "Block",
        "Document",
        "Language",
        "Mark",
        "Metadata",
        "Passage",
        "Reason",
        "Segment",
        "Sign",
        "Span",
        "Status",
        "Translation",
        "Verdict",
    ),
    "cleaner.forms.record": ("Removed", "replay"),
    "cleaner.integrations.tables": ("clean_table",),
    "cleaner.pipeline": ("Cleaner", "clean"),
    "cleaner.result": ("Result",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "BODY",
    "KINDS",
    "Block",
    "Cleaner",
    "CleanerError",
    "Config",
    "Document",
    "Fate",
    "Kind",
    "Language",
    "Mark",
    "Metadata",
    "MissingExtra",
    "PackError",
    "Passage",
    "Reason",
    "Removed",
    "Result",
    "Segment",
    "Sign",
    "Span",
    "Status",
    "Translation",
    "UsageError",
    "Verdict",
    "clean",
    "clean_table",
    "default_detectors",
    "replay",
]


def __getattr__(name: str) -> Any:
    """Load a public name at its first use (PEP 562): `cleaner --help` stays under 0.3 s."""
    if name == "__version__":
        from importlib.metadata import version  # takes as long as all else here together

        return version("article-cleaner")
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
