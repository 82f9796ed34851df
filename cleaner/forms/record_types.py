"""The record and a row of the manifest as types: what type checkers see; the one place that names the fields.

`cleaner schema`, the columns of Parquet and Arrow tables and the check of records that are read back are made of them
(`cleaner.forms.record_fields`). A text in `Annotated` describes the field, a `Unit` says what a value of it must be.
"""

# no annotations as text: what is not required could not be told from them before Python 3.14
from enum import Enum
from typing import Annotated, Any, Literal, NotRequired, TypedDict

StatusName = Literal["ok", "empty", "not_article", "truncated", "timeout", "crashed", "error"]
VerdictName = Literal["declared", "likely", "possible", "partly", "unlikely", "insufficient"]
StoryType = Literal["news", "opinion", "live", "review", "video", "gallery"]
Access = Literal["free", "metered", "paid"]
BlockType = Literal["paragraph", "heading", "item", "quote", "code", "table", "caption"]


class Unit(Enum):
    """What a number or a text counts or holds."""

    CHARACTERS = "code points"
    SHARE = "0 to 1"
    DIGEST = "a SHA-256 in hexadecimal figures"
    PAIR = "two texts"


Offset = Annotated[int, Unit.CHARACTERS]
Share = Annotated[float, Unit.SHARE]
Digest = Annotated[str, Unit.DIGEST]
Pair = Annotated[list[str], Unit.PAIR]


class ReasonRecord(TypedDict):
    """Why: an id that `cleaner rule ID` explains, and the words or the measurement that made it say so."""

    rule: str
    evidence: str


class SpanRecord(TypedDict):
    """A named span of the page text: half-open offsets in code points."""

    start: Offset
    end: Offset
    kind: str
    fate: Literal["remove", "lift", "keep"]
    score: Share
    detector: str
    reason: ReasonRecord
    text: str


class MarkRecord(TypedDict):
    """A mark of a detector, whether it won or not."""

    start: Offset
    end: Offset
    kind: str
    score: float
    kind_score: Share
    detector: str
    reason: ReasonRecord
    lifted: list[Pair]
    text: str


class BlockRecord(TypedDict):
    """A block of the body; start, end: offsets into `body`."""

    type: BlockType
    level: Annotated[int, "of a heading 1 to 6, of an item or a quote how deep it stands, else 0"]
    start: Offset
    end: Offset
    number: Annotated[int | None, "of an item of a numbered list"]


class LanguageRecord(TypedDict):
    """A code ("und": it cannot be told) and how sure that is, 0 to 1."""

    code: str
    confidence: Share


class DatelineRecord(TypedDict):
    """What opens the first line of the body."""

    place: str | None
    agency: str | None


class ImageRecord(TypedDict):
    """The lead image."""

    url: Annotated[str, "absolute where the address of the page is known"]
    caption: str | None


class AlternateRecord(TypedDict):
    """The page in another language."""

    language: Annotated[str, 'as declared in hreflang: "de-AT", "x-default"']
    url: str


class MetadataRecord(TypedDict):
    """What the page says about the story; `sources` names where each field came from."""

    title: str | None
    authors: list[str]
    contributors: list[str]
    agencies: list[str]
    date: Annotated[str | None, "ISO day"]
    site: str | None
    section: str | None
    canonical_url: str | None
    dateline: DatelineRecord | None
    sources: dict[str, str]
    published: Annotated[str | None, "ISO 8601: with time of day and offset where they are stated, else the day"]
    modified: Annotated[str | None, "ISO 8601, as published"]
    description: str | None
    image: ImageRecord | None
    tags: list[str]
    type: StoryType | None
    access: Access | None
    license: Annotated[str | None, "its address, or its name where there is none"]
    declared_language: Annotated[str | None, 'a BCP 47 code: "de-AT"']
    author_urls: list[str]
    source_agency: str | None
    alternates: list[AlternateRecord]


class QualityRecord(TypedDict):
    """What the scores of the lines let expect of the body, in shares of its characters."""

    score: Annotated[Share, "expected F1 of the body"]
    body_lost: Annotated[Share, "of the characters of the article, those removed"]
    boilerplate_kept: Annotated[Share, "of the characters of the body, those that are not the article's"]


class PassageRecord(TypedDict):
    """A passage judged by itself."""

    start: Offset
    end: Offset
    probability: Share | None


class SignRecord(TypedDict):
    """A place that made the assessor say so."""

    start: Offset
    end: Offset
    sign: str
    evidence: str


class TranslationRecord(TypedDict):
    """The verdict on machine translation; probability is calibrated for equal classes."""

    verdict: VerdictName
    probability: Share | None
    passages: list[PassageRecord]
    signs: list[SignRecord]
    reason: str
    basis: Annotated[str, "what the verdict rests on"]
    part: Annotated[Share | None, "share of the words in suspected passages"]
    learned_from: list[str]


class RelationRecord(TypedDict):
    """Another document of the folder this one stands in a relation to."""

    id: str
    relation: str
    score: float
    evidence: dict[str, Any]


class CommentRecord(TypedDict):
    """A reader's comment."""

    author: str | None
    time: str | None
    text: str


class VersionsRecord(TypedDict):
    """What decided: this package, trafilatura, and the digest of each model file."""

    cleaner: str | None
    trafilatura: str | None
    models: dict[str, str]


class Record(TypedDict):
    """The record of a document, one JSON object from `to_record()` and from `cleaner clean`."""

    schema: Annotated[int, "changes only when a field changes meaning or goes"]
    id: str
    url: str | None
    status: StatusName
    language: LanguageRecord
    metadata: MetadataRecord
    body: str
    body_blocks: list[BlockRecord]
    word_count: Annotated[int, "of the body"]
    reading_minutes: int
    quality: QualityRecord | None
    removed: list[SpanRecord]
    kept: list[SpanRecord]
    length: Annotated[Offset | None, "of the page text in code points; null where the document failed"]
    digest: Annotated[Digest | None, "SHA-256 of the page text; null where the document failed"]
    translation: TranslationRecord | None
    related: list[RelationRecord]
    warnings: list[str]
    versions: VersionsRecord
    form: NotRequired[Annotated[Literal["markdown"], "where the document came as Markdown"]]
    plain_body: NotRequired[Annotated[str, "--plain"]]
    comments: NotRequired[Annotated[list[CommentRecord], "--comments"]]
    text: NotRequired[Annotated[str, "--with-text"]]
    marks: NotRequired[Annotated[list[MarkRecord], "--marks"]]
    input: NotRequired[Annotated[dict[str, Any], "the other columns of a row"]]


class LeanRecord(TypedDict):
    """What `--lean` writes in the place of a record."""

    id: str
    url: str | None
    title: str | None
    authors: list[str]
    date: Annotated[str | None, "ISO day"]
    language: Annotated[str, 'a code; "und": it cannot be told']
    status: StatusName
    verdict: Annotated[VerdictName | None, "on machine translation; null with --no-translation"]
    cause: Annotated[str | None, "why the document failed"]
    body: Annotated[str, "with --plain the one without Markdown syntax"]
    input: NotRequired[Annotated[dict[str, Any], "the other columns of a row, where there are any"]]


class CommentRow(TypedDict):
    """A row of --comments-file: a reader's comment, and the document it is of."""

    id: Annotated[str, "of the document"]
    url: Annotated[str | None, "of the document"]
    number: Annotated[int, "from 1, in the order of the page"]
    author: str | None
    time: str | None
    text: str


class ManifestRow(TypedDict):
    """A row of `manifest.jsonl`. Sizes are in bytes, lengths in code points."""

    id: str
    source: str
    output: Annotated[str | None, "the file written, relative to the output folder"]
    status: StatusName
    input_size: int
    stamp: Annotated[str | None, "size and modification time of an input file"]
    length: int | None
    body_length: int
    output_size: int
    input_digest: str | None
    output_digest: str | None
    run: Annotated[str, "a fingerprint of the options and versions that decide"]
    cause: Annotated[str | None, "why it failed or was left out"]
    seconds: float
    key: Annotated[str, "what --resume knows the input by"]
    url: str | None
    title: str | None
    authors: list[str]
    date: Annotated[str | None, "ISO day"]
    language: str | None
    translation: VerdictName | None
    published: Annotated[str | None, "ISO 8601"]
    modified: Annotated[str | None, "ISO 8601"]
    site: str | None
    section: str | None
    type: StoryType | None
    access: Access | None
    word_count: int
    quality: Annotated[float | None, "its score"]
    left_out: Annotated[str | None, "the option by which nothing is written of it"]
