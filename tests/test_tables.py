"""`cleaner kinds`, `cleaner languages` and `cleaner rule`: every reason a record can name is explained."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import cleaner
from cleaner.cli import main
from cleaner.kinds import KINDS
from cleaner.phrases.packs import find_rule, languages

SAMPLES = sorted((Path(__file__).parent.parent / "samples" / "in").iterdir())


EXPLAINED = (
    "bylines.prefix",
    "en.signup.form",
    "line-model",
    "corpus.repeated-line",
    "naming.between",
    "en.consent.words",
    "timestamps.timeline",
)


def run(*words: str) -> str:
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    return result.output


def test_every_kind_and_language_is_listed() -> None:
    assert all(name in run("kinds") for name in KINDS)
    packs, _, _ = run("languages").partition("\n\n")
    assert [line.split()[0] for line in packs.splitlines()] == sorted(languages())


@pytest.mark.parametrize("rule", EXPLAINED)
def test_a_rule_is_explained(rule: str) -> None:
    assert run("rule", rule).startswith(f"{rule}: ")


def test_every_rule_that_took_something_from_a_sample_is_explained() -> None:
    named = {m.reason.rule for path in SAMPLES for m in cleaner.clean(path.read_bytes()).marks}
    assert all(run("rule", rule) for rule in sorted(named))


def test_a_rule_without_evidence_has_no_score() -> None:
    for rule in ("sv.related.more", "de.correction.note", "af.navigation.menu"):
        known = find_rule(rule)
        assert known is not None
        assert ("never seen" in run("rule", rule)) is not known.seen
        assert ("score" in run("rule", rule)) is bool(known.seen)


def test_an_unknown_rule_is_wrong_usage() -> None:
    assert CliRunner().invoke(main, ["rule", "en.nothing"]).exit_code == 2
