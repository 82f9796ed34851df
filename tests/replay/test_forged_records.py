"""Records changed by hand: every field made every type, wrong offsets. One line says what, no body is wrong."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cleaner import Cleaner, Config, UsageError
from cleaner.cli import main
from cleaner.forms.record import replay
from cleaner.views.record_shape import DEEPEST

PAGE = (
    "Skip to content\nHarbour opens again\nBy Ines Calloway\n\n"
    "VELMORA (Tide Wire) — The harbour of Velmora opened again on Monday after a year of work, the authority said.\n\n"
    "Two ferries left before noon, and the first container ship is expected on Thursday.\n\nShare this story\n"
    "Sign up for our newsletter\n"
)
Place = tuple[str | int, ...]


def nested(levels: int) -> Any:
    value: Any = {}
    for _ in range(levels):
        value = {"a": value}
    return value


VALUES: list[Any] = [
    None, True, False, 0, -1, 5, 10**30, 0.5, -0.5, 1e308, float("nan"), float("inf"), "", "x", "\ud800", [], [1],
    ["x"], [None], [{}], [[]], [["a", 1]], {}, {"a": 1}, {"start": 0}, nested(900),
]  # fmt: skip


@pytest.fixture(scope="module")
def right() -> dict[str, Any]:
    """A record that has every field, with its claims; without the page text, so that nothing else gives it away."""
    record = Cleaner(Config(language="en", comments=True)).clean(PAGE, id="a", form="text").to_record(with_marks=True)
    record["metadata"]["dateline"] = {"place": "VELMORA", "agency": "Tide Wire"}
    record["comments"] = [{"author": "Ana", "time": None, "text": "first"}]
    record["translation"] = {
        "verdict": "likely", "probability": 0.9, "passages": [{"start": 0, "end": 9, "probability": 0.9}],
        "signs": [{"start": 1, "end": 4, "sign": "slot", "evidence": "kip"}], "reason": "",
    }  # fmt: skip
    evidence = {"pairs": [{"text": "a", "other_text": "b", "similarity": 0.5, "other": 1}], "aligned": 0.5}
    record["related"] = [{"id": "b", "relation": "duplicate", "score": 0.9, "evidence": evidence}]
    assert record["removed"] and record["kept"] and record["marks"]
    return json.loads(json.dumps(record))  # type: ignore[no-any-return]


def paths_of(value: Any, path: Place = ()) -> Iterator[Place]:
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    for key, inner in items:
        yield from paths_of(inner, (*path, key))


def forged(record: dict[str, Any], path: Place, value: Any) -> dict[str, Any]:
    made = copy.deepcopy(record)
    inside: Any = made
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    return made


def run(folder: Path, record: Any, *arguments: str) -> Result:
    (folder / "page.txt").write_text(PAGE, encoding="utf-8")
    (folder / "f.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    given = [str(folder / "page.txt")] if arguments[0] == "replay" else ["-o", str(folder / "out.html")]
    return CliRunner().invoke(main, [arguments[0], str(folder / "f.jsonl"), *given, *arguments[1:]])


def in_one_line(ran: Result) -> bool:
    last = ran.stderr.strip().rpartition("\n")[2]
    return ran.exit_code == 2 and last.startswith("Error: ") and len(last) < 500 and "Traceback" not in ran.stderr


TOP = ("id", "url", "status", "language", "metadata", "body", "removed", "kept", "length", "digest", "translation",
       "related", "warnings", "versions", "comments", "marks", "schema")  # fmt: skip


@pytest.mark.parametrize("field", TOP)
def test_every_field_of_every_type(tmp_path: Path, right: dict[str, Any], field: str) -> None:
    for path in paths_of({field: right[field]}):
        for value in VALUES:
            record = forged(right, path, value)
            ran = run(tmp_path, record, "replay")
            assert in_one_line(ran) or (ran.exit_code == 0 and ran.stdout == right["body"] + "\n"), (
                path,
                value,
                ran.exception,
            )
            if "is not a record" in ran.stderr:
                continue  # every command reads it the same way
            reported = run(tmp_path, record, "report")
            assert reported.exit_code == 0 or (in_one_line(reported) and "f.jsonl:1" in reported.stderr), (
                path,
                value,
                reported.exception,
            )
            again = run(tmp_path, record, "replay", "--keep", "share")
            assert in_one_line(again) or again.exit_code == 0, (path, value, again.exception)


@pytest.mark.parametrize("field", TOP)
def test_a_missing_field_is_named(tmp_path: Path, right: dict[str, Any], field: str) -> None:
    for path in paths_of({field: right[field]}):
        record = copy.deepcopy(right)
        inside: Any = record
        for key in path[:-1]:
            inside = inside[key]
        del inside[path[-1]]
        for command in ("replay", "report"):
            ran = run(tmp_path, record, command)
            assert in_one_line(ran) or ran.exit_code == 0, (path, ran.exception)


OFFSETS = [-1, -(10**6), 0, 1, 7, 60, 10**6, 10**30, 3.0, 1e300, float("nan"), "5", None, True, [1]]


@pytest.mark.parametrize("command", [["replay"], ["replay", "--keep", "share"], ["report"]], ids=" ".join)
@pytest.mark.parametrize("text", [False, True], ids=["without text", "with text"])
def test_offsets_that_are_wrong(tmp_path: Path, right: dict[str, Any], command: list[str], text: bool) -> None:
    base = right | ({"text": PAGE} if text else {})
    wanted = run(tmp_path, base, *command)
    assert wanted.exit_code == 0
    for name in ("removed", "kept", "marks"):
        for side in ("start", "end"):
            for value in OFFSETS:
                for at in range(len(base[name])):
                    if base[name][at][side] == value:
                        continue
                    ran = run(tmp_path, forged(base, (name, at, side), value), *command)
                    assert in_one_line(ran), (name, at, side, value)
    span = base["removed"][0]
    for spans in ([span, span], list(reversed(base["removed"])), [span | {"start": span["end"], "end": span["start"]}]):
        assert in_one_line(run(tmp_path, base | {"removed": spans}, *command))


def test_a_body_that_the_removed_stretches_do_not_give_is_refused(right: dict[str, Any]) -> None:
    for record in (right | {"removed": right["removed"][1:]}, right | {"body": right["body"][:-1]}):
        with pytest.raises(UsageError, match="contradicts itself"):
            replay(record, PAGE)


def test_what_a_relation_shows_may_be_nested_but_not_without_end(tmp_path: Path, right: dict[str, Any]) -> None:
    assert run(tmp_path, forged(right, ("related", 0, "evidence"), nested(DEEPEST - 5)), "report").exit_code == 0
    assert in_one_line(run(tmp_path, forged(right, ("related", 0, "evidence"), nested(DEEPEST + 5)), "report"))


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.parquet"])
@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 50, b"[1]\n", b"[" * 100_000, b'{"id": 1}\n', b"PAR1PAR1", b"\xff\xfe\n"]
)
def test_files_that_hold_no_records(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    for ran in (
        CliRunner().invoke(main, ["report", str(path), "-o", str(tmp_path / "out.html")]),
        CliRunner().invoke(main, ["replay", str(path), "-"], input="x"),
    ):
        assert in_one_line(ran) or (ran.exit_code == 0 and not data)
