"""The configuration file is found by walking up, and the command line wins over it."""

from __future__ import annotations

from pathlib import Path

import pytest
from clean_helpers import Clean, write
from click.testing import CliRunner

from cleaner.cli import main
from cleaner.cli.config_file import find_config_file
from cleaner.config import Config
from cleaner.errors import UsageError

PAGE = "By Ana Ruiz\n\nThe harbour opened again on Monday after a year of work.\n"
KEEPS = 'keep = ["byline"]\n'


def found(start: Path) -> str | None:
    """What is found from a folder on, without what lies above the test's own."""
    path = find_config_file(start)
    return Path(path).name if path else None


def test_the_closest_file_wins_and_in_one_folder_our_own(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert find_config_file(below) is None
    write(tmp_path / "pyproject.toml", f"[tool.cleaner]\n{KEEPS}")
    assert found(below) == "pyproject.toml"
    write(tmp_path / "cleaner.toml", KEEPS)
    assert found(below) == "cleaner.toml"
    write(tmp_path / "a" / "pyproject.toml", '[tool.other]\nname = "cleaner"\n')  # no table of ours
    assert found(below) == "cleaner.toml"
    write(tmp_path / "a" / "pyproject.toml", "[project]\nname = broken")
    assert found(below) == "cleaner.toml"
    write(below / "pyproject.toml", "[tool.cleaner]\n")
    assert found(below) == "pyproject.toml"


def test_a_broken_project_file_that_names_us_is_told(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[tool.cleaner]\nkeep = [")
    with pytest.raises(UsageError, match=r"pyproject\.toml: cannot be read .*--no-config"):
        find_config_file(tmp_path)


def test_paths_in_it_start_at_its_folder(tmp_path: Path) -> None:
    path = write(
        tmp_path / "pyproject.toml", '[tool.cleaner]\npacks = ["p.toml"]\nsite_rules = "rules"\nindex = "/i"\n'
    )
    config = Config.from_file(path)
    assert (config.packs, config.site_rules) == ((str(tmp_path / "p.toml"),), str(tmp_path / "rules"))
    assert config.index == "/i"


@pytest.mark.parametrize("content", ["[project]\nname = 'x'\n", "tool = 5\n", "[tool]\ncleaner = 5\n"])
def test_a_named_project_file_without_the_table_is_wrong_usage(tmp_path: Path, content: str) -> None:
    with pytest.raises(UsageError, match=r"no table \[tool\.cleaner\]"):
        Config.from_file(write(tmp_path / "pyproject.toml", content))


def test_clean_reads_it_says_so_and_options_win(clean: Clean, tmp_path: Path) -> None:
    write(tmp_path / "cleaner.toml", KEEPS)
    write(tmp_path / "a.txt", PAGE)
    ran = clean("a.txt")
    assert ran.out.startswith("By Ana Ruiz")
    assert f"settings from {tmp_path / 'cleaner.toml'}" in ran.err
    assert clean("a.txt", "--remove", "byline").out.startswith("The harbour")
    without = clean("a.txt", "--no-config")
    assert without.out.startswith("The harbour") and "settings" not in without.err
    write(tmp_path / "other.toml", "translation = false\n")
    assert clean("a.txt", "--config", "other.toml").out.startswith("The harbour")
    assert clean("a.txt", "-q").err == ""


def test_a_key_that_is_misspelt_is_told_with_the_nearest(clean: Clean, tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[tool.cleaner]\nthreshhold = 0.6\n")
    ran = clean(input=PAGE)
    assert ran.status == 2
    assert "[tool.cleaner]: unknown key 'threshhold'; did you mean 'threshold'?" in ran.err


def test_explain_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "cleaner.toml", f"{KEEPS}translation = false\n")
    write(tmp_path / "a.txt", PAGE)
    assert "-By Ana" not in CliRunner().invoke(main, ["explain", "a.txt", "--diff"]).stdout
    assert (
        "-By Ana" in CliRunner().invoke(main, ["explain", "a.txt", "--diff", "--no-config", "--no-translation"]).stdout
    )
