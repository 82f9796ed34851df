"""The format of packs: every language complete, every error naming file, rule and remedy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

import cleaner
from cleaner.detectors import IndexedDocument
from cleaner.detectors.wording import WordingDetector
from cleaner.errors import PackError
from cleaner.kinds import KINDS, Fate
from cleaner.phrases.matcher import check_examples, matcher_with
from cleaner.phrases.packs import (
    ANY,
    DEFAULT_NAMING,
    Rule,
    bundled_pack,
    find_rule,
    languages,
    load_pack,
    load_packs,
    rules_for,
)
from cleaner.phrases.prepared import Phrase, prepare, prepared_pack
from cleaner.readers.plain_text import read_text
from cleaner.text import toml_tables
from cleaner.text.toml_tables import COMPILED

WANTED = ("en de fr es pt it nl sv no da fi pl cs sk hu ro el ru uk tr ar he hi id vi zh ja ko").split()
KINDS_WITH_WORDS = {
    "signup",
    "paywall",
    "comments",
    "byline",
    "timestamp",
    "navigation",
    "share",
    "related",
    "caption",
    "media",
    "advert",
    "legal",
    "consent",
    "contact",
    "other",
}
RULE = '[[rule]]\nid = "xx.share.bar"\nkind = "share"\nphrases = ["delu"]\nhits = ["Delu!"]\nmisses = ["Delu no"]\n'
HEAD = 'language = "xx"\nname = "Test"\n'


def test_every_wanted_language_has_a_pack() -> None:
    assert set(WANTED) | {ANY} <= set(languages())
    assert languages()[-1] == ANY


@pytest.mark.parametrize("language", WANTED)
def test_every_language_has_every_kind_that_has_words(language: str) -> None:
    pack = load_packs()[language]
    assert {rule.kind for rule in pack.rules} >= KINDS_WITH_WORDS
    assert all(len(rule.hits) >= 2 and rule.misses for rule in pack.rules)


def test_ids_are_unique_and_found() -> None:
    ids = [rule.id for pack in load_packs().values() for rule in pack.rules]
    assert len(ids) == len(set(ids))
    assert find_rule("en.signup.invitation") is not None
    assert find_rule("en.no.such") is None


def test_a_rule_never_seen_on_labelled_pages_removes_nothing() -> None:
    """Rules of kinds that stay in the body aside."""
    rules = [rule for pack in load_packs().values() for rule in pack.rules if KINDS[rule.kind].fate is not Fate.KEEP]
    assert [rule.id for rule in rules if rule.removes and not rule.seen] == []
    unseen = next(rule for rule in rules if not rule.removes and not rule.names_only)
    page = IndexedDocument.of(read_text(unseen.hits[0], language=unseen.language))
    marks = [mark for mark in WordingDetector()(page) if mark.reason.rule == unseen.id]
    assert [mark.score for mark in marks] == [0.0]
    assert marks[0].naming > 0.9


def test_english_and_signs_apply_everywhere() -> None:
    assert {rule.language for rule in rules_for("fi")} == {"fi", "en", ANY}
    assert {rule.language for rule in rules_for("xh")} == {"en", ANY}
    assert {rule.language for rule in rules_for(ANY)} == set(languages())


def test_a_pack_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(HEAD + RULE, encoding="utf-8")
    pack = load_pack(path)
    check_examples(pack)
    assert [hit.rule.id for hit in matcher_with([pack], "xx").find("Delu!")] == ["xx.share.bar"]
    assert not matcher_with([pack], "en").find("Delu!")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("language = [", "not TOML"),
        (RULE, "language is missing"),
        (HEAD, "at least one"),
        (HEAD + RULE + RULE, "stands there twice"),
        (HEAD + RULE.replace('"xx.share', '"share'), "begins with the language"),
        (HEAD + RULE.replace('kind = "share"', 'kind = "sharing"'), "unknown kind 'sharing'"),
        (HEAD + RULE.replace("phrases", "phrase"), "did you mean 'phrases'"),
        (HEAD + RULE.replace('["delu"]', '"delu"'), "list of texts"),
        (HEAD + RULE + 'where = "middle"\n', "one of line, start, end, anywhere"),
        (HEAD + RULE + 'pattern = "a{1,3}"\nneeds = ["a"]\n', "either phrases or a pattern"),
        (HEAD + RULE.replace('phrases = ["delu"]', 'pattern = "delu"'), "write needs"),
        (HEAD + RULE.replace('phrases = ["delu"]', 'pattern = "(a+)+"\nneeds = ["a"]'), "counted number of times"),
        (HEAD + RULE.replace('phrases = ["delu"]', 'pattern = "(a"\nneeds = ["a"]'), "not a regular expression"),
        (HEAD + RULE + "score = 2\n", "between 0 and 1"),
        (HEAD + RULE + 'zone = "middle"\n', 'write "head" or "tail"'),
        (HEAD + RULE + 'cut = "span"\nnames_only = true\n', "has no cut"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PackError, match=r"broken\.toml") as raised:
        load_pack(path)
    assert said in str(raised.value)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="cannot be read"):
        load_pack(tmp_path / "none.toml")


def test_a_rule_that_only_names_lines(tmp_path: Path) -> None:
    path = tmp_path / "xx.toml"
    rule = RULE.replace('phrases = ["delu"]', 'phrases = ["delu*"]\nwhere = "anywhere"\nnames_only = true')
    path.write_text(HEAD + rule.replace('misses = ["Delu no"]', 'misses = ["Dela no"]'), encoding="utf-8")
    named = load_pack(path).rules[0]
    assert (named.score, named.kind_score) == (0.0, DEFAULT_NAMING)
    marks = list(
        WordingDetector([path])(IndexedDocument.of(read_text("Ninu delubu mo.\nNinu dela mo.", language="xx")))
    )
    assert [(mark.kind, mark.score, mark.naming) for mark in marks] == [("share", 0.0, DEFAULT_NAMING)]
    assert cleaner.Cleaner(packs=[path], translation=False).clean("Ninu delubu mo.").removed == ()


def test_a_rule_that_fails_its_own_example(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(HEAD + RULE.replace("Delu!", "Nothing"), encoding="utf-8")
    with pytest.raises(PackError, match=r"xx\.share\.bar does not fire on"):
        check_examples(load_pack(path))


def test_the_compiled_copy_is_of_the_files_that_are_there() -> None:
    from training.checksums import compile_tables

    assert COMPILED.read_text(encoding="utf-8") == compile_tables(), "run python -m training.checksums"


@pytest.mark.parametrize("language", languages())
def test_a_compiled_pack_files_what_its_rules_say(language: str) -> None:
    compiled, made = prepared_pack(language), prepare(bundled_pack(language).rules)
    assert [_named(compiled.filed(place)) for place in range(len(compiled.anchors))] == [
        _named(made.filed(place)) for place in range(len(made.anchors))
    ]
    assert list(compiled.anchors) == list(made.anchors)
    assert [(_named(rules), lines) for rules, lines in compiled.lines] == [
        (_named(rules), lines) for rules, lines in made.lines
    ]


def _named(found: Iterable[Phrase | Rule]) -> list[object]:
    """What is filed, with rules as they are compiled."""
    left_out = {"phrases": (), "needs": (), "hits": (), "misses": (), "note": ""}
    return [
        replace(x, **left_out) if isinstance(x, Rule) else x._replace(rule=replace(x.rule, **left_out)) for x in found
    ]


def test_a_file_that_was_changed_is_read_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("x = 1\n", encoding="utf-8")
    digest = hashlib.sha256((tmp_path / "a.toml").read_bytes()).hexdigest()
    (tmp_path / "rows").write_text(f'a.toml {digest} {{"x":2}}\n', encoding="utf-8")
    monkeypatch.setattr(toml_tables, "PACKAGE", tmp_path)
    monkeypatch.setattr(toml_tables, "COMPILED", tmp_path / "rows")
    toml_tables._rows.cache_clear()
    assert toml_tables.read_table(tmp_path / "a.toml") == {"x": 2}
    (tmp_path / "a.toml").write_text("x = 3\n", encoding="utf-8")
    assert toml_tables.read_table(tmp_path / "a.toml") == {"x": 3}
    toml_tables._rows.cache_clear()
