"""Imported by the process that workers are forked from, so that what every worker needs is loaded once and shared.

Loading takes 0.5 to 1 s (trafilatura, langdetect's profiles, the packs and models); forking takes 0.01 s.
"""

from __future__ import annotations

from contextlib import suppress

import cleaner.processes.hushed  # noqa: F401 - before anything can fail
from cleaner.batch.jobs import Job, Plan
from cleaner.batch.worker import Worker
from cleaner.config import Config
from cleaner.processes.pool import one_thread_each, spare_the_collector

_STORY = """The harbour of Velmora reopened on Monday after eight weeks of repairs, the port authority said in a note
that was read out at the town hall. Two ferries left before noon, and the first container ship is expected on Thursday,
according to the harbour master, Ines Calloway. She said that the new quay had cost less than the council feared, and
that the fishing boats would be back at their old berths by the end of the week, in time for the autumn fair."""
_PAGE = f"<html><head><title>Harbour reopens</title></head><body><article><p>{_STORY}</p></article></body></html>"

one_thread_each()
with suppress(Exception):  # a worker meets the same error again, and reports it for its document
    Worker(Plan(Config(), "records")).do(Job("warm", "warm", "", data=_PAGE.encode(), form="html"))
spare_the_collector()  # before the fork, so that a collection in a worker does not copy what all of them share
