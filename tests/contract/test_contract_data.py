"""The list of promises is true, and the data files are the ones that were measured."""

from __future__ import annotations

import ast
import hashlib
import tomllib
from functools import lru_cache
from pathlib import Path

import pytest

from cleaner.models import FOLDER, model_digests

TESTS = Path(__file__).parent.parent
PROMISES = tomllib.loads((Path(__file__).parent / "promises.toml").read_text(encoding="utf-8"))
ROWS = [(part, promise, tests) for part, table in PROMISES.items() for promise, tests in table.items()]


@lru_cache
def names_in(name: str) -> set[str]:
    """The names of the tests of a file."""
    tree = ast.parse((TESTS / name).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


@pytest.mark.parametrize(("part", "promise", "tests"), ROWS, ids=[f"{part}: {promise}" for part, promise, _ in ROWS])
def test_every_promise_has_a_test_that_is_there(part: str, promise: str, tests: list[str]) -> None:
    assert tests, f"nothing holds {part}: {promise}"
    for test in tests:
        file, _, name = test.partition("::")
        assert name in names_in(file), test


def test_models_and_packs_are_what_their_sums_say() -> None:
    """`python -m training.checksums` writes the sums anew where a change was meant."""
    from training.checksums import pack_digests, written_digests

    assert {path.name for path in FOLDER.glob("*.npz")} == set(model_digests())
    for name, digest in model_digests().items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest, name
    assert written_digests() == pack_digests(), "packs changed: if that was meant, run python -m training.checksums"
