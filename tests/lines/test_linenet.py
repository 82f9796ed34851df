"""The network computed with numpy: against a plain loop, and on the edges."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from cleaner.classifier.features import Measures, column_names, measure_lines, measure_page
from cleaner.classifier.html_features import STRUCTURE_NAMES
from cleaner.classifier.network import DILATIONS, LineNet
from cleaner.readers import read
from cleaner.text.hash_table import HashTable

WIDTH, EMBED, KINDS, HEADS = 6, 4, 3, 2
LINES = ["Home", "The ferry sailed again on Monday.", "", "Sign up to our newsletter", "News"] * 8


def make_arrays(measures: Measures | None = None) -> dict[str, NDArray[np.generic]]:
    rng = np.random.default_rng(1)
    tokens = (measures or measure_lines(LINES)).groups
    vocabulary = np.unique(np.concatenate([hashes for hashes, _ in tokens]))
    columns = len(column_names()) + (len(STRUCTURE_NAMES) if measures else 0)

    def some(*shape: int) -> NDArray[np.float32]:
        return rng.normal(0, 0.3, shape).astype(np.float32)

    arrays: dict[str, NDArray[np.generic]] = {
        "vocabulary": vocabulary, "embedding": some(len(vocabulary), EMBED), "mean": some(columns),
        "scale": np.ones(columns, np.float32), "enter.weight": some(WIDTH, columns + len(tokens) * EMBED) / 5,
        "enter.bias": some(WIDTH), "attend.weight": some(HEADS, WIDTH), "attend.bias": some(HEADS),
        "adapt.weight": some(2 * WIDTH, HEADS * WIDTH), "adapt.bias": some(2 * WIDTH),
        "body.weight": some(1, WIDTH), "body.bias": some(1), "kinds.weight": some(KINDS, WIDTH),
        "kinds.bias": some(KINDS),
    }  # fmt: skip
    for i in range(len(DILATIONS)):
        arrays |= {f"convolve.{i}.weight": some(WIDTH, WIDTH, 3), f"convolve.{i}.bias": some(WIDTH),
                   f"mix.{i}.weight": some(WIDTH, WIDTH), f"mix.{i}.bias": some(WIDTH)}  # fmt: skip
    return arrays


def test_scores_are_probabilities_for_texts_of_any_length() -> None:
    net = LineNet(make_arrays())
    for lines in (LINES, LINES[:1], LINES[:2], []):
        scores = net.score(measure_lines(lines))
        assert scores.body.shape == (len(lines),)
        assert ((scores.body >= 0) & (scores.body <= 1)).all()
        assert np.allclose(scores.kinds.sum(axis=1), 1, atol=1e-5)


def test_a_line_is_judged_by_lines_above_and_below_it() -> None:
    net = LineNet(make_arrays())
    before = net.score(measure_lines(LINES)).body
    changed = list(LINES)
    changed[20] = "An entirely different line about the lighthouse of Marrow and its keeper, who has retired."
    after = net.score(measure_lines(changed)).body
    assert abs(before[19] - after[19]) > 1e-6
    assert abs(before[21] - after[21]) > 1e-6


def test_names_of_elements_count_as_if_told_for_every_line() -> None:
    items = "".join(
        f"<li class='teaser item{i}'><a class='link big'>Storm number {i} passed</a></li>" for i in range(9)
    )
    page = f"<div id=top><nav class=menu><ul>{items}</ul></nav><main><p class=lead>The ferry sailed.</p></main></div>"
    measures = measure_page(read(page, form="html", language="en"))
    net = LineNet(make_arrays(measures))
    spread = Measures(measures.dense, measures.groups, measures.units)
    assert len(measures.groups) == 5 > len(measures.tokens)
    assert np.allclose(net.score(measures).body, net.score(spread).body, atol=1e-6)
    near, _ = measures.groups[3]
    assert len(near) > 9 * len({"<li>", "teaser", "<a>", "link", "big"})


def test_a_file_with_another_digest_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "net.npz"
    np.savez(path, **{name: np.asarray(array) for name, array in make_arrays().items()})
    with pytest.raises(ValueError, match=r"net\.npz"):
        LineNet.load(path, "0" * 64)


def test_it_computes_what_was_trained() -> None:
    torch = pytest.importorskip("torch")
    from training.lines.fit import look_up_tokens
    from training.lines.model import Example, make_batch
    from training.lines.model import LineNet as Trained

    arrays = make_arrays()
    state = {name: torch.tensor(np.asarray(array)) for name, array in arrays.items() if name != "vocabulary"}
    trained = Trained(
        len(column_names()), len(arrays["vocabulary"]), kinds=KINDS, embed=EMBED, width=WIDTH, heads=HEADS
    )
    trained.load_state_dict(state)
    trained.eval()
    measures = measure_lines(LINES)
    table = HashTable(np.asarray(arrays["vocabulary"], np.uint32))
    groups = tuple(look_up_tokens(group, table, len(LINES)) for group in measures.tokens)
    blank = np.zeros(len(LINES), np.float32)
    example = Example(measures.dense, groups, blank, blank, np.full(len(LINES), -1), blank)
    with torch.no_grad():
        body, _ = trained(make_batch([example]))
    assert np.allclose(torch.sigmoid(body[0]).numpy(), LineNet(arrays).score(measures).body, atol=1e-5)
