"""Choices of a wrong type or out of range are refused with their key, from keywords, a file and the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import cleaner
from cleaner.batch.run import Options, clean_files
from cleaner.cli import main
from cleaner.config import Config
from cleaner.errors import UsageError

NAN, INF = float("nan"), float("inf")
ANYTHING: list[Any] = [5, -1, 1.5, NAN, INF, True, "no", "", "true", ["en"], [5], [["en"]], {"a": 1}, "x" * 500, b"en"]
RIGHT: dict[str, list[Any]] = {
    "keep": [["byline"], ("byline", "caption"), {"byline"}, frozenset()],
    "remove": [["dateline"], []],
    "threshold": [0, 1, 0.5],
    "language": [None, "en", "pt-BR", "zh_Hant", "und"],
    "witness": [True, False],
    "translation": [True, False],
    "comments": [True, False],
    "packs": [["a.toml"], [Path("a.toml")], ()],
    "site_rules": [None, "rules", Path("rules")],
    "index": [None, "x.index", Path("x.index")],
}
_SWITCHES = ("witness", "translation", "comments")
_ALSO_RIGHT = [("language", "no"), ("language", "true"), ("packs", ["en"])]
_ALSO_RIGHT += [(key, value) for key in ("site_rules", "index") for value in ("no", "true", "x" * 500)]


def is_wrong(key: str, value: Any) -> bool:
    return (value is not True or key not in _SWITCHES) and (key, value) not in _ALSO_RIGHT


WRONG = [(key, value) for key in RIGHT for value in ANYTHING if is_wrong(key, value)]


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in RIGHT.items() for value in values])
def test_what_is_right_is_taken(key: str, value: Any) -> None:
    config = Config(**{key: value})
    assert Config(**{key: getattr(config, key)}) == config
    assert len(config.digest()) == 16


@pytest.mark.parametrize(("key", "value"), WRONG)
def test_a_wrong_value_is_refused_with_its_key(key: str, value: Any) -> None:
    for make in (
        lambda: Config(**{key: value}),
        lambda: cleaner.Cleaner(**{key: value}),
        lambda: Config().changed(**{key: value}),
    ):
        with pytest.raises(UsageError, match=key) as caught:
            make()
        assert len(str(caught.value)) < 400


def toml(value: Any) -> str:
    if isinstance(value, float) and value != value:
        return "nan"
    return "inf" if value == INF else json.dumps(value).replace(": ", " = ")


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, value in WRONG if not isinstance(value, bytes)])
def test_a_file_with_it_is_refused_with_file_and_key(tmp_path: Path, key: str, value: Any) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(f"{key} = {toml(value)}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=rf"mine\.toml: {key}"):
        Config.from_file(path)


@pytest.mark.parametrize("name", ["keep", "remove"])
def test_the_nearest_kind_is_named(name: str) -> None:
    with pytest.raises(UsageError, match="did you mean 'byline'"):
        Config(**{name: ["bylines"]})


@pytest.mark.parametrize("command", ["clean", "replay", "explain"])
@pytest.mark.parametrize(
    "content", ["language = 5\n", 'translation = "no"\n', "threshold = nan\n", 'keep = ["bylin"]\n', "x" * 2_000_000]
)
def test_a_command_says_it_in_one_line(tmp_path: Path, command: str, content: str) -> None:
    (tmp_path / "mine.toml").write_text(content, encoding="utf-8")
    (tmp_path / "a.txt").write_text("One plain sentence that says what the harbour costs.", encoding="utf-8")
    record = json.dumps(cleaner.clean("One plain sentence.").to_record(with_marks=True))
    (tmp_path / "r.json").write_text(record, encoding="utf-8")
    given = [str(tmp_path / "r.json")] if command == "replay" else []
    page = str(tmp_path / "a.txt")
    if command == "replay":
        (tmp_path / "a.txt").write_text("One plain sentence.", encoding="utf-8")
    ran = CliRunner().invoke(main, [command, *given, page, "--config", str(tmp_path / "mine.toml")])
    assert ran.exit_code == 2
    assert "mine.toml: " in ran.stderr and len(ran.stderr) < 600


def test_a_file_without_end_is_read_as_far_as_allowed() -> None:
    with pytest.raises(UsageError, match="larger than"):
        Config.from_file("/dev/zero")


REFUSED = {
    "--timeout": ["nan", "inf", "-inf", "0", "-1", "1e9", "x"],
    "--threshold": ["nan", "inf", "-1", "2"],
    "--keep": ["bylines"],
    "--language": ["", "5"],
}


@pytest.mark.parametrize("given", [[option, value] for option, values in REFUSED.items() for value in values])
def test_an_option_is_refused_with_status_2(tmp_path: Path, given: list[str]) -> None:
    (tmp_path / "a.txt").write_text("One plain sentence.", encoding="utf-8")
    ran = CliRunner().invoke(main, ["clean", str(tmp_path / "a.txt"), "-j", "1", *given])
    assert ran.exit_code == 2
    assert given[0].lstrip("-") in ran.stderr


@pytest.mark.parametrize("timeout", [NAN, INF, 0, -1, "5", None])
def test_the_library_refuses_such_a_timeout(tmp_path: Path, timeout: Any) -> None:
    (tmp_path / "a.txt").write_text("One plain sentence.", encoding="utf-8")
    with pytest.raises(UsageError, match="timeout"):
        clean_files(Options((str(tmp_path / "a.txt"),), out=str(tmp_path / "o.jsonl"), timeout=timeout), Config())
