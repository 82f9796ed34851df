"""The title of a page without the outlet, the section and the town, and without entities."""

from __future__ import annotations

import pytest

from cleaner import Cleaner

TITLE = "Storm closes the harbour for eighteen months"
BODY = "".join(
    f"<p>{line}</p>"
    for line in (
        "The harbour board of Velmora closed the pier on Monday after a storm had broken eleven of its piles.",
        "Engineers said that the repairs would take eighteen months, and that two ferries would land at the old quay.",
        "The fishing boats may stay, but the market moves to the customs house until the end of next year.",
    )
)
WORKER = Cleaner(translation=False)


def title_of(shown: str, heading: str = "", site: str = "", tag: str = "title") -> str | None:
    head = f"<title>{shown}</title>" if tag == "title" else f'<meta property="og:title" content="{shown}">'
    head += f'<meta property="og:site_name" content="{site}">' if site else ""
    page = f"<html><head>{head}</head><body>{f'<h1>{heading}</h1>' if heading else ''}<article>{BODY}</article></body>"
    return WORKER.clean(page, url="https://www.tidepost.example/news/1").metadata.title


@pytest.mark.parametrize(
    "tail",
    [
        " | The Tidepost",
        " - The Tidepost",
        " – Tidepost News",
        " | News | The Tidepost",
        " - News - The Tidepost - tidepost.example",
        " :: Tidepost",
        "｜生活｜中時電子報",
        "_财经_大洋网",
        " « Tidepost",
        " · The Tidepost",
    ],
)
@pytest.mark.parametrize("heading", ["", TITLE])
def test_what_stands_behind_the_title_goes(tail: str, heading: str) -> None:
    assert title_of(TITLE + tail, heading) == TITLE


@pytest.mark.parametrize("heading", ["", "Fish & Ships – it's back"])
def test_a_dash_before_words_that_go_on_is_part_of_the_title(heading: str) -> None:
    assert title_of("Fish & Ships – it's back | The Daily Quay", heading) == "Fish & Ships – it's back"


@pytest.mark.parametrize("tail", [" | The Tidepost", " - The Tidepost", " – tidepost.example", " : Tidepost"])
def test_the_outlet_goes_from_a_title_for_sharing(tail: str) -> None:
    assert title_of(TITLE + tail, site="The Tidepost", tag="meta") == TITLE
    assert title_of("The Tidepost - " + TITLE, site="The Tidepost", tag="meta") == TITLE


@pytest.mark.parametrize(
    "title",
    [
        "Storm over Velmora – what the harbour board knew",
        "Harbour: a pier for the new ferries",
        "«Nobody clapped»: the last evening at the old quay",
        "Velmora - Corley: the match of the year",
    ],
)
def test_a_dash_inside_a_title_stays(title: str) -> None:
    assert title_of(title, heading=title) == title
    assert title_of(title, tag="meta") == title


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Board &amp;quot;sure&amp;quot; of its piles and ferries", 'Board "sure" of its piles and ferries'),
        ("Boats &amp;amp; piers &amp;#8211; a long year", "Boats & piers – a long year"),
        ("Boats at the pier&lt;br&gt;for a year", "Boats at the pier for a year"),
    ],
)
def test_entities_written_twice_are_read(written: str, shown: str) -> None:
    assert title_of(written, tag="meta") == shown


@pytest.mark.parametrize(
    ("line", "title"),
    [("Skip to content", None), ("How the newsletter ate the news", "How the newsletter ate the news")],
)
def test_words_of_a_menu_above_the_byline_are_no_title(line: str, title: str | None) -> None:
    story = "The harbour opened again on Monday after a year of work, the council said in a note."
    assert WORKER.clean(f"{line}\n\nBy Ana Ruiz\n\n{story}\n", form="text").metadata.title == title


@pytest.mark.parametrize(("heading", "title"), [("Storm closes harbour", "Storm closes harbour"), ("Tidepost", None)])
def test_the_only_first_heading_is_the_title_of_a_page_without_one(heading: str, title: str | None) -> None:
    result = WORKER.clean(f"<h1>{heading}</h1><article>{BODY}</article>")
    assert (result.metadata.title, result.metadata.sources.get("title")) == (title, title and "h1")
    assert title is None or title not in result.body
