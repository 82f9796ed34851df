"""A folder in two languages: the record of each names the other, which is the translation where that can be told."""

from __future__ import annotations

import shutil
import zlib
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from cleaner.cli import main
from cleaner.corpus.build import build_index, merge_indexes
from cleaner.corpus.direction import Side, judge_translation
from cleaner.corpus.fingerprint import take_fingerprint
from cleaner.corpus.index import Index
from cleaner.corpus.schema import VERSION, check_file
from cleaner.errors import PackError
from cleaner.pipeline import Cleaner

from .test_across_languages import OTHERS
from .test_hostile_index import change

GERMAN = """Der Hafenrat von Kalmara hat am 14. Mai beschlossen, 2,4 Millionen Euro für den Nordkai auszugeben. Der
Beschluss fiel nach einer langen Sitzung, in der Anwohner und Händler ihre Sorgen vortrugen.

Fjodor Brandt, der seit 1998 den Fischmarkt leitet, rechnet mit 37 Wochen Bauzeit. Die Reederei Ostmark Ferries will bis
dahin über Torsund ausweichen, wo sie zwei Anleger gemietet hat.

Bürgermeisterin Ilse Novak nannte den Beschluss in der Morgenpost überfällig. „Wir haben zu lange gewartet“, sagte sie.
Die Arbeiten sollen im September beginnen und werden von der Firma Hollmann geleitet."""
ENGLISH = """Kalmara's port council decided on 14 May to spend 2.4 million euros on the north quay. The decision came
after a long meeting in which residents and traders spoke of their worries.

Fyodor Brandt, who has run the fish market since 1998, expects the work to take 37 weeks. The shipping line Ostmark
Ferries will sail by way of Torsund until then, where it has rented two berths.

The mayor, Ilse Novak, told the Morgenpost that the decision was overdue. "We have waited too long," she said. The work
is to begin in September and will be led by the firm Hollmann."""
PLAIN = Cleaner(translation=False)
HTML = '<html lang="{}"><head><meta property="article:published_time" content="{}"></head><body><article>{}</article>'


def page(text: str, language: str, date: str) -> str:
    paragraphs = "".join(f"<p>{' '.join(part.split())}</p>" for part in text.split("\n\n"))
    return HTML.format(language, f"{date}T08:00:00Z", f"<h1>{text[:30]}</h1>{paragraphs}")


def write_folder(folder: Path, dates: tuple[str, str]) -> Path:
    folder.mkdir()
    for name, text, language, date in (
        ("de.html", GERMAN, "de", dates[0]), ("en.html", ENGLISH, "en", dates[1]),
        *((f"other{n}.html", text, "en", "2024-05-01") for n, text in enumerate(OTHERS)),
    ):  # fmt: skip
        (folder / name).write_text(page(text, language, date), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder in two languages and its index."""
    place = tmp_path_factory.mktemp("made")
    folder = write_folder(place / "f", ("2024-05-15", "2024-05-16"))
    related(folder, place / "x.index")
    return folder, place / "x.index"


def related(folder: Path, index: Path) -> dict[str, list[tuple[str, str, str]]]:
    learned = [take_fingerprint(PLAIN.clean(p.read_text("utf-8"), id=p.name), path=str(p)) for p in folder.iterdir()]
    build_index(learned, index)
    cleaner = Cleaner(translation=False, index=str(index))
    results = [cleaner.clean(path.read_text("utf-8"), id=path.name) for path in sorted(folder.iterdir())]
    return {r.id: [(o.id, o.relation, o.evidence.get("copy", "")) for o in r.related] for r in results}


@pytest.mark.parametrize(
    ("dates", "german", "english"),
    [
        (("2024-05-15", "2024-05-16"), "translated-as", "translated-from"),
        (("2024-05-17", "2024-05-16"), "translated-from", "translated-as"),
        (("2024-05-16", "2024-05-16"), "translation", "translation"),
    ],
)
def test_the_later_one_is_the_translation(tmp_path: Path, dates: tuple[str, str], german: str, english: str) -> None:
    found = related(write_folder(tmp_path / "f", dates), tmp_path / "x.index")
    said = {"translated-from": "this", "translated-as": "other", "translation": "unknown"}
    assert found["de.html"] == [("en.html", german, said[german])]
    assert found["en.html"] == [("de.html", english, said[english])]
    others = [relation for name, told in found.items() if name.startswith("other") for _, relation, _ in told]
    assert set(others) == {"same-story"}


def test_paragraphs_are_told_with_their_places_and_the_words_of_both(made: tuple[Path, Path]) -> None:
    folder, index = made
    cleaner = Cleaner(translation=False, index=str(index))
    result = cleaner.clean((folder / "en.html").read_text("utf-8"), id="new")
    same, found = result.related
    assert (same.relation, found.relation) == ("duplicate", "translated-from")
    pairs = found.evidence["pairs"]
    assert [(pair["paragraph"], pair["other"]) for pair in pairs] == [(0, 0), (1, 1), (2, 2)]
    assert all(result.text[pair["start"] : pair["end"]] == pair["text"] for pair in pairs)
    assert pairs[1]["other_text"].startswith("Fjodor Brandt")


def test_merged_indexes_find_the_same(made: tuple[Path, Path], tmp_path: Path) -> None:
    folder, _ = made
    for name in ("de", "en"):
        path = folder / f"{name}.html"
        build_index([take_fingerprint(PLAIN.clean(path.read_text("utf-8"), id=name), path=str(path))], tmp_path / name)
    merge_indexes([tmp_path / "de", tmp_path / "en"], tmp_path / "both.index")
    cleaner = Cleaner(translation=False, index=str(tmp_path / "both.index"))
    (found,) = cleaner.clean((folder / "de.html").read_text("utf-8"), id="de").related
    assert (found.id, found.relation) == ("en", "translated-as")


@pytest.mark.parametrize(
    ("left", "right", "copy"),
    [
        (Side("2024-05-02", None), Side("2024-05-01", None), "left"),
        (Side("", 0.99), Side("", 0.05), "left"),
        (Side("", 0.03), Side("", None), "right"),
        (Side("", 0.5), Side("", 0.45), "unknown"),
        (Side("", None), Side("", None), "unknown"),
    ],
)
def test_the_direction_is_told_from_dates_and_from_what_each_reads_like(left: Side, right: Side, copy: str) -> None:
    assert judge_translation(left, right).copy == copy
    turned = {"left": "right", "right": "left", "unknown": "unknown"}
    assert judge_translation(right, left).copy == turned[copy]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE anchors SET documents = x'ffffffff'",
        "UPDATE documents SET anchors = x'00'",
        "UPDATE derived SET number = number + 90 WHERE number = 2",
        "UPDATE anchors SET count = 0",
    ],
)
def test_a_hostile_index_is_refused_or_finds_nothing(made: tuple[Path, Path], tmp_path: Path, statement: str) -> None:
    folder, index = made
    copy = Path(shutil.copy(index, tmp_path / "x.index"))
    change(copy, statement)
    cleaner = Cleaner(translation=False, index=str(copy))
    try:
        found = {other.relation for other in cleaner.clean((folder / "de.html").read_text("utf-8"), id="new").related}
        assert found == {"duplicate", "same-story"}
    except PackError as error:
        assert "damaged" in str(error)


def test_an_index_of_the_version_before_is_refused_with_what_to_do(tmp_path: Path) -> None:
    build_index([], tmp_path / "x.index")
    change(tmp_path / "x.index", f"PRAGMA user_version = {VERSION - 1}")
    with pytest.raises(
        PackError, match=rf"version {VERSION - 1}, this cleaner reads version {VERSION}; run `cleaner learn` again"
    ):
        check_file(tmp_path / "x.index")


def test_compare_aligns_two_languages_by_paragraph(made: tuple[Path, Path]) -> None:
    folder, _ = made
    files = [str(folder / name) for name in ("de.html", "en.html", "other0.html")]
    told = CliRunner().invoke(main, ["compare", files[0], files[1], "--width", "120"]).output.splitlines()[-1]
    assert "translation, the translated one is" in told
    assert "en.html" in told
    assert "3 of 3 paragraphs aligned" in told
    other = CliRunner().invoke(main, ["compare", files[0], files[2], "--width", "120"]).output.splitlines()[-1]
    assert other.startswith("unrelated")


def test_the_index_holds_no_words(tmp_path: Path) -> None:
    result = PLAIN.clean(page(ENGLISH, "en", "2024-05-16"), id="en")
    build_index([take_fingerprint(result)], tmp_path / "x.index")
    (data,) = Index(tmp_path / "x.index").rows("SELECT anchors FROM documents")[0]
    raw = zlib.decompress(data)
    assert not any(word.encode() in raw for word in ("Kalmara", "Brandt", "Torsund"))
    assert len(raw) < len(result.body)
    assert np.frombuffer(raw, "<u4", 1)[0] > 20
