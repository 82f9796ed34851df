"""`cleaner kinds`, `cleaner languages`, `cleaner rule ID`: the tables, printed from the code and the packs."""

from __future__ import annotations

from collections import Counter

import click

from cleaner.kinds import KINDS
from cleaner.packs import ANY, Rule, find_rule, load_packs


@click.command("kinds")
def kinds_command() -> None:
    """List the kinds of boilerplate and what happens to each by default."""
    for kind in KINDS.values():
        click.echo(f"{kind.name:<11} {kind.fate:<7} {kind.meaning}")


@click.command("languages")
def languages_command() -> None:
    """List the languages with a wording pack: rules and phrases, and the kinds they cover."""
    for code, pack in sorted(load_packs().items()):
        kinds = Counter(rule.kind for rule in pack.rules)
        phrases = sum(len(rule.phrases) for rule in pack.rules)
        name = "every language" if code == ANY else pack.name
        click.echo(f"{code:<4} {name:<16} {len(pack.rules):>4} rules {phrases:>5} phrases   {', '.join(sorted(kinds))}")


@click.command("rule")
@click.argument("rule_id", metavar="ID")
def rule_command(rule_id: str) -> None:
    """Show one rule: its kind, its words, its measured precision, what it hits and what it must miss."""
    rule = find_rule(rule_id)
    if rule is None:
        raise click.UsageError(f"no rule {rule_id!r}; the ids stand in the records under reason.rule")
    click.echo("\n".join(_describe(rule)))


def _describe(rule: Rule) -> list[str]:
    lines = [
        f"{rule.id}: {rule.kind} ({KINDS[rule.kind].meaning})",
        f"where {rule.where}, cuts {rule.cut}, score {rule.score:.2f} (share of its marks that were right)",
    ]
    lines += [f"  phrase  {phrase}" for phrase in rule.phrases]
    lines += [f"  hits    {example}" for example in rule.hits]
    return lines + [f"  misses  {example}" for example in rule.misses]
