"""Every rule of every bundled pack against its own examples."""

from __future__ import annotations

import pytest

from cleaner.phrases.matcher import Matcher
from cleaner.phrases.packs import Rule, load_packs
from cleaner.phrases.prepared import prepare

EXAMPLES = [
    (rule, text, wanted)
    for pack in load_packs().values()
    for rule in pack.rules
    for texts, wanted in ((rule.hits, True), (rule.misses, False))
    for text in texts
]


IDS = [f"{rule.id}:{text[:40]}" for rule, text, _ in EXAMPLES]


@pytest.mark.parametrize(("rule", "text", "wanted"), EXAMPLES, ids=IDS)
def test_rule_on_its_own_example(rule: Rule, text: str, wanted: bool) -> None:
    assert bool(Matcher([prepare([rule])]).find(text)) is wanted
