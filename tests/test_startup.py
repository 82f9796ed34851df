"""What is loaded when: counted in modules and packs, not in seconds, so that it holds on any machine."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "numpy",
    "lxml",
    "trafilatura",
    "langdetect",
    "py3langid",
    "dateparser",
    "cleaner.phrases.packs",
)
STORY = "The council of the harbour town voted on Monday to keep the old pier open until the end of May. " * 4


def loaded(code: str, among: tuple[str, ...] = HEAVY) -> set[str]:
    """Which of some modules a fresh process has loaded after running some code."""
    ask = f"{code}\nimport sys\nprint('LOADED', *(name for name in {among!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True, timeout=120)
    return set(done.stdout.split("LOADED")[1].split())


@pytest.mark.parametrize(
    "code",
    [
        "import cleaner",
        "import cleaner.config, cleaner.kinds, cleaner.document",
        "from cleaner.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass",
        "from cleaner.cli import main\ntry: main(['--version'])\nexcept SystemExit: pass",
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(code: str) -> None:
    assert loaded(code) == set()


def test_plain_text_needs_no_parser_and_no_extractor() -> None:
    assert loaded(f"import cleaner\ncleaner.clean({STORY!r})", ("lxml", "trafilatura", "dateparser")) == set()


def test_a_text_of_unknown_language_parses_no_table_and_no_version() -> None:
    unwanted = ("tomllib", "importlib.metadata", "numpy.ma", "langdetect", "cleaner.phrases.pattern_cost")
    assert loaded("import cleaner\ncleaner.clean('x')", unwanted) == set()


@pytest.mark.parametrize("text", ["x", "404 error", STORY, "市议会星期一决定关闭这座旧桥，维修工程将持续一年半。"])
def test_the_second_opinion_about_a_language_is_loaded_for_doubtful_texts_only(text: str) -> None:
    assert loaded(f"import cleaner\ncleaner.clean({text!r})", ("py3langid",)) == set()


def test_only_the_packs_of_the_language_are_read() -> None:
    code = f"import sys\nimport cleaner\ncleaner.clean({STORY!r})\nfrom cleaner.phrases.prepared import prepared_pack\n"
    ask = code + "print(prepared_pack.cache_info().currsize, 'tomllib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.split() == ["2", "False"]  # English, and what belongs to every language
