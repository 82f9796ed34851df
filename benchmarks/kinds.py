"""The table of kinds: how right the names of removed stretches are, what is cut exactly, what is left whole.

    python -m training.lines.out_of_fold text --data ../shared/data --work WORK -o text.pred.jsonl
    python benchmarks/kinds.py text.pred.jsonl

PRED is what `benchmarks/text.py` or, for sites the models never saw, `training.lines.out_of_fold` wrote. Names are
scored by `score_kinds.py` in `../shared/bench`; datelines are measured on `kinds.jsonl` and on
`tests/cases/datelines.txt`, lines touched on `tests/whole`, both by the package as it is installed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from gold import read_gold

from cleaner import Cleaner
from cleaner.detectors.datelines import find_datelines
from cleaner.readers.plain_text import read_text

ROOT = Path(__file__).resolve().parent.parent
BY_LINE = ("signup", "comments", "byline", "timestamp", "legal")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pred", type=Path)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    args = parser.parse_args()
    rows = list(read_gold([args.shared / "data/kinds.jsonl"]))
    dumps = sorted((args.shared / "data/dumps").glob("*.jsonl.gz"))
    for name, some in (("all", rows), ("not English", [row for row in rows if row["lang"] != "en"])):
        scores = score(args.shared, some, dumps, args.pred)
        print(f"{name:12} kind_given {scores['all']['kind_given']:.3f}  kind_right {scores['all']['kind_right']:.3f}")
        if name == "all":
            print("\n".join(by_line(scores)))
    print(f"{'other':12} {share_of_other(rows, dumps, args.pred):.3f} of the removed characters")
    print(f"{'datelines':12} cases {cut_cases()}, kinds.jsonl {cut_gold(rows, dumps)}")
    print(f"{'stay whole':12} {lines_touched()}")


def score(shared: Path, rows: Sequence[Any], dumps: Sequence[Path], pred: Path) -> dict[str, Any]:
    """What the scorer says of some documents."""
    with tempfile.TemporaryDirectory() as folder:
        gold, out = Path(folder) / "gold.jsonl", Path(folder) / "out.json"
        gold.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        command = [sys.executable, str(shared / "bench/score_kinds.py"), "--by", "lang", "--gold", str(gold), "--pred"]
        subprocess.run(
            [*command, str(pred), "--json", str(out), "--dumps", *map(str, dumps)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        scores: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        return scores


def by_line(scores: dict[str, Any]) -> Iterator[str]:
    for kind in BY_LINE:
        row = scores["all"]["kinds"][kind]
        yield f"{kind:12} precision {row['precision']:.2f}  recall {row['recall']:.2f}  lines {row['lines']}"
    for name, row in sorted(scores.items()):
        if name.startswith("lang="):
            yield f"  {name[5:]:10} documents {row['documents']:3}  kind_given {row['kind_given']:.3f}"


def typed_texts(rows: Sequence[Any], dumps: Sequence[Path]) -> dict[tuple[str, str], str]:
    wanted = {(row["id"], row["dumper"]) for row in rows}
    found = ((dump["id"], dump["dumper"], dump["text"]) for dump in read_gold(list(dumps)))
    return {(id_, dumper): text for id_, dumper, text in found if (id_, dumper) in wanted}


def share_of_other(rows: Sequence[Any], dumps: Sequence[Path], pred: Path) -> float:
    """The share of the characters removed from the typed dumps that are called `other`."""
    texts, other, removed = typed_texts(rows, dumps), 0, 0
    for row in read_gold([pred]):
        text = texts.get((row["id"], row["dumper"]))
        for span in row["removed"] if text is not None else ():
            ink = len("".join(text[span["start"] : span["end"]].split())) if text else 0
            removed += ink
            other += ink * (span["kind"] == "other")
    return other / removed if removed else 0.0


def cut_cases() -> str:
    """How many datelines of our own cases are cut exactly: `tests/test_cases.py` asks for all of them."""
    sys.path.insert(0, str(ROOT / "tests"))
    from test_cases import CASES

    right = claims = 0
    for case in CASES:
        if case.detector == "datelines":
            marks = find_datelines(read_text(case.text, language=case.language))
            found = {(mark.kind, mark.span.start, mark.span.end) for mark in marks}
            claims += len(case.expected)
            right += len(found & case.expected)
    return f"{right} of {claims}"


def cut_gold(rows: Sequence[Any], dumps: Sequence[Path]) -> str:
    """How many datelines of the typed dumps are cut exactly."""
    texts, right, wanted = typed_texts(rows, dumps), 0, 0
    for row in rows:
        cuts = [cut for cut in row["inline"] if cut["kind"] == "dateline"]
        if cuts:
            document = read_text(texts[row["id"], row["dumper"]], language=row["lang"])
            found = {document.slice(mark.span) for mark in find_datelines(document)}
            wanted += len(cuts)
            right += sum(cut["text"] in found for cut in cuts)
    return f"{right} of {wanted}"


def lines_touched() -> str:
    """Body lines touched in the stories that must stay whole."""
    from test_whole import STORIES, lines_touched

    cleaner, touched, lines = Cleaner(translation=False), 0, 0
    for path in STORIES:
        story = path.read_text(encoding="utf-8")
        lines += sum(bool(line.strip()) for line in story.splitlines())
        touched += len(lines_touched(story, cleaner.clean(story).body))
    return f"{touched} of {lines:,} lines touched in {len(STORIES)} stories"


if __name__ == "__main__":
    main()
