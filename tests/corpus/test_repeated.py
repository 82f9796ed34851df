"""Lines that repeat on a site: found without any other detector, and the story's own lines left alone."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.corpus.hashing import hash_line, hash_lines
from cleaner.corpus.repeated import count_lines, find_repeated
from cleaner.document import Document
from cleaner.readers.plain_text import read_text

from .sites import Page, Site

NEVER_LOOKED_AT = range(300, 320)
"""Seeds of sites that no threshold was chosen on."""


def claimed_lines(pages: list[Page]) -> list[list[bool]]:
    """For every line of every page, whether it is claimed."""
    documents = [read_text(page.text, language="en") for page in pages]
    hashes = [hash_lines(document) for document in documents]
    counted, counts = count_lines([np.unique(found) for found in hashes])
    claims = [
        {mark.span for mark in find_repeated(document, found, counts, counted)}
        for document, found in zip(documents, hashes, strict=True)
    ]
    return [
        [block.span in spans for block in document.blocks] for document, spans in zip(documents, claims, strict=True)
    ]


def test_boilerplate_is_found_and_body_is_not() -> None:
    found = {True: 0, False: 0}
    there = {True: 0, False: 0}
    for seed in NEVER_LOOKED_AT:
        pages = Site(seed).pages(30)
        for page, claims in zip(pages, claimed_lines(pages), strict=True):
            for line, claimed in zip(page.lines, claims, strict=True):
                there[line.body] += 1
                found[line.body] += claimed
    assert found[False] / there[False] >= 0.6
    assert found[True] / there[True] <= 0.001


def test_three_pages_are_too_few_to_tell_what_stands_in_the_story() -> None:
    review = (
        "A first paragraph about {0} that is long enough to be one, and it even ends.\nPros\n"
        "It is {0} and it lasts for longer than you would think, said the man in the shop for {0}.\nCons\n"
        "The trouble with {0} is that it costs more than it should, and so on, and so on, and on."
    )
    documents = [read_text(review.replace("{0}", name), language="en") for name in ("a camera", "a kettle", "a lamp")]
    hashes = [hash_lines(document) for document in documents]
    counted, counts = count_lines([np.unique(found) for found in hashes])
    assert counts[hash_line("Pros")] == 3
    assert not list(find_repeated(documents[0], hashes[0], counts, counted))


def test_a_story_published_again_and_again_counts_once() -> None:
    menu = {hash_line("Home"), hash_line("Sport")}
    story = {hash_line(f"sentence {letter} of the story") for letter in "abcdefghij"}
    others = [{hash_line(f"sentence {a} of story {b}") for a in "abcdefghij"} for b in "klmnopqrst"]
    documents = [np.array(sorted(lines | menu), np.uint64) for lines in ([story] * 5 + others)]
    counted, counts = count_lines(documents)
    assert counted == 11
    assert counts == dict.fromkeys(menu, 11)


def test_numbers_are_masked_and_lines_without_letters_say_nothing() -> None:
    assert hash_line("12 Comments") == hash_line("7 comments") != hash_line("comments")
    assert hash_line("— 14:05 —") == 0


def test_an_empty_site_has_no_repeated_lines() -> None:
    assert count_lines([]) == (0, {})
    empty = Document("", (), read_text("", language="en").language)
    assert not list(find_repeated(empty, hash_lines(empty), {}, 0))


@pytest.mark.parametrize(
    ("name", "after"), [("Dunmere", ", where"), ("the Port", "of Tallwick, where"), ("Wire", "»,")]
)
def test_a_name_that_a_dump_parts_from_its_sentence_is_body(name: str, after: str) -> None:
    """A dump breaks the line at every link, and what every story of a site links stands on every page."""
    told = (
        "Ship number {0} came in on a Monday with {0} hundred containers, and its crew went ashore at once.\n"
        f"A keeper of ship {{0}} told\n{name}\n{after} ship {{0}} was built, that it would be sold by the winter.\n"
        "Alone\n"
        "The next one after {0} is expected on a Friday, and nobody in {0} knows who is going to unload it."
    )
    numbers = "abcdefghijklmnop"
    documents = [read_text(told.replace("{0}", number * 3), language="en") for number in numbers]
    hashes = [hash_lines(document) for document in documents]
    counted, counts = count_lines([np.unique(found) for found in hashes])
    claimed = {
        documents[0].slice(mark.span).strip() for mark in find_repeated(documents[0], hashes[0], counts, counted)
    }
    assert claimed == {"Alone"}
