"""Measure every wording rule on the labelled lines, and write its smoothed precision back into its pack.

    python -m training.packs.measure [--write] [--phrases] [--shared ../shared]

All labelled dumps of ../shared/data are read, but only of the domains that are not held out
(`training.lines.data.fold_of`). What a rule found counts once per registered domain, words and label: a page that says
"Read more:" fifty times is one page's habit. Right: label 0. Wrong: label 1. Lines labelled null say nothing, nor do
lines that extractors merely agree to keep (`ZEROS_ONLY`). Where kinds.jsonl names the kind of a line, the rule's kind
is compared as well, with the leniency of score_kinds.py (menu entries shorter than 40 characters). The
segment-labelled pages are not read: they are kept for measuring on sites nobody has looked at.

`--write` stores `score` = (right + PRIOR * WEIGHT) / (seen + WEIGHT), `seen` and, where kinds were seen, `kind_score`.
A rule never seen right is stored with `score = 0.0`: it names lines that go for another reason and removes nothing.
Exit status 1 where a rule was wrong, or of another kind, more than one time in five: it must be narrowed or leave.
Two processes, 2 GB, about a minute.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.kinds import BODY, KINDS, Fate
from cleaner.phrases.matcher import Hit, matcher
from cleaner.phrases.packs import DEFAULT_NAMING, FOLDER, Cut, Rule, Where, find_rule, load_packs
from cleaner.text.folding import fold_lines
from training.lines.data import HELD_OUT, fold_of, read_jsonl

PRIOR = 0.96
"""Precision assumed of a rule seldom seen: below the 0.95 of all bundled rules together, for want of evidence."""
PRIOR_LINE = 0.98
MOST = 0.999
"""No rule is certain, however often it was seen: `--threshold 1` keeps everything."""
WEIGHT = 5
"""Lines the prior is worth."""
FRAME = {"navigation", "contact", "legal", "consent", "signup", "share", "advert", "paywall"}
KEPT = {kind.name for kind in KINDS.values() if kind.fate is Fate.KEEP}
"""Kinds that stay in the body by default."""
MOST_WRONG = 0.2
SOURCES = ("fundus", "newspaper4k", "postlight", "wcxb", "daniel", "article", "jsonld", "dragnet", "agreed")
ZEROS_ONLY = {"agreed"}
"""Sources whose ones are no gold: outside English and German one such line in six is boilerplate."""
PROCESSES = 2

Counts = dict[tuple[str, str], Counter[str]]
"""(rule id, words found) -> right, wrong, same (kind), other (kind), and "other:KIND" for each other kind."""


class Labelled(NamedTuple):
    """A dump of a page of a domain: its lines with their labels (1 body, 0 boilerplate) and kinds, None if unknown."""

    domain: str
    language: str
    lines: list[str]
    labels: list[int | None]
    kinds: list[str | None]


def labelled_dumps(shared: Path, source: str) -> Iterator[Labelled]:
    """The aligned dumps of a source, and those whose kinds are known, of the domains that are not held out.

    A kind named in one dump of a page holds for the same line in its others: the gold of some pages keeps credits and
    "Read more" lines.
    """
    kinds = {(row["id"], row["dumper"]): row["kinds"] for row in read_jsonl(shared / "data/kinds.jsonl")}
    domains = {page["id"]: page["domain"] for page in read_jsonl(shared / f"data/pages/{source}.jsonl.gz")}
    dumps = [
        dump
        for dump in read_jsonl(shared / f"data/dumps/{source}.jsonl.gz")
        if fold_of(domains[dump["id"]]) != HELD_OUT
    ]
    typed = {
        (dump["id"], text.strip()): kind
        for dump in dumps
        if (dump["id"], dump["dumper"]) in kinds
        for text, kind in zip(dump["text"].split("\n"), kinds[dump["id"], dump["dumper"]], strict=True)
    }
    for dump in dumps:
        if dump["aligned"] or (dump["id"], dump["dumper"]) in kinds:
            lines = dump["text"].split("\n")
            labels = [None if source in ZEROS_ONLY and label else label for label in dump["labels"]]
            named = [typed.get((dump["id"], line.strip())) for line in lines]
            yield Labelled(domains[dump["id"]], dump["lang"], lines, labels, named)


def applies(hit: Hit, found: tuple[Hit, ...]) -> bool:
    """Weak rules need company of their kind."""
    return not hit.rule.weak or any(o.rule.kind == hit.rule.kind and o.start != hit.start for o in found)


def agrees(rule: Rule, line: str, kind: str | None) -> bool:
    """Whether the kind named for the line is the rule's, by the leniency of the scorer."""
    both_frame = len(line) < 40 and {rule.kind, kind} <= FRAME
    return kind == rule.kind or both_frame or (kind == BODY and rule.cut is not Cut.LINE)


def count(shared: Path) -> Counts:
    """What every rule found in all sources."""
    counts: Counts = defaultdict(Counter)
    with get_context("spawn").Pool(PROCESSES) as pool:
        for part in pool.starmap(count_source, [(shared, source) for source in SOURCES], chunksize=1):
            for key, tally in part.items():
                counts[key].update(tally)
    return counts


def count_source(shared: Path, source: str) -> Counts:
    """What every rule found in the dumps of one source."""
    counts: Counts = defaultdict(Counter)
    done: set[tuple[Any, ...]] = set()
    for dump in labelled_dumps(shared, source):
        folded = fold_lines(dump.lines)
        for number, found in matcher(dump.language).find_all(folded):
            line, label, kind = dump.lines[number], dump.labels[number], dump.kinds[number]
            for hit in {hit.rule.id: hit for hit in found if applies(hit, found)}.values():
                phrase = re.sub(r"\d+", "0", folded.lines[number][hit.start : hit.end])[:60]
                key = (dump.domain, hit.rule.id, phrase, label, kind)
                if key not in done:
                    done.add(key)
                    add_line(counts[hit.rule.id, phrase], hit.rule, line, label, kind, dump.domain)
    return counts


def add_line(row: Counter[str], rule: Rule, line: str, label: int | None, kind: str | None, domain: str) -> None:
    """Add to what is known of a rule one line that it found."""
    body = kind == BODY if kind else label == 1
    if rule.kind in KEPT:
        row["right"] += body  # the dumps do not name what stays: no line of them is proof against
        return
    known = kind or label is not None
    if known and not rule.names_only and not (body and rule.cut is not Cut.LINE):
        row["wrong" if body else "right"] += 1
    if kind and kind != BODY:
        same = agrees(rule, line, kind)
        row["same" if same else "other"] += 1
        row[f"at:{domain}"] += not same
        row[f"other:{kind}"] += not same


def smoothed(tally: Counter[str], prior: float = PRIOR) -> tuple[float, int]:
    """The score of a rule and the lines it was seen on."""
    seen = tally["right"] + tally["wrong"]
    return min(round((tally["right"] + prior * WEIGHT) / (seen + WEIGHT), 3), MOST), seen


def prior_of(rule: Rule) -> float:
    """What a rule is worth unseen: phrases that are whole lines were right on 22,085 of 22,515, others on less."""
    return PRIOR_LINE if rule.where is Where.LINE else PRIOR


def may_remove(rule: Rule, tally: Counter[str]) -> bool:
    """Whether a rule was seen right; those of kinds that stay in the body remove nothing anyway."""
    return rule.kind in KEPT or tally["right"] > 0


def smoothed_kind(tally: Counter[str], prior: float) -> float | None:
    """The share of a rule's marks that were boilerplate of its kind; None where no line with a kind was seen."""
    typed = tally["same"] + tally["other"]
    if not typed:
        return None
    return round(smoothed(tally, prior)[0] * (tally["same"] + PRIOR * WEIGHT) / (typed + WEIGHT), 3)


def smoothed_name(tally: Counter[str]) -> float:
    """The share of the lines that went and that a rule for names alone called rightly."""
    typed = tally["same"] + tally["other"]
    return min(round((tally["same"] + DEFAULT_NAMING * WEIGHT) / (typed + WEIGHT), 3), MOST)


def write_scores(rules: dict[str, Counter[str]]) -> None:
    """Set what was measured of every rule in its TOML file, below its id; the rest of the file stays as it is."""
    for path in sorted(FOLDER.glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^(?:score|kind_score|seen) = .*\n", "", text)

        def with_score(match: re.Match[str]) -> str:
            tally = rules.get(match[1], Counter())
            if (rule := find_rule(match[1])) and rule.names_only:
                seen = tally["same"] + tally["other"]
                return f"{match[0]}kind_score = {smoothed_name(tally)}\nseen = {seen}\n"
            if rule and not may_remove(rule, tally):
                return f"{match[0]}score = 0.0\nseen = {tally['wrong']}\n"
            prior = prior_of(rule) if rule else PRIOR
            (score, seen), named = smoothed(tally, prior), smoothed_kind(tally, prior)
            return f"{match[0]}score = {score}\n" + (f"kind_score = {named}\n" if named else "") + f"seen = {seen}\n"

        path.write_text(re.sub(r'(?m)^id = "([^"]+)"\n', with_score, text), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--write", action="store_true", help="write the scores into the packs")
    parser.add_argument("--phrases", action="store_true", help="show the phrases that are wrong too often")
    args = parser.parse_args()
    counts = count(args.shared)
    rules: dict[str, Counter[str]] = defaultdict(Counter)
    for (rule_id, _), tally in counts.items():
        rules[rule_id].update(tally)
    bad = 0
    for pack in load_packs().values():
        for rule in pack.rules:
            tally = rules[rule.id]
            score, seen = smoothed(tally, prior_of(rule)) if not rule.names_only else (smoothed_name(tally), 0)
            typed = tally["same"] + tally["other"]
            too_wrong = seen >= 5 and tally["wrong"] > MOST_WRONG * seen
            sites = sum(1 for k, n in tally.items() if k.startswith("at:") and n)
            # one page shows how that page is built, not what the words mean
            too_other = typed >= 5 and sites > 1 and tally["other"] > (0.5 if rule.names_only else MOST_WRONG) * typed
            bad += too_wrong or too_other
            others = " ".join(f"{k[6:]}:{n}" for k, n in tally.most_common() if k.startswith("other:") and n)
            print(
                f"{rule.id:32} score {score:.3f}  seen {seen:5}  wrong {tally['wrong']:4}  typed {typed:4}  "
                f"other kind {tally['other']:3}  {'TOO WRONG ' * too_wrong}{'OTHER KIND ' * too_other}{others}"
            )
    if args.phrases:
        for (rule_id, phrase), t in sorted(counts.items()):
            seen, typed = t["right"] + t["wrong"], t["same"] + t["other"]
            if (t["wrong"] > MOST_WRONG * seen) or (typed >= 2 and t["other"] > MOST_WRONG * typed):
                others = {k: n for k, n in t.items() if n and k != "right" and not k.startswith("at:")}
                print(f"  {rule_id}: {phrase!r} right {t['right']} {others}")
    total = sum(rules.values(), Counter())
    print(
        f"{len(rules)} rules seen; right {total['right']}, wrong {total['wrong']}; kind same {total['same']}, "
        f"other {total['other']}; rules that must not ship: {bad}"
    )
    if args.write:
        write_scores(rules)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
