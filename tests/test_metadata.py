"""Names come out clean, dates as ISO days, and every field says where it came from."""

from __future__ import annotations

import sys

import dateparser
import pytest

from cleaner import Cleaner
from cleaner.decision.dates import _read_english
from cleaner.decision.metadata import gather_metadata, split_names, to_iso_day
from cleaner.detectors import IndexedDocument
from cleaner.detectors.bylines import find_bylines
from cleaner.detectors.credits import find_credits
from cleaner.detectors.datelines import find_datelines
from cleaner.detectors.timestamps import find_timestamps
from cleaner.document import Document, Language, Mark, Segment, Span
from cleaner.kinds import Fate
from cleaner.newsroom.word_lists import common
from cleaner.phrases.packs import languages
from cleaner.readers.plain_text import read_text

STORY = """Storm closes harbour
By Ana Ruiz and Tom Okoro, Political Editor
Published: March 3, 2023 at 10:15 am
HARBOURTON (AP) — The harbour stayed closed on Monday after a storm broke the sea wall, the council said.
Nobody was hurt, but the fishermen fear that the repairs will take until the autumn and cost too much.
The Gazette's Mia Toh contributed to this report.
"""


def decided(document: Document) -> list[Segment]:
    """Segments as if every claim had won."""
    detectors = (find_bylines, find_credits, find_datelines, find_timestamps)
    marks = sorted(
        (mark for detect in detectors for mark in detect(IndexedDocument.of(document))), key=lambda mark: mark.span
    )
    return [Segment(mark.span, Fate.LIFT, mark) for mark in marks]


def test_fields_are_lifted_from_the_lines() -> None:
    document = read_text(STORY, language="en")
    metadata = gather_metadata(document, decided(document))
    assert metadata.authors == ("Ana Ruiz", "Tom Okoro")
    assert metadata.contributors == ("Mia Toh",)
    assert metadata.date == "2023-03-03"
    assert metadata.dateline == {"place": "HARBOURTON", "agency": "AP"}
    assert metadata.sources["authors"] == "bylines"
    assert metadata.sources["date"] == "timestamps"


def test_what_the_page_says_of_itself_comes_first() -> None:
    meta = {
        "title": (("title", "Storm closes harbour | The Gazette"),),
        "authors": (("json-ld:organization", "The Gazette"), ("author", "By Lena Berg")),
        "date": (("article:published_time", "2023-03-04T08:00:00Z"),),
        "site": (("og:site_name", "The Gazette"),),
    }
    text = read_text(STORY, language="en")
    document = Document(text.text, text.blocks, Language("en", 1.0), is_html=True, meta=meta)
    metadata = gather_metadata(document, decided(document))
    assert metadata.title == "Storm closes harbour"
    assert metadata.authors == ("Lena Berg",)
    assert metadata.date == "2023-03-04"
    assert metadata.sources["date"] == "article:published_time"


def test_a_claim_that_lost_the_line_but_agrees_with_it_still_lifts() -> None:
    document = read_text(STORY, language="en")
    segments = decided(document)
    bare = [Segment(s.span, s.fate, None if s.mark is None else _without_fields(s)) for s in segments]
    marks = [s.mark for s in segments if s.mark]
    assert gather_metadata(document, bare).date is None
    assert gather_metadata(document, bare, marks).date == "2023-03-03"


def _without_fields(segment: Segment) -> Mark:
    assert segment.mark is not None
    return segment.mark._replace(lifted=(), detector="line_model")


def test_a_page_that_says_nothing_has_no_metadata() -> None:
    document = read_text("The harbour stayed closed.", language="en")
    metadata = gather_metadata(document, [Segment(Span(0, 26), Fate.KEEP)])
    assert metadata.authors == () and metadata.date is None and metadata.dateline is None
    assert metadata.sources == {}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By ANA RUIZ and Tom Okoro, AP", ("Ana Ruiz", "Tom Okoro")),
        ("Ana Ruiz, Staff Writer", ("Ana Ruiz",)),
        ("Von Jana Berg und Tim Holm", ("Jana Berg", "Tim Holm")),
        ("Ana Ruiz (The Gazette)", ("Ana Ruiz",)),
        ("ana.ruiz@gazette.example", ()),
        ("https://gazette.example/ana", ()),
        ("Reuters", ()),
        ("Redaktion", ()),
        ("Lucía Gómez y Pablo Ríos", ("Lucía Gómez", "Pablo Ríos")),
        ("王小明、李大海", ("王小明", "李大海")),
        ("김하늘 기자", ("김하늘",)),
        ("Ana Ruiz, Ph.D.", ("Ana Ruiz",)),
        ("Ana Ruiz and Tom Okoro for The Mail", ("Ana Ruiz", "Tom Okoro")),
        ("By Ana Ruiz And Tom Okoro For The Mail On Sunday", ("Ana Ruiz", "Tom Okoro")),
        ("Ana “The Gull” Ruiz, Tom Okoro", ("Ana “The Gull” Ruiz", "Tom Okoro")),
        ("“The Gull”", ()),
    ],
)
def test_names_come_out_clean(text: str, names: tuple[str, ...]) -> None:
    assert split_names(text) == names


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("2023-03-17T23:00:00Z", "en", "2023-03-17"),
        ("March 3, 2023", "en", "2023-03-03"),
        ("10/11/2022", "en", "2022-10-11"),
        ("10/11/2022", "fr", "2022-11-10"),
        ("10/11/2022", "no", "2022-11-10"),
        ("3 марта 2023", "de", "2023-03-03"),
        ("3 марта 2023", "und", "2023-03-03"),
        ("3. März 2023", "de", "2023-03-03"),
        ("3 mars 2023", "fr", "2023-03-03"),
        ("3 марта 2023", "ru", "2023-03-03"),
        ("20 Nisan 2026", "tr", "2026-04-20"),
        ("2024年04月24日", "zh", "2024-04-24"),
        ("2026.07.12", "ko", "2026-07-12"),
        ("March 3", "en", None),
        ("yesterday", "en", None),
        ("2023-02-30", "en", None),
    ],
)
def test_dates_come_out_as_days(text: str, language: str, day: str | None) -> None:
    assert to_iso_day(text, language) == day


def test_dates_are_read_in_languages_there_are_words_for_only() -> None:
    assert to_iso_day("6 января 2012 2664", "en") is None
    loaded = {
        name.rpartition(".")[2] for name in sys.modules if name.startswith("dateparser.data.date_translation_data.")
    }
    assert len(loaded) <= len(languages())


@pytest.mark.parametrize(
    "text", ["March 3, 2023", "Sep 30,1999", "1 May 2031", "31 December, 1987", "February 29, 2024", "Jun 31, 2020"]
)
def test_an_english_date_is_read_as_dateparser_reads_it(text: str) -> None:
    read = dateparser.parse(text, languages=["en"], settings={"REQUIRE_PARTS": ["day", "month", "year"]})
    assert _read_english(text) == (read and read.date().isoformat())
    assert (read is None) == (text == "Jun 31, 2020")


AGENCIES = sorted(
    common().agencies | {"Anadolu Agency", "Deutsche Presse-Agentur GmbH", "AFP News Agency", "TT Nyhetsbyrån"}
)


@pytest.mark.parametrize(
    "form", ["{}", "By {}", "Von {}", "Por {}", "{}, Ana Ruiz", "Ana Ruiz and {}", "By Ana Ruiz/{}"]
)
def test_no_agency_is_a_person(form: str) -> None:
    found = {agency: split_names(form.format(agency)) for agency in AGENCIES}
    assert {agency: names for agency, names in found.items() if set(names) - {"Ana Ruiz"}} == {}
    missed = [agency for agency, names in found.items() if "Ana Ruiz" in form and names != ("Ana Ruiz",)]
    assert missed == []


@pytest.mark.parametrize(
    "agency", ["Deutsche Presse-Agentur", "Agence France-Presse", "Polska Agencja Prasowa", "Reuters"]
)
@pytest.mark.parametrize(
    "page",
    [
        '<script type="application/ld+json">{{"@type": "Article", "author": [{{"name": "{}"}}]}}</script>',
        '<meta name="author" content="{}">',
        "<h1>Harbour opens</h1><p>By {}</p>",
    ],
)
def test_an_agency_that_a_page_gives_as_author_is_the_source(agency: str, page: str) -> None:
    story = "<p>The harbour opened again on Monday after a year of work, the council said in a note.</p>" * 2
    metadata = Cleaner(translation=False).clean(page.format(agency) + story, form="html").metadata
    assert (metadata.authors, metadata.source_agency) == ((), agency)
