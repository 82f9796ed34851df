"""The base install does not grow, and a library that is not there is an error that names the command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
LIBRARIES = {"scrapy": "scrapy", "datatrove": "datatrove", "arrow": "pyarrow"}


def run(code: str) -> str:
    """What a Python program of one line says."""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def test_importing_the_package_imports_none_of_the_libraries() -> None:
    code = (
        "import sys, cleaner, cleaner.integrations, cleaner.pipeline; cleaner.clean('One line.'); print(*sys.modules)"
    )
    assert not {"scrapy", "datatrove", "pyarrow", "twisted", "pandas"} & set(run(code).split())


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_missing_library_is_an_error_that_names_the_command(name: str) -> None:
    code = f"""
import sys
sys.modules[{LIBRARIES[name]!r}] = None
import cleaner
try:
    import cleaner.integrations.{name}
except cleaner.CleanerError as error:
    print(type(error).__name__, error)
"""
    said = run(code)
    assert said.startswith("MissingExtra ")
    assert f"pip install 'article-cleaner[{name}]'" in said


@pytest.mark.parametrize("name", LIBRARIES)
def test_an_adapter_loads_no_library_but_its_own(name: str) -> None:
    pytest.importorskip(LIBRARIES[name])
    others = {"scrapy", "datatrove", "pyspark", "ray", "datasets"} - {name}
    loaded = set(run(f"import sys, cleaner.integrations.{name}; print(*sys.modules)").split())
    assert not others & loaded
