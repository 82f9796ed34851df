"""Headlines that only their byline tells, with a menu above them and with words of furniture in them; standfirsts."""

from __future__ import annotations

from itertools import product

import pytest

from cleaner import Cleaner, Result

HEADLINES = (
    "The last summer",
    "Two swans",
    "Rain again?",
    "Bread and butter",
    "How the newsletter ate the news",
    "Court: 'all rights reserved' does not protect a recipe",
    "Subscribe now, regret later",
    "The cookie that would not crumble",
    "Photo finish at Dunport",
    "Terms of use for a lighthouse",
)
MENUS = ((), ("Home", "News"), ("Home", "News", "Sport"), ("Menu", "Home", "News", "Opinion", "Log in"), ("News",))
BYLINES = (
    ("By Ines Calder",),
    ("By Ines Calder", "Updated Aug. 30, 2025, 6:02 a.m."),
    ("August 30, 2025", "By Ines Calder, meteorologist"),
    ("Posted by Ines Calder on August 30, 2025",),
)
STORY = (
    "The swimming pool of Dunport closes on Sunday for two years, and nobody at the kiosk believes in the two.",
    "It was built in 1968 for a thousand bathers and once held four thousand, on a day in July that melted the tar.",
    "The water will be let out on Monday morning, a job of nineteen hours, by the man who let it in the first time.",
    "He is 88 and has asked to turn the wheel himself, the caretaker said.",
)
STANDFIRST = "Nobody was hurt, but the bathers of the town fear for their lanes and for their kiosk."
WORKER = Cleaner(translation=False)


def cleaned(*lines: str, worker: Cleaner = WORKER) -> Result:
    return worker.clean("\n".join(lines))


def kind_of(result: Result, line: str) -> str:
    place = result.document.text.index(line)
    (mark,) = [s.mark for s in result.segments if s.span.start <= place < s.span.end]
    return mark.kind if mark else "body"


@pytest.mark.parametrize(("headline", "menu"), [*product(HEADLINES, MENUS)])
def test_the_line_above_the_byline_is_the_headline(headline: str, menu: tuple[str, ...]) -> None:
    """Of 770 such texts 731 had another title or none; the headline went as an entry of the menu."""
    for byline in BYLINES:
        result = cleaned(*menu, headline, *byline, *STORY)
        assert result.metadata.title == headline
        assert result.metadata.authors == ("Ines Calder",)
        assert all(line in result.body for line in STORY)
        assert headline not in result.body


@pytest.mark.parametrize("headline", [h for h in HEADLINES if "reserved" not in h])
def test_words_of_furniture_do_not_name_a_headline(headline: str) -> None:
    assert kind_of(cleaned(headline, "By Ines Calder", *STORY), headline) == "headline"


@pytest.mark.parametrize("line", ["Sport", "3 May 2024", "Photo: Tom Okoro"])
def test_other_lines_above_a_byline_are_no_headline(line: str) -> None:
    assert cleaned(line, "By Ines Calder", *STORY).metadata.title != line


@pytest.mark.parametrize("byline", BYLINES)
def test_a_sentence_between_headline_and_byline_is_the_standfirst(byline: tuple[str, ...]) -> None:
    lines = ("The last summer of a pool", STANDFIRST, *byline, *STORY)
    result = cleaned(*lines)
    assert result.metadata.title == lines[0]
    assert STANDFIRST in result.body
    assert kind_of(result, STANDFIRST) == "standfirst"
    assert STANDFIRST not in cleaned(*lines, worker=Cleaner(translation=False, remove=frozenset({"standfirst"}))).body


@pytest.mark.parametrize("name", ["standfirst", "article-dek", "post__subtitle"])
def test_a_class_names_the_standfirst(name: str) -> None:
    story = "".join(f"<p>{line}</p>" for line in STORY)
    page = (
        "<html><head><title>The last summer of a pool</title></head><body><article>"
        f'<h1>The last summer of a pool</h1><p class="{name}">{STANDFIRST}</p><img src="a.png">{story}</article>'
    )
    assert kind_of(WORKER.clean(page), STANDFIRST) == "standfirst"
    gone = Cleaner(translation=False, remove=frozenset({"standfirst"})).clean(page)
    assert STANDFIRST not in gone.body
    assert STORY[0] in gone.body


COURT_LISTS = (
    (
        "The following cases were heard at Wenlow Magistrates' Court on Thursday:",
        "Martin Fells, 43, of Quay Street, Wenlow. Drove without insurance on 2 June. Fined 300 pounds, six points.",
        "Hannah Brill, 29, of no fixed address. Stole cheese from a shop. Conditional discharge for twelve months.",
        "Leon Osgood, 61, of Mill Rise, Carden. Let a dog run loose on a farm. Fined 120 pounds.",
        "Priya Nair, 35, of Station Road, Wenlow. Speeding: 48 miles an hour in a 30 zone. Fined 200 pounds.",
    ),
    (
        "Voici les affaires jugées jeudi par le tribunal de Venlois :",
        "Martin Felle, 43 ans, de Venlois. Conduite sans assurance. 300 euros d'amende.",
        "Anne Brille, 29 ans, sans domicile. Vol de fromage d'une valeur de 18 euros. Douze mois avec sursis.",
        "Léon Osgode, 61 ans, de Carden. Chien divaguant dans une ferme. 120 euros d'amende.",
    ),
)
DRESSES = (("<div>", "</div>"), ("", "<br>"), ("", "<br><br>"), ("<section>", "</section>"))


@pytest.mark.parametrize(("story", "dress"), list(product(COURT_LISTS, DRESSES)))
def test_a_line_that_opens_a_list_is_no_headline(story: tuple[str, ...], dress: tuple[str, str]) -> None:
    page = "".join(line.join(dress) for line in story)
    body = Cleaner(translation=False).clean(f"<html><body>{page}</body></html>", form="html").body
    assert body.startswith(story[0])
