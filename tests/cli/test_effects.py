"""An option that would do nothing is wrong usage and names what would; the same option with it is taken."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from clean_helpers import Clean, write
from click.testing import CliRunner

from cleaner.batch.effects import check_effects
from cleaner.batch.options import Options
from cleaner.batch.output_target import choose_target
from cleaner.cli import main
from cleaner.config import Config
from cleaner.errors import UsageError

RECORDS = ["r.jsonl", "r.jsonl.gz", "r.parquet"]
BODIES = [None, "b.txt", "b.md", "b.html", "b.xml", "folder/"]
KINDS = ["html", "markdown", "text", "rows", "csv", "tsv", "warc", "parquet", "unknown"]


def refusal(option: str, kinds: set[str], out: str | None, config: Config | None = None, **choices: bool) -> str:
    """Why an option is refused, "" where it is taken."""
    options = Options(("-",), out=out, asked=frozenset((option,)), **choices)
    try:
        check_effects(options, config or Config(), choose_target(out, None, several=False), frozenset(kinds))
    except UsageError as error:
        assert str(error).startswith(f"{option} would do nothing: ")
        return str(error)
    return ""


@pytest.mark.parametrize("option", ["--with-text", "--marks", "--comments", "--lean"])
def test_what_is_added_to_records_needs_records(option: str) -> None:
    assert all("FILE.jsonl" in refusal(option, {"html"}, out) for out in [*BODIES, "r.csv"])
    assert not any(refusal(option, {"html"}, out) for out in [*RECORDS, "r.json"])
    assert all(
        ("leave out --lean" in refusal(option, {"html"}, out, lean=True)) == (option != "--lean") for out in RECORDS
    )


def each_set() -> Iterator[set[str]]:
    """Every one and two kinds of input."""
    for one, other in itertools.combinations_with_replacement(KINDS, 2):
        yield {one, other}


def test_plain_needs_markdown_in_and_text_out() -> None:
    for kinds in each_set():
        assert bool(refusal("--plain", kinds, "b.txt")) is not bool(kinds & {"markdown", "unknown"})
        told = refusal("--plain", kinds, "b.txt", Config(form="markdown"))
        assert bool(told) is (kinds <= {"html", "warc"})
    assert "--format text" in refusal("--plain", {"markdown"}, "b.md")
    assert refusal("--plain", {"markdown"}, "b.txt", Config(form="text"))


def test_form_and_columns_need_input_that_they_are_of() -> None:
    for kinds in each_set():
        assert bool(refusal("--form", kinds, None)) is (kinds <= {"html", "warc"})
        assert bool(refusal("--site-rules", kinds, None)) is (kinds <= {"text", "markdown"})
        for option in ("--html-field", "--text-field"):
            table = kinds & {"rows", "csv", "tsv", "parquet", "unknown"}
            assert bool(refusal(option, kinds, None)) is not bool(table)


@pytest.mark.parametrize("out", [None, "b.txt"])
def test_resume_needs_something_to_go_on_with(out: str | None) -> None:
    assert "-o FOLDER" in refusal("--resume", {"html"}, out)
    assert not refusal("--resume", {"html"}, "folder/")


def test_verdicts_need_the_assessment() -> None:
    assert refusal("--only-verdict", {"html"}, None, Config(translation=False))
    assert not refusal("--only-verdict", {"html"}, None)


@pytest.mark.parametrize("option", ["--no-links", "--no-images", "--no-tables"])
def test_what_a_form_leaves_out_needs_a_form_that_has_it(option: str) -> None:
    assert all("--format markdown" in refusal(option, {"html"}, out) for out in [None, "b.txt", *RECORDS, "r.csv"])
    assert not any(refusal(option, {"html"}, out) for out in ["b.md", "b.html", "b.xml"])


def test_what_a_file_of_settings_says_is_not_checked() -> None:
    options = Options(("-",), out="b.txt")
    target = choose_target("b.txt", None, several=False)
    check_effects(options, Config(comments=True, form="html"), target, frozenset({"html"}))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.txt", "--with-text"], "--with-text would do nothing"),
        (["a.txt", "--comments"], "--comments-file FILE.jsonl"),
        (["a.txt", "--html-field", "page"], "no input has columns"),
        (["a.txt", "--resume"], "-o FOLDER"),
        (["a.txt", "-q", "-v"], "choose one"),
        (["a.txt", "--config", "x.toml", "--no-config"], "choose one"),
        (["a.txt", "--comments-file", "c.jsonl", "-o", "out", "--resume"], "without --resume"),
        (["a.txt", "--language", "german"], "did you mean 'de'?"),
        (["a.txt", "--only-language", "Elvish"], "no code of a language"),
        (["a.txt", "--keep", "byline,captoin"], "did you mean 'caption'?"),
        (["a.txt", "--only-verdict", "likely"], "without the translation assessment"),
    ],
)
def test_a_command_says_so(clean: Clean, tmp_path: Path, arguments: list[str], message: str) -> None:
    write(tmp_path / "a.txt", "One line.")
    ran = clean(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.err


def test_kinds_are_separated_by_commas(clean: Clean, tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "By Ana Ruiz\n\nThe harbour opened again on Monday after a year of work.\n")
    assert clean("a.txt", "--keep", "byline, timestamp").out.startswith("By Ana Ruiz")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["claen"], "Did you mean 'clean'"),
        (["rule", "bylines"], "did you mean bylines."),
        (["rule", "line-modle"], "did you mean line-model"),
        (["rule", "line-model", "--site-rules", "."], "begin with `site.`"),
        (["explain", "."], "is a folder"),
        (["explain", "a.csv"], "cleaner clean"),
        (["explain", "a.txt", "--marks", "--diff"], "--marks would do nothing"),
        (["explain", "a.txt", "--width", "60", "--format", "jsonl"], "--width would do nothing"),
        (["compare", "a.txt", "a.txt", "-o", "c.html", "--width", "60"], "would do nothing"),
        (["learn", "a.index", "--merge", "-o", "b.index", "--language", "en"], "--merge reads indexes"),
        (["clean", "--json"], "No such option"),
    ],
)
def test_the_other_commands_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a.txt", "One line.")
    write(tmp_path / "a.csv", "text\nOne line.\n")
    ran = CliRunner().invoke(main, arguments)
    assert ran.exit_code == 2
    assert message in ran.stderr


def test_every_option_of_clean_was_thought_of() -> None:
    """A new option is put into one of these lists, or into `cleaner.batch.effects`."""
    from cleaner.batch.effects import _IDLE

    command = main.get_command(click.Context(main), "clean")
    assert command is not None
    always = set(
        "-o --format --jobs --timeout --keep --remove --threshold --language --only-language --since --until"
        " --favor --max-body-loss --comments-file"
        " --no-witness --no-translation --pack --corrections --index --learn --report --max-failures"
        " --config --no-config --unique --quiet --verbose".split()
    )
    options = {max(param.opts, key=len) for param in command.params if isinstance(param, click.Option)}
    assert options == always | _IDLE.keys()
