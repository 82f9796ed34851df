"""No figure may fall below what `floors.json` pins; `python tests/quality/pin.py` measures and raises them.

The shipped models have seen many of these pages: the floors guard against regressions and claim nothing else.
"""

from __future__ import annotations

from typing import Any

import pytest
from floor_figures import Figures, as_row, measure
from floor_sets import BODY, OWN, SETS, Document, digest_of, is_present
from pin import SLACK, code_digests, is_worse, merged, read_floors

PINNED = read_floors()
AGAIN = "run python tests/quality/pin.py"


def test_every_set_is_pinned() -> None:
    assert set(PINNED) == set(SETS)


@pytest.mark.parametrize("name", SETS)
def test_figures_hold(name: str) -> None:
    if not is_present(name):
        pytest.skip("../shared/data is not here")
    documents, entry = list(SETS[name]()), PINNED[name]
    if digest_of(documents) != entry["data"]:
        pytest.skip(f"data changed: pin again ({AGAIN})")
    found = as_row(measure(documents))
    fallen = {key: (value, entry["figures"][key]) for key, value in found.items() if _fell(key, value, entry)}
    assert not fallen, f"(now, pinned); if the change was meant to cost that: {AGAIN} --lower"


def _fell(key: str, value: float | None, entry: dict[str, Any]) -> bool:
    return is_worse(key, value, entry["figures"][key])


@pytest.mark.parametrize("name", SETS)
def test_figures_were_pinned_with_these_models(name: str) -> None:
    assert PINNED[name]["models"] == code_digests()["models"], f"models changed: {AGAIN}"


def test_figures_were_pinned_with_these_packs() -> None:
    stale = [name for name in SETS if PINNED[name]["packs"] != code_digests()["packs"]]
    if stale:
        pytest.skip(f"packs changed since {', '.join(stale)} were pinned: pin again ({AGAIN})")


def test_a_lost_paragraph_and_a_left_line_are_counted() -> None:
    """The measure itself: a gold that calls the whole of a story boilerplate, and one that calls a menu body."""
    story = next(iter(OWN["framed"]()))
    wrong = Document(story.id, story.source, ["navigation" if tag == BODY else BODY for tag in story.tags])
    right, upside_down = measure([story]), measure([wrong])
    assert right.f1 > 0.9
    assert right.lost < 0.1
    assert upside_down.f1 < 0.5
    assert upside_down.lost > 0.5
    assert upside_down.left > 0.9


def test_a_page_is_measured_by_its_words() -> None:
    paragraph = "The harbour council voted on Tuesday night to keep the old ferry pier open until the engineers report."
    page = f"<html><body><article><p>{paragraph}</p><p>{paragraph[::-1]}</p></article></body></html>"
    assert measure([Document("page", page, body=f"{paragraph}\n{paragraph[::-1]}")]).lost == 0
    assert measure([Document("page", page, body=f"{paragraph}\nThis stood on no page at all.")]).lost > 0


OLD = as_row(Figures(lost=0.02, lost_worst=0.1, left=0.05, f1=0.95, kind_given=None))


def test_a_risen_figure_is_raised_and_a_fallen_one_is_not() -> None:
    found = {**OLD, "f1": 0.96, "lost": 0.03}
    assert merged(OLD, found, lower=False) == ({**OLD, "f1": 0.96}, ["lost"])
    assert merged(OLD, found, lower=True) == (found, [])


def test_slack_is_no_fall_and_does_not_lower_the_floor() -> None:
    found = {**OLD, "f1": 0.95 - SLACK / 2}
    assert merged(OLD, found, lower=False) == (OLD, [])
