"""A document as a row of a table: what CSV files and `clean_table` have of a record."""

# no annotations as text, as in record_types
from collections.abc import Mapping
from typing import Annotated, Any, TypedDict, cast

from cleaner.forms.record_types import Access, StatusName, StoryType, VerdictName


class TableRow(TypedDict):
    """A row of a CSV file, and the columns of `clean_table`; a CSV file joins several texts by "; "."""

    id: str
    url: str | None
    status: StatusName
    language: Annotated[str, 'a code; "und": it cannot be told']
    title: str | None
    authors: list[str]
    date: Annotated[str | None, "ISO day"]
    published: Annotated[str | None, "ISO 8601: with time of day and offset where they are stated, else the day"]
    modified: Annotated[str | None, "ISO 8601"]
    site: str | None
    section: str | None
    type: StoryType | None
    access: Access | None
    license: str | None
    source_agency: str | None
    description: str | None
    tags: list[str]
    image: Annotated[str | None, "address of the lead image"]
    canonical_url: str | None
    word_count: Annotated[int, "of the body"]
    reading_minutes: int
    quality: Annotated[float | None, "expected F1 of the body"]
    translation: Annotated[VerdictName | None, "verdict on machine translation"]
    body: str


COLUMNS = tuple(TableRow.__annotations__)


def table_row(record: Mapping[str, Any]) -> TableRow:
    """The row of a record. `body` is the one without Markdown syntax where the record has that."""
    metadata = record["metadata"]
    quality, translation, image = record["quality"], record["translation"], metadata["image"]
    made = {
        "language": record["language"]["code"],
        "image": image["url"] if image else None,
        "quality": quality["score"] if quality else None,
        "translation": translation["verdict"] if translation else None,
        "body": record.get("plain_body", record["body"]),
    }
    row = {name: made[name] if name in made else record.get(name, metadata.get(name)) for name in COLUMNS}
    return cast("TableRow", row)
