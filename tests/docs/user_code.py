"""Write the Python code of the documentation into files that a type checker can read, one per page.

    python tests/docs/user_code.py FOLDER && mypy --strict FOLDER && pyright FOLDER

`pycon` sessions become the statements behind their prompts; `python` blocks are taken as they are. A statement that is
shown to raise is left out: those are the mistakes that a page demonstrates.
"""

from __future__ import annotations

import doctest
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(pycon|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def statements(page: Path) -> Iterator[str]:
    """The code of a page, in order."""
    for language, code in BLOCK.findall(page.read_text(encoding="utf-8")):
        if language == "python":
            yield code
        else:
            examples = doctest.DocTestParser().get_examples(code)
            yield "".join(example.source for example in examples if example.exc_msg is None)


def write_user_code(folder: Path) -> list[Path]:
    """Write a file for each page that has code; the paths of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for page in PAGES:
        if code := "\n".join(statements(page)):
            files.append(folder / f"{page.stem.lower().replace('-', '_')}_page.py")
            files[-1].write_text(code, encoding="utf-8")
    return files


if __name__ == "__main__":
    print(*write_user_code(Path(sys.argv[1])), sep="\n")
