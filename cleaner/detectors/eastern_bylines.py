"""Reporters in the style of Chinese, Japanese and Korean papers: in brackets at a line end, or after a dateline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.detectors.indexed_document import IndexedDocument
from cleaner.detectors.line_index import claim
from cleaner.document import Mark
from cleaner.newsroom.author_line_parser import author_fields
from cleaner.text.cjk import HAN

REPORTER_EAST = re.compile(
    "[（(【](?:本报|本報|本网|新华社|中新社|中央社)?(?:特约|实习|首席)?"
    "(?:记者|記者|通讯员|作者|编辑|編輯|责编|责任编辑|責任編輯|文)[：:／/ 　]?(?P<names>[^（）()【】]{2,40})[）)】]"
    r"|(?P<korean>[가-힣]{2,4})\s?(?:선임|인턴|객원)?(?:기자|특파원)(?:\s?\S+@\S+)?(?:\s?외\s?\d+명)?$"
)
EAST_NAME = re.compile(rf"[{HAN}]{{2,4}}(?:[\s、，][{HAN}]{{2,4}})*|[\u30a0-\u30ff・]{{3,12}}")
_KOREAN_OPENING = re.compile(
    r"[)\]】]\s?(?P<names>[가-힣]{2,4}(?:\s?[·,]\s?[가-힣]{2,4}){0,3}\s?(?:선임|인턴|객원|전문)?(?:기자|특파원))\s?="
)


def find_reporters(document: IndexedDocument, index: int) -> Iterator[Mark]:
    """Reporters named in a body line: behind a Korean dateline, in brackets at the end of a Chinese line."""
    line = document.lines[index]
    opening = _KOREAN_OPENING.search(line[:80])
    if opening:
        start = opening.start("names")
        yield claim(
            document,
            index,
            "bylines.reporter",
            start=start,
            end=opening.end(),
            lifted=author_fields(
                tuple(re.split(r"\s?[·,]\s?", re.sub("(?:선임|인턴|객원|전문)?(?:기자|특파원)$", "", opening["names"])))
            ),
        )
        return
    if line[-1:] in "）)】" or "记者" in line[:40] or "記者" in line[:40]:
        for match in REPORTER_EAST.finditer(line):
            if match["names"] and (match.end() >= len(line) - 1 or match.start() < 40):
                yield claim(
                    document,
                    index,
                    "bylines.reporter",
                    start=match.start(),
                    end=match.end(),
                    lifted=eastern_names(match),
                )


def eastern_names(match: re.Match[str]) -> tuple[tuple[str, str], ...]:
    if match["korean"]:
        return author_fields((match["korean"],))
    if "编" in match.group()[:6] or "編" in match.group()[:6]:
        return ()
    return author_fields(tuple(re.split(r"[、，,\s]+", match["names"].strip())))
