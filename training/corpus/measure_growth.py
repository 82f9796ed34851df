"""How an index grows: processor time, memory and size a document for folders of several sizes.

    python -m training.corpus.measure_growth 1000 50000

The documents are generated (tests/corpus/growth.py) and read with no detector, so that what is measured is the index:
taking fingerprints, building the file, and relating documents to it. Processor time, because it does not depend on
what else the machine does; each size in a process of its own, because the peak of memory is the process's.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from cleaner.corpus.build import build_index
from cleaner.corpus.fingerprint import Fingerprint, take_fingerprint
from cleaner.corpus.index import Index
from cleaner.corpus.relate import Relator
from cleaner.corpus.repeated import RepeatedLines
from cleaner.pipeline import Cleaner
from tests.corpus.growth import generate

RELATED = 300


def measure(documents: int) -> None:
    """Build an index of so many documents, relate some of them, and print what it took."""
    cleaner = Cleaner(detectors=(), classifier=None, translation=False, language="en")
    spent = [0.0]

    def fingerprints() -> Iterator[Fingerprint]:
        for number, page in enumerate(generate(documents)):
            start = time.process_time()
            result = cleaner.clean(page.text, url=page.url, id=f"{number:07}", form="text")
            fingerprint = take_fingerprint(result)
            spent[0] += time.process_time() - start
            yield fingerprint

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "grown.index"
        start = time.process_time()
        for _ in generate(documents):
            pass
        generating = time.process_time() - start
        start = time.process_time()
        build_index(fingerprints(), path)
        building = time.process_time() - start - generating - spent[0]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        index = Index(path)
        relator, repeated = Relator(index), RepeatedLines(index)
        some = list(islice(enumerate(generate(documents)), 0, None, max(1, documents // RELATED)))
        results = [cleaner.clean(page.text, url=page.url, id=f"{number:07}", form="text") for number, page in some]
        start = time.process_time()
        related = sum(bool(relator.relations(result)) for result in results)
        relating = time.process_time() - start
        start = time.process_time()
        claimed = sum(len(list(repeated(result.document))) for result in results)
        claiming = time.process_time() - start
        steps = {
            "fingerprint": spent[0] / documents,
            "build": building / documents,
            "relate": relating / len(some),
            "repeated lines": claiming / len(some),
        }
        times = ", ".join(f"{name} {1e3 * seconds:.2f} ms" for name, seconds in steps.items())
        size = path.stat().st_size / documents
        print(f"{documents:>7} documents: {times} a document; peak {peak:.0f} MB, {size:.0f} bytes each", flush=True)
        print(f"        of {len(some)} documents {related} are related to others; {claimed} lines claimed", flush=True)


if __name__ == "__main__":
    for size in sys.argv[1:]:
        process = multiprocessing.get_context("spawn").Process(target=measure, args=(int(size),))
        process.start()
        process.join()
