"""A run to look at: records to one self-contained HTML page."""

from __future__ import annotations

from cleaner.report.write import write_report

__all__ = ["write_report"]
