"""What the library promises for any content, on every call."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import pickle
import random
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cleaner
from cleaner import Cleaner, Config, UsageError
from cleaner.document import Document, Mark, Reason

SAMPLES = sorted((Path(__file__).parent.parent / "samples" / "in").iterdir())
CLEANER = Cleaner()
LINES = st.sampled_from(
    [
        "By Ana Ruiz",
        "Sign up for our newsletter",
        "The council voted.",
        "",
        "© 2024",
        "READ MORE: Ferry",
        "Home | News",
        "3 May",
    ]
)
TAGS = (
    "<p> </p> <div class=share> </div> <a href=#> </a> <li> <table><tr><td> </table> <br> <!-- --> <script> x</script>"
    " <h1> </h1> text & &amp; &#0; < <b> é 漢字 \ud800 \x00 \u202e <article> </article> <style> <title>"
)
SOUP = st.lists(st.sampled_from(TAGS.split(" ")), max_size=40).map(" ".join)
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def keeps_promises(source: str | bytes) -> bool:
    """Whether kept and removed tile the page text, the record replays to the body, and a second call says the same."""
    result = CLEANER.clean(source)
    if result.status.failed:  # the only cause that content may give
        assert result.warnings[0].startswith("not text: ")
        assert result.body == ""
        return CLEANER.clean(source).to_record() == result.to_record()
    assert "".join(result.document.slice(s.span) for s in result.segments) == result.text
    record = result.to_record()
    assert cleaner.replay(record, result.text) == result.body == record["body"]
    assert json.loads(json.dumps(record)) == record
    return CLEANER.clean(source).to_record() == record


@SLOW
@given(st.lists(LINES | st.text(max_size=60), max_size=12).map("\n".join))
def test_any_text(text: str) -> None:
    assert keeps_promises(text)


@SLOW
@given(SOUP)
def test_any_soup(soup: str) -> None:
    assert keeps_promises(f"<html><body>{soup}")


@SLOW
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    assert keeps_promises(data)


@pytest.mark.parametrize("source", ["", " \n\n ", "<html></html>", "\x00", "\ufeff", b"", b"\xff\xfe"])
def test_nothing_to_clean(source: str | bytes) -> None:
    result = cleaner.clean(source)
    assert result.status in ("empty", "not_article", "ok")
    assert result.body == result.text.strip()


def test_plain_text_is_its_own_page_text() -> None:
    text = "  The council met.\r\nIt voted.\r\n\r\n\r\nThen it left. \n"
    result = cleaner.clean(text)
    assert result.text == text
    assert result.body == "The council met.\r\nIt voted.\r\n\nThen it left."


def test_misuse_raises() -> None:
    with pytest.raises(UsageError, match="str or bytes"):
        cleaner.clean(None)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="did you mean 'byline'"):
        Cleaner(keep={"bylin"})
    with pytest.raises(UsageError, match="both kept and removed"):
        Config(keep=frozenset({"byline"}), remove=frozenset({"byline"}))
    with pytest.raises(UsageError, match="did you mean 'threshold'"):
        Cleaner(treshold=0.4)
    with pytest.raises(UsageError, match="threshold"):
        Config(threshold=2)


def test_a_detector_of_ones_own() -> None:
    def find_stars(document: Document) -> list[Mark]:
        stars = [b for b in document.blocks if document.slice(b.span).strip() == "***"]
        return [Mark(b.span, "other", 1.0, "stars", Reason("stars.line")) for b in stars]

    result = Cleaner(detectors=[find_stars], classifier=None).clean("One.\n***\nTwo.")
    assert result.body == "One.\nTwo."
    assert [r.detector for r in result.removed] == ["stars"]


def test_a_part_of_ours_that_fails_gives_a_status(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("of ours")

    monkeypatch.setattr("cleaner.pipeline.resolve", fail)
    with caplog.at_level("DEBUG", logger="cleaner"):
        record = Cleaner().clean("The council met.", id="a").to_record()
    assert "internal error in 'a'" in caplog.text and "Traceback" in caplog.text
    assert (record["status"], record["body"], record["id"]) == ("error", "", "a")
    assert record["warnings"] == ["internal error: ZeroDivisionError: of ours"]
    with pytest.raises(ZeroDivisionError):
        Cleaner(detectors=[], classifier=None).clean("The council met.")


def test_an_asynchronous_program_cleans_in_a_process_of_its_own() -> None:
    async def clean() -> str:
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            loop = asyncio.get_running_loop()
            result = await loop.run_in_executor(pool, Cleaner(translation=False).clean, "The council met.")
        return result.body

    assert asyncio.run(clean()) == "The council met."


def test_a_cleaner_travels_to_a_worker() -> None:
    source = SAMPLES[0].read_text(encoding="utf-8")
    copy = pickle.loads(pickle.dumps(CLEANER))
    assert copy.clean(source).to_record() == CLEANER.clean(source).to_record()
    result = pickle.loads(pickle.dumps(CLEANER.clean(source)))
    assert result.body == CLEANER.clean(source).body


def test_many_are_cleaned_in_order_with_any_number_of_workers() -> None:
    sources = [path.read_text(encoding="utf-8") for path in SAMPLES[:6]]
    one = [result.to_record() for result in CLEANER.clean_many(sources)]
    assert [result.to_record() for result in CLEANER.clean_many(sources, jobs=2)] == one


def test_threads_give_the_answers_of_one_thread() -> None:
    sources = [path.read_text(encoding="utf-8") for path in SAMPLES]
    alone = [CLEANER.clean(source).body for source in sources]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda source: CLEANER.clean(source).body, sources * 3)) == alone * 3


def test_the_hash_seed_does_not_matter() -> None:
    code = (
        "import sys, json, pathlib, cleaner\n"
        "for name in sys.argv[1:]:\n"
        "    print(json.dumps(cleaner.clean(pathlib.Path(name).read_bytes()).to_record(with_marks=True)))"
    )
    names = [str(path) for path in SAMPLES[:4]]
    runs = [
        subprocess.run(
            [sys.executable, "-c", code, *names],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]


def test_the_host_program_is_left_alone() -> None:
    import langdetect

    random.seed(7)
    expected = random.Random(7).random()
    seed = langdetect.DetectorFactory.seed
    cleaner.clean(SAMPLES[0].read_bytes())
    assert random.random() == expected
    assert langdetect.DetectorFactory.seed == seed


def test_public_names_are_there_and_importing_is_cheap() -> None:
    assert all(getattr(cleaner, name) is not None for name in cleaner.__all__)
    code = "import sys, cleaner; print(sorted({'lxml', 'numpy', 'trafilatura', 'langdetect'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_results_and_documents_have_a_short_repr() -> None:
    text = "The council met on Monday and voted for the bridge, the mayor said. " * 40
    result = cleaner.clean(text)
    assert repr(result) == f"<Result ok: body {len(text) - 1} characters, 0 of {len(text)} removed>"
    assert repr(result.document) == f"<Document text, en: {len(text)} characters in 1 lines>"


def test_the_package_says_its_version() -> None:
    assert cleaner.__version__ == cleaner.clean("x").to_record()["versions"]["cleaner"]


def test_a_copied_paragraph_is_not_named_by_one_word_of_it() -> None:
    story = (
        "The ferry will not sail before Thursday because the slipway is still under two feet of sand, the port said.",
        "The harbour master said that all who had subscribed to the newsletter of the port had known of the storm.",
        "Two dredgers are on their way from Ostrel, and the fishermen were told to leave their boats at the old quay.",
    )
    result = cleaner.clean("\n".join(("Ferry waits for the sand to go", *story, "Read on", *story)), language="en")
    copies = [(span.kind, span.reason.rule) for span in result.removed if span.text.strip() in story]
    assert copies == [("other", "repeated_text.again")] * 3
