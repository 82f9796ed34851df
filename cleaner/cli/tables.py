"""`cleaner kinds`, `cleaner languages`, `cleaner rule ID`: the tables, printed from the code and the packs."""

from __future__ import annotations

from collections import Counter

import click

from cleaner.kinds import KINDS
from cleaner.newsroom.rules import RULE, ShapeRule
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
    """Show one rule: its kind, its words or shape, its measured precision, what it hits and what it must miss."""
    if rule := find_rule(rule_id):
        click.echo("\n".join(_describe_wording(rule)))
    elif shape := RULE.get(rule_id):
        click.echo("\n".join(_describe_shape(shape)))
    elif rule_id in _OTHERS:
        click.echo(f"{rule_id}: {_OTHERS[rule_id]}")
    else:
        raise click.UsageError(f"no rule {rule_id!r}; the ids stand in the records under reason.rule")


_OTHERS = {
    "line-model": "the learned line model, by the line, those around it and where the story seems to stand; its"
    " evidence is the probability that the line is article body. Cards: cleaner/models/lines_text.md, lines_html.md",
    "corpus.repeated-line": "the line stands in so many documents of the site that it belongs to the frame; its"
    " evidence is their number",
}
"""What is claimed by other things than a rule of wording or shape."""


def _describe_wording(rule: Rule) -> list[str]:
    lines = [
        f"{rule.id}: {rule.kind} ({KINDS[rule.kind].meaning})",
        f"where {rule.where}, cuts {rule.cut}, score {rule.score:.2f} (share of its marks that were right)",
    ]
    lines += [f"  phrase  {phrase}" for phrase in rule.phrases]
    return lines + _examples(rule.hits, rule.misses)


def _describe_shape(rule: ShapeRule) -> list[str]:
    return [
        f"{rule.id}: {rule.kind} ({KINDS[rule.kind].meaning})",
        f"{rule.meaning}; score {rule.score:.2f} (share of its marks that were right; {rule.seen} seen)",
        *_examples(rule.hits, rule.misses),
    ]


def _examples(hits: tuple[str, ...], misses: tuple[str, ...]) -> list[str]:
    return [f"  hits    {example}" for example in hits] + [f"  misses  {example}" for example in misses]
