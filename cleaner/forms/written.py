"""A body as Markdown or HTML, and as complete files of HTML, XML and TEI with metadata."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cleaner.document import Inline, Metadata
from cleaner.forms.blocks import Body, BodyBlock, Shape
from cleaner.forms.markdown import Markdown
from cleaner.forms.markup import HTML, TEI, XML, Markup, Vocabulary, plain, quoted
from cleaner.forms.pictures import Picture, find_pictures
from cleaner.forms.runs import with_safe_addresses


class Shown(NamedTuple):
    """Which marks a form has. The text is the same without them: of a link its words, of a table its rows as lines."""

    links: bool = True
    images: bool = True
    tables: bool = True


EVERYTHING = Shown()


def write_markdown(body: Body, shown: Shown = EVERYTHING) -> str:
    """The body as Markdown."""
    parts, inlines = _parts(body, shown)
    return Markdown(body.text, inlines).write(parts)


def write_html(body: Body, shown: Shown = EVERYTHING) -> str:
    """The body as HTML that is safe to show: a fragment whose only attributes are href, src and alt."""
    return _markup(HTML, body, shown)


def html_page(body: Body, metadata: Metadata, shown: Shown = EVERYTHING) -> str:
    """The same as a page of its own, its title in the head, its language and direction at the root."""
    title = f"<title>{plain(metadata.title)}</title>" if metadata.title else ""
    language = body.document.language
    root = f' lang="{quoted(language.code)}"' if language.code != "und" else ""
    root += ' dir="rtl"' if language.direction == "rtl" else ""
    head = f'<meta charset="utf-8">{title}'
    story = write_html(body, shown)
    return f"<!doctype html>\n<html{root}>\n<head>{head}</head>\n<body>\n{story}\n</body>\n</html>"


def xml_file(body: Body, metadata: Metadata, shown: Shown = EVERYTHING) -> str:
    """The body as XML with the elements and attributes of trafilatura's."""
    facts = {
        "sitename": metadata.site,
        "title": metadata.title,
        "author": "; ".join(metadata.authors),
        "date": metadata.date,
        "url": metadata.canonical_url or body.document.url,
        "description": metadata.description,
        "categories": metadata.section,
        "tags": "; ".join(metadata.tags),
        "license": metadata.license,
        "image": metadata.image.url if metadata.image else None,
        "language": body.document.language.code,
    }
    attributes = "".join(f' {name}="{quoted(value)}"' for name, value in facts.items() if value)
    return f"<doc{attributes}>\n<main>\n{_markup(XML, body, shown)}\n</main>\n</doc>"


def tei_file(body: Body, metadata: Metadata, id: str = "", shown: Shown = EVERYTHING) -> str:
    """The body as a document of the Text Encoding Initiative (P5); id: of the record."""
    url = metadata.canonical_url or body.document.url
    title = f'<titleStmt><title type="main">{plain(metadata.title or "")}</title>' + "".join(
        f"<author>{plain(name)}</author>" for name in metadata.authors
    )
    title += "</titleStmt>"
    address = f'<ptr type="URL" target="{quoted(url)}"/>' if url else ""
    note = f'<notesStmt><note type="id">{plain(id)}</note></notesStmt>' if id else ""
    text = _markup(TEI, body, shown) or "<p></p>"
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0">\n<teiHeader>\n<fileDesc>{title}\n<publicationStmt><p/>'
        f"</publicationStmt>{note}\n<sourceDesc><bibl>{plain(metadata.title or url or id)}</bibl><biblFull>{title}"
        f"<publicationStmt><publisher>{plain(metadata.site or 'N/A')}</publisher>{address}"
        f"<date>{plain(metadata.date or '')}</date></publicationStmt></biblFull></sourceDesc></fileDesc>\n"
        f'</teiHeader>\n<text>\n<body>\n<div type="entry">\n{text}\n</div>\n</body>\n</text>\n</TEI>'
    )


def _markup(vocabulary: Vocabulary, body: Body, shown: Shown) -> str:
    parts, inlines = _parts(body, shown)
    return Markup(vocabulary, body.text, inlines).write(parts)


def _parts(body: Body, shown: Shown) -> tuple[list[Shape | Picture], list[Inline]]:
    """The blocks with the images between them, and what stands inside them.

    An image inside a block stands in its line, and so does one at the beginning of an item of a list.
    """
    base = body.document.url
    pictures = [
        picture._replace(inline=inline)
        for picture in (find_pictures(body) if shown.images else ())
        for inline in with_safe_addresses([picture.inline], base, links=shown.links)
    ]
    parts: list[Shape | Picture] = []
    inlines = with_safe_addresses(body.inlines, base, links=shown.links)
    for shape in body.shapes if shown.tables else _without_tables(body.shapes):
        while pictures and pictures[0].inline.span.start < shape.block.end:
            picture = pictures.pop(0)
            inside = picture.inline.span.start > shape.block.start or (shape.path and shape.block.type != "code")
            if inside and _is_in_line(shape, picture):
                inlines.append(picture.inline)
            else:
                parts.append(picture)
        parts.append(shape)
    return [*parts, *pictures], inlines


def _without_tables(shapes: Iterable[Shape]) -> Iterator[Shape]:
    """The blocks with each row of a table as a paragraph."""
    for shape in shapes:
        if shape.block.type != "table":
            yield shape
            continue
        for line in shape.lines:
            yield Shape(BodyBlock("paragraph", 0, line.start, line.end), (line,), shape.path)


def _is_in_line(shape: Shape, picture: Picture) -> bool:
    place = picture.inline.span.start
    return shape.block.type != "code" and any(start <= place < end for start, end in shape.lines)
