"""Notices and sentences of stories about translation, made from the templates in `notice_templates.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path

TEMPLATES = tomllib.loads((Path(__file__).parent / "notice_templates.toml").read_text(encoding="utf-8"))


def sentences(kind: str) -> Iterator[tuple[str, str]]:
    """(language, sentence) for every template of "notices" or "stories" with every choice of its parts."""
    for language, parts in TEMPLATES[kind].items():
        for template in parts["templates"]:
            slots = [name for name in parts if "{" + name + "}" in template]
            for chosen in product(*(parts[name] for name in slots)):
                yield language, template.format(**dict(zip(slots, chosen, strict=True)))
