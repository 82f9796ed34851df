"""Output names: one component, inside the folder, distinct."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.batch.output_names import MAX_BYTES, Claims, name_of_file, name_of_id
from cleaner.errors import UsageError

HARD = [
    "../../etc/passwd", "/etc/passwd", "..", ".", "", "~root", "-rf", "CON", "nul.txt", "com1", "a\x1b[2Jb", "a\nb",
    "a/b", "C:\\x", "a:b", "x" * 4000, "é" * 300, "trailing.", "trailing ", "\u202egnp.exe", "\ud800",
    "https://a.example/b?c=d",
]  # fmt: skip


@pytest.mark.parametrize("id", HARD)
def test_a_hard_id_becomes_one_safe_component(id: str) -> None:
    name = name_of_id(id, ending=".txt")
    stem = name.removesuffix(".txt")
    assert len(name.encode()) <= MAX_BYTES
    assert name.isprintable() and not set(name) & set('/\\:*?"<>|')
    assert stem not in ("", ".", "..") and not stem.startswith((".", "-", "~"))


def test_plain_ids_stay_as_they_are() -> None:
    for id in ("a", "2023-11-17_story", "Überschrift 3", "日本語", "a.b.c", "rows.jsonl"):
        assert name_of_id(id, ending=".txt") == id + ".txt"


@given(st.text(max_size=300), st.text(max_size=300))
def test_different_ids_have_different_names(one: str, two: str) -> None:
    assert (name_of_id(one, ending=".txt") == name_of_id(two, ending=".txt")) == (one == two)


@given(st.text(min_size=1, max_size=400))
def test_any_id_fits(id: str) -> None:
    name = name_of_id(id, ending=".json")
    assert len(name.encode("utf-8")) <= MAX_BYTES
    assert ("/" not in name and name.isprintable()) or name.replace("\u3000", "").strip()


def test_mirrored_names_keep_what_the_file_system_took() -> None:
    assert name_of_file("what? a:b.c") == "what? a:b.c"
    assert name_of_file("a\x1b[2J").startswith("a_[2J-")
    assert name_of_file("\udcff.html").isprintable()


@pytest.mark.parametrize(
    ("first", "second"),
    [("a.txt", "a.txt"), ("a.txt", "A.TXT"), ("é.txt", "e\u0301.txt"), ("a.txt", "a.txt/b"), ("a.txt/b", "a.txt")],
)
def test_two_spellings_of_one_file_clash(first: str, second: str) -> None:
    claims = Claims()
    claims.take(first, "one")
    with pytest.raises(UsageError, match="two"):
        claims.take(second, "two")


def test_the_manifest_and_the_inputs_are_taken() -> None:
    with pytest.raises(UsageError):
        Claims().take("Manifest.jsonl", "x")
    with pytest.raises(UsageError, match="input"):
        Claims(["a.txt"]).take("a.txt", "a.html")
