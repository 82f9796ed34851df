"""The five promises; each test says which sentence it holds. What other tests hold stands in `promises.toml`."""

from __future__ import annotations

import ast
import json
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

import cleaner
from cleaner.batch.jobs import Job, Plan
from cleaner.batch.worker import Worker
from cleaner.config import Config
from cleaner.decision.resolve import resolve
from cleaner.document import Mark, Reason, Span
from cleaner.kinds import KINDS, Fate
from cleaner.readers.plain_text import read_text

ROOT = Path(__file__).parent.parent.parent
SAMPLES = sorted((ROOT / "samples" / "in").iterdir())
CLEANER = cleaner.Cleaner(translation=False)
STORY = "Harbour reopens\n\nThe harbour of Velmora reopened on Monday after repairs, the port authority said.\n"


@pytest.mark.parametrize("path", SAMPLES, ids=[path.name for path in SAMPLES])
def test_promise_1_a_removed_span_has_place_kind_score_detector_and_reason(path: Path) -> None:
    """Kept and removed spans tile the page text; a removed span has start, end, kind, score, detector and reason."""
    result = CLEANER.clean(path.read_bytes())
    at = 0
    for span in result.to_record()["removed"]:
        assert at <= span["start"] < span["end"] <= len(result.text)
        assert span["text"] == result.text[span["start"] : span["end"]]
        assert span["kind"] and span["detector"] and span["reason"]["rule"]
        assert 0 <= span["score"] <= 1
        at = span["end"]
    assert "".join(result.document.slice(s.span) for s in result.segments) == result.text


def test_promise_1_the_page_text_of_html_is_the_whole_page() -> None:
    """The visible text of the whole page, not an extractor's output."""
    page = f"<html><body><nav><a href=/>Home</a></nav><article><p>{STORY}</p></article><footer>Imprint</footer></body>"
    text = CLEANER.clean(page).text
    assert text.startswith("Home") and text.endswith("Imprint")


@pytest.mark.heavy
@pytest.mark.parametrize("form", ["text", "html"])
def test_promise_2_100_mb_of_one_line_give_a_result(form: str) -> None:
    result = CLEANER.clean(b"The ferry left. " * 6_250_000, form=form)  # type: ignore[arg-type]
    assert not result.status.failed
    assert result.body.startswith("The ferry left.")


def test_promise_3_any_order_gives_the_same() -> None:
    """What a cleaner has cleaned before changes nothing."""
    sources = [path.read_bytes() for path in SAMPLES]
    first = [json.dumps(cleaner.Cleaner().clean(source).to_record(with_marks=True)) for source in sources[:8]]
    worker = cleaner.Cleaner()
    order = [*range(len(sources)), *range(len(sources))]
    random.Random(3).shuffle(order)
    again = {i: json.dumps(worker.clean(sources[i]).to_record(with_marks=True)) for i in order}
    assert [again[i] for i in range(8)] == first


HOST = """
import gc, locale, logging, multiprocessing, os, random, signal, sys, threading, warnings
import langdetect, lxml.etree, lxml.html, numpy, trafilatura  # importing them is not what is measured
def state():
    loggers = {name: (item.level, item.propagate, item.disabled, list(item.handlers))
               for name, item in logging.root.manager.loggerDict.items() if isinstance(item, logging.Logger)}
    known = {name: loggers[name] for name in before_loggers if name in loggers} if before_loggers else loggers
    return [random.getstate(), logging.root.level, list(logging.root.handlers), known, logging.root.manager.disable,
        sys.getrecursionlimit(), sys.excepthook, sys.stdout, sys.stderr, list(sys.path), os.getcwd(), dict(os.environ),
        multiprocessing.get_start_method(allow_none=True), signal.getsignal(signal.SIGINT),
        signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGALRM), gc.get_threshold(), gc.get_freeze_count(),
        gc.isenabled(), locale.setlocale(locale.LC_ALL), list(warnings.filters), threading.excepthook,
        langdetect.DetectorFactory.seed, id(lxml.etree.get_default_parser()), id(lxml.html.html_parser),
        trafilatura.settings.DEFAULT_CONFIG.get("DEFAULT", "MIN_EXTRACTED_SIZE")]
before_loggers = None
before = state()
before_loggers = before[3]
import cleaner
PAGE = "<html><body><article><p>The harbour of Velmora reopened on Monday after repairs, it said.</p></article>"
made = cleaner.Cleaner()
one = [made.clean(source).to_record() for source in (PAGE, "The harbour reopened.", b"\\xff\\xfe", "")]
if __name__ == "__main__":
    two = [result.to_record() for result in made.clean_many([PAGE, "The harbour reopened.", b"\\xff\\xfe", ""], jobs=2)]
    assert one == two
    for old, new in zip(before, state(), strict=True):
        assert old == new, (old, new)
    print("alone")
"""


def test_promise_3_no_global_state_of_the_host_program_is_touched(tmp_path: Path) -> None:
    """Neither by cleaning here nor by cleaning in workers: random numbers, logging, signals, collector, parsers."""
    (tmp_path / "host.py").write_text(HOST)
    ran = subprocess.run([sys.executable, tmp_path / "host.py"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, "alone\n"), ran.stderr


FORBIDDEN_MODULES = {"pickle", "shelve", "marshal", "dill", "joblib", "socket", "requests", "http", "ftplib", "smtplib"}
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}


def test_promise_4_no_network_no_pickle_no_code_from_data() -> None:
    """Not one module of the package asks for a network or a pickle, evaluates text, or lets numpy unpickle.

    Where trafilatura and lxml would go to the network is held by the run with sockets blocked.
    """
    for path in sorted((ROOT / "cleaner").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            roots = {name.partition(".")[0] for name in names}
            assert not roots & FORBIDDEN_MODULES, f"{path}: {roots}"
            assert not {"urllib.request", "urllib.error"} & set(names), path
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in FORBIDDEN_CALLS, f"{path}:{node.lineno}"
            if isinstance(node, ast.keyword) and node.arg == "allow_pickle":
                assert isinstance(node.value, ast.Constant) and node.value.value is False, path


def test_promise_5_an_output_that_cannot_be_written_is_a_row_and_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Outputs are written whole or not at all."""

    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    worker = Worker(Plan(Config(translation=False), "folder", root=str(tmp_path / "out"), ending=".txt"))
    outcome = worker.do(Job("a.txt", "a.txt", "a", data=STORY.encode(), form="text"))
    assert (outcome.row.status, outcome.row.output) == ("error", None)
    assert "No space left" in str(outcome.row.cause)
    assert not (tmp_path / "out/a.txt").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_the_fate_of_every_kind_can_be_changed(kind: str) -> None:
    """Every fate can be changed per kind by the caller, and without a word it is the table's."""
    document = read_text("What it says\nThe mayor spoke.", language="en")
    claim = Mark(Span(0, 13), kind, 0.99, "test", Reason("test.rule"))

    def fate(config: Config) -> Fate:
        return resolve(document, [claim], config)[0].fate

    assert fate(Config()) is KINDS[kind].fate
    assert fate(Config(keep=frozenset({kind}))) is Fate.KEEP
    assert fate(Config(remove=frozenset({kind}))) is not Fate.KEEP


def test_misuse_alone_raises_and_by_one_family_of_errors() -> None:
    """Only misuse by the caller raises, `CleanerError` and its subclasses."""
    for name in ("UsageError", "PackError", "MissingExtra"):
        assert issubclass(getattr(cleaner, name), cleaner.CleanerError)
    with pytest.raises(cleaner.CleanerError):
        cleaner.clean(7)  # type: ignore[arg-type]


def test_public_names_are_typed_and_documented() -> None:
    """Public names say what goes in and comes out."""
    assert (ROOT / "cleaner/py.typed").exists()
    for name in cleaner.__all__:
        value = getattr(cleaner, name)
        if callable(value):
            assert re.search(r"\w", value.__doc__ or ""), name
