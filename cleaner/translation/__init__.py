"""Machine-translated passages: flagged with evidence, and with known error rates.

`TranslationAssessor` judges `(document, segments)`; `raise_by_comparison` is the door for evidence from other
documents; `declared_marks` reads what HTML says about itself. Nothing heavy is imported before the first verdict.
"""

from __future__ import annotations

from cleaner.document import Assessor
from cleaner.readers.declared_translation import declared_marks, find_declared
from cleaner.translation.assessor import TranslationAssessor
from cleaner.translation.rewrite_evidence import raise_by_comparison

__all__ = ["TranslationAssessor", "declared_marks", "default_assessor", "find_declared", "raise_by_comparison"]


def default_assessor() -> Assessor:
    """The assessor with its default rates: `likely` at 1 %, `possible` at 5 % of native human news."""
    return TranslationAssessor()
