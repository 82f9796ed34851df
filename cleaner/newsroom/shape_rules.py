"""The rules read by shape: what each means, how often it was right, and examples. `cleaner rule ID` shows them.

The rules are in `rules.toml`, readable by anybody. Their scores come from `measured.toml`, which
`training/newsroom/measure.py --write` makes from labelled lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from cleaner.text.toml_tables import read_table

_RULES = Path(__file__).parent / "rules.toml"
_MEASURED = Path(__file__).parent / "measured.toml"

PRIOR = 0.85
"""What a rule is worth before it was seen: the precision of all rules together, rounded down."""
PRIOR_WEIGHT = 4
"""How many sightings the prior counts for; a rule seen 40 times is nearly its own measurement."""


@dataclass(frozen=True, slots=True)
class ShapeRule:
    """A rule of the newsroom grammar.

    score: smoothed share of its marks that were boilerplate (datelines: that were datelines);
    kind_score: smoothed share whose kind was right as well; seen: marks on labelled lines it was measured on.
    names_only: it says what a line is called that goes for another reason; its score is 0.
    hits, misses: lines it is meant and not meant for; its tests are the cases in `tests/cases`.
    """

    id: str
    kind: str
    meaning: str
    hits: tuple[str, ...]
    misses: tuple[str, ...] = ()
    score: float = PRIOR
    kind_score: float = PRIOR
    seen: int = 0
    names_only: bool = False
    detector: str = field(init=False)
    """Who marks by it: the first part of its id."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "detector", self.id.partition(".")[0])


def _read_table() -> tuple[ShapeRule, ...]:
    rows = read_table(_RULES)["rule"]
    return tuple(
        ShapeRule(
            row["id"],
            row["kind"],
            row["meaning"],
            tuple(row["hits"]),
            tuple(row.get("misses", ())),
            names_only=row.get("names_only", False),
        )
        for row in rows
    )


def _measured() -> dict[str, dict[str, int]]:
    """Per rule: marks on labelled lines (`seen`), those boilerplate (`gone`), those of the right kind (`named`)."""
    if not _MEASURED.exists():
        return {}
    return read_table(_MEASURED)


def _smooth(right: int, seen: int) -> float:
    return round((right + PRIOR * PRIOR_WEIGHT) / (seen + PRIOR_WEIGHT), 3)


def _scored(rule: ShapeRule, counts: Mapping[str, int]) -> ShapeRule:
    seen, named = counts.get("seen", 0), counts.get("named", 0)
    if rule.names_only:  # of those that go
        return replace(rule, score=0.0, kind_score=_smooth(named, counts.get("gone", 0)), seen=seen)
    return replace(rule, score=_smooth(counts.get("gone", 0), seen), kind_score=_smooth(named, seen), seen=seen)


_COUNTS = _measured()

RULES: tuple[ShapeRule, ...] = tuple(_scored(rule, _COUNTS.get(rule.id, {})) for rule in _read_table())
"""Every rule of the newsroom grammar with its measured scores."""

RULE: Mapping[str, ShapeRule] = MappingProxyType({rule.id: rule for rule in RULES})
"""The same by id."""
