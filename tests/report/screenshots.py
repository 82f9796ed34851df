"""Screenshots of a report to look at: every view in both themes, wide and on a phone.

python tests/report/screenshots.py FOLDER [RECORDS]     without RECORDS, a run made from the samples
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from runs import hostile_record, make_run, rewritten_pair

from cleaner.batch.read_records import read_records
from cleaner.report import write_report

SIZES = {"wide": (1280, 900), "phone": (390, 844)}
VIEWS = {"top": "", "look": "#look", "list": "#documents"}


def main(folder: Path, records: str | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    report = folder / "report.html"
    run = read_records(records) if records else iter([*rewritten_pair(), *make_run(300), hostile_record()])
    write_report(run, report)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for theme in ("light", "dark"):
            for size, (width, height) in SIZES.items():
                page = chromium.new_page(viewport={"width": width, "height": height}, color_scheme=theme)
                take_all(page, report.as_uri(), folder / f"{theme}-{size}")
                page.close()
        chromium.close()


def take_all(page: Any, address: str, name: Path) -> None:
    """The parts of the overview, then the document with the most struck text in its three views."""
    for view, hash in VIEWS.items():
        page.goto(address + hash)
        page.wait_for_selector("html[data-ready]")
        page.screenshot(path=f"{name}-{view}.png")
    page.select_option("#order", "length:1")
    page.click("#table tbody a >> nth=0")
    page.wait_for_selector("#text p")
    for view in ("side", "body", "place"):
        page.check(f"input[value={view}]")
        if view != "body":
            page.focus("#text del >> nth=1")
        page.screenshot(path=f"{name}-{view}.png")
    page.emulate_media(media="print")
    page.screenshot(path=f"{name}-print.png", full_page=True)
    page.emulate_media(media="screen")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2] if len(sys.argv) > 2 else None)
