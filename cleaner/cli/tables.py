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
        click.echo(f"{code:<4} {name:<16} {facts['most']} at most, translated from {', '.join(facts['sources'])}")


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
    "strip": "what the site's own rules take out of the body; its kind is that of whatever else is said about it",
    "strip_id_or_class": "elements with this text in their id or class go; their kind is that of what else is said",
    "title": "where the site's pages have the title",
    "author": "where the site's pages name the authors",
    "date": "where the site's pages have the date",
}
"""What the directives of a site's rules mean."""

_OTHERS = {
    "line-model": "the learned line model, by the line, those around it and where the story seems to stand; its"
    " evidence is the probability that the line is article body, of a plain text weighed by what all detectors mark."
    " Cards: cleaner/models/lines_text.md, lines_html.md, stacking.md",
    "naming.between": "the line goes for another reason and nobody is sure of its name: it is called as the lines above"
    " and below are; its evidence is what it would have been called alone",
    "code.fenced": "a line of code between the fences of Markdown, which stays",
    "markdown.wordless": "a line of Markdown that shows no words: a picture, or a link of one; its evidence is the"
    " description of the picture, or the address",
    "corrections.given": "a person said so about this exact document (`clean --corrections`); it wins over every other"
    " mark; its evidence is who said it and when, as the file of corrections has it",
    "corpus.repeated-line": "the line stands in so many documents of the site that it belongs to the frame; its"
    " evidence is their number",
}
"""What is marked by other things than a rule of wording or shape."""


def _describe_site(rule_id: str, folder: str | None) -> list[str]:
    """A rule of a site, or all of them, from the folder they are in."""
    from cleaner.readers.ftr_site_config import SiteRules

    if folder is None:
        raise click.UsageError("rules of sites are in a folder of yours: name it with --site-rules")
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
        does = f"names lines that go for another reason; {rule.kind_score:.2f} of them were of that kind"
    elif rule.removes and rule.seen:
        does = f"where {rule.where}, cuts {rule.cut}, score {rule.score:.2f} (share of its marks that were right)"
    else:
        fate = "names lines that go for another reason" if not rule.removes else "names lines that stay in the body"
        does = f"where {rule.where}, never seen {'right ' * bool(rule.seen)}on labelled pages: {fate}"
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
