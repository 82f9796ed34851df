"""Imports run one way: every room of the package stands on a floor and imports from lower floors only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner.detectors import RULES
from cleaner.newsroom.shape_rules import RULE

PACKAGE = Path(__file__).parent.parent / "cleaner"
FLOORS = (
    ("kinds", "errors", "models"),
    ("config", "document", "atomic_files"),
    ("forms", "text"),
    ("processes", "result"),
    ("readers", "phrases", "newsroom", "corrections"),
    ("classifier", "decision", "translation"),
    ("corpus",),
    ("detectors", "views"),
    ("pipeline", "report"),
    ("redecide", "batch"),
    ("teaching",),
    ("integrations", "cli"),
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS, 1) for room in rooms}
MOST_LOOSE = 8


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        yield ".".join(("cleaner", *parts)).removesuffix(".__init__"), path


MODULES = dict(modules())


def imports(path: Path) -> Iterator[str]:
    """The modules of the package a module imports, also inside functions and for type checkers."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.partition(".")[0] == "cleaner")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "cleaner":
            for name in node.names:
                whole = f"{node.module}.{name.name}"
                yield whole if whole in MODULES else str(node.module)


def room_of(module: str) -> str:
    return module.split(".")[1]


@pytest.mark.parametrize("module", sorted(MODULES.keys() - {"cleaner", "cleaner.__main__"}))
def test_a_module_imports_from_lower_floors_and_its_own_room_only(module: str) -> None:
    room = room_of(module)
    wrong = [
        name
        for name in imports(MODULES[module])
        if name != "cleaner" and room_of(name) != room and FLOOR[room_of(name)] >= FLOOR[room]
    ]
    assert not wrong, f"{module} stands on floor {FLOOR[room]} and imports {wrong}"


def test_no_module_imports_itself_through_others() -> None:
    inner = {module: path for module, path in MODULES.items() if module not in ("cleaner", "cleaner.__main__")}
    arrows = {module: set(imports(path)) - {"cleaner", module} for module, path in inner.items()}
    left = {module: set(found) for module, found in arrows.items()}
    while free := [module for module, found in left.items() if not found & left.keys()]:
        for module in free:
            del left[module]
    assert not left, f"modules on a circle, or above one: {sorted(left)}"


def test_few_modules_stand_loose_at_the_top() -> None:
    loose = [path.stem for path in PACKAGE.glob("*.py") if path.stem not in ("__init__", "__main__")]
    assert len(loose) <= MOST_LOOSE, loose


def test_a_detector_is_a_module_a_function_and_the_first_part_of_its_rule_ids() -> None:
    names = {detect.__name__.removeprefix("find_"): detect.__module__ for detect in RULES}
    assert names == {name: f"cleaner.detectors.{name}" for name in names}
    assert {rule.detector for rule in RULE.values()} == names.keys()
