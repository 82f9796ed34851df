"""MkDocs hooks: files outside `docs/` that its pages link to become part of the site, and links to them are rewritten.

In the repository a page links to `../cleaner/models/stacking.md`; on the site that file is `cards/stacking.md`.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parent.parent
LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#)([^)\s#]+)")


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the files from outside `docs/`."""
    for source, place in outside().items():
        files.append(File.generated(config, place, abs_src_path=str(ROOT / source)))
    return files


def on_page_markdown(markdown: str, *, page: Page, **_: object) -> str:
    """Rewrite the relative links of a page to the places that their targets have on the site."""
    here = page.file.src_uri
    moved = outside()
    source = next((path for path, place in moved.items() if place == here), f"docs/{here}")

    def rewritten(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), link[1]))
        place = moved.get(target, target.removeprefix("docs/"))
        return posixpath.relpath(place, posixpath.dirname(here) or ".")

    return LINK.sub(rewritten, markdown)


def on_page_content(html: str, **_: object) -> str:
    """Show `\\|` in the code of a table cell as `|`, as code hosts do; Python-Markdown keeps the backslash."""
    return re.sub(r"<code>[^<]*</code>", lambda code: code[0].replace("\\|", "|"), html)


def outside() -> dict[str, str]:
    """The files outside `docs/` by their path in the repository, and their paths on the site."""
    cards = {f"cleaner/models/{card.name}": f"cards/{card.name}" for card in (ROOT / "cleaner/models").glob("*.md")}
    programs = {f"examples/{path.name}": f"examples/{path.name}" for path in (ROOT / "examples").glob("*.py")}
    pages = {f"{name}.md": f"project/{name.lower()}.md" for name in ("README", "CHANGELOG", "CONTRIBUTING")}
    return cards | programs | pages | {"LICENSE": "project/LICENSE"}
