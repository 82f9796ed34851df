"""The body as HTML, XML or TEI: one walk over its blocks, three vocabularies. All text is escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from cleaner.document import Inline, Span
from cleaner.forms.blocks import Container, Shape
from cleaner.forms.pictures import Picture
from cleaner.forms.runs import Formed, Inlines, cells

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Vocabulary:
    """The names of a kind of markup. An element is given as what stands between its brackets: `hi rend="#b"`.

    blocks, lists, inlines: by the type of a block, the tag of a container, the tag of an inline. heading: by its level.
    link, image: with their address (and alt) filled in.
    """

    blocks: Mapping[str, str]
    containers: Mapping[str, str]
    inlines: Mapping[str, str]
    heading: Callable[[int], str]
    link: str
    image: str
    line_break: str
    row: str
    cell: str


HTML = Vocabulary(
    blocks={"code": "pre", "table": "table"},
    containers={"ul": "ul", "ol": "ol", "li": "li", "blockquote": "blockquote"},
    inlines={"em": "em", "strong": "strong", "del": "del", "sub": "sub", "sup": "sup", "code": "code"},
    heading=lambda level: f"h{level}",
    link='a href="{}"',
    image='<img src="{}" alt="{}">',
    line_break="<br>",
    row="tr",
    cell="td",
)

_TEI_INLINES = {
    "em": 'hi rend="#i"',
    "strong": 'hi rend="#b"',
    "del": "del",
    "sub": 'hi rend="#sub"',
    "sup": 'hi rend="#sup"',
}

XML = Vocabulary(
    blocks={"code": "code", "table": "table"},
    containers={"ul": 'list rend="ul"', "ol": 'list rend="ol"', "li": "item", "blockquote": "quote"},
    inlines={**_TEI_INLINES, "code": "code"},
    heading=lambda level: f'head rend="h{level}"',
    link='ref target="{}"',
    image='<graphic src="{}" alt="{}"/>',
    line_break="<lb/>",
    row="row",
    cell="cell",
)
"""The names that trafilatura's XML has."""

TEI = Vocabulary(
    blocks={"code": 'ab rend="code"', "table": "table"},
    containers=XML.containers,
    inlines={**_TEI_INLINES, "code": 'hi rend="#t"'},
    heading=lambda level: f'ab rend="h{level}" type="header"',
    link=XML.link,
    image='<graphic url="{}"/>',
    line_break=XML.line_break,
    row=XML.row,
    cell=XML.cell,
)


@dataclass
class Markup:
    """Writes blocks. text: the body. inlines: with addresses that are safe."""

    vocabulary: Vocabulary
    text: str
    inlines: Iterable[Inline]
    _out: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._inlines = Inlines(self.inlines, self.text)

    def write(self, parts: Sequence[Shape | Picture]) -> str:
        """Blocks, and the images between them, a line each."""
        out = self._out = []
        opened: list[Container] = []
        for part in parts:
            path = part.path if isinstance(part, Shape) else ()
            shared = 0
            while shared < min(len(opened), len(path)) and opened[shared] == path[shared]:
                shared += 1
            self._close(opened, shared)
            out += ["\n"] if out else []
            for one in path[shared:]:
                out.append(self._opening(one))
                opened.append(one)
            alone = len(path) > shared and path[-1].tag == "li"
            out.append(self._block(part, alone=alone) if isinstance(part, Shape) else self._paragraph(part))
        self._close(opened, 0)
        return "".join(out)

    def _close(self, opened: list[Container], until: int) -> None:
        while len(opened) > until:
            self._out.append(_closing(self.vocabulary.containers[opened.pop().tag]))

    def _opening(self, container: Container) -> str:
        return f"<{self.vocabulary.containers[container.tag]}>"

    def _paragraph(self, picture: Picture) -> str:
        return _around("p", self._image(picture.inline))

    def _block(self, shape: Shape, *, alone: bool) -> str:
        """A block; alone: it opens an item of a list, where a paragraph needs no element of its own."""
        type, level, _, _, _ = shape.block
        names = self.vocabulary
        if type == "code":
            return _around(names.blocks["code"], "\n".join(self._plain(line) for line in shape.lines))
        if type == "table":
            rows = [
                "".join(_around(names.cell, self._line(cell)) for cell in cells(self.text, line))
                for line in shape.lines
            ]
            return _around(names.blocks["table"], "".join(_around(names.row, row) for row in rows))
        inner = names.line_break.join(self._line(line) for line in shape.lines)
        if type == "heading":
            return _around(names.heading(level), inner)
        return inner if alone and type == "item" else _around("p", inner)

    def _line(self, line: Span) -> str:
        return "".join(map(self._run, self._inlines.runs(line)))

    def _run(self, run: Span | Formed) -> str:
        if isinstance(run, Span):
            return self._plain(run)
        tag = run.inline.tag
        if tag == "img":
            return self._image(run.inline)
        inner = "".join(map(self._run, run.inside))
        if tag == "a":
            return _around(self.vocabulary.link.format(quoted(run.inline.target)), inner)
        name = self.vocabulary.inlines.get(tag)
        return _around(name, inner) if name else inner

    def _plain(self, span: Span) -> str:
        return plain(self.text[span.start : span.end])

    def _image(self, inline: Inline) -> str:
        return self.vocabulary.image.format(quoted(inline.target), quoted(inline.alt))


def plain(text: str) -> str:
    """Text as markup shows it; U+FFFD for characters that XML cannot hold."""
    return escape(_NOT_XML.sub("\ufffd", text), quote=False)


def quoted(text: str) -> str:
    """The same for what stands in quotes."""
    return escape(_NOT_XML.sub("\ufffd", text), quote=True)


def _around(name: str, inner: str) -> str:
    return f"<{name}>{inner}{_closing(name)}"


def _closing(name: str) -> str:
    return f"</{name.partition(' ')[0]}>"
