"""Whether this process can have worker processes, and the process that workers are forked from."""

from __future__ import annotations

import ast
import logging
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from cleaner.errors import UsageError

METHOD = "forkserver" if os.name == "posix" else "spawn"
NO_GUARD = "a script that starts worker processes begins its work below `if __name__ == '__main__':`, or uses jobs=1"

_LONGEST_FOLDER = 70
"""Bytes of a folder's path that leave room for a socket in it: Linux allows 107 in all, macOS 103; names take 33."""


def usable_processors() -> int:
    """The processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def load_beforehand(modules: Sequence[str]) -> None:
    """Start the process that workers are forked from, and have it load modules while this one goes on.

    Only for a process of our own: what is loaded beforehand is settled once in a process.
    """
    if os.name != "posix":
        return
    undecided = start_method_is_undecided()
    multiprocessing.get_context("forkserver").set_forkserver_preload(list(modules))
    # The helpers of multiprocessing are not ended by a terminal that closes, they end with this process.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})
    try:
        _start_fork_server()
    except (OSError, EOFError):
        pass  # `why_no_processes` meets it again, and says so
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    if undecided:
        leave_start_method_undecided()


def why_no_processes(context: Any) -> str | None:
    """Why this process cannot start workers, None where it can.

    Raises `UsageError` in a script that would be run again by each of its workers.
    """
    here: Any = multiprocessing.current_process()
    if getattr(here, "_inheriting", False):  # this is such a worker, or what it is forked from: end without a word
        raise SystemExit(1)
    if _runs_unguarded():
        raise UsageError(f"{sys.modules['__main__'].__file__}: {NO_GUARD}")
    if here.daemon:
        return "this process is a daemonic worker of multiprocessing, which may not start processes"
    try:
        if METHOD == "forkserver":
            _start_fork_server()
        context.Lock()
    except (OSError, EOFError, ImportError) as error:
        return f"worker processes cannot be started ({error or type(error).__name__})"
    return None


@cache
def tell_once(message: str) -> None:
    """A warning of the logger `cleaner`, once in a process."""
    logging.getLogger("cleaner").warning("cleaner: %s", message)


def start_method_is_undecided() -> bool:
    """Whether the host program has not chosen a start method yet."""
    return multiprocessing.get_start_method(allow_none=True) is None


def leave_start_method_undecided() -> None:
    """Undo what starting a process does to the host program: it settles the start method for good (Python 3.11)."""
    if multiprocessing.get_start_method(allow_none=True) == multiprocessing.get_all_start_methods()[0]:
        multiprocessing.set_start_method(None, force=True)


def _start_fork_server() -> None:
    """Raises `OSError` where it cannot be started."""
    from multiprocessing import forkserver

    _shorten_socket_folder()
    forkserver.ensure_running()


def _shorten_socket_folder() -> None:
    """Give multiprocessing another folder for its sockets where TMPDIR is too long a path for one."""
    from multiprocessing import util

    settings: dict[str, Any] = multiprocessing.current_process()._config  # type: ignore[attr-defined]
    if settings.get("tempdir") or len(os.fsencode(tempfile.gettempdir())) <= _LONGEST_FOLDER:
        return
    for folder in ("/tmp", "/var/tmp", "/dev/shm"):
        with suppress(OSError):
            short = tempfile.mkdtemp(prefix="pymp-", dir=folder)
            util.Finalize(None, shutil.rmtree, args=(short, True), exitpriority=-100)
            settings["tempdir"] = short
            return


def _runs_unguarded() -> bool:
    """Whether the main script is running its top level now and has no comparison of `__name__` in it."""
    main = sys.modules.get("__main__")
    file = getattr(main, "__file__", None)
    if not file or Path(file).name == "__main__.py" or multiprocessing.parent_process() is not None:
        return False
    frame = sys._getframe()
    while frame and not (frame.f_code.co_name == "<module>" and frame.f_globals is vars(main)):
        frame = frame.f_back  # type: ignore[assignment]
    return bool(frame) and not _has_guard(file)


@cache
def _has_guard(file: str) -> bool:
    try:
        tree = ast.parse(Path(file).read_bytes())
    except (OSError, SyntaxError, ValueError):
        return True
    names = (
        part for node in ast.walk(tree) if isinstance(node, ast.Compare) for part in (node.left, *node.comparators)
    )
    return any(isinstance(name, ast.Name) and name.id == "__name__" for name in names)
