"""How a command ends after a signal, or when input or output fails.

SIGTERM and SIGHUP end a run as Ctrl-C does, by an exception: files are closed, workers ended, temporary files removed.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import NoReturn

_REMEDIES = {
    errno.ENOSPC: "free some space; --resume continues a run to a file or folder",
    errno.EDQUOT: "free some space of your quota; --resume continues a run to a file or folder",
    errno.EACCES: "choose a folder that you may write to, or change its permissions",
    errno.EPERM: "choose a folder that you may write to, or change its permissions",
    errno.EROFS: "choose a folder on a writable file system",
    errno.EISDIR: "name a file",
    errno.ENOTDIR: "name a path without a file in the place of a folder",
    errno.ENOENT: "name an existing folder that is writable",
    errno.EBADF: "open it, or name an output with -o",
    errno.EMFILE: "allow more open files (ulimit -n)",
    errno.ENAMETOOLONG: "choose a shorter path",
}


class _Signalled(KeyboardInterrupt):
    """Raised for a signal. After a plain KeyboardInterrupt has passed through `exec`, as when a dataclass is created,
    `python -m` ends with SIGINT even if the exception was caught."""


_taken: list[int] = []
"""The signals that came, the first one first."""


def take_signals() -> None:
    """Make SIGTERM and SIGHUP raise KeyboardInterrupt, as SIGINT does, where they are not ignored (nohup)."""
    for name, usual in (
        ("SIGINT", signal.default_int_handler),
        ("SIGTERM", signal.SIG_DFL),
        ("SIGHUP", signal.SIG_DFL),
    ):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == usual:
            signal.signal(number, _interrupt)


def _interrupt(number: int, _: FrameType | None) -> None:
    """The first signal ends the run. The others are ignored while it ends, but for a second Ctrl-C."""
    _taken.append(number)
    if len(_taken) == 1 or number == signal.SIGINT:
        raise _Signalled


def ignore_signals() -> None:
    """From here on the exit status is settled; what is left is a matter of milliseconds."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is _interrupt:
            signal.signal(number, signal.SIG_IGN)


def open_standard_streams() -> None:
    """Let nothing else take the place of a standard stream that is closed; using it fails with EBADF."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            wrong_way = os.O_WRONLY if number == 0 else os.O_RDONLY
            found = os.open(os.devnull, wrong_way)
            if found != number:
                os.dup2(found, number)
                os.close(found)
            if number:  # a closed standard input stays None: reading it is wrong usage
                stream = open(number, "w", closefd=False)  # noqa: SIM115 - as long as the process
                setattr(sys, name, stream)
                setattr(sys, f"__{name}__", stream)


def run_to_an_end(command: Callable[[], object]) -> NoReturn:
    """Run a command and end the process: the exit status of a signal, and one line for what fails on the way."""
    status: int | str | None = 0
    try:
        open_standard_streams()
        command()
    except SystemExit as ended:
        status = ended.code
    except KeyboardInterrupt:
        say("interrupted")
        status = 130
    except OSError as error:
        status = _failed(error)
    except MemoryError:
        say("out of memory: use fewer worker processes (-j) or smaller inputs")
        status = 4
    status = _settled(status)
    ignore_signals()
    sys.exit(status)


def _settled(status: int | str | None) -> int | str | None:
    """The status after standard output is written out, and the signal's own where one ended the run."""
    if status == 130 and _taken:
        return 128 + _taken[0]
    try:
        sys.stdout.flush()
    except OSError as error:
        return _failed(error)
    except ValueError:
        pass  # closed on purpose
    return status


def _failed(error: OSError) -> int:
    """Tell of it; standard output is given up where it is what failed, or the interpreter would complain at its end."""
    quiet = error.errno == errno.EPIPE
    if not quiet:
        say(describe(error))
    if sys.stdout is sys.__stdout__ and (quiet or error.filename in (None, "standard output")):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 1 if quiet else 4


def describe(error: OSError) -> str:
    """One line: the place, what went wrong, the remedy."""
    from cleaner.views.terminal import harmless

    place = error.filename if error.filename is not None else "standard output"
    name = harmless(os.fsdecode(place) if isinstance(place, bytes | str) else str(place))
    remedy = _REMEDIES.get(error.errno or 0, "check that place, or choose another")
    return f"{name}: {error.strerror or error}; {remedy}"


def say(message: str) -> None:
    """A line on standard error, if there is one."""
    with suppress(OSError, ValueError):
        sys.stderr.write(f"cleaner: {message}\n")
        sys.stderr.flush()
