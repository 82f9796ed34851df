"""The options shared by all commands that decide: kinds, --threshold, --corrections, --config."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from cleaner.cli.config_file import find_config_file
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


def split_kinds(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """The callback of --keep and --remove: each may name several kinds with commas between them."""
    return tuple(name.strip() for names in given for name in names.split(","))


def check_codes(_: click.Context, __: click.Parameter, given: Any) -> Any:
    """The callback of an option that takes the code of a language: wrong usage for anything else."""
    for code in (given,) if isinstance(given, str) else given or ():
        try:
            Config(language=code)
        except UsageError:
            from cleaner.phrases.packs import load_packs  # only to say what is wrong

            codes = {pack.name.casefold(): code for code, pack in load_packs().items()}
            known = codes.get(code.casefold())
            hint = f"did you mean {known!r}?" if known else 'give one such as "en" or "pt-BR"'
            raise click.BadParameter(f"{code!r} is no code of a language; {hint}") from None
    return given


def deciding_options(command: Function) -> Function:
    """Add the options to a command; it gets them by these names."""
    for option in (
        click.option("--no-config", is_flag=True, help="Read no configuration file."),
        click.option(
            "--config",
            metavar="FILE",
            type=click.Path(dir_okay=False),
            help="A cleaner.toml; default: the closest one in this folder or a folder above it.",
        ),
        click.option(
            "--corrections", metavar="FILE", help="Corrections file; corrections take precedence over every mark."
        ),
        click.option("--threshold", metavar="P", type=click.FloatRange(0, 1), help="Lowest score of a removal."),
        click.option(
            "--remove",
            metavar="KIND",
            callback=split_kinds,
            multiple=True,
            help="Remove or lift this kind.",
        ),
        click.option(
            "--keep",
            metavar="KIND",
            callback=split_kinds,
            multiple=True,
            help="Keep this kind in the body.",
        ),
    ):
        command = option(command)
    return command


def config_file_of(choices: Mapping[str, Any]) -> str | None:
    """The configuration file of a command: the one it names, else the closest one unless there is to be none.

    Raises `click.UsageError`.
    """
    if choices.get("config"):
        if choices.get("no_config"):
            raise click.UsageError("--no-config reads no file, and --config names one: choose one of them")
        return str(choices["config"])
    try:
        return None if choices.get("no_config") else find_config_file()
    except CleanerError as error:
        raise click.UsageError(str(error)) from None


def config_from(choices: Mapping[str, Any], **more: Any) -> Config:
    """The configuration of a command: its file, then its options; None is a choice not made.

    A kind named by --keep or --remove leaves the other list of the file, packs are added to its packs. A file that was
    found and not named is told of on standard error, unless "quiet" is chosen. Raises `click.UsageError`.
    """
    file = config_file_of(choices)
    try:
        config = Config.from_file(file) if file else Config()
        keep, remove = (frozenset(choices.get(name) or ()) for name in ("keep", "remove"))
        config = config.changed(
            keep=(config.keep - remove) | keep,
            remove=(config.remove - keep) | remove,
            threshold=choices.get("threshold"),
            corrections=choices.get("corrections"),
            packs=(*config.packs, *choices["pack"]) if choices.get("pack") else None,
            **more,
        )
    except CleanerError as error:
        raise click.UsageError(str(error)) from None
    if file and not choices.get("config") and not choices.get("quiet"):
        from cleaner.views.terminal import harmless

        click.echo(f"cleaner: settings from {harmless(file)}", err=True)
    return config
