"""A datatrove job, run as a program by the tests: python trove.py JOB, where JOB is JSON.

    {"source": FOLDER, "out": FOLDER, "form": "html", "tasks": 4, "workers": 2, "first": 0, "local": -1,
     "engine": "local", "exclude": false, "timeout": 60, "config": {}, "slow": 0}

Writes a file per task to OUT/clean, with the ids and records of its documents, and datatrove's logs to OUT/logs.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any

from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

from cleaner import Config
from cleaner.integrations.datatrove import CleanStep


class Slowly(PipelineStep):
    """Waits before each document, so that a job can be killed half way."""

    type = "waiting"
    name = "slowly"

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds

    def run(self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:  # noqa: ARG002
        for document in data or ():
            time.sleep(self.seconds)
            yield document


def main() -> None:
    job: dict[str, Any] = json.loads(sys.argv[1])
    out, form = job["out"], job.get("form")
    writer = JsonlWriter(f"{out}/excluded", compression=None) if job.get("exclude") else None
    step = CleanStep(
        Config(**job.get("config", {})), form=form, exclusion_writer=writer, timeout=job.get("timeout", 60)
    )
    pipeline: list[Any] = [JsonlReader(job["source"], text_key=form or "text"), step, JsonlWriter(f"{out}/clean")]
    if job.get("slow"):
        pipeline.insert(1, Slowly(job["slow"]))
    choices = {"tasks": job.get("tasks", 4), "workers": job.get("workers", 2), "logging_dir": f"{out}/logs"}
    if job.get("engine") == "ray":
        import ray
        from datatrove.executor import RayPipelineExecutor

        ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
        RayPipelineExecutor(pipeline, mem_per_cpu_gb=0.5, **choices).run()
        ray.shutdown()
    else:
        part = {"local_rank_offset": job.get("first", 0), "local_tasks": job.get("local", -1)}
        LocalPipelineExecutor(pipeline, **choices, **part).run()


if __name__ == "__main__":
    main()
