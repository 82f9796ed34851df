"""Nothing a user can name is undocumented."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

import cleaner
from cleaner.cli import main
from cleaner.config import DEFAULT_TIMEOUT
from cleaner.document import Status, Verdict
from cleaner.kinds import KINDS
from cleaner.readers import compressed
from cleaner.readers import limits as reader_limits
from cleaner.report.documents import MOST_CHARACTERS

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
COMMANDS = main.list_commands(click.Context(main))
LINK = re.compile(r"\]\(([^)\s]+)\)")
LINKED = [
    *sorted(ROOT.glob("*.md")),
    *(
        page
        for folder in ("docs", "examples", "samples", "cleaner/models")
        for page in sorted((ROOT / folder).glob("*.md"))
    ),
]


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def without_code(page: Path) -> str:
    """The text of a page outside its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def anchors_of(page: Path) -> set[str]:
    """The anchors that GitHub makes of the headings of a page."""
    headings = re.findall(r"^#+ +(.+?) *$", without_code(page), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def leads_somewhere(page: Path, link: str) -> bool:
    """Whether the file of a relative link exists and has the heading that the link names."""
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    return target.exists() and (not anchor or anchor in anchors_of(target))


def section_of(command: str) -> str:
    """What the page on the command line says about a command."""
    found = re.search(rf"^## `cleaner {command}.*?(?=^## |\Z)", read("command-line.md"), re.MULTILINE | re.DOTALL)
    assert found, f"docs/command-line.md has no section on `cleaner {command}`"
    return found[0]


def command_named(name: str) -> click.Command:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    return command


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_a_line(name: str) -> None:
    section = section_of(name)
    missing = [
        option
        for parameter in command_named(name).params
        if isinstance(parameter, click.Option)
        for option in (*parameter.opts, *parameter.secondary_opts)
        if f"`{option}" not in section
    ]
    assert missing == []


@pytest.mark.parametrize("name", COMMANDS)
def test_no_option_is_documented_that_is_not_there(name: str) -> None:
    known = {option for parameter in command_named(name).params for option in parameter.opts} | {"--help"}
    documented = set(re.findall(r"^\| `(--?[a-z-]+)", section_of(name), re.MULTILINE))
    assert documented <= known


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_help(name: str) -> None:
    command = command_named(name)
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


def test_every_kind_has_its_row_with_its_fate() -> None:
    page = read("kinds.md")
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+) \|$", page, re.MULTILINE)
    assert [(name, fate) for name, fate, _ in rows] == [(kind.name, str(kind.fate)) for kind in KINDS.values()]
    for name, _, meaning in rows:
        assert meaning.startswith(KINDS[name].meaning), name


def test_every_status_has_its_row() -> None:
    assert re.findall(r"^\| `(\w+)` \| ", read("formats.md").partition("## Status")[2], re.MULTILINE) == list(Status)


def test_every_verdict_has_its_row() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ", read("translation.md"), re.MULTILINE)
    assert set(Verdict) <= set(rows)


def test_every_public_name_is_on_the_librarys_page() -> None:
    page = read("library.md")
    assert [name for name in cleaner.__all__ if not re.search(rf"`{name}\b", page)] == []


def test_every_choice_is_on_the_librarys_page() -> None:
    page = read("library.md")
    assert [field.name for field in fields(cleaner.Config) if f"`{field.name}`" not in page] == []


def test_every_field_of_a_record_is_on_the_page_on_formats() -> None:
    page = read("formats.md")
    worker = cleaner.Cleaner(translation=False, comments=True)
    record = worker.clean("By Ana Ruiz\n\nThe port opened.").to_record(with_text=True, with_marks=True)
    names = [*record, *record["metadata"], *record["marks"][0], "passages", "signs", "input"]
    assert [name for name in names if f"`{name}`" not in page] == []


def test_every_limit_is_stated() -> None:
    page = read("limits.md")
    limits = (
        *(compressed.MAX_DOCUMENT_BYTES, compressed.MAX_LINE_BYTES, compressed.MAX_RATIO),
        *(reader_limits.MAX_CHARS, reader_limits.MAX_LINES, reader_limits.MAX_DEPTH),
        *(reader_limits.MAX_SITE_ELEMENTS, reader_limits.MAX_SITE_DEPTH),
        *(MOST_CHARACTERS, int(DEFAULT_TIMEOUT)),
    )
    assert [limit for limit in limits if f" {limit:,}" not in page] == []


def test_every_extra_is_named() -> None:
    import tomllib

    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    pages = "".join(path.read_text(encoding="utf-8") for path in (*DOCS.glob("*.md"), ROOT / "CONTRIBUTING.md"))
    assert [extra for extra in extras if f"[{extra}" not in pages and f",{extra}" not in pages] == []


@pytest.mark.parametrize("page", LINKED, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(without_code(page)) if "://" not in link]
    assert [link for link in links if not leads_somewhere(page, link)] == []


def test_a_dead_link_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A `page` (of ours)\n\n```sh\n# no heading\n```\n", encoding="utf-8")
    assert leads_somewhere(page, "page.md#a-page-of-ours")
    assert leads_somewhere(page, "#a-page-of-ours")
    assert not leads_somewhere(page, "other.md")
    assert not leads_somewhere(page, "#no-heading")


def test_every_page_is_on_the_list_of_pages() -> None:
    listed = read("README.md")
    assert [
        path.name for path in DOCS.glob("*.md") if path.name != "README.md" and f"({path.name})" not in listed
    ] == []


def test_every_page_is_in_the_menu_of_the_site() -> None:
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")[2]
    assert [page.name for page in sorted((ROOT / "docs").glob("*.md")) if page.name not in menu] == []


def test_every_feature_names_a_test_that_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", read("comparison.md"))
    assert len(named) > 30
    missing = [
        f"{file}::{name}"
        for file, name in named
        if not (ROOT / file).exists() or (name and f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8"))
    ]
    assert missing == []
