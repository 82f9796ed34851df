"""What a caller can choose, from keywords or from a `cleaner.toml`."""

from __future__ import annotations

import difflib
import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from cleaner.errors import UsageError
from cleaner.kinds import KINDS, Fate

DEFAULT_THRESHOLD = 0.5


@dataclass(frozen=True)
class Config:
    """The choices that decide what comes out. Frozen, hashable, picklable.

    keep, remove: kinds whose fate differs from the table's; a kind in both is an error.
    threshold: how sure a removal must be, 0.0 to 1.0. Higher keeps more.
    language: of every document; None detects it.
    witness: whether trafilatura is asked about HTML pages where the line model is unsure; False: never.
    translation: whether machine translation is assessed.
    comments: whether the readers' comments are put into the record as a list.
    packs: files with wording packs of the caller's own, used beside the built-in ones.
    site_rules: a folder with rules of sites, in the format of ftr-site-config, for HTML whose address is known.
    index: a file made by `cleaner learn`: what the other documents of the folder know.

    Raises `UsageError` for a kind that does not exist, a kind both kept and removed, a threshold out of range.
    """

    keep: frozenset[str] = frozenset()
    remove: frozenset[str] = frozenset()
    threshold: float = DEFAULT_THRESHOLD
    language: str | None = None
    witness: bool = True
    translation: bool = True
    comments: bool = False
    packs: tuple[str, ...] = ()
    site_rules: str | None = None
    index: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "keep", frozenset(_checked_kinds(self.keep)))
        object.__setattr__(self, "remove", frozenset(_checked_kinds(self.remove)))
        object.__setattr__(self, "packs", tuple(str(pack) for pack in self.packs))
        object.__setattr__(self, "site_rules", None if self.site_rules is None else str(self.site_rules))
        if both := self.keep & self.remove:
            raise UsageError(f"both kept and removed: {', '.join(sorted(both))}; choose one")
        if (
            isinstance(self.threshold, bool)
            or not isinstance(self.threshold, int | float)
            or not 0 <= self.threshold <= 1
        ):
            raise UsageError(f"threshold must be a number from 0 to 1, not {self.threshold!r}")

    def fate(self, kind: str) -> Fate:
        """What becomes of a stretch of this kind; a kind a detector of the caller's invented is removed."""
        return self._fates.get(kind, Fate.REMOVE)

    @cached_property
    def kept(self) -> frozenset[str]:
        """The kinds that stay in the body."""
        return frozenset(kind for kind, fate in self._fates.items() if fate is Fate.KEEP)

    @cached_property
    def _fates(self) -> Mapping[str, Fate]:
        """The fate of every known kind: it is asked for twice a line."""
        return {kind: self._choose_fate(kind) for kind in KINDS}

    def _choose_fate(self, kind: str) -> Fate:
        if kind in self.keep:
            return Fate.KEEP
        row = KINDS.get(kind)
        if kind in self.remove:
            return Fate.LIFT if row and row.fate is Fate.LIFT else Fate.REMOVE
        return row.fate if row else Fate.REMOVE

    def digest(self) -> str:
        """A short fingerprint: two runs with the same digest and the same versions decide alike."""
        plain = {key: sorted(value) if isinstance(value, frozenset) else value for key, value in asdict(self).items()}
        return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:16]

    def changed(self, **choices: Any) -> Self:
        """A copy with some choices changed; those that are None stay."""
        return replace(self, **{key: value for key, value in choices.items() if value is not None})

    @classmethod
    def from_file(cls, path: str | Path) -> Self:
        """Read a `cleaner.toml`: the field names above as keys. An unknown key is an error that names the nearest."""
        try:
            data = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise UsageError(f"{path}: cannot be read as configuration: {error}") from None
        return cls.from_mapping(data, source=str(path))

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any], *, source: str = "configuration") -> Self:
        """The same from a mapping."""
        known = {field.name for field in fields(cls)}
        for key in data:
            if key not in known:
                near = difflib.get_close_matches(key, sorted(known), n=1)
                hint = f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(sorted(known))}"
                raise UsageError(f"{source}: unknown key {key!r}{hint}")
        try:
            return cls(**data)
        except TypeError as error:
            raise UsageError(f"{source}: {error}") from None


def _checked_kinds(names: Iterable[str]) -> Iterable[str]:
    if isinstance(names, str):
        raise UsageError(f"expected a list of kinds, not the string {names!r}")
    for name in names:
        if name not in KINDS:
            near = difflib.get_close_matches(str(name), KINDS, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(KINDS)}"
            raise UsageError(f"no such kind: {name!r}{hint}")
        yield name
