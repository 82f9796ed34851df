"""The body as Markdown (CommonMark, and the tables and strikethrough of GitHub)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from unicodedata import category

from cleaner.document import Inline, Span
from cleaner.forms.blocks import Container, Shape
from cleaner.forms.pictures import Picture
from cleaner.forms.runs import EMPHASIS, Formed, Inlines, cells

_MARKS = {"em": "*", "strong": "**", "del": "~~"}
_SPECIAL = re.compile(
    r"[\\`*]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # within a word it is no emphasis
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=#?\w+;)"
)
_BRACKETS = re.compile(r"[\[\]]")
_LINKLIKE = re.compile(r"\]\s*[(\[:]|^\[[ xX]\](?=\s|$)", re.MULTILINE)
_LINE_START = re.compile(r"(?:#{1,6}|[-+])(?=\s|$)|>|(\d{1,9})(?=[.)](?:\s|$))")
_RULE = re.compile(r"[-=_|:\s]+$")
_BREAK = re.compile(r"\r\n?|\n")
_UNSAFE = {ord(sign): f"%{ord(sign):02X}" for sign in "()<>\\ \"'`*[]|"}


class Markdown:
    """Writes blocks. text: the body. inlines: with addresses that are safe."""

    def __init__(self, text: str, inlines: Iterable[Inline]) -> None:
        self._text = text
        self._inlines = Inlines(inlines, text)

    def write(self, parts: Sequence[Shape | Picture]) -> str:
        """Blocks, and the images between them, as Markdown without a line break at its end."""
        pieces: list[str] = []
        begun: set[Container] = set()
        above: tuple[Container, ...] = ()
        for part in parts:
            path = part.path if isinstance(part, Shape) else ()
            first, rest = _prefixes(path, begun)
            if pieces:
                pieces.append(_gap(above, path, begun))
            lines = self._block(part) if isinstance(part, Shape) else [_image(part.inline)]
            pieces.append(first + f"\n{rest}".join(lines))
            begun.update(path)
            above = path
        return "\n".join(line.rstrip() if not line.endswith("  ") else line for line in "".join(pieces).split("\n"))

    def _block(self, shape: Shape) -> list[str]:
        """The lines of a block, without those signs that say what it stands in."""
        type, level, start, end, _ = shape.block
        if type == "code":
            lines = [self._text[first:last] for first, last in shape.lines]
            fence = _fence("\n".join(lines), 3)
            return [fence, *[part for line in lines for part in _BREAK.split(line)], fence]
        escapes = self._escapes(start, end)
        if type == "table":
            return self._table(shape.lines, escapes)
        lines = [self._line(line, escapes) for line in shape.lines]
        if type == "heading":
            whole = " ".join(_BREAK.sub(" ", line) for line in lines)
            return ["#" * level + " " + re.sub(r"(#+)$", r"\\\1", whole)]
        return [part for line in lines[:-1] for part in _parts(line, "  ")] + _parts(lines[-1], "")

    def _escapes(self, start: int, end: int) -> frozenset[int]:
        """The places of a block where a sign would be read as Markdown."""
        text = self._text[start:end]
        found = {match.start() for match in _SPECIAL.finditer(text)}
        if self._inlines.has(("a", "img"), start, end) or _LINKLIKE.search(text):
            found |= {match.start() for match in _BRACKETS.finditer(text)}
        if text.count("~") > 1 or self._inlines.has(("del",), start, end):
            found |= {place for place, sign in enumerate(text) if sign == "~"}
        return frozenset(start + place for place in found)

    def _line(self, line: Span, escapes: frozenset[int]) -> str:
        out: list[str] = []
        self._runs(self._inlines.runs(line), out, escapes, line, " ")
        return "".join(out)

    def _runs(
        self, runs: Sequence[Span | Formed], out: list[str], escapes: frozenset[int], line: Span, before: str
    ) -> None:
        """Append runs. before: the sign that stands before the first."""
        for place, run in enumerate(runs):
            if isinstance(run, Span):
                out.append(self._plain(run, escapes))
                continue
            tag = run.inline.tag
            if tag == "img":
                _append_link(out, _image(run.inline))
            elif tag == "code" and _last(out, before) != "`":
                out.append(self._code(run.inline.span))
            else:
                inside: list[str] = []
                self._runs(run.inside, inside, escapes, line, "[" if tag == "a" else _last(out, before))
                inner = "".join(inside)
                if tag == "a":
                    _append_link(out, f"[{inner}]({run.inline.target.translate(_UNSAFE)})")
                elif tag == "code":  # two in a row would be read as one
                    out.append(self._plain(run.inline.span, escapes))
                else:
                    mark = _MARKS.get(tag, "")
                    near = _touches(runs, place)
                    if not near and _is_flanked(_last(out, before), inner, self._after(run, runs, place, line)):
                        inner = f"{mark}{inner}{mark}"
                    out.append(inner)

    def _after(self, run: Formed, runs: Sequence[Span | Formed], place: int, line: Span) -> str:
        """The sign behind a run, a bracket for all that begins with a sign of Markdown."""
        following = runs[place + 1] if place + 1 < len(runs) else None
        end = run.inline.span.end
        if isinstance(following, Formed):
            return "["
        return self._text[end] if end < line.end else " "

    def _plain(self, span: Span, escapes: frozenset[int]) -> str:
        return "".join(
            f"\\{sign}" if place in escapes else sign
            for place, sign in enumerate(self._text[span.start : span.end], span.start)
        )

    def _code(self, span: Span) -> str:
        text = self._text[span.start : span.end]
        fence = _fence(text, 1)
        room = " " if text.startswith("`") or text.endswith("`") else ""
        return f"{fence}{room}{text}{room}{fence}"

    def _table(self, lines: Sequence[Span], escapes: frozenset[int]) -> list[str]:
        """A table; its first row is the head. A head with one cell less than the others has an empty first cell."""
        rows = [[self._line(cell, escapes) for cell in cells(self._text, line)] for line in lines]
        most = max(map(len, rows))
        if len(rows) > 1 and len(rows[0]) == most - 1:
            rows[0].insert(0, "")
        rows = [[cell.replace("|", "\\|") for cell in row] + [""] * (most - len(row)) for row in rows]
        written = ["| " + " | ".join(row) + " |" for row in rows]
        return [written[0], "| " + " | ".join(["---"] * most) + " |", *written[1:]]


def _image(inline: Inline) -> str:
    alt = re.sub(r"([\\`*_\[\]<>&|~])", r"\\\1", inline.alt)
    return f"![{alt}]({inline.target.translate(_UNSAFE)})"


def _prefixes(path: tuple[Container, ...], begun: set[Container]) -> tuple[str, str]:
    """What stands before the first line of a block in these containers, and before its others."""
    first = rest = ""
    for one in path:
        if one.tag == "blockquote":
            first += "> "
            rest += "> "
        elif one.tag == "li":
            sign = "- " if one.number is None else f"{one.number % 10**9}. "
            first += " " * len(sign) if one in begun else sign
            rest += " " * len(sign)
    return first, rest


def _gap(above: tuple[Container, ...], path: tuple[Container, ...], begun: set[Container]) -> str:
    """What stands between two blocks: nothing between the items of a list, else a blank line."""
    shared = 0
    for one, other in zip(above, path, strict=False):
        if one != other:
            break
        shared += 1
    inner = path[-1] if path else None
    in_list = shared and above[shared - 1].tag != "blockquote"
    if in_list and inner is not None and inner.tag == "li" and inner not in begun:
        goes_on = path[-2] in begun or inner.number in (None, 1)
        return "\n" if goes_on else "\n\n"
    common, _ = _prefixes(path[:shared], begun)
    return f"\n{common.rstrip()}\n"


def _parts(line: str, end: str) -> list[str]:
    """A line of a block, which may be wrapped, as lines of a paragraph. end: what stands behind the last."""
    *above, last = [_guarded(part.strip()) for part in _BREAK.split(line)]
    return [*above, last + end]


def _guarded(line: str) -> str:
    """A line of a paragraph that is read as one: not as a heading, an item, a quotation or a rule."""
    if _RULE.match(line):
        return "\\" + line
    if found := _LINE_START.match(line):
        number = found[1] or ""
        return f"{number}\\{line[len(number) :]}"
    return line


def _fence(text: str, least: int) -> str:
    """Backticks, more than any run of them in a text."""
    return "`" * max([least, *[len(run) + 1 for run in re.findall("`+", text)]])


def _append_link(out: list[str], link: str) -> None:
    """Append a link; an exclamation mark before it would make an image of it."""
    if out and out[-1].endswith("!") and link.startswith("["):
        out[-1] = out[-1][:-1] + "\\!"
    out.append(link)


def _last(out: list[str], before: str) -> str:
    return next((piece[-1] for piece in reversed(out) if piece), before)


def _touches(runs: Sequence[Span | Formed], place: int) -> bool:
    """Whether emphasis stands at once before or behind a run: their marks would be read as one."""
    near = (*runs[max(place - 1, 0) : place], *runs[place + 1 : place + 2])
    return any(isinstance(run, Formed) and run.inline.tag in EMPHASIS for run in near)


def _is_flanked(before: str, inner: str, after: str) -> bool:
    """Whether marks around a text are read as emphasis, by the rule of CommonMark for its neighbours."""
    if not inner or inner[0].isspace() or inner[-1].isspace():
        return False
    opens = not _is_sign(inner[0]) or _is_apart(before)
    closes = not _is_sign(inner[-1]) or _is_apart(after)
    return opens and closes


def _is_sign(character: str) -> bool:
    return category(character)[0] in "PS"


def _is_apart(character: str) -> bool:
    """Whether it is white space or punctuation by every version of CommonMark."""
    return character.isspace() or category(character)[0] == "P" or (character.isascii() and _is_sign(character))
