"""The format of packs: every language complete, every error naming file, rule and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaner
from cleaner.detectors import IndexedDocument
from cleaner.detectors.wording import WordingDetector
from cleaner.errors import PackError
from cleaner.kinds import KINDS, Fate
from cleaner.phrases.matcher import check_examples
from cleaner.phrases.packs import ANY, DEFAULT_NAMING, find_rule, languages, load_pack, load_packs, rules_for
from cleaner.readers.plain_text import read_text

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
    assert any(rule.id == "xx.share.bar" for rule in rules_for("xx", [pack]))
    assert not any(rule.id == "xx.share.bar" for rule in rules_for("en", [pack]))


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
