"""Imported by the process that workers are forked from: a worker that starts after the end of the run prints nothing.

A run that ends or is interrupted while a worker starts takes the semaphores away that the worker asks for. Without this
a traceback of multiprocessing stands on standard error (seen in most runs that were interrupted while workers started).
"""

from __future__ import annotations

import sys
from types import TracebackType


def _hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, OSError | EOFError | KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _hook
