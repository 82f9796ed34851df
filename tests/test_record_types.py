"""The types of the record and the manifest say what is written, and the schema says the same."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import pytest
from click.testing import CliRunner

import cleaner
from cleaner.batch.jobs import Row
from cleaner.cli import main
from cleaner.config import Choices, Config
from cleaner.document import Status, Verdict
from cleaner.forms.record_types import ManifestRow, Record, StatusName, VerdictName
from cleaner.views.schema import json_schema

PAGE = """<html><head><title>Harbour opens</title></head><body><nav><a href=/>Home</a></nav><article>
<p>TALLWICK (NW) — The harbour opened again on <a href=/m>Monday</a> after a year of work, the council said.</p>
<ol start=3><li>Fishermen said they had waited long enough, and that the new quay was worth it.</li></ol>
</article></body></html>"""

MARKDOWN = "# Harbour\n\nThe **quay** opened on Monday, the council said in a statement.\n"
TYPES = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
    "array": list,
    "object": dict,
}


def fault(value: Any, schema: dict[str, Any], place: str = "") -> str:
    """What of a value is not as a schema says: the words of JSON Schema that ours use, and no unknown field."""
    if "anyOf" in schema:
        return "" if any(not fault(value, one) for one in schema["anyOf"]) else f"{place}: none of the kinds"
    if "enum" in schema:
        return "" if value in schema["enum"] else f"{place}: {value!r}"
    kinds = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", list(TYPES))
    if not any(isinstance(value, TYPES[kind]) for kind in kinds):
        return f"{place}: {value!r} is not {kinds}"
    found = [fault(one, schema["items"], f"{place}[]") for one in value] if isinstance(value, list) else []
    if isinstance(value, dict) and "properties" in schema:
        found += [f"{place}.{name}: missing" for name in schema["required"] if name not in value]
        found += [f"{place}.{name}: unknown" for name in value if name not in schema["properties"]]
        known = schema["properties"].items()
        found += [fault(value[name], one, f"{place}.{name}") for name, one in known if name in value]
    return next(filter(None, found), "")


@pytest.mark.parametrize("source", [PAGE, MARKDOWN, ""])
def test_a_record_is_as_its_schema_says(source: str) -> None:
    record = cleaner.Cleaner(comments=True).clean(source).to_record(with_text=True, with_marks=True, with_plain=True)
    plain = json.loads(json.dumps(record))
    assert fault(plain, json_schema("record")) == ""
    assert fault(plain | {"status": "fine"}, json_schema("record")) == ".status: 'fine'"
    assert fault(plain | {"more": 1}, json_schema("record")) == ".more: unknown"


def test_a_failed_record_is_too() -> None:
    (result,) = cleaner.Cleaner().clean_many([None])
    assert fault(result.to_record(), json_schema("record")) == ""


def test_the_manifest_is_as_its_type_says() -> None:
    assert list(ManifestRow.__annotations__) == [field.name for field in fields(Row)]


def test_names_are_those_of_the_code() -> None:
    assert set(get_args(StatusName)) == set(Status)
    assert set(get_args(VerdictName)) >= set(Verdict)
    assert list(Choices.__annotations__) == [field.name for field in fields(Config)]


@pytest.mark.parametrize("name", ["record", "manifest"])
def test_the_command_prints_the_schema(name: str) -> None:
    ran = CliRunner().invoke(main, ["schema", name])
    assert json.loads(ran.output) == json_schema(name)


def test_fields_that_are_not_always_there_are_not_required() -> None:
    assert Record.__optional_keys__ == {"form", "plain_body", "comments", "text", "marks", "input"}


def test_a_notebook_shows_the_body_and_hides_what_was_removed() -> None:
    shown = cleaner.clean(PAGE.replace("Harbour opens", "Harbour &amp; quay"))._repr_html_()
    assert "<h3>Harbour &amp; quay</h3>" in shown
    assert shown.index("The harbour opened again") < shown.index("<details>") < shown.index("<s>Home</s>")
    assert "<td>" not in shown  # Jupyter would align it to the right
    arabic = cleaner.Cleaner(language="ar", translation=False).clean(PAGE)._repr_html_()
    assert '<h3 dir="rtl">' in arabic and '<div dir="rtl">' in arabic
    assert "error · not text: looks like PDF" in cleaner.clean(b"%PDF-1.7 ...")._repr_html_()
    nothing = cleaner.clean("")._repr_html_()
    assert "empty" in nothing
    assert "<h3>" not in nothing and "overflow" not in nothing


@pytest.mark.heavy
def test_a_misspelt_keyword_fails_in_a_type_checker(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import cleaner\n"
        'cleaner.Config(keep={"caption"}, packs=["a.toml"])\n'
        'cleaner.Cleaner(keep=["caption"], translation=False).clean("").to_record()["body"].strip()\n'
        "cleaner.Cleaner(threshhold=0.5)\n"
        "cleaner.Config(threshhold=0.5)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", program], capture_output=True, text=True, check=False
    )
    lines = [int(line.split(":")[1]) for line in ran.stdout.splitlines() if ": error:" in line]
    assert lines == [4, 5], ran.stdout
