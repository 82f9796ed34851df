"""A run to look at: records to one self-contained HTML page."""

from __future__ import annotations

from cleaner.report.write import Entry, ReportWriter, make_entry, write_report

__all__ = ["Entry", "ReportWriter", "make_entry", "write_report"]
