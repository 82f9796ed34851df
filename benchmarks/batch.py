"""The batch run, measured: memory of all its processes together, and its speed beside trafilatura's command line.

    python benchmarks/batch.py memory [--documents 100000]
    python benchmarks/batch.py speed --pages PAGES.jsonl.gz ... [--number 200]
    python benchmarks/batch.py text --pages PAGES.jsonl.gz ... --dumps DUMPS.jsonl.gz ... [--number 100]

`memory` generates small documents (a story, 0.5 to 1 KB, and every tenth a page), cleans them with two workers and
samples the memory (PSS: shared pages counted once) of every process of the run. `speed` puts pages into a folder and
runs both command lines over it, interleaved, with the same number of workers; then one worker against two. `text`
times a worker's part of a run over a folder of text files against the yardstick on their pages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from gold import read_gold

PROGRAM = [sys.executable, "-c", "from cleaner.cli import main; main()", "clean"]
PLACES = ("Velmora", "Tarn Quay", "Ostrel", "Kessaly", "Brinmouth", "Aldersund")
THINGS = ("harbour", "library", "tram line", "market hall", "ice rink", "observatory")
EVENTS = ("reopened", "closed for repairs", "changed hands", "doubled its hours", "lost its roof", "won a prize")


def invented_story(number: int) -> str:
    """A short story nobody wrote before."""
    chance = random.Random(number)

    def event() -> str:
        return f"The {chance.choice(THINGS)} of {chance.choice(PLACES)} {chance.choice(EVENTS)}"

    lines = [
        f"{event()} on day {chance.randint(1, 31)}, number {number} in a row, a spokeswoman for the town said, and"
        f" {chance.randint(2, 900)} people came to see it."
        for _ in range(chance.randint(2, 5))
    ]
    return "\n\n".join([event(), *lines]) + "\n"


def processes_of(root: int) -> list[int]:
    """A process and all below it (Linux)."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found = [root]
    for process in found:
        found += children.get(process, [])
    return found


def memory_of(root: int) -> int:
    """Bytes used by a process and all below it, shared pages counted once (Linux)."""
    total = 0
    for process in processes_of(root):
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total


def processor_seconds(process: int) -> float:
    """Processor time of one process so far, 0 where it has ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def write_stories(documents: int, source: Path) -> None:
    """Invented stories as files, a thousand to a folder, every tenth as a page."""
    for number in range(documents):
        folder = source / f"{number // 1000:03}"
        folder.mkdir(parents=True, exist_ok=True)
        story = invented_story(number)
        if number % 10:
            (folder / f"{number:06}.txt").write_text(story)
        else:
            page = "".join(f"<p>{line}</p>" for line in story.split("\n\n"))
            (folder / f"{number:06}.html").write_text(f"<html><body><article>{page}</article></body></html>")


class Grown:
    """A file that grows, and how many lines it has."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._place = self.lines = 0

    def look(self) -> int:
        """The number of lines now."""
        if self._path.exists():
            with self._path.open("rb") as file:
                file.seek(self._place)
                data = file.read()
            self._place += len(data)
            self.lines += data.count(b"\n")
        return self.lines


def measure_memory(documents: int, extra: Sequence[str]) -> None:
    """Clean generated documents, and print the memory as the run goes."""
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch, "in")
        write_stories(documents, source)
        start = time.perf_counter()
        process = subprocess.Popen([*PROGRAM, str(source), "-o", f"{scratch}/out.jsonl", "-j", "2", "-q", *extra])
        manifest = Grown(Path(scratch, "out.jsonl.manifest.jsonl.partial"))
        samples: list[tuple[int, int]] = []
        while process.poll() is None:
            time.sleep(1)
            samples.append((manifest.look(), memory_of(process.pid)))
        seconds = time.perf_counter() - start
        manifest_rows = Path(scratch, "out.jsonl.manifest.jsonl").read_bytes().splitlines()
        sources = {json.loads(row)["source"] for row in manifest_rows}
        records = Path(scratch, "out.jsonl").read_bytes().count(b"\n")
    print(
        f"{len(manifest_rows):,} rows and {records:,} records of {documents:,} documents, {len(sources):,} different,"
        f" in {seconds:.0f} s, exit status {process.returncode}"
    )
    print_memory(samples, documents)


def print_memory(samples: Sequence[tuple[int, int]], documents: int) -> None:
    """The peak, before the first 5,000 documents and after, and the course in twenty steps."""
    early = max((used for done, used in samples if done <= 5_000), default=0)
    late = max((used for done, used in samples if done > 5_000), default=0)
    print(f"peak {max(early, late) / 1e6:.0f} MB; to the first 5,000 {early / 1e6:.0f}, after them {late / 1e6:.0f}")
    step = max(1, documents // 20)
    for first in range(0, documents, step):
        used = [used for done, used in samples if first <= done < first + step]
        if used:
            middle = statistics.median(used) / 1e6
            print(f"  from {first:>7,} documents: median {middle:.0f}, most {max(used) / 1e6:.0f} MB")


def write_pages(files: Sequence[str], number: int, folder: Path) -> int:
    """Pages of the given JSONL files as a folder of HTML files; how many."""
    folder.mkdir()
    count = 0
    for name in files:
        with gzip.open(name, "rt", encoding="utf-8") as lines:
            for line in lines:
                if count >= number:
                    return count
                (folder / f"{count:05}.html").write_text(json.loads(line)["html"], encoding="utf-8")
                count += 1
    return count


class Spent(NamedTuple):
    """Seconds a command took by the clock and, all its processes together, of processor time; its parent's alone."""

    wall: float
    processor: float
    parent: float


def timed(command: Sequence[str]) -> Spent:
    """Run a command and look at its processes ten times a second: a worker's last tenth of a second may be missed."""
    spent: dict[int, float] = {}
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        for found in processes_of(process.pid):
            spent[found] = max(spent.get(found, 0.0), processor_seconds(found))
        time.sleep(0.1)
    return Spent(time.perf_counter() - start, sum(spent.values()), spent.get(process.pid, 0.0))


def check_run(out: Path, number: int) -> None:
    """Raise SystemExit where a run did not clean so many documents: one that fails is fast."""
    manifest = out / "manifest.jsonl"
    rows = [json.loads(row) for row in manifest.read_bytes().splitlines()] if manifest.exists() else []
    done = sum(row["status"] not in ("error", "timeout", "crashed") for row in rows)
    if done != number:
        raise SystemExit(f"{done} of {number} documents were cleaned; run it from the root of the repository")


def measure_speed(files: Sequence[str], number: int, rounds: int, extra: Sequence[str]) -> None:
    """Both command lines over one folder, interleaved."""
    peer = shutil.which("trafilatura", path=str(Path(sys.executable).parent)) or "trafilatura"
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch, "in")
        count = write_pages(files, number, source)
        table: dict[str, list[Spent]] = {"trafilatura, 2": [], "cleaner -j 2": [], "cleaner -j 1": []}
        for turn in range(rounds):
            theirs = ["--input-dir", str(source), "-o", f"{scratch}/theirs{turn}", "--parallel", "2"]
            table["trafilatura, 2"].append(timed([peer, *theirs, "--no-comments", "--with-metadata"]))
            for jobs in ("2", "1"):
                ours = [str(source), "-o", f"{scratch}/ours{turn}.{jobs}", "-j", jobs, "-q", *extra]
                table[f"cleaner -j {jobs}"].append(timed([*PROGRAM, *ours]))
                check_run(Path(scratch, f"ours{turn}.{jobs}"), count)
    print(f"{count} pages, {os.cpu_count()} processors; least of {rounds} rounds, seconds")
    for name, spent in table.items():
        wall, processor, parent = (min(column) for column in zip(*spent, strict=True))
        print(f"{name:<16} wall {wall:6.1f} ({count / wall:.1f}/s), processor {processor:6.1f}, parent {parent:.1f}")
    theirs2, two, one = (list(spent) for spent in table.values())
    for what in ("wall", "processor"):
        ratios = [getattr(a, what) / getattr(b, what) for a, b in zip(two, theirs2, strict=True)]
        print(f"{what}: cleaner over trafilatura, two workers each: median {statistics.median(ratios):.2f}", end="; ")
        gains = [getattr(a, what) / getattr(b, what) for a, b in zip(one, two, strict=True)]
        print(f"one worker over two: {statistics.median(gains):.2f}")


def measure_text(files: Sequence[str], dumps: Sequence[str], number: int, rounds: int) -> None:
    """What a worker needs for the text an extractor left of a page, against the yardstick on the page.

    Both in this process, in turns, as processor time, the least of the rounds; the worker reads the file, cleans it and
    writes the body, as in a run.
    """
    texts = {row["id"]: row["text"] for row in read_gold(map(Path, dumps)) if row["dumper"] == "trafilatura_recall"}
    pages = [
        row for row in read_gold(map(Path, files)) if row["html"] and 2_000 <= len(texts.get(row["id"], "")) <= 8_000
    ]
    pages = random.Random(1).sample(pages, min(number, len(pages)))
    with tempfile.TemporaryDirectory() as scratch:
        for page in pages:
            Path(scratch, f"{page['id']}.txt").write_text(texts[page["id"]], encoding="utf-8")
        runs = contestants(scratch)
        for run in runs.values():
            run(pages[0])
        table: dict[str, list[float]] = {name: [] for name in runs}
        for page in pages:
            for name, run in runs.items():
                table[name].append(least_time(run, page, rounds))
    base = table.pop("yardstick")
    size = statistics.mean(len(texts[page["id"]]) for page in pages)
    print(f"{len(pages)} texts of {size:.0f} characters; yardstick {1e3 * statistics.mean(base):.1f} ms a page")
    for name, taken in table.items():
        middle = statistics.median(one / other for one, other in zip(taken, base, strict=True))
        print(
            f"{name:<15} {1e3 * statistics.mean(taken):.2f} ms a text, {sum(taken) / sum(base):.1%} of the yardstick's"
            f" time in all; a document: median {middle:.1%}"
        )


def contestants(scratch: str) -> dict[str, Callable[[dict[str, Any]], object]]:
    """The yardstick on a page, and a worker on the file with its text."""
    import trafilatura

    from cleaner.batch.jobs import Job, Plan
    from cleaner.batch.worker import Worker
    from cleaner.config import Config
    from cleaner.processes.pool import spare_the_collector

    def yardstick(page: dict[str, Any]) -> object:
        return trafilatura.extract(page["html"], include_comments=False, with_metadata=True)

    def worker(config: Config) -> Callable[[dict[str, Any]], object]:
        made = Worker(Plan(config, "folder", root=f"{scratch}/out", ending=".txt"))
        return lambda page: made.do(
            Job(page["id"], page["id"], page["id"], path=f"{scratch}/{page['id']}.txt", form="text")
        )

    spare_the_collector()
    return {
        "yardstick": yardstick,
        "everything on": worker(Config()),
        "no translation": worker(Config(translation=False)),
    }


def least_time(run: Callable[[dict[str, Any]], object], page: dict[str, Any], rounds: int) -> float:
    """Processor seconds, the least of some rounds."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        run(page)
        taken.append(time.process_time() - start)
    return min(taken)


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["memory", "speed", "text"])
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--pages", nargs="+", default=[])
    parser.add_argument("--dumps", nargs="+", default=[], help="for `text`: what an extractor left of the pages")
    parser.add_argument("--number", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--extra", nargs="*", default=[], help="options of `cleaner clean`: --extra=-q")
    given = parser.parse_args()
    if given.what == "memory":
        measure_memory(given.documents, given.extra)
    elif given.what == "text":
        measure_text(given.pages, given.dumps, given.number, given.rounds)
    else:
        measure_speed(given.pages, given.number, given.rounds, given.extra)


if __name__ == "__main__":
    main()
