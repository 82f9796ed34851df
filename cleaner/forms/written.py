"""A body as Markdown or HTML, and as complete files of HTML, XML and TEI with metadata."""

from __future__ import annotations

from cleaner.document import Inline, Metadata
from cleaner.forms.blocks import Body, Shape
from cleaner.forms.markdown import Markdown
from cleaner.forms.markup import HTML, TEI, XML, Markup, Vocabulary, plain, quoted
from cleaner.forms.pictures import Picture, find_pictures
from cleaner.forms.runs import with_safe_addresses


def write_markdown(body: Body, *, links: bool = True, images: bool = True) -> str:
    """The body as Markdown. links, images: whether addresses and images are in it; the text is the same."""
    parts, inlines = _parts(body, links=links, images=images)
    return Markdown(body.text, inlines).write(parts)


def write_html(body: Body, *, links: bool = True, images: bool = True) -> str:
    """The body as HTML that is safe to show: a fragment whose only attributes are href, src and alt."""
    return _markup(HTML, body, links=links, images=images)


def html_page(body: Body, metadata: Metadata) -> str:
    """The same as a page of its own, its title and language in the head."""
    title = f"<title>{plain(metadata.title)}</title>" if metadata.title else ""
    code = body.document.language.code
    language = f' lang="{quoted(code)}"' if code != "und" else ""
    head = f'<meta charset="utf-8">{title}'
    return f"<!doctype html>\n<html{language}>\n<head>{head}</head>\n<body>\n{write_html(body)}\n</body>\n</html>"


def xml_file(body: Body, metadata: Metadata) -> str:
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
    return f"<doc{attributes}>\n<main>\n{_markup(XML, body)}\n</main>\n</doc>"


def tei_file(body: Body, metadata: Metadata, id: str = "") -> str:
    """The body as a document of the Text Encoding Initiative (P5); id: of the record."""
    url = metadata.canonical_url or body.document.url
    title = f'<titleStmt><title type="main">{plain(metadata.title or "")}</title>' + "".join(
        f"<author>{plain(name)}</author>" for name in metadata.authors
    )
    title += "</titleStmt>"
    address = f'<ptr type="URL" target="{quoted(url)}"/>' if url else ""
    note = f'<notesStmt><note type="id">{plain(id)}</note></notesStmt>' if id else ""
    text = _markup(TEI, body) or "<p></p>"
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0">\n<teiHeader>\n<fileDesc>{title}\n<publicationStmt><p/>'
        f"</publicationStmt>{note}\n<sourceDesc><bibl>{plain(metadata.title or url or id)}</bibl><biblFull>{title}"
        f"<publicationStmt><publisher>{plain(metadata.site or 'N/A')}</publisher>{address}"
        f"<date>{plain(metadata.date or '')}</date></publicationStmt></biblFull></sourceDesc></fileDesc>\n"
        f'</teiHeader>\n<text>\n<body>\n<div type="entry">\n{text}\n</div>\n</body>\n</text>\n</TEI>'
    )


def _markup(vocabulary: Vocabulary, body: Body, *, links: bool = True, images: bool = True) -> str:
    parts, inlines = _parts(body, links=links, images=images)
    return Markup(vocabulary, body.text, inlines).write(parts)


def _parts(body: Body, *, links: bool, images: bool) -> tuple[list[Shape | Picture], list[Inline]]:
    """The blocks with the images between them, and what stands inside them.

    An image inside a block stands in its line, and so does one at the beginning of an item of a list.
    """
    base = body.document.url
    pictures = [
        picture._replace(inline=inline)
        for picture in (find_pictures(body) if images else ())
        for inline in with_safe_addresses([picture.inline], base, links=links)
    ]
    parts: list[Shape | Picture] = []
    inlines = with_safe_addresses(body.inlines, base, links=links)
    for shape in body.shapes:
        while pictures and pictures[0].inline.span.start < shape.block.end:
            picture = pictures.pop(0)
            inside = picture.inline.span.start > shape.block.start or (shape.path and shape.block.type != "code")
            if inside and _is_in_line(shape, picture):
                inlines.append(picture.inline)
            else:
                parts.append(picture)
        parts.append(shape)
    return [*parts, *pictures], inlines


def _is_in_line(shape: Shape, picture: Picture) -> bool:
    place = picture.inline.span.start
    return shape.block.type != "code" and any(start <= place < end for start, end in shape.lines)
