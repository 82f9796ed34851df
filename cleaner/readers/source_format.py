"""Tells HTML, Markdown, plain text and files that are no text apart by their content.

HTML is told from text by the share of letters that are next to block tags. Plain text can mention tags ("You may use
these tags: <b> <i>") or contain code samples or the rest of a noscript advert as lines of their own, but most of its
letters are in lines without tags. Of 5,825 texts that other extractors made of 2,000 pages, 100 contain many tags: one
per thousand characters. Markdown is told from text by the number of its marks and the share of lines that have one;
images, archives and programs by their first bytes and by control characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

HEAD = 50_000
"""Characters that are looked at."""

_PAGE = re.compile(r"<(?:\?xml|!doctype\s+html|(?:html|head|body|frameset|title|meta|link|base)[\s>])", re.IGNORECASE)
_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>|<\?[^>]{0,2000}>|<(script|style|noscript|svg)\b[^<>]{0,2000}>.*?(?:</\1\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_BLOCKS = (
    "p div br hr li ul ol dl dt dd h1 h2 h3 h4 h5 h6 table tbody thead tr td th caption section article main header"
    " footer nav aside figure figcaption blockquote pre address center form html head body title"
).split()
_INLINES = (
    "a abbr acronym audio b big button canvas cite code del em embed fieldset font i iframe img input ins kbd label"
    " legend link meta noscript object option param picture q s samp script select small source span strike strong"
    " style sub sup svg textarea time tt u var video wbr"
).split()
_ATTRIBUTES = r"(?:\s[^<>]{0,2000})?"
_TAG = re.compile(rf"</?(?:{'|'.join(_BLOCKS + _INLINES)}){_ATTRIBUTES}/?>", re.IGNORECASE)
_BLOCK = re.compile(rf"</?(?:{'|'.join(_BLOCKS)})[\s/>]", re.IGNORECASE)
_BREAK = re.compile(r"<br[\s/>]", re.IGNORECASE)
_RUN = re.compile(rf"{_TAG.pattern}(?:\s*{_TAG.pattern})*", re.IGNORECASE)
_PAIR = re.compile(
    r"""<(a|span|font|img|time)\s[^<>]{0,2000}?=\s*["']?[^\s"'<>][^<>]{0,2000}>(?:[^<>\n]{1,500}</\1>)?""",
    re.IGNORECASE,
)
_MENTION_BEFORE = re.compile(r"""[\w,:]\s+\Z|["'`“‘„«(\[]\Z""")
_FEWEST_BREAKS = 3
_WRAPPED = range(40, 121)

_LINK = re.compile(r"\]\((?:<|https?://|mailto:|tel:|www\.|/|#|\.{1,2}/)")
_HEADING = re.compile(r"^ {0,3}#{1,6} +[^\s#].{0,300}$", re.MULTILINE)
_LEAST_LINKS, _LEAST_HEADINGS = 3, 3
_LINES_A_MARK = 25
"""Lines of a text, blank ones aside, for each of its marks, at most."""

_LOOKED_AT = 65_536
_FEWEST_CONTROLS = 4
_MOST_CONTROLS = 0.05
"""Share of control characters above which nothing is text; compressed data has .09."""
_MOST_NULS = 0.3
"""Share of NULs: a story whose spaces are NULs has .16, and it is kept."""
_MAGIC = {
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"PK\x03\x04": "ZIP",
    b"PK\x05\x06": "ZIP",
    b"\x7fELF": "ELF",
    b"\x1f\x8b\x08": "gzip",
    b"\x28\xb5\x2f\xfd": "Zstandard",
    b"\xfd7zXZ\x00": "xz",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an Office document",
    b"SQLite format 3\x00": "SQLite",
    b"\x00asm": "WebAssembly",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
}
_SPELLED = re.compile(
    rb"%(?P<PDF>PDF)-\d\.\d\s|(?P<GIF>GIF8[79]a)(?=.{0,6}[\x00-\x08\x80-\xff])|(?P<RAR>Rar!\x1a\x07)|(?P<bzip2>BZh\d1AY&SY)"
    rb"|(?P<RIFF>RIFF...[\x00-\x7f](?:WEBP|WAVE|AVI ))|(?P<MP4>\x00\x00\x00.ftyp)|(?P<WOFF>wOF[F2]\x00\x01)",
    re.DOTALL,
)
_NOT_CONTROLS = bytes({*range(256)} - {*range(1, 0x20)} | {*b"\b\t\n\v\f\r\x1b\x1c\x1d\x1e\x1f"})
"""All but the controls that no text has: white space, separators and the escape of ISO-2022 stay out of the count."""


class _Piece(NamedTuple):
    """The text between two runs of block tags, and whether such a run stands on its first or last line."""

    text: str
    closed: bool


def looks_like_html(source: str) -> bool:
    """Whether a text is HTML: it opens as a page does, or most of its letters stand beside block tags.

    "a < b" is text, a lone "<p>Hello</p>" is HTML, and so are a fragment, a minified page and lines parted by <br>.
    """
    head = source[:HEAD].lstrip("\ufeff \t\r\n")
    if "<" not in head:
        return False
    seen = _UNSEEN.sub("", head).lstrip()
    if _PAGE.match(seen) or _PAGE.match(head) or not seen:
        return True
    first = _RUN.match(seen)
    pieces = list(_pieces(seen))
    if not _TAG.search(seen):
        return False
    lines = sum(len(piece.text.splitlines()) for piece in pieces)
    ends = _ends_with_tag(source)
    if first and ends and lines <= 40 * len(pieces):
        return True
    wrapped = ends or bool(first and _BLOCK.search(first[0]))
    enclosed = sum(_letters(line) for piece in pieces for line in _enclosed_lines(piece, wrapped))
    return enclosed > 0 and 2 * enclosed >= sum(_letters(piece.text) for piece in pieces)


def _ends_with_tag(source: str) -> bool:
    tail = _UNSEEN.sub("", source[-4_000:]).rstrip()
    return any(found.end() == len(tail) for found in _TAG.finditer(tail))


def _pieces(text: str) -> Iterator[_Piece]:
    """The text between runs of block tags that are no mere mention."""
    breaks = len(_BREAK.findall(text))
    at, before = 0, False
    for run in _RUN.finditer(text):
        if not _BLOCK.search(run[0]) or _is_mention(text, run, breaks):
            continue
        piece = text[at : run.start()]
        yield _Piece(piece.strip(), _touches(piece, before, True))
        at, before = run.end(), True
    yield _Piece(text[at:].strip(), _touches(text[at:], before, False))


def _touches(piece: str, before: bool, after: bool) -> bool:
    """Whether a piece has a block tag on its own first or last line; a line of tags alone parts nothing in a text."""
    led = piece[: len(piece) - len(piece.lstrip())]
    trailed = piece[len(piece.rstrip()) :]
    return (before and "\n" not in led) or (after and "\n" not in trailed)


def _is_mention(text: str, run: re.Match[str], breaks: int) -> bool:
    """Whether a run of tags is spoken of in a sentence: "the <p> tag", "(<div>)"."""
    if _BREAK.match(run[0]):
        return breaks < _FEWEST_BREAKS and text[run.end() : run.end() + 2].strip(" ").islower()
    after = text[run.end() : run.end() + 2]
    if run[0].startswith("</"):
        return after[:1] == " " and after[1:].islower()
    line = text[max(text.rfind("\n", 0, run.start()) + 1, run.start() - 40) : run.start()]
    return _MENTION_BEFORE.search(line) is not None


def _enclosed_lines(piece: _Piece, wrapped: bool) -> Iterator[str]:
    """The lines of a piece that markup parts from the others, and not the end of a line alone.

    wrapped: whether a paragraph may be wrapped; then its lines are of about one width, without a blank one.
    """
    lines = piece.text.splitlines()
    if piece.closed and (len(lines) == 1 or (wrapped and all(len(line) in _WRAPPED for line in lines[:-1]))):
        yield from lines
    else:
        yield from (line for line in lines if _TAG.match(line.lstrip()) or _PAIR.search(line))


def _letters(text: str) -> int:
    return sum(map(str.isalpha, _TAG.sub("", text)))


def looks_like_markdown(source: str) -> bool:
    """Whether a text is Markdown: three links or images, or three headings of several levels, and not in a long text.

    A text that mentions a link stays text, and so does one whose lines begin with the signs of comments or hashtags.
    """
    head = source[:HEAD]
    links = len(_LINK.findall(head)) if "](" in head else 0
    headings = _HEADING.findall(head) if "# " in head else []
    levels = {len(heading.lstrip()) - len(heading.lstrip(" #")) for heading in headings}
    enough = links >= _LEAST_LINKS or (links and headings) or (len(headings) >= _LEAST_HEADINGS and len(levels) > 1)
    if not enough:
        return False
    lines = sum(not line.isspace() for line in head.splitlines(keepends=True))
    return lines <= _LINES_A_MARK * (links + len(headings))


class NotText(Exception):  # noqa: N818 - it says what the source is
    """A source that is no text, as the record says it: `not text: looks like PDF`."""


def check_bytes(data: bytes) -> None:
    """Raises `NotText` for bytes that are known by their beginning, or full of control characters."""
    head = data[:_LOOKED_AT]
    check_magic(head)
    _check_shares(head)


def check_text(text: str) -> None:
    """The same for characters: what a program decoded as Latin-1, or with replacement characters."""
    head = text[:_LOOKED_AT]
    check_magic(head[:64].encode("latin-1", "replace"))
    if not head.isprintable():
        _check_shares(head.encode("latin-1", "replace"))


def check_magic(data: bytes) -> None:
    """Raises `NotText` for the beginning of a known format."""
    for magic, name in _MAGIC.items():
        if data.startswith(magic):
            raise NotText(f"not text: looks like {name}")
    if found := _SPELLED.match(data.lstrip(b" \t\r\n")[:64]):
        raise NotText(f"not text: looks like {found.lastgroup}")


def _check_shares(head: bytes) -> None:
    nuls = head.count(0)
    controls = len(head.translate(None, _NOT_CONTROLS))
    if max(nuls, controls) < _FEWEST_CONTROLS:
        return
    if nuls > _MOST_NULS * len(head) or controls > _MOST_CONTROLS * len(head):
        raise NotText("not text: full of control characters")
