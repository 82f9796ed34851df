"""The configuration file of a folder: `cleaner.toml`, or `[tool.cleaner]` in a `pyproject.toml`, here or above."""

from __future__ import annotations

import tomllib
from pathlib import Path

from cleaner.config import MOST_BYTES, PROJECT_FILE, PROJECT_TABLE
from cleaner.errors import UsageError

CONFIG_FILE = "cleaner.toml"


def find_config_file(start: Path | None = None) -> str | None:
    """The closest configuration file of a folder (default: the working directory) and those above it, None without one.

    In one folder `cleaner.toml` comes before `pyproject.toml`, which counts only with a table `[tool.cleaner]`. Raises
    `UsageError` for a `pyproject.toml` that names the table and is not TOML.
    """
    try:
        here = (start or Path.cwd()).absolute()
    except OSError:  # the working directory is gone
        return None
    for folder in (here, *here.parents):
        if (folder / CONFIG_FILE).is_file():
            return str(folder / CONFIG_FILE)
        if _has_table(folder / PROJECT_FILE):
            return str(folder / PROJECT_FILE)
    return None


def _has_table(path: Path) -> bool:
    """Whether a project file has our table. One without the words is not parsed: it may be anybody's."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES)
    except OSError:
        return False
    if b"tool" not in data or PROJECT_TABLE.encode() not in data:
        return False
    try:
        tool = tomllib.loads(data.decode("utf-8")).get("tool")
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: cannot be read as configuration: {error}; --no-config goes without it") from None
    return isinstance(tool, dict) and PROJECT_TABLE in tool
