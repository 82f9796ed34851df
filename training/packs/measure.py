"""Measure every wording rule on the labelled lines, and write its smoothed precision back into its pack.

    python training/packs/measure.py [--write] [--phrases] [--shared ../shared]

What a rule found counts once per registered domain, words and label: a page that says "Read more:" fifty times is one
page's habit. Right: label 0. Wrong: label 1.
Lines labelled null say nothing. Where kinds.jsonl names the kind of a line, the rule's kind is compared as well, with
the leniency of score_kinds.py (menu entries shorter than 40 characters). The segment-labelled pages are not read: they
are kept for measuring on sites nobody has looked at.

`--write` stores `score` = (right + PRIOR * WEIGHT) / (seen + WEIGHT), `seen` and, where kinds were seen, `kind_score`.
Exit status 1 where a rule was wrong, or of another kind, more than one time in five: it must be narrowed or leave.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.kinds import BODY
from cleaner.phrases.matcher import Hit, hits
from cleaner.phrases.packs import DEFAULT_NAMING, FOLDER, Cut, Rule, Where, find_rule, load_packs
from cleaner.text.folding import fold

PRIOR = 0.96
"""Precision assumed of a rule never seen: below the 0.95 of all bundled rules together, for want of evidence."""
PRIOR_LINE = 0.98
MOST = 0.999
"""No rule is certain, however often it was seen: `--threshold 1` keeps everything."""
WEIGHT = 5
"""Lines the prior is worth."""
FRAME = {"navigation", "contact", "legal", "consent", "signup", "share", "advert", "paywall"}
KEPT = {"correction", "standfirst"}
"""Kinds that stay in the body by default."""
MOST_WRONG = 0.2
SOURCES = ("fundus", "newspaper4k", "postlight", "wcxb")


class Labelled(NamedTuple):
    """A line of a dump with what is known about it."""

    domain: str
    language: str
    text: str
    label: int | None
    kind: str | None


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def labelled_lines(shared: Path) -> Iterator[Labelled]:
    """Every line of the aligned dumps, and of those whose kinds are known. A kind named in one dump of a page
    holds for the same line in its others: the gold of some pages keeps credits and "Read more" lines."""
    kinds = {(row["id"], row["dumper"]): row["kinds"] for row in read_jsonl(shared / "data/kinds.jsonl")}
    for source in SOURCES:
        pages = read_jsonl(shared / f"data/pages/{source}.jsonl.gz")
        domains = {page["id"]: page["domain"] for page in pages}
        dumps = list(read_jsonl(shared / f"data/dumps/{source}.jsonl.gz"))
        typed = {
            (dump["id"], text.strip()): kind
            for dump in dumps
            if (dump["id"], dump["dumper"]) in kinds
            for text, kind in zip(dump["text"].split("\n"), kinds[dump["id"], dump["dumper"]], strict=True)
        }
        for dump in dumps:
            if dump["aligned"] or (dump["id"], dump["dumper"]) in kinds:
                for text, label in zip(dump["text"].split("\n"), dump["labels"], strict=True):
                    kind = typed.get((dump["id"], text.strip()))
                    yield Labelled(domains[dump["id"]], dump["lang"], text, label, kind)


def applies(hit: Hit, found: tuple[Hit, ...]) -> bool:
    """Weak rules need company of their kind."""
    return not hit.rule.weak or any(o.rule.kind == hit.rule.kind and o.start != hit.start for o in found)


def agrees(rule: Rule, line: Labelled) -> bool:
    """Whether the kind named for the line is the rule's, by the leniency of the scorer."""
    both_frame = len(line.text) < 40 and {rule.kind, line.kind} <= FRAME
    return line.kind == rule.kind or both_frame or (line.kind == BODY and rule.cut is not Cut.LINE)


def count(shared: Path) -> dict[tuple[str, str], Counter[str]]:
    """(rule id, words found) -> right, wrong, same (kind), other (kind), and "other:KIND" for each other kind."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    done: set[tuple[str, str, str, int | None, str | None]] = set()
    for line in labelled_lines(shared):
        found = hits(line.text, line.language)
        for hit in {hit.rule.id: hit for hit in found if applies(hit, found)}.values():
            phrase = re.sub(r"\d+", "0", fold(line.text)[hit.start : hit.end])[:60]
            key = (line.domain, hit.rule.id, phrase, line.label, line.kind)
            if key in done:
                continue
            done.add(key)
            row = counts[hit.rule.id, phrase]
            body = line.kind == BODY if line.kind else line.label == 1
            if hit.rule.kind in KEPT:
                row["right"] += body  # the dumps do not name what stays: no line of them is proof against
                continue
            known = line.kind or line.label is not None
            if known and not hit.rule.names_only and not (body and hit.rule.cut is not Cut.LINE):
                row["wrong" if body else "right"] += 1
            if line.kind and line.kind != BODY:
                row["same" if agrees(hit.rule, line) else "other"] += 1
                row[f"at:{line.domain}"] += not agrees(hit.rule, line)
                row[f"other:{line.kind}"] += not agrees(hit.rule, line)
    return counts


def smoothed(tally: Counter[str], prior: float = PRIOR) -> tuple[float, int]:
    """The score of a rule and the lines it was seen on."""
    seen = tally["right"] + tally["wrong"]
    return min(round((tally["right"] + prior * WEIGHT) / (seen + WEIGHT), 3), MOST), seen


def prior_of(rule: Rule) -> float:
    """What a rule is worth unseen: phrases that are whole lines were right on 22,085 of 22,515, others on less."""
    return PRIOR_LINE if rule.where is Where.LINE else PRIOR


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
