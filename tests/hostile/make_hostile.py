"""A set of inputs made to hurt: `python tests/hostile/make_hostile.py FOLDER [SCALE]` writes it, 1.0 is the full size.

Every one is a document somebody's crawl could hold. None may raise, hang past the deadline or be lost.
"""

from __future__ import annotations

import codecs
import gzip
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

PROSE = "The harbour of Velmora reopened on Monday after eight weeks of repairs, the port authority said. "
RIGHT_TO_LEFT = "\u202e\u2066\u200f\u05e9\u05dc\u05d5\u05dd \u202c\u2069 "


def hostile_documents(scale: float = 1.0) -> Iterator[tuple[str, bytes]]:
    """File names and contents; `scale` shrinks what is large."""
    for makers in (_nested, _large, _encodings, _broken, _patterns, _packed, _rows):
        yield from makers(lambda full: max(1, int(full * scale)))


Scaled = Callable[[int], int]


def _nested(size: Scaled) -> Iterator[tuple[str, bytes]]:
    for depth in (300, 3_000, 20_000):
        n = size(depth)
        yield f"depth-{depth}.html", ("<div>" * n + f"<p>{PROSE}</p>" + "</div>" * n + f"<p>{PROSE}</p>").encode()
    n = size(20_000)
    yield "unclosed-depth.html", ("<b><i><span>" * n + PROSE).encode()
    yield "nested-tables.html", ("<table><tr><td>" * size(3_000) + PROSE).encode()
    yield "nested-forms.html", ("<form><div>" * size(3_000) + PROSE).encode()
    yield "nested-lists.html", ("<ul><li>x" * size(3_000) + PROSE).encode()
    yield "nested-links.html", ("<a href=x>" * size(20_000) + PROSE).encode()
    yield (
        "nested-json-ld.html",
        ('<script type="application/ld+json">' + '{"@graph":[' * size(50_000) + f"</script><p>{PROSE}</p>").encode(),
    )


def _large(size: Scaled) -> Iterator[tuple[str, bytes]]:
    yield "paragraphs.html", "".join(f"<p>{i} {PROSE}</p>" for i in range(size(60_000))).encode()
    yield "short-lines.txt", "".join(f"Line {i}\n" for i in range(size(200_000))).encode()
    yield "one-line.txt", (PROSE * size(450_000)).encode()
    yield "one-word.txt", b"a" * size(20_000_000)
    yield "text-node.html", f"<p>{PROSE * size(110_000)}</p>".encode()
    yield "links.html", "".join(f"<a href=/{i}>Story {i}</a> " for i in range(size(100_000))).encode()
    yield "list-items.html", ("<ul>" + "".join(f"<li><a href=/{i}>Item {i}</a>" for i in range(size(50_000)))).encode()
    yield "table-cells.html", ("<table>" + "<tr><td>1<td>2<td>3" * size(50_000)).encode()
    yield "attributes.html", ("<p " + " ".join(f"a{i}=b" for i in range(size(100_000))) + f">{PROSE}").encode()
    yield "long-attribute.html", f'<p class="{"teaser " * size(500_000)}">{PROSE}</p>'.encode()
    yield "siblings.html", "".join(f"<div class=c{i}><span>{i}</span></div>" for i in range(size(50_000))).encode()
    yield "breaks.html", (f"<p>{PROSE}" + "<br>x" * size(100_000)).encode()
    yield "blank-lines.txt", (PROSE + "\n" * size(5_000_000) + PROSE).encode()
    yield "spaces.txt", (PROSE + " " * size(10_000_000) + PROSE).encode()
    yield "repeated-line.txt", ((PROSE + "\n") * size(60_000)).encode()
    yield "repeated-paragraph.html", (f"<p>{PROSE}</p>" * size(20_000)).encode()
    yield "comments.html", (
        f"<p>{PROSE}</p><h3>Comments</h3>" + "".join(
            f"<p>reader{i}</p><p>2 hours ago</p><p>Well said, number {i}.</p><p>Reply</p>" for i in range(size(20_000))
        )
    ).encode()  # fmt: skip
    yield "meta.html", ("".join(f'<meta name=author content="A{i} B">' for i in range(size(50_000))) + PROSE).encode()


def _encodings(size: Scaled) -> Iterator[tuple[str, bytes]]:  # noqa: ARG001 - all are small
    page = f"<html><body><p>{PROSE} Größe Ñandú 東京 الميناء</p></body></html>"
    marks = {
        "utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE,
        "utf-32-le": codecs.BOM_UTF32_LE, "utf-32-be": codecs.BOM_UTF32_BE,
    }  # fmt: skip
    for encoding, mark in marks.items():
        yield f"bom-{encoding}.html", mark + page.encode(encoding)
        yield f"bom-{encoding}.txt", mark + PROSE.encode(encoding)
        yield f"bom-only-{encoding}.html", mark
        yield f"bom-odd-{encoding}.txt", mark + PROSE.encode(encoding)[:-1]
    yield "two-boms.txt", codecs.BOM_UTF8 * 2 + PROSE.encode()
    declared = page.replace("<html>", "<html><head><meta charset=utf-8></head>")
    yield "wrong-charset.html", declared.encode("cp1252", "replace")
    yield "unknown-charset.html", page.replace("<html>", "<html><head><meta charset=klingon></head>").encode()
    yield "utf-7-charset.html", page.replace("<html>", "<html><head><meta charset=utf-7></head>").encode()
    yield "nul.txt", b"\0".join(PROSE.encode().split())
    yield "nul.html", page.encode().replace(b" ", b"\0")
    yield "surrogates.txt", PROSE.encode() + "\ud800\udfff".encode("utf-8", "surrogatepass")
    yield "surrogates.html", page.encode() + "\ud800".encode("utf-8", "surrogatepass")
    yield "surrogate-entities.html", f"<p>{PROSE}&#xD800;&#xDFFF;&#x110000;&#0;&#x80;&bogus;&amp</p>".encode()
    yield "random-bytes.html", bytes((i * 7919 + i // 251) % 256 for i in range(50_000))
    yield "random-bytes.txt", bytes((i * 104_729 + i // 241) % 256 for i in range(50_000))
    yield "right-to-left.html", f"<p>{RIGHT_TO_LEFT * 500}{PROSE}</p>".encode()
    yield "right-to-left.txt", (RIGHT_TO_LEFT * 500 + PROSE).encode()
    yield "controls.txt", bytes(range(32)) * 50 + PROSE.encode() + b"\x1b[2J\x1b]0;owned\x07"
    yield "combining.txt", ("a" + "\u0301" * 5_000 + PROSE).encode()
    yield "empty.html", b""
    yield "empty.txt", b""
    yield "spaces-only.html", b" \n\t "


def _broken(size: Scaled) -> Iterator[tuple[str, bytes]]:
    yield "less-than.html", b"<" * size(2_000_000)
    yield "less-than.txt", b"< " * size(1_000_000)
    yield "tag-soup.html", b"<a <b <c <d <<<>>" * size(100_000)
    yield "unclosed-comment.html", f"<p>{PROSE}</p><!-- {PROSE * size(20_000)}".encode()
    yield "comment-soup.html", b"<!--" * size(500_000) + PROSE.encode()
    yield "unclosed-script.html", f"<p>{PROSE}</p><script>{PROSE * size(20_000)}".encode()
    yield "unclosed-title.html", f"<title>{PROSE * size(20_000)}<p>{PROSE}</p>".encode()
    yield "unclosed-textarea.html", f"<p>{PROSE}</p><textarea>{PROSE * size(2_000)}".encode()
    yield "closing-tags.html", b"</div></p></b>" * size(200_000) + PROSE.encode()
    yield "entities.html", ("<p>" + "&amp;&lt;&eacute;&#8217;" * size(200_000)).encode()
    yield (
        "entity-bomb.html",
        (
            '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa">'
            + "".join(f'<!ENTITY {b} "&{a};&{a};&{a};&{a};&{a};">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
            + f"]><p>&i;{PROSE}</p>"
        ).encode(),
    )
    yield "external-entity.html", b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><p>&x; it said.</p>'
    yield "processing.html", b"<?xml version='1.0'?><?php echo 1; ?>" * size(50_000) + PROSE.encode()
    yield "cdata.html", b"<![CDATA[ x ]]>" * size(100_000) + PROSE.encode()
    yield "frameset.html", b"<html><frameset><frame src=x></frameset></html>"
    yield "svg.html", ("<svg><g>" * size(3_000) + f"<text>{PROSE}</text>").encode()
    yield "template.html", f"<template><p>{PROSE}</p></template>".encode()
    yield "plaintext.html", f"<plaintext><p>{PROSE}</p>".encode()
    yield "quotes.html", (f'<p title="{PROSE}>' + f"<p>{PROSE}</p>" * size(2_000)).encode()


def _patterns(size: Scaled) -> Iterator[tuple[str, bytes]]:
    """What makes a careless pattern take a time that grows with the square of the line, at 1x and at 10x."""
    units = {
        "by": "By ", "by-names": "By Ana Ruiz and ", "capitals": "A", "initials": "A. B. ", "digits": "12:30 ",
        "dates": "March 17, 2023 ", "digits-only": "1", "at": "a@", "dots": ".", "dashes": "- ",
        "long-dashes": "\u2014", "pipes": "a | ", "copyright": "\u00a9 2023 ", "hash": "#", "parentheses": "(",
        "quotes": '"a" ',
        "reported": "Reporting by ",
        "capital-words": "Velmora Harbour ", "city": "NEW YORK, ", "colon": "a: ", "slashes": "a/",
        "urls": "http://a.b/ ",
        "mixed-case": "aB", "commas": "a, ", "subscribe": "Subscribe now ", "spaces-tabs": " \t", "apostrophes": "'s ",
        "cjk": "\u6e2f\u53e3", "thai": "\u0e17\u0e48\u0e32", "arabic": "\u0627\u0644\u0645 ",
        "emoji": "\U0001f468\u200d\U0001f469",
    }  # fmt: skip
    for name, unit in units.items():
        for times in (1, 10):
            yield f"pattern-{name}-{times}x.txt", (unit * (size(20_000) * times // len(unit))).encode()


def _packed(size: Scaled) -> Iterator[tuple[str, bytes]]:
    yield "bomb.html.gz", gzip.compress(b"\0" * size(300_000_000), 9)
    yield "bomb.txt.gz", gzip.compress(b"a" * size(300_000_000), 9)
    page = gzip.compress(f"<p>{PROSE * 50}</p>".encode())
    yield "truncated.html.gz", page[:-20]
    yield "trailing.html.gz", page + b"trailing"
    yield "no-gzip.html.gz", b"<p>not gzip</p>"
    yield "empty.html.gz", b""
    yield "twice.html.gz", gzip.compress(page)
    yield "members.html.gz", page + page


def _rows(size: Scaled) -> Iterator[tuple[str, bytes]]:
    rows: list[bytes] = [
        b'{"text": "fine"}', b"{", b"[]", b"null", b'"text"', b"{}", b'{"text": null}', b'{"text": 1}', b'{"html": []}',
        b'{"text": "\\ud800 lone", "id": "\\udfff"}', b'{"text": "nul \\u0000", "id": "a\\u0000b"}', b"\xff\xfe{}",
        b'{"text": "x", "id": {"a": 1}}', b'{"text": "x", "id": "../../../etc/passwd"}',
        b'{"text":"x","id":"\\u001b[2J"}',
        b'{"text": "x", "language": "xx-yy-zz", "url": 5}', b'{"text": "x", "n": NaN, "i": -Infinity, "e": 1e999}',
        b'{"text": "x", "text": "y"}', b"[" * size(200_000), b'{"a":' * size(200_000),
        b'{"text": ' + b"9" * 6_000 + b"}",
        json.dumps({"text": PROSE * size(50_000)}).encode(), b'{"text": "' + b"\\u0041" * size(500_000) + b'"}',
    ]  # fmt: skip
    yield "rows.jsonl", b"\n".join(rows) + b"\n"
    yield "rows-truncated.jsonl", b"\n".join(rows[:5]) + b'\n{"text": "cut he'
    yield "rows-crlf.jsonl", b"\r\n".join(rows[:8]) + b"\r\n"
    yield "rows-bom.jsonl", codecs.BOM_UTF8 + b'{"text": "fine"}\n'
    yield "rows-utf16.jsonl", '{"text": "fine"}\n'.encode("utf-16")
    yield "rows-blank.jsonl", b"\n" * size(2_000_000) + b'{"text": "last"}'
    yield "rows-truncated.jsonl.gz", gzip.compress(b"\n".join(rows) * 3)[:-40]


def main() -> None:
    """Write the set into a folder."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in hostile_documents(float(sys.argv[2]) if len(sys.argv) > 2 else 1.0):
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
