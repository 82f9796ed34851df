"""`cleaner kinds`, `cleaner languages`, `cleaner rule ID`: the tables, printed from the code and the packs."""

from __future__ import annotations

import difflib
from collections import Counter

import click

from cleaner.errors import PackError
from cleaner.kinds import KINDS
from cleaner.newsroom.shape_rules import RULE, ShapeRule
from cleaner.phrases.packs import ANY, Rule, find_rule, load_packs
from cleaner.translation.weights import judged_languages, load_weights

_MOST_NEAR = 5


@click.command("kinds")
def kinds_command() -> None:
    """List the kinds of boilerplate and what happens to each by default."""
    for kind in KINDS.values():
        click.echo(f"{kind.name:<11} {kind.fate:<7} {kind.meaning}")


@click.command("languages")
def languages_command() -> None:
    """List the languages with a wording pack and those with a translation assessment.

    Packs: rules, phrases and their kinds. Assessment: the strongest verdict, and the source languages in its training
    data.
    """
    for code, pack in sorted(load_packs().items()):
        kinds = Counter(rule.kind for rule in pack.rules)
        phrases = sum(len(rule.phrases) for rule in pack.rules)
        name = "every language" if code == ANY else pack.name
        click.echo(f"{code:<4} {name:<16} {len(pack.rules):>4} rules {phrases:>5} phrases   {', '.join(sorted(kinds))}")
    click.echo("\nmachine translation:")
    for code in judged_languages():
        facts = load_weights(code).facts
        name = load_packs()[code].name
        sources = ", ".join(facts["sources"])
        click.echo(f"{code:<4} {name:<16} strongest verdict: {facts['most']}; source languages: {sources}")


@click.command("rule")
@click.argument("rule_id", metavar="ID")
@click.option("--site-rules", metavar="FOLDER", help="The folder of site rules, for ids that begin with `site.`.")
def rule_command(rule_id: str, site_rules: str | None) -> None:
    """Explain a rule: its kind, its words or shape, its precision, examples it matches and must not match.

    `site.HOST` shows all rules of a site and the directives that are ignored.
    """
    if site_rules is not None and not rule_id.startswith("site."):
        raise click.UsageError("--site-rules would do nothing: it is for ids that begin with `site.`")
    if rule_id.startswith("site."):
        click.echo("\n".join(_describe_site(rule_id, site_rules)))
    elif rule := find_rule(rule_id):
        click.echo("\n".join(_describe_wording(rule)))
    elif shape := RULE.get(rule_id):
        click.echo("\n".join(_describe_shape(shape)))
    elif rule_id in _OTHERS:
        click.echo(f"{rule_id}: {_OTHERS[rule_id]}")
    else:
        raise click.UsageError(
            f"unknown rule {rule_id!r}{_near(rule_id)} Rule ids are in removed[].reason.rule of a record"
        )


def _near(rule_id: str) -> str:
    """Rules with an id like it, for a message: those that begin with it or hold it, else those spelt almost so."""
    ids = [*RULE, *_OTHERS, *(rule.id for pack in load_packs().values() for rule in pack.rules)]
    held = sorted((id for id in ids if rule_id in id), key=lambda id: (not id.startswith(rule_id), id))
    near = held[:_MOST_NEAR] or difflib.get_close_matches(rule_id, ids, n=_MOST_NEAR)
    return f"; did you mean {', '.join(near)}?" if near else "."


SITE_DIRECTIVES = {
    "strip": "removes the matching elements; their kind comes from the other marks on them, else it is `other`",
    "strip_id_or_class": "removes elements with this text in their id or class; their kind comes from the other marks"
    " on them, else it is `other`",
    "title": "the elements or strings with the title",
    "author": "the elements or strings with the authors",
    "date": "the elements or strings with the date",
}
"""Meaning of the directives of site rules."""

_OTHERS = {
    "line-model": "the line classifier; it uses the line, the lines around it and its position in the page. The"
    " evidence is the probability that the line is article body; for plain text, the probability after stacking and"
    " that of the network alone. Model cards: cleaner/models/lines_text.md, lines_html.md, stacking.md",
    "naming.between": "the kind of a removed line whose own kind was uncertain: it was taken from the lines above and"
    " below; the evidence is the kind that the line had by itself",
    "code.fenced": "a line of code between the fences of Markdown; it stays",
    "markdown.wordless": "a line of Markdown without words: a picture or a link of a picture; the evidence is the"
    " description of the picture, or its address",
    "corrections.given": "a correction of this document (`clean --corrections`); it takes precedence over every other"
    " mark; the evidence is the author and time of the correction",
    "corpus.repeated-line": "the line repeats on many documents of the site; the evidence is their number",
}
"""Rule ids of marks that are made by neither a wording rule nor a shape rule."""


def _describe_site(rule_id: str, folder: str | None) -> list[str]:
    """A rule of a site, or all of them, from the folder they are in."""
    from cleaner.readers.ftr_site_config import SiteRules

    if folder is None:
        raise click.UsageError("site rules are in a folder of your own: name it with --site-rules")
    try:
        rules = SiteRules(folder)
    except PackError as error:
        raise click.UsageError(str(error)) from None
    if rule := rules.find(rule_id):
        return [
            f"{rule.id}: {rule.directive}: {rule.value}",
            f"{SITE_DIRECTIVES[rule.directive]}; from {folder}",
            f"  xpath   {rule.xpath}",
        ]
    file = rules.files.get(rule_id.removeprefix("site."))
    if file is None:
        raise click.UsageError(f"no rule {rule_id!r} in {folder}")
    honoured = [f"{rule.id}  {rule.directive}: {rule.value}" for rule in file.rules]
    return honoured + [f"site.{file.name}:{line}  {name}: not honoured" for line, name in file.left]


def _describe_wording(rule: Rule) -> list[str]:
    if rule.names_only:
        does = f"label-only: sets the kind of lines that another rule removes, right for {rule.kind_score:.2f} of them"
    elif rule.removes and rule.seen:
        does = f"where {rule.where}, cuts {rule.cut}, score {rule.score:.2f} (share of its marks that were right)"
    else:
        kept = "label-only: sets the kind of lines that stay in the body"
        fate = kept if rule.removes else "label-only: sets the kind of lines that another rule removes"
        right = "never right" if rule.seen else "never matched"
        does = f"where {rule.where}, {right} on labelled pages; {fate}"
    lines = [f"{rule.id}: {rule.kind} ({KINDS[rule.kind].meaning})", does]
    lines += [f"  phrase  {phrase}" for phrase in rule.phrases]
    return lines + _examples(rule.hits, rule.misses)


def _describe_shape(rule: ShapeRule) -> list[str]:
    return [
        f"{rule.id}: {rule.kind} ({KINDS[rule.kind].meaning if rule.kind in KINDS else 'article body; it stays'})",
        f"{rule.meaning}; score {rule.score:.2f} (share of its marks that were right; {rule.seen} seen)",
        *_examples(rule.hits, rule.misses),
    ]


def _examples(hits: tuple[str, ...], misses: tuple[str, ...]) -> list[str]:
    return [f"  hits    {example}" for example in hits] + [f"  misses  {example}" for example in misses]
