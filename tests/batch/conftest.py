"""Workers are forked from one process that has loaded everything."""

from __future__ import annotations

import multiprocessing
import os

if os.name == "posix":
    multiprocessing.set_forkserver_preload(["cleaner.batch.preload"])
