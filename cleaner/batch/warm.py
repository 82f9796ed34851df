"""Imported by the process that workers are forked from: what every worker needs is loaded once, and shared.

Loading takes 0.3 to 0.6 s (trafilatura, langdetect's profiles, the packs and models); forking takes 0.01 s.
"""

from __future__ import annotations

from contextlib import suppress

from cleaner.batch.jobs import Job, Plan
from cleaner.batch.work import Worker
from cleaner.config import Config

_PAGE = b"<html><head><title>Harbour reopens</title></head><body><article><h1>Harbour reopens</h1>"
_PAGE += b"<p>The harbour of Velmora"
_PAGE += b" reopened on Monday after eight weeks of repairs, the port authority said.</p></article></body></html>"

with suppress(Exception):  # a worker meets the same error again, and reports it for its document
    Worker(Plan(Config(), "records")).do(Job("warm", "warm", "", data=_PAGE, form="html"))
