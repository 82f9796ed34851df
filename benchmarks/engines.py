"""The same documents through the library, the command line, Scrapy, datatrove, Ray and Spark.

    python benchmarks/engines.py table [--pages PAGES.jsonl.gz ...] [--number 500] [--rounds 2]
    python benchmarks/engines.py scale [--pages PAGES.jsonl.gz ...] [--number 500] [--rounds 2]

`table` compares bodies and removals, and what each way costs over the library's loop in the same run, one worker each.
`scale` measures command line, datatrove and Ray with one worker and with two: documents a second, and memory.

Without --pages the documents are made from the HTML samples, each with a story of its own. What a document costs is
the difference between a run over all documents and one over `FEW`, so that starting an engine is told apart; it is told
in processor seconds of all processes of the run (`cpu`), which a busy machine disturbs least, and in seconds by the
clock. The ways take turns; the least of the rounds counts. Needs the extra `engines`, and Java for Spark; Linux.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import Any, Self

from batch import invented_story, memory_of

HERE = Path(__file__).parent
RUN_WAY = HERE / "ways" / "run_way.py"
FEW = 40
FILES = 4
TABLE = ("library", "command", "crawl", "scrapy", "datatrove", "datatrove-bare", "ray", "spark")
SCALE = ("command", "datatrove", "datatrove-bare", "ray")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """What a run cost: seconds of processors, seconds by the clock, most memory at once in bytes.

    inside: seconds of processors within the cleaner, where the way does it all in one process.
    """

    cpu: float
    wall: float
    memory: int
    inside: float = 0.0


def made_documents(number: int) -> Iterator[dict[str, Any]]:
    """The HTML samples in turn, each with a story of its own before the end of its article or body."""
    samples = [path.read_text(encoding="utf-8") for path in sorted((HERE.parent / "samples" / "in").glob("*.html"))]
    for count in range(number):
        page = samples[count % len(samples)]
        story = "".join(f"<p>{line}</p>\n" for part in range(6) for line in paragraphs(count * 6 + part))
        for end in ("</article>", "</body>"):
            head, found, tail = page.rpartition(end)
            if found:
                page = head + story + end + tail
                break
        yield {"id": f"{count:05}", "url": f"https://news.example/{count:05}", "html": page}


def paragraphs(number: int) -> list[str]:
    """The paragraphs of an invented story."""
    return [line for line in invented_story(number).split("\n\n")[1:] if line.strip()]


def given_documents(files: Sequence[str], number: int) -> Iterator[dict[str, Any]]:
    """Pages of the given files in turn, one of each, so that all kinds of sites are among them."""
    with ExitStack() as stack:
        sources = [stack.enter_context(gzip.open(name, "rt", encoding="utf-8")) for name in files]
        turns = chain.from_iterable(zip_longest(*sources))
        pages = (json.loads(line)["html"] for line in turns if line is not None)
        for count, page in enumerate(islice((page for page in pages if page.strip()), number)):
            html = page.encode("utf-8", "replace").decode("utf-8")
            yield {"id": f"{count:05}", "url": f"https://news.example/{count:05}", "html": html}


def write_documents(documents: Sequence[dict[str, Any]], folder: Path) -> Path:
    """The documents as `FILES` JSONL files of neighbours."""
    folder.mkdir()
    for file in range(FILES):
        part = documents[file * len(documents) // FILES : (file + 1) * len(documents) // FILES]
        (folder / f"{file}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in part), encoding="utf-8")
    return folder


def processor_seconds(root: int, known: dict[int, float]) -> float:
    """Processor seconds of a process and all below it, those that have ended too, as far as `known` saw them."""
    children: dict[int, list[int]] = {}
    used: dict[int, float] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
        used[int(stat.parent.name)] = (int(fields[11]) + int(fields[12])) / TICKS
    todo = [root]
    while todo:
        process = todo.pop()
        todo += children.get(process, [])
        known[process] = max(known.get(process, 0), used.get(process, 0))
    return sum(known.values())


def run_way(way: str, pages: Path, out: Path, workers: int, site: str = "") -> Cost:
    """Run a way, and what it cost. Its processes keep numpy to one thread each."""
    environment = os.environ | {"SITE": site, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    argv = [sys.executable, str(RUN_WAY), way, str(pages), str(out), str(workers)]
    known: dict[int, float] = {}
    cpu, memory, sampled, start = 0.0, 0, 0.0, time.perf_counter()
    with (out.parent / f"{out.name}.log").open("wb") as log:
        process = subprocess.Popen(argv, env=environment, stdout=log, stderr=subprocess.STDOUT, cwd=out.parent)
        while process.poll() is None:
            cpu = processor_seconds(process.pid, known)
            if time.perf_counter() - sampled > 0.5:
                memory, sampled = max(memory, memory_of(process.pid)), time.perf_counter()
            time.sleep(0.05)
    if process.returncode:
        raise SystemExit(f"{way} failed:\n{Path(log.name).read_text(errors='replace')[-3000:]}")
    inside = float((out / "inside").read_text()) if (out / "inside").exists() else 0.0
    return Cost(cpu, time.perf_counter() - start, memory, inside)


@contextmanager
def served(pages: Path) -> Iterator[str]:
    """The address of a site of the pages."""
    argv = [sys.executable, str(RUN_WAY), "serve", str(pages)]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        yield server.stdout.readline().strip()
        server.stdin.close()


Measured = dict[tuple[str, int], list[tuple[Cost, Cost]]]
"""By way and number of workers: a run over few and a run over all documents, for each round."""


@dataclass(frozen=True)
class PerDocument:
    """What a document costs more, in seconds; and what starting costs, in processor seconds."""

    cpu: float
    wall: float
    inside: float
    start: float
    memory: int

    @classmethod
    def of(cls, pairs: Sequence[tuple[Cost, Cost]], number: int) -> Self:
        """From runs over `FEW` and over `number` documents, the least of the rounds."""
        few, every = ([pair[which] for pair in pairs] for which in (0, 1))
        more = number - FEW
        cpu = (min(c.cpu for c in every) - min(c.cpu for c in few)) / more
        wall = (min(c.wall for c in every) - min(c.wall for c in few)) / more
        inside = (min(c.inside for c in every) - min(c.inside for c in few)) / more
        start = max(0.0, min(c.cpu for c in few) - FEW * cpu)
        return cls(cpu, wall, inside, start, max(c.memory for c in every))


def measure(runs: Sequence[tuple[str, int]], documents: list[dict[str, Any]], rounds: int, scratch: Path) -> Measured:
    """Every way over few and over all documents, in turns."""
    few, every = (write_documents(documents[:FEW], scratch / "few"), write_documents(documents, scratch / "all"))
    costs: Measured = {}
    with served(every) as site:
        for turn in range(rounds):
            for way, workers in runs:
                pair = []
                for pages in (few, every):
                    out = scratch / f"{way}-{workers}-{pages.name}-{turn}"
                    pair.append(run_way(way, pages, out, workers, site))
                costs.setdefault((way, workers), []).append((pair[0], pair[1]))
                print(f"  {way}, {workers} worker(s): {pair[1].cpu:.1f} s cpu, {pair[1].wall:.1f} s", file=sys.stderr)
    return costs


def digests(way: str, out: Path) -> dict[str, str]:
    """The hash of body and removals of each document of a way."""
    argv = [sys.executable, str(RUN_WAY), "read", way, str(out)]
    found: dict[str, str] = json.loads(subprocess.run(argv, check=True, stdout=subprocess.PIPE).stdout)
    return found


def print_head(documents: list[dict[str, Any]], columns: str) -> None:
    """What was measured."""
    size = sum(len(row["html"]) for row in documents) / len(documents)
    print(f"\n{len(documents)} documents, {size / 1000:.0f} thousand characters each on average\n{columns}")


def print_table(documents: list[dict[str, Any]], ways: Sequence[str], rounds: int, scratch: Path) -> None:
    """Whether all ways agree, and what each costs over the library.

    over: processor seconds over the library's loop, from other processes, so it has the noise of both. around: of those
    that clean in one process, processor seconds over those within the cleaner.
    """
    runs = measure([(way, 1) for way in ways], documents, rounds, scratch)
    costs = {way: PerDocument.of(pairs, len(documents)) for (way, _), pairs in runs.items()}
    wanted = digests("library", scratch / "library-1-all-0")
    print_head(
        documents,
        f"{'way':<20}{'identical':>10}{'ms cpu':>8}{'over':>8}{'around':>8}{'ms clock':>10}{'start s':>9}{'MB':>6}",
    )
    for way, cost in costs.items():
        same = over = around = ""
        if way != "crawl":
            found = digests(way, scratch / f"{way}-1-all-0")
            same = str(sum(found.get(id) == digest for id, digest in wanted.items()))
            own = cost.cpu - (costs["crawl"].cpu if way == "scrapy" else 0)
            over = f"{own / costs['library'].cpu - 1:+.1%}"
            around = f"{own / cost.inside - 1:+.1%}" if cost.inside else ""
        line = f"{way:<20}{same:>10}{cost.cpu * 1e3:>8.1f}{over:>8}{around:>8}{cost.wall * 1e3:>10.1f}"
        print(f"{line}{cost.start:>9.1f}{cost.memory / 1e6:>6.0f}")
    print("`crawl`: the spider without the add-on, `scrapy` is measured over it. `datatrove-bare`: without a deadline.")


def print_scale(documents: list[dict[str, Any]], ways: Sequence[str], rounds: int, scratch: Path) -> None:
    """Documents a second and memory, one worker and two."""
    runs = measure([(way, workers) for way in ways for workers in (1, 2)], documents, rounds, scratch)
    costs = {run: PerDocument.of(pairs, len(documents)) for run, pairs in runs.items()}
    print_head(
        documents,
        f"{'way':<20}{'workers':>8}{'a second':>10}{'a cpu s':>9}{'ms cpu':>8}{'start s':>9}{'MB':>6}{'MB more':>9}",
    )
    for (way, workers), cost in costs.items():
        more = "" if workers == 1 else f"{(cost.memory - costs[way, 1].memory) / 1e6:.0f}"
        line = f"{way:<20}{workers:>8}{1 / cost.wall:>10.1f}{1 / cost.cpu:>9.1f}{cost.cpu * 1e3:>8.1f}"
        print(f"{line}{cost.start:>9.1f}{cost.memory / 1e6:>6.0f}{more:>9}")


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["table", "scale"])
    parser.add_argument("--pages", nargs="+", default=[])
    parser.add_argument("--number", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--ways", nargs="+", help=f"of {', '.join(TABLE)}")
    given = parser.parse_args()
    found = given_documents(given.pages, given.number) if given.pages else made_documents(given.number)
    with tempfile.TemporaryDirectory() as scratch:
        show, ways = (print_table, TABLE) if given.what == "table" else (print_scale, SCALE)
        show(list(found), given.ways or ways, given.rounds, Path(scratch))


if __name__ == "__main__":
    main()
