"""Every rule of every bundled pack against its own examples."""

from __future__ import annotations

import pytest

from cleaner.matching import Matcher
from cleaner.packs import Rule, load_packs

EXAMPLES = [(rule, text, wanted) for pack in load_packs().values() for rule in pack.rules
            for texts, wanted in ((rule.hits, True), (rule.misses, False)) for text in texts]


@pytest.mark.parametrize(("rule", "text", "wanted"), EXAMPLES, ids=[f"{r.id}:{t[:40]}" for r, t, _ in EXAMPLES])
def test_rule_on_its_own_example(rule: Rule, text: str, wanted: bool) -> None:
    assert bool(Matcher([rule]).find(text)) is wanted
