"""The command `cleaner`, and `python -m cleaner`: signals are taken care of before anything large is loaded."""

from __future__ import annotations

from cleaner.cli.ending import take_signals


def start() -> None:
    """Run the command line."""
    take_signals()
    from cleaner.cli import main

    main(prog_name="cleaner")


if __name__ == "__main__":
    start()
