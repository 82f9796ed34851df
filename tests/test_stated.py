"""What a page states about its story is given, with its source, and nothing that it does not state."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.batch.jobs import Row
from cleaner.decision.dates import clock_beside, to_iso_day, to_moment
from cleaner.decision.metadata import gather_metadata
from cleaner.document import Metadata, Quality
from cleaner.forms.record_types import ManifestRow, MetadataRecord, QualityRecord
from cleaner.newsroom.calendars import from_persian, hebrew_day, plain_digits
from cleaner.readers.html import read_html
from cleaner.text.word_count import count_words, reading_minutes

URL = "https://www.tidepost.example/news/2024/harbour"
LD = """{"@context": "https://schema.org", "@graph": [
 {"@type": "NewsArticle", "headline": "Harbour opens", "datePublished": "2024-03-03T10:15:00+01:00",
  "dateModified": "2024-03-04T08:00:00Z", "description": "The quay &amp; the crane are open.",
  "image": {"@id": "#lead"}, "keywords": "Harbour, Velmora; Fishing", "articleSection": ["Local", "News"],
  "isAccessibleForFree": "False", "license": "https://tidepost.example/licence", "inLanguage": "en_gb",
  "author": [{"@id": "#ana"}, {"@type": "Person", "name": "Tom Okoro", "url": "https://www.tidepost.example/"}],
  "publisher": {"@id": "#tide"}},
 {"@type": "NewsArticle", "headline": "Another", "keywords": ["Other"], "dateModified": "2020-01-01"},
 {"@id": "#lead", "@type": "ImageObject", "url": "/media/quay.jpg", "caption": "The new quay"},
 {"@id": "#ana", "@type": "Person", "name": "Ana Ruiz", "url": "https://www.tidepost.example/staff/ana-ruiz"},
 {"@id": "#tide", "@type": "Organization", "name": "The Tide Post"}]}"""
META = """<meta property="article:published_time" content="2024-03-03 10:15">
<meta name="last-modified" content="1709539200">
<meta property="og:type" content="article"><meta property="og:image" content="//cdn.tidepost.example/quay.jpg">
<meta property="og:image:alt" content="The quay at dawn"><meta property="article:tag" content="Harbour">
<meta property="article:tag" content="Velmora"><meta name="keywords" content="news, tide post">
<meta property="article:content_tier" content="metered"><meta property="og:locale" content="pt_BR">
<meta property="og:site_name" content="The Tide Post"><meta property="og:url" content="https://m.tidepost.example/1">
<meta property="article:author" content="https://www.tidepost.example/staff/ana-ruiz">
<link rel="canonical" href="https://www.tidepost.example/news/2024/harbour"><link rel="license" href="/licence">
<link rel="alternate" hreflang="de-AT" href="/de/hafen"><link rel="alternate" hreflang="x-default" href="/hafen">
<link rel="alternate" type="application/rss+xml" href="/feed">"""
MICRODATA = """<article itemscope itemtype="https://schema.org/NewsArticle"><time itemprop="datePublished"
datetime="2024-03-03T10:15:00+01:00">3 March</time><img itemprop="image" src="quay.jpg"></article>"""


def stated(head: str = "", body: str = "<p>The harbour opened.</p>", url: str | None = URL, tag: str = "") -> Metadata:
    return gather_metadata(read_html(f"<html{tag}><head>{head}</head><body>{body}</body></html>", url=url), [])


def test_json_ld() -> None:
    found = stated(f'<script type="application/ld+json">{LD}</script>')
    assert (found.published, found.modified) == ("2024-03-03T10:15:00+01:00", "2024-03-04T08:00:00+00:00")
    assert found.date == "2024-03-03"
    assert found.description == "The quay & the crane are open."
    assert found.image == ("https://www.tidepost.example/media/quay.jpg", "The new quay")
    assert found.tags == ("Harbour", "Velmora", "Fishing")
    assert (found.section, found.type, found.access) == ("Local", "news", "paid")
    assert (found.license, found.declared_language) == ("https://tidepost.example/licence", "en-GB")
    assert found.site == "The Tide Post"
    assert found.author_urls == ("https://www.tidepost.example/staff/ana-ruiz",)
    names = ("published", "modified", "description", "image", "tags", "type", "access", "license", "author_urls")
    assert {found.sources[name] for name in names} == {"json-ld"}


def test_an_author_who_is_named_in_another_object_is_found() -> None:
    found = stated(
        '<script type="application/ld+json">[{"@type": "Article", "author": {"@id": "#ana"}},'
        '{"@id": "#ana", "@type": "Person", "name": "Ana Ruiz"}]</script>'
    )
    assert found.authors == ("Ana Ruiz",)


def test_meta_and_link() -> None:
    found = stated(META, url=None, tag=" lang=''")
    assert (found.published, found.modified) == ("2024-03-03T10:15:00", "2024-03-04T08:00:00+00:00")
    assert found.image == ("https://cdn.tidepost.example/quay.jpg", "The quay at dawn")
    assert found.tags == ("Harbour", "Velmora")
    assert (found.access, found.declared_language, found.type) == ("metered", "pt-BR", None)
    assert found.canonical_url == "https://www.tidepost.example/news/2024/harbour"
    assert found.license == "https://m.tidepost.example/licence"
    assert [tuple(one) for one in found.alternates] == [
        ("de-AT", "https://m.tidepost.example/de/hafen"),
        ("x-default", "https://m.tidepost.example/hafen"),
    ]
    assert found.author_urls == ("https://www.tidepost.example/staff/ana-ruiz",)
    assert found.sources["published"] == "article:published_time"
    assert found.sources["tags"] == "article:tag"


def test_microdata() -> None:
    found = stated('<meta itemprop="datePublished" content="2024-03-03"><base href="/img/">', MICRODATA)
    assert found.published == "2024-03-03T10:15:00+01:00"
    assert found.image == ("https://www.tidepost.example/img/quay.jpg", None)
    assert (found.sources["published"], found.sources["image"]) == ("microdata", "microdata")


def test_a_page_that_states_nothing_has_nothing() -> None:
    found = stated(url=None)
    empty = Metadata()
    assert all(getattr(found, field.name) == getattr(empty, field.name) for field in fields(Metadata))


def test_the_only_time_element_of_the_day_says_the_time() -> None:
    head = '<meta name="date" content="2024-03-03">'
    one = '<time datetime="2024-03-03T10:15:00Z">today</time>'
    assert stated(head, one).published == "2024-03-03T10:15:00+00:00"
    assert stated(head, one + one.replace("10:15", "11:15")).published == "2024-03-03"
    assert stated(head + '<meta name="lastmod" content="2024-03-03T10:15:00Z">', one).published == "2024-03-03"


def test_a_logo_is_no_lead_image() -> None:
    logo = '<meta property="og:image" content="https://x.example/img/site-logo.png">'
    assert stated(logo).image is None
    silicon = '<meta name="twitter:image" content="https://x.example/silicon.jpg">'
    assert stated(logo + silicon).image == ("https://x.example/silicon.jpg", None)


def test_the_caption_below_the_image_of_that_name_is_its_caption() -> None:
    story = "<p>The harbour of Velmora opened again on Monday after a year of work, the port authority said.</p>" * 3
    figure = '<figure><img src="/i/quay-2024.jpg?w=9"><figcaption>The new quay. Photo: Ana Ruiz</figcaption></figure>'
    page = f"<html><head><meta property=og:image content=/l/quay-2024.jpg></head><body>{figure}{story}</body></html>"
    image = Cleaner(translation=False).clean(page, url=URL).metadata.image
    assert image == ("https://www.tidepost.example/l/quay-2024.jpg", "The new quay. Photo: Ana Ruiz")


@pytest.mark.parametrize(
    ("head", "url", "kind"),
    [
        ('{"@type": "LiveBlogPosting"}', "", "live"),
        ('{"@type": ["Article", "OpinionNewsArticle"]}', "", "opinion"),
        ('{"@type": "ReviewNewsArticle"}', "", "review"),
        ('{"@type": "VideoObject", "name": "Quay"}', "", "video"),
        ('[{"@type": "NewsArticle"}, {"@type": "VideoObject"}]', "", "news"),
        ('{"@type": "ImageGallery"}', "", "gallery"),
        ('{"@type": "NewsArticle", "articleSection": "Meinung"}', "", "opinion"),
        ('{"@type": "NewsArticle"}', "https://x.example/fotostrecken/quay", "gallery"),
        ('{"@type": "NewsArticle"}', "https://x.example/news/storm-live-updates-monday", "live"),
        ('{"@type": "NewsArticle"}', "https://x.example/news/opinion", "news"),
        ('{"@type": "https://schema.org/NewsArticle"}', "", "news"),
        ('{"@type": "Article"}', "https://x.example/news/quay", None),
    ],
)
def test_type(head: str, url: str, kind: str | None) -> None:
    assert stated(f'<script type="application/ld+json">{head}</script>', url=url or None).type == kind


@pytest.mark.parametrize(
    ("said", "access"),
    [("true", "free"), ('"http://schema.org/True"', "free"), ("false", "paid"), ('"False"', "paid"), ("7", None)],
)
def test_access(said: str, access: str | None) -> None:
    block = f'{{"@type": "NewsArticle", "isAccessibleForFree": {said}}}'
    assert stated(f'<script type="application/ld+json">{block}</script>').access == access


@pytest.mark.parametrize(
    ("head", "agency"),
    [
        ('"author": "Le Quai et AFP"', "AFP"),
        ('"sourceOrganization": {"name": "Reuters"}', "Reuters"),
        ('"author": "Ana Ruiz"', None),
    ],
)
def test_source_agency(head: str, agency: str | None) -> None:
    page = f'<script type="application/ld+json">{{"@type": "NewsArticle", {head}}}</script>'
    assert stated(page).source_agency == agency


def test_the_agency_of_a_dateline_is_the_source() -> None:
    found = Cleaner(language="en").clean("TALLWICK (AP) — The harbour opened on Monday, the council said.\n").metadata
    assert (found.source_agency, found.sources["source_agency"]) == ("AP", "datelines")


MOMENTS = st.datetimes(datetime(1995, 1, 1), datetime(2035, 1, 1)).map(lambda moment: moment.replace(microsecond=0))
ZONES = st.integers(-14 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))


@given(MOMENTS, ZONES, st.sampled_from(["T", " "]), st.sampled_from(["", ".000", ".5"]), st.booleans())
def test_moments_with_an_offset_keep_it(
    moment: datetime, zone: timezone, middle: str, fraction: str, compact: bool
) -> None:
    offset = moment.replace(tzinfo=zone).isoformat()[19:]
    text = moment.isoformat(middle) + fraction + (offset.replace(":", "") if compact else offset)
    assert to_moment(text) == moment.replace(tzinfo=zone).isoformat()
    assert to_moment(format_datetime(moment.replace(tzinfo=zone))) == moment.replace(tzinfo=zone).isoformat()


@given(MOMENTS)
def test_moments_without_one_get_none(moment: datetime) -> None:
    assert to_moment(moment.isoformat()) == moment.isoformat()
    assert to_moment(moment.date().isoformat()) == moment.date().isoformat()
    seconds = int(moment.replace(tzinfo=UTC).timestamp())
    if 10**9 <= seconds < 2 * 10**9:
        assert to_moment(str(seconds)) == moment.replace(tzinfo=UTC).isoformat()


@pytest.mark.parametrize(
    ("text", "language", "moment"),
    [
        ("March 3, 2023 at 10:15 pm CET", "en", "2023-03-03T22:15:00+01:00"),
        ("Mar 3, 2024 6:05 PM EST", "en", "2024-03-03T18:05:00-05:00"),
        ("Mar 3, 2024 6:05 PM IST", "en", "2024-03-03T18:05:00"),
        ("Fri Apr 28 19:20:36 CEST 2023", "en", "2023-04-28T19:20:36+02:00"),
        ("3. März 2023, 14.30 Uhr", "de", "2023-03-03T14:30:00"),
        ("3 mars 2024 à 18h30", "fr", "2024-03-03T18:30:00"),
        ("2024年3月3日 10時15分", "ja", "2024-03-03T10:15:00"),
        ("2024-03-03T10:15:00 UTC+02:00", "en", "2024-03-03T10:15:00+02:00"),
        ("2024-03-03T24:00:00", "en", "2024-03-03"),
        ("٣ مارس ٢٠٢٤", "ar", "2024-03-03"),
        ("۱۲ فروردین ۱۴۰۳", "fa", "2024-03-31"),
        ("۱۴۰۳/۰۱/۱۲ ۱۰:۲۲", "fa", "2024-03-31T10:22:00"),
        ("12 มี.ค. 2567 เวลา 10:15 น.", "th", "2024-03-12T10:15:00"),
        ("12/3/2567", "th", "2024-03-12"),
        ("2567-03-12", "th", "2024-03-12"),
        ("2567-03-12T10:15:00+07:00", "th", "2024-03-12T10:15:00+07:00"),
        ("2567-03-12", "en", None),
        ("2024-W10-7", "en", None),
        ("12 มีนาคม พ.ศ. 2567", "th", "2024-03-12"),
        ('כ"ג בתשרי תשפ"ה', "he", "2024-10-25"),
        ("א׳ בניסן ה׳תשפ״ד", "he", "2024-04-09"),
        ("31/2/2024 10:15", "en", None),
        ("31 فروردین 1503", "fa", None),
        ("30 اسفند 1402", "fa", None),
    ],
)
def test_moments_as_people_write_them(text: str, language: str, moment: str | None) -> None:
    assert to_moment(text, language) == moment
    assert to_iso_day(text, language) == (moment and moment[:10])


def test_persian_new_year_and_leap_days() -> None:
    years = {1277: "1898-03-21", 1399: "2020-03-20", 1403: "2024-03-20", 1404: "2025-03-21", 1409: "2030-03-21"}
    assert {year: str(from_persian(year, 1, 1)) for year in years} == years
    assert str(from_persian(1403, 12, 30)) == "2025-03-20"
    assert from_persian(1276, 1, 1) is from_persian(1402, 12, 30) is from_persian(1403, 7, 31) is None
    assert hebrew_day(5785, 14, 1) is None


@given(st.text())
def test_plain_digits_moves_nothing(text: str) -> None:
    plain = plain_digits(text)
    assert len(plain) == len(text)
    assert all(a == b or (a.isdecimal() and b.isascii()) for a, b in zip(text, plain, strict=True))


@pytest.mark.parametrize(
    ("line", "clock"),
    [
        ("Published: 3 March 2024 at 10:15 am", "10:15 am"),
        ("3 March 2024, 18:05 CET | 4 min read", "18:05 CET"),
        ("10:15 Uhr, 3 March 2024", "10:15"),
        ("3 March 2024 | Updated 4 March 2024 11:00", ""),
        ("3 March 2024 with the tide coming in at 11:00", ""),
    ],
)
def test_the_time_beside_a_date_is_its_time(line: str, clock: str) -> None:
    start = line.index("3 March 2024")
    assert clock_beside(line, start, start + len("3 March 2024")) == clock


STORY = "The harbour stayed closed on Monday after a storm broke the sea wall, the council said.\n\n" * 2


@pytest.mark.parametrize(
    ("line", "published", "modified"),
    [
        ("Published: March 3, 2023 at 10:15 am", "2023-03-03T10:15:00", None),
        ("3 March 2023, 18:05 CET", "2023-03-03T18:05:00+01:00", None),
        ("3 March 2023", "2023-03-03", None),
        ("Published 3 March 2023\nUpdated 3 March 2023 11:00", "2023-03-03", "2023-03-03T11:00:00"),
    ],
)
def test_times_are_lifted_from_the_lines(line: str, published: str, modified: str | None) -> None:
    found = Cleaner(language="en", translation=False).clean(f"Storm closes harbour\n{line}\n\n{STORY}").metadata
    assert (found.published, found.modified) == (published, modified)
    assert found.sources["published"] == "timestamps"


@pytest.mark.parametrize("date", ["۱۲ فروردین ۱۴۰۳", "تاریخ انتشار: ۱۲ فروردین ۱۴۰۳", "۱۴۰۳/۰۱/۱۲"])
def test_persian_dates_are_seen_in_the_lines(date: str) -> None:
    story = "بندر روز دوشنبه پس از آنکه طوفان دیوار دریایی را شکست بسته ماند، شورای شهر گفت و تعمیرات آغاز شد."
    result = Cleaner(language="fa", translation=False).clean(f"طوفان بندر را بست\n{date}\n\n{story}\n\n{story}\n")
    assert result.metadata.date == "2024-03-31"
    assert date not in result.body and story in result.body


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("one", 1),
        ("It's 1,200 well-kept words.", 4),
        ("港は月曜日に再開した", 5),
        ("Port 港口", 2),
        ("...", 0),
    ],
)
def test_words(text: str, words: int) -> None:
    assert count_words(text) == words
    assert reading_minutes(words) == (1 if words else 0)


def test_quality_is_between_nothing_and_all_and_none_without_a_classifier() -> None:
    more = "Two ferries wait in the old harbour, and their crews sleep in the school until the wall is mended."
    page = f"Share\nTweet\n\n{STORY}{more}\n\nSign up for our newsletter\n"
    result = Cleaner(language="en", translation=False).clean(page)
    assert result.quality is not None
    assert result.quality.score > 0.8
    assert 0 < result.quality.boilerplate_kept < 0.2
    kept_all = Cleaner(language="en", translation=False, threshold=1.0).clean(result.text).quality
    assert kept_all is not None and kept_all.body_lost <= result.quality.body_lost
    assert kept_all.boilerplate_kept > result.quality.boilerplate_kept
    assert Cleaner(classifier=None, translation=False).clean(result.text).quality is None
    assert Cleaner(translation=False).clean("").to_record()["quality"] is None


def test_one_place_names_the_fields() -> None:
    """The dataclasses have the fields of the types, and the manifest those of its row."""
    assert [field.name for field in fields(Metadata)] == list(MetadataRecord.__annotations__)
    assert [field.name for field in fields(Quality)] == list(QualityRecord.__annotations__)
    assert [field.name for field in fields(Row)] == list(ManifestRow.__annotations__)
