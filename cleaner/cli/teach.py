"""`cleaner teach`: the command line of `cleaner.teaching.teach`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleaner.errors import CleanerError

if TYPE_CHECKING:
    from cleaner.teaching.teach import Taught

_MOST_LEFT = 10


@click.command("teach")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("-o", "out", metavar="FOLDER", required=True, help="The folder to write the rules to.")
@click.option(
    "--check", metavar="FOLDER", multiple=True, help="The corrected pages and other pages of your sites; repeatable."
)
@click.pass_context
def teach_command(ctx: click.Context, files: tuple[str, ...], out: str, check: tuple[str, ...]) -> None:
    """Propose rules for your sites from corrected pages: phrases for a pack, and site rules for HTML.

    FILE is a corrections file of a report or of an annotation tool. Each rule is tried on all pages of --check; a rule
    that would remove body text is refused. The last line of the output names the command that uses the rules.

    Exit status: 0 rules were written, 2 wrong usage, 3 no rule was written.
    """
    from cleaner.teaching.teach import teach

    try:
        taught = teach(files, out, check)
    except CleanerError as error:
        raise click.UsageError(str(error), ctx) from None
    for line in describe(taught, out):
        click.echo(line)
    ctx.exit(0 if taught.kept else 3)


def describe(taught: Taught, out: str) -> list[str]:
    """The result as the command prints it, one line per rule."""
    from cleaner.teaching.teach import PACK

    lines = [proposal.describe() for proposal in sorted(taught.proposals, key=lambda p: (p.site, bool(p.refused)))]
    lines += [f"left     {text[:80]}: no rule removes it on other pages" for text in taught.left[:_MOST_LEFT]]
    if len(taught.left) > _MOST_LEFT:
        lines.append(f"left     and {len(taught.left) - _MOST_LEFT:,} more lines")
    lines += [
        f"lost     {rule} removes body in {count:,} lines; a taught rule cannot restore it"
        for rule, count in sorted(taught.lost.items())
    ]
    missing = f"; {taught.missing:,} corrected pages not found" if taught.missing else ""
    pack = f" --pack {Path(out, PACK)}" if any(proposal.form != "strip" for proposal in taught.kept) else ""
    rules = f" --site-rules {out}" if any(proposal.form == "strip" for proposal in taught.kept) else ""
    written = f"; use them with: cleaner clean{pack}{rules}" if taught.kept else ""
    return [
        *lines,
        f"{len(taught.kept):,} rules kept, {len(taught.proposals) - len(taught.kept):,} refused, from"
        f" {taught.corrected:,} corrected pages of {taught.pages:,}{missing}{written}",
    ]
