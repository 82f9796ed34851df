"""The README and CONTRIBUTING agree with CI and with the package."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_ci_runs_the_test_command_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    command = next(line.strip() for line in readme.splitlines() if "pytest" in line)
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_the_readme_has_80_lines_at_most() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 80


def test_the_map_names_every_module_of_the_package() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    paths = (
        path for path in (ROOT / "cleaner").iterdir() if not path.name.startswith("__") and path.name != "py.typed"
    )
    names = [f"`{path.name}/`" if path.is_dir() else f"`{path.stem}`" for path in paths]
    assert [name for name in names if name not in page] == []
