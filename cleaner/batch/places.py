"""The files that a run uses beside its documents; one list for the writers and for the checks before a run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cleaner.atomic_files import PARTIAL, partial_of
from cleaner.batch.output_names import MANIFEST, PARTIAL_FOLDER
from cleaner.batch.output_target import Target
from cleaner.batch.resume import PREVIOUS, Trail, joined


@dataclass(frozen=True, slots=True)
class Places:
    """current: what grows during the run. previous: an earlier run's, for `--resume`. finished: with its last names.

    packed: the file of records while it is packed.
    """

    lock: Path
    current: Trail
    previous: Trail
    finished: Trail
    packed: Path | None = None

    def files(self) -> list[Path]:
        """All of them, each once."""
        merged = Trail(joined(self.previous.rows), joined(self.previous.data) if self.previous.data else None)
        trails = (self.finished, self.current, self.previous, merged)
        found = [path for trail in trails for path in (trail.data, trail.rows) if path]
        return list(dict.fromkeys([*found, self.lock, *([self.packed] if self.packed else [])]))


def folder_places(root: str) -> Places:
    """Of a run to a folder, whose manifest grows under its own name."""
    trail = Trail(Path(root, MANIFEST))
    return Places(Path(root, PARTIAL_FOLDER, "lock"), trail, Trail(Path(root, MANIFEST + PREVIOUS)), trail)


def record_places(path: str) -> Places:
    """Of a run to a file of records."""
    return Places(
        Path(f"{path}.lock"),
        current=Trail(Path(f"{path}.{MANIFEST}{PARTIAL}"), partial_of(path)),
        previous=Trail(Path(f"{path}.{MANIFEST}{PREVIOUS}"), Path(path + PREVIOUS)),
        finished=Trail(Path(f"{path}.{MANIFEST}"), Path(path)),
        packed=Path(f"{path}.packing{PARTIAL}"),
    )


def files_of_target(target: Target) -> list[Path]:
    """Every file a run to this target makes, replaces or removes, without the documents of a folder."""
    if target.path is None:
        return []
    if target.output == "folder":
        return folder_places(target.path).files()
    return (
        record_places(target.path).files()
        if target.output == "records"
        else [Path(target.path), partial_of(target.path)]
    )
