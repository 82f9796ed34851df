"""The batch run, measured: memory of all its processes together, and its speed beside trafilatura's command line.

    python benchmarks/batch.py memory [--documents 100000]
    python benchmarks/batch.py speed --pages PAGES.jsonl.gz ... [--number 200]

`memory` generates small documents (a story, 0.5 to 1 KB, and every tenth a page), cleans them with two workers and
samples the memory (PSS: shared pages counted once) of every process of the run. `speed` puts pages into a folder and
runs both command lines over it, interleaved, with the same number of workers; then one worker against two.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

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


def memory_of(root: int) -> int:
    """Bytes used by a process and all below it, shared pages counted once (Linux)."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    todo, total = [root], 0
    while todo:
        process = todo.pop()
        todo += children.get(process, [])
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total


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


def timed(command: Sequence[str]) -> float:
    """Seconds a command takes."""
    start = time.perf_counter()
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def measure_speed(files: Sequence[str], number: int, rounds: int, extra: Sequence[str]) -> None:
    """Both command lines over one folder, interleaved."""
    peer = shutil.which("trafilatura", path=str(Path(sys.executable).parent)) or "trafilatura"
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch, "in")
        count = write_pages(files, number, source)
        times: dict[str, list[float]] = {"trafilatura, 2": [], "cleaner -j 2": [], "cleaner -j 1": []}
        for turn in range(rounds):
            theirs = ["--input-dir", str(source), "-o", f"{scratch}/theirs{turn}", "--parallel", "2"]
            times["trafilatura, 2"].append(timed([peer, *theirs, "--no-comments", "--with-metadata"]))
            for jobs in ("2", "1"):
                ours = [str(source), "-o", f"{scratch}/ours{turn}.{jobs}", "-j", jobs, "-q", *extra]
                times[f"cleaner -j {jobs}"].append(timed([*PROGRAM, *ours]))
    for name, taken in times.items():
        middle = statistics.median(taken)
        spread = f"{min(taken):.1f} to {max(taken):.1f}"
        print(f"{name:<16} {middle:6.1f} s for {count} pages ({spread}), {count / middle:.1f}/s")
    base = times["trafilatura, 2"]
    ratios = [ours / theirs for ours, theirs in zip(times["cleaner -j 2"], base, strict=True)]
    print(f"cleaner over trafilatura, two workers each: {statistics.median(ratios):.2f}")
    gains = [one / two for one, two in zip(times["cleaner -j 1"], times["cleaner -j 2"], strict=True)]
    print(f"two workers against one: {statistics.median(gains):.2f} times")


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["memory", "speed"])
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--pages", nargs="+", default=[])
    parser.add_argument("--number", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--extra", nargs="*", default=[], help="options of `cleaner clean`: --extra=-q")
    given = parser.parse_args()
    if given.what == "memory":
        measure_memory(given.documents, given.extra)
    else:
        measure_speed(given.pages, given.number, given.rounds, given.extra)


if __name__ == "__main__":
    main()
