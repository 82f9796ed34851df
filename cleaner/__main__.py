"""The command `cleaner` and `python -m cleaner`. A signal during start-up ends it in the same way as a later one."""

from __future__ import annotations

from cleaner.cli.ending import run_to_an_end, take_signals


def start() -> None:
    """Run the command line."""
    take_signals()
    run_to_an_end(_main)


def _main() -> None:
    from cleaner.cli import main

    main(prog_name="cleaner")


if __name__ == "__main__":
    start()
