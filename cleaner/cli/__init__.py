"""The command line: each command calls a function that library users can call. One module per command, loaded when
it is used."""

from __future__ import annotations

import difflib
from importlib import import_module
from typing import Any

import click

from cleaner.cli.ending import run_to_an_end, say, take_signals

_COMMANDS = {
    "clean": ("cleaner.cli.clean", "Clean documents: files, folders or standard input."),
    "explain": ("cleaner.cli.explain", "Show what was removed from one document and why, line by line."),
    "report": ("cleaner.cli.report", "Write an HTML report of a run."),
    "replay": ("cleaner.cli.replay", "Rebuild the body from a record and its page, optionally with other settings."),
    "compare": ("cleaner.cli.compare", "Compare two versions of a story sentence by sentence."),
    "learn": ("cleaner.cli.learn", "Make an index of the repeated lines and related stories of a folder."),
    "schema": ("cleaner.cli.schema", "Print the JSON Schema of a record or of a row of the manifest."),
    "export": ("cleaner.cli.export", "Write a run in the format of an annotation tool."),
    "teach": ("cleaner.cli.teach", "Propose rules for your sites from corrected pages."),
    "kinds": ("cleaner.cli.tables", "List the kinds of boilerplate and what happens to each."),
    "languages": ("cleaner.cli.tables", "List the languages with a wording pack or a translation assessment."),
    "rule": ("cleaner.cli.tables", "Show one rule: what it means, where it applies, its examples."),
}


class _LazyGroup(click.Group):
    """A group that imports a command's module when the command is run, so that `--help` costs nothing."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(import_module(_COMMANDS[cmd_name][0]), f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click has it, but a name that is almost one of a command is told which."""
        near = difflib.get_close_matches(args[0], _COMMANDS, n=1)
        if near and args[0] not in _COMMANDS:
            ctx.fail(f"No such command {args[0]!r}. Did you mean {near[0]!r}?")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; Ctrl-C reaches `run_to_an_end` (click would end with "Aborted!" and status 1)."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            say("interrupted")
            ctx.exit(130)

    def main(self, *args: Any, **extra: Any) -> Any:
        if extra.get("standalone_mode") is False:
            return super().main(*args, **extra)
        if not args and extra.get("args") is None:  # the process is ours: it was given the command line
            take_signals()
        return run_to_an_end(lambda: super(_LazyGroup, self).main(*args, **extra))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


@click.command(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="article-cleaner", prog_name="cleaner")
def main() -> None:
    """Extract the article text from scraped news and record every removed span."""
