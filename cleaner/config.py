"""The settings of a caller, from keywords or from a `cleaner.toml`."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypedDict, Unpack

from cleaner.errors import UsageError
from cleaner.kinds import KINDS, Fate

DEFAULT_THRESHOLD = 0.5
DEFAULT_TIMEOUT = 30.0
"""Seconds a document may take in a worker process."""

FAVORS = ("recall", "balanced", "precision")
"""What the classifier can favor (`cleaner.classifier.weights`)."""

FORMS = ("text", "markdown", "html")
"""What a document can be read as."""

MOST_BYTES = 1_000_000
"""Of a configuration file."""

LONGEST_TIMEOUT = 86_400
"""Seconds a document may take: a day."""

_CODE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8}){0,3}")


class Choices(TypedDict, total=False):
    """The fields of `Config` as keywords: what a type checker knows of `Config(...)` and `Cleaner(...)`."""

    keep: Iterable[str]
    remove: Iterable[str]
    threshold: float
    favor: str
    max_body_loss: float | None
    language: str | None
    form: str | None
    witness: bool
    translation: bool
    comments: bool
    packs: Iterable[str | PathLike[str]]
    site_rules: str | PathLike[str] | None
    index: str | PathLike[str] | None
    corrections: str | PathLike[str] | None


@dataclass(frozen=True)
class Config:
    """The settings of a `Cleaner`. Frozen, hashable, picklable.

    keep, remove: kinds whose fate differs from the table's; a kind in both is an error.
    threshold: lowest score of a removal, 0.0 to 1.0. A higher value keeps more.
    favor: what the classifier favors: "recall" loses less body and leaves more boilerplate, "precision" the reverse;
        "balanced" is the default. docs/evaluation.md has the trade in figures.
    max_body_loss: the highest expected share of a document's body that may be lost, 0 to 1, instead of `favor`.
    language: of every document; None detects it.
    form: the format of text that is not declared as HTML: "text", "markdown" or "html"; None decides by the ending of
        the file or the column of the row, else by content.
    witness: whether trafilatura is run on HTML pages of which the classifier is unsure; False: never.
    translation: whether machine translation is assessed.
    comments: whether the record lists the readers' comments.
    packs: wording pack files of the caller, used in addition to the built-in ones.
    site_rules: a folder with site rules in the ftr-site-config format, for HTML whose URL is known.
    index: an index file made by `cleaner learn`.
    corrections: a file with a person's corrections of exact documents (see `docs/teaching.md`).

    Raises `UsageError`, naming the field, for a value of another type, a kind that does not exist or is both kept and
    removed, a threshold out of range, a language that is not a code, an unknown form.
    """

    keep: frozenset[str] = frozenset()
    remove: frozenset[str] = frozenset()
    threshold: float = DEFAULT_THRESHOLD
    favor: str = "balanced"
    max_body_loss: float | None = None
    language: str | None = None
    form: str | None = None
    witness: bool = True
    translation: bool = True
    comments: bool = False
    packs: tuple[str, ...] = ()
    site_rules: str | None = None
    index: str | None = None
    corrections: str | None = None

    if TYPE_CHECKING:

        def __init__(self, **choices: Unpack[Choices]) -> None: ...

    def __post_init__(self) -> None:
        for field in fields(self):
            object.__setattr__(self, field.name, _CHECKS[field.name](field.name, getattr(self, field.name)))
        if both := self.keep & self.remove:
            raise UsageError(f"both kept and removed: {', '.join(sorted(both))}; choose one")
        if self.max_body_loss is not None and self.favor != "balanced":
            raise UsageError("favor and max_body_loss cannot be combined; choose one")

    def fate(self, kind: str) -> Fate:
        """The fate of a span of this kind. A kind that only a detector of the caller knows is removed."""
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
        """Read a `cleaner.toml`: its keys are the fields. An unknown key is an error that suggests the closest one."""
        import tomllib  # most programs have no such file

        try:
            with Path(path).open("rb") as file:
                data = file.read(MOST_BYTES + 1)  # /dev/zero never ends
            if len(data) > MOST_BYTES:
                raise ValueError(f"larger than {MOST_BYTES:,} bytes")
            choices = tomllib.loads(data.decode("utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise UsageError(f"{path}: cannot be read as configuration: {error}") from None
        return cls.from_mapping(choices, source=str(path))

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any], *, source: str = "configuration") -> Self:
        """The same from a mapping. source: what holds it, for messages."""
        known = {field.name for field in fields(cls)}
        for key in data:
            if key not in known:
                near = difflib.get_close_matches(str(key), sorted(known), n=1)
                hint = f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(sorted(known))}"
                raise UsageError(f"{source}: unknown key {key!r}{hint}")
        try:
            return cls(**data)
        except UsageError as error:
            raise UsageError(f"{source}: {error}") from None


def _kinds(key: str, value: object) -> frozenset[str]:
    names = frozenset(_several(key, value, "kinds"))
    for name in sorted(names, key=str):
        if name not in KINDS:
            near = difflib.get_close_matches(str(name), KINDS, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(KINDS)}"
            raise UsageError(f"{key}: no such kind: {name!r}{hint}")
    return names


def _paths(key: str, value: object) -> tuple[str, ...]:
    return tuple(_path(key, item) or "" for item in _several(key, value, "files"))


def _several(key: str, value: object, what: str) -> Sequence[Any]:
    """The members of a list, tuple, set or the like of texts or paths."""
    if isinstance(value, Iterable) and not isinstance(value, str | bytes | PathLike | Mapping):
        members = tuple(value)
        if all(isinstance(item, str | PathLike) for item in members):
            return members
    raise UsageError(f"{key} must be a list of {what}, not {_shown(value)}")


def _path(key: str, value: object) -> str | None:
    if value is None or (isinstance(value, str | PathLike) and str(value)):
        return None if value is None else str(value)
    raise UsageError(f"{key} must be the name of a file or folder, not {_shown(value)}")


def _switch(key: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise UsageError(f"{key} must be true or false, not {_shown(value)}")


def _share(key: str, value: object) -> float:
    if not isinstance(value, bool) and isinstance(value, int | float) and 0 <= value <= 1:
        return value
    raise UsageError(f"{key} must be a number from 0 to 1, not {_shown(value)}")


def _favor(key: str, value: object) -> str:
    if value in FAVORS:
        return str(value)
    raise UsageError(f"{key} must be one of {', '.join(FAVORS)}, not {_shown(value)}")


def _share_or_none(key: str, value: object) -> float | None:
    return None if value is None else _share(key, value)


def _language(key: str, value: object) -> str | None:
    if value is None or (isinstance(value, str) and _CODE.fullmatch(value)):
        return value
    raise UsageError(f'{key} must be a code such as "en" or "pt-BR", not {_shown(value)}')


def _form(key: str, value: object) -> str | None:
    if value is None or value in FORMS:
        return str(value) if value else None
    raise UsageError(f"{key} must be one of {', '.join(FORMS)}, not {_shown(value)}")


def _shown(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:60]}..."


def check_seconds(key: str, value: object) -> float:
    """A number of seconds that ends; raises `UsageError`, naming the key."""
    if not isinstance(value, bool) and isinstance(value, int | float) and 0 < value <= LONGEST_TIMEOUT:
        return value
    raise UsageError(f"{key} must be a number of seconds above 0, at most {LONGEST_TIMEOUT:,}, not {_shown(value)}")


_CHECKS: Mapping[str, Callable[[str, Any], Any]] = {
    "keep": _kinds,
    "remove": _kinds,
    "threshold": _share,
    "favor": _favor,
    "max_body_loss": _share_or_none,
    "language": _language,
    "form": _form,
    "witness": _switch,
    "translation": _switch,
    "comments": _switch,
    "packs": _paths,
    "site_rules": _path,
    "index": _path,
    "corrections": _path,
}
