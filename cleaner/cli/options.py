"""The options shared by all commands that decide: kinds, --threshold, --corrections, --config."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from cleaner.config import Config, check_seconds
from cleaner.errors import CleanerError, UsageError

Function = TypeVar("Function", bound=Callable[..., Any])


class Seconds(click.FloatRange):
    """A number of seconds that ends: click's own range lets "nan" and "inf" through."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number; wrong usage where it is none."""
        try:
            return check_seconds("it", float(super().convert(value, param, ctx)))
        except UsageError as error:
            self.fail(str(error), param, ctx)


def deciding_options(command: Function) -> Function:
    """Add the options to a command; it gets them by these names."""
    for option in (
        click.option("--config", metavar="FILE", type=click.Path(dir_okay=False), help="Settings from a cleaner.toml."),
        click.option(
            "--corrections", metavar="FILE", help="Corrections from a report; they take precedence over every mark."
        ),
        click.option("--threshold", metavar="P", type=click.FloatRange(0, 1), help="Lowest score of a removal."),
        click.option("--remove", metavar="KIND", multiple=True, help="Remove or lift this kind; repeatable."),
        click.option("--keep", metavar="KIND", multiple=True, help="Keep this kind in the body; repeatable."),
    ):
        command = option(command)
    return command


def config_from(choices: Mapping[str, Any], **more: Any) -> Config:
    """The configuration of a command: its file, then its options; None is a choice not made.

    A kind named by --keep or --remove leaves the other list of the file, packs are added to its packs. Raises
    `click.UsageError`.
    """
    try:
        config = Config.from_file(choices["config"]) if choices.get("config") else Config()
        keep, remove = frozenset(choices.get("keep") or ()), frozenset(choices.get("remove") or ())
        return config.changed(
            keep=(config.keep - remove) | keep,
            remove=(config.remove - keep) | remove,
            threshold=choices.get("threshold"),
            corrections=choices.get("corrections"),
            packs=(*config.packs, *choices["pack"]) if choices.get("pack") else None,
            **more,
        )
    except CleanerError as error:
        raise click.UsageError(str(error)) from None
