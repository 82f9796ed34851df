"""Preparation of a run: checks that no output is an input, and learns the index."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from cleaner.batch.apart import (
    NEVER,
    Identity,
    Written,
    check_apart,
    check_named,
    check_parent,
    check_read,
    identities_above,
    identity_of,
    written_whole,
)
from cleaner.batch.comments_file import check_comments_file
from cleaner.batch.inputs import walk_inputs
from cleaner.batch.jobs import Job, Plan, shown
from cleaner.batch.options import Options
from cleaner.batch.output_names import PARTIAL_FOLDER, Claims
from cleaner.batch.output_target import Target
from cleaner.batch.places import files_of_target
from cleaner.batch.resume import plan_key
from cleaner.batch.spool import STDIN, can_be_read_twice
from cleaner.batch.worker import name_of_job
from cleaner.config import Config
from cleaner.errors import UsageError


def check_options(options: Options) -> None:
    """Raises `UsageError` for empty paths, and for a report that would not show the whole run."""
    for option, given in {"-o": options.out, **_beside(options)}.items():
        if given is not None:
            check_named(option, given)
    if options.comments_file is not None:
        check_comments_file(options.comments_file)
    once = next((path for path in options.inputs if path != STDIN and not can_be_read_twice(path)), None)
    if options.learn and once is not None:
        raise UsageError(f"--learn reads the inputs twice, and {shown(once)} can be read once; save it to a file")
    if options.report is not None and options.resume:
        raise UsageError("--report cannot be combined with --resume; run `cleaner report` on the records afterwards")
    if options.comments_file is not None and options.resume:
        raise UsageError("--comments-file holds what this run cleans; run without --resume, or use --comments")


def check_files(options: Options, config: Config, target: Target) -> None:
    """Raises `UsageError` where a file of the run is one that it reads, or another one it writes, or in an input."""
    folders = [path for path in options.inputs if path != STDIN and Path(path).is_dir()]
    check_apart(written_by(options, config, target), files_read(options, config), folders)
    if target.output == "folder" and target.path is not None:
        _check_folder(target.path, folders, [*_named(options), *_other_files(options, config)])
    if options.learn and config.index is not None:
        check_parent("--index", config.index)
    for option, given in _beside(options).items():
        if not _is_made(Path(given).parent, target):
            check_parent(option, given)


def written_by(options: Options, config: Config, target: Target) -> list[Written]:
    """Every file the run makes, replaces or removes, without the documents of a folder."""
    written = [Written(path, "-o", target.path or "") for path in files_of_target(target)]
    for option, given in _beside(options).items():
        written += written_whole(option, given)
    if options.learn and config.index is not None:
        written += written_whole("--index", config.index)
    return written


def files_read(options: Options, config: Config) -> Iterator[str]:
    """Every file the run reads; a file that standard input comes from, too."""
    yield from (found.path for found in walk_inputs(options.inputs))
    yield from _other_files(options, config)


def claim_names(jobs: Iterable[Job], plan: Plan, options: Options, target: Target) -> None:
    """Raises `UsageError` where two documents would write one file, or a file of the run, or one that it reads.

    Reads the ids of all rows for it.
    """
    root = Path(os.path.realpath(plan.root))
    there = root.is_dir()
    linked: dict[Identity, str] = {}
    claims = Claims(_taken(root, plan.config, options, target))
    for job in jobs:
        name = name_of_job(job, plan)
        claims.take(name, job.source)
        if there and (identity := _linked(root / name)):
            linked[identity] = shown(str(Path(plan.root, name)))
    check_read(linked, files_read(options, plan.config))


def complete_plan(plan: Plan, options: Options, scratch: Path) -> Plan:
    """The plan with the index that is learnt first where that was asked for, and its key."""
    if options.learn:
        from cleaner.batch.learn import learn

        index = plan.config.index or str(scratch / "learnt.index")
        learn(
            options.inputs,
            index,
            replace(plan.config, index=None),
            jobs=options.jobs,
            timeout=options.timeout,
            html_field=options.html_field,
            text_field=options.text_field,
            empty=True,
        )
        plan = replace(plan, config=plan.config.changed(index=index))
    return replace(plan, key=plan_key(plan))


def _taken(root: Path, config: Config, options: Options, target: Target) -> dict[str, str]:
    """The files in the output folder that the run reads, or makes beside its documents, by their name in it."""
    found = [(file.real, file.told) for file in written_by(options, config, target)]
    for path in (*_named(options), *_other_files(options, config)):
        places = Path(os.path.realpath(path)), Path(os.path.realpath(Path(path).parent), Path(path).name)
        found += [(place, f"the input {shown(path)}") for place in places]
    return {path.relative_to(root).as_posix(): told for path, told in found if path.is_relative_to(root)}


def _linked(path: Path) -> Identity | None:
    """What an output's name leads to already, where that has other names. The path itself was compared before."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return identity_of(path) if path.is_symlink() or found.st_nlink > 1 else None


def _check_folder(root: str, folders: Iterable[str], read: Sequence[str]) -> None:
    if Path(root).exists() and not Path(root).is_dir():
        raise UsageError(f"{shown(root)} is a file; give a folder")
    own, identity = Path(root, PARTIAL_FOLDER), identity_of(root)
    for path in folders:
        if identity is not None and identity in identities_above(Path(os.path.realpath(path))):
            raise UsageError(f"the input {shown(path)} lies inside the output {shown(root)}; {NEVER}")
    if own.is_symlink() or (own.exists() and not own.is_dir()):
        raise UsageError(f"{shown(str(own))} is a link or a file; it is the folder for files being written: remove it")
    for path in read:
        if Path(os.path.realpath(path)).parent == Path(os.path.realpath(own)):
            raise UsageError(f"{shown(path)} lies in {shown(str(own))}, which is emptied; {NEVER}: move it away")


def _is_made(folder: Path, target: Target) -> bool:
    """Whether the run makes this folder."""
    if target.path is None:
        return False
    made = Path(os.path.realpath(target.path if target.output == "folder" else Path(target.path).parent))
    return made.is_relative_to(os.path.realpath(folder))


def _beside(options: Options) -> dict[str, str]:
    """The files a run writes beside its output, by their option."""
    given = {"--report": options.report, "--comments-file": options.comments_file}
    return {option: path for option, path in given.items() if path is not None}


def _named(options: Options) -> list[str]:
    return [path for path in options.inputs if path != STDIN and not Path(path).is_dir()]


def _other_files(options: Options, config: Config) -> list[str]:
    """The files that say how to clean."""
    rules = [str(path) for path in Path(config.site_rules).glob("*.txt")] if config.site_rules else []
    index = [config.index] if config.index is not None and not options.learn else []
    given = [path for path in (config.corrections, options.config_file) if path]
    return [*config.packs, *index, *rules, *given]
