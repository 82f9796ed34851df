"""What resolve promises for any text and any marks, and how claims compete."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from cleaner.config import Config
from cleaner.decision.resolve import resolve
from cleaner.document import Document, Language, Mark, Metadata, Reason, Segment, Span, Status
from cleaner.forms.record import replay
from cleaner.kinds import BODY, KINDS, Fate
from cleaner.readers.plain_text import read_text
from cleaner.result import Result, make_record


def document_of(text: str) -> Document:
    return read_text(text, language="en")


def mark(start: int, end: int, kind: str, score: float, naming: float | None = None) -> Mark:
    return Mark(Span(start, end), kind, score, "test", Reason("test.rule"), kind_score=naming)


def result_of(document: Document, segments: tuple[Segment, ...]) -> Result:
    return Result(document, segments, (), Status.OK, Metadata())


TEXTS = st.text(alphabet=st.sampled_from("ab .\n\r\t\u2028é漢\U0001f600"), max_size=80)


@st.composite
def claimed(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(TEXTS)
    places = st.integers(0, len(text))
    kinds = st.sampled_from([*KINDS, BODY])
    rows = draw(st.lists(st.tuples(places, places, kinds, st.floats(0, 1)), max_size=8))
    return text, [mark(min(a, b), max(a, b), kind, score) for a, b, kind, score in rows]


@given(claimed())
def test_segments_tile_the_text_and_the_record_replays(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    document = document_of(text)
    segments = resolve(document, marks, Config())
    assert "".join(document.slice(s.span) for s in segments) == text
    assert all(s.span.start < s.span.end for s in segments)
    result = result_of(document, segments)
    assert replay(make_record(result), text) == result.body


@given(claimed())
def test_the_order_of_detectors_does_not_matter(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    document = document_of(text)
    assert resolve(document, marks, Config()) == resolve(document, marks[::-1], Config())


@given(TEXTS)
def test_without_claims_the_body_is_the_text(text: str) -> None:
    document = document_of(text)
    body = result_of(document, resolve(document, [], Config())).body
    if re.search(r"\n\s*\n\s*\n", text):
        assert [line for line in body.split("\n") if line.strip()] == [
            line for line in text.strip().split("\n") if line.strip()
        ]
    else:
        assert body == text.strip()


def test_the_surer_claim_takes_the_line() -> None:
    document = document_of("Sign up now\nThe mayor spoke.")
    claims = [mark(0, 11, "signup", 0.9), mark(0, 11, BODY, 0.95)]
    assert resolve(document, claims, Config())[0].fate is Fate.KEEP
    claims = [mark(0, 11, "signup", 0.96), mark(0, 11, BODY, 0.95)]
    assert resolve(document, claims, Config())[0].fate is Fate.REMOVE


def test_the_best_name_need_not_be_the_surest_claim() -> None:
    document = document_of("By Ana Ruiz")
    claims = [mark(0, 11, "navigation", 0.99, 0.4), mark(0, 11, "byline", 0.9)]
    segment = resolve(document, claims, Config())[0]
    assert segment.mark is not None
    assert segment.mark.kind == "byline"


def named(text: str, claims: list[Mark]) -> list[str]:
    """The kinds of the decided stretches, in order."""
    return [segment.mark.kind for segment in resolve(document_of(text), claims, Config()) if segment.mark]


def test_an_unsure_name_with_another_to_offer_needs_company() -> None:
    text = "We use these to serve you\nHarbour opens again\nCookie settings"
    first, second, last = (0, 25), (26, 45), (46, 61)
    claims = [
        mark(*first, "consent", 0.99, 0.5), mark(*first, "related", 0.0, 0.2), mark(*second, "related", 0.99, 0.5),
    ]  # fmt: skip
    assert named(text, claims) == ["related", "related"]
    company = mark(*last, "consent", 0.99)._replace(detector="words")
    assert named(text, [*claims, company]) == ["consent", "related", "consent"]
    assert named(text, [claims[0], *claims[2:]]) == ["consent", "related"]


def test_an_unsure_line_between_two_of_one_kind_is_theirs() -> None:
    text = "Harbour opens\nCoast\nFerry closes"
    around = [mark(0, 13, "related", 0.95), mark(20, 32, "related", 0.95)]
    assert named(text, [*around, mark(14, 19, "contact", 0.95, 0.3)]) == ["related"] * 3
    assert named(text, [*around, mark(14, 19, "contact", 0.95, 0.9)]) == ["related", "contact", "related"]
    assert named(text, [*around, mark(14, 19, "navigation", 0.95, 0.9)]) == ["related"] * 3
    unsure = [mark(0, 13, "related", 0.95, 0.6), around[1]]
    assert named(text, [*unsure, mark(14, 19, "contact", 0.95, 0.3)]) == ["related", "contact", "related"]


def test_sure_names_speak_for_unsure_lines_close_by() -> None:
    text = "Notice\nWest Quay 1\nRiga\nSign up now!"
    around = [mark(0, 6, "signup", 0.95), mark(24, 36, "signup", 0.95)]
    unsure = [mark(7, 18, "related", 0.95, 0.4), mark(19, 23, "advert", 0.95, 0.6)]
    assert named(text, [*around, *unsure]) == ["signup"] * 4
    assert named(text, [around[0], *unsure]) == ["signup", "related", "advert"]
    menu = [m._replace(kind="navigation") for m in around]
    assert named(text, [*menu, *unsure]) == ["navigation", "related", "advert", "navigation"]


def test_an_unsure_line_goes_on_below_a_sure_one_of_some_kinds() -> None:
    text = "Harbour opens\nThe mayor cut the tape"
    lines = [mark(0, 13, "related", 0.95), mark(14, 36, "advert", 0.95, 0.3)]
    assert named(text, lines) == ["related"] * 2
    assert named(text, [lines[0], mark(14, 36, "advert", 0.95, 0.6)]) == ["related", "advert"]
    assert named(text, [lines[0]._replace(kind="signup"), lines[1]]) == ["signup", "advert"]


def test_names_of_sections_between_two_teasers_are_theirs() -> None:
    text = "Harbour opens\nCoast\nTown\nFerry closes"
    sections = [mark(14, 19, "navigation", 0.95, 0.9), mark(20, 24, "navigation", 0.95, 0.9)]
    around = [mark(0, 13, "related", 0.95), mark(25, 37, "related", 0.95)]
    assert named(text, [*around, *sections]) == ["related"] * 4
    assert named(text, [around[0], *sections]) == ["related", "navigation", "navigation"]
    unsure = [around[0], mark(25, 37, "related", 0.95, 0.6)]
    assert named(text, [*unsure, *sections]) == ["related", "navigation", "navigation", "related"]


def test_a_claim_that_only_names_a_line_takes_the_score_of_the_one_that_removes_it() -> None:
    document = document_of("Harbour opens\nThe mayor spoke.")
    claims = [mark(0, 13, "navigation", 0.97, 0.4), mark(0, 13, "related", 0.0, 0.8)]
    winner = resolve(document, claims, Config())[0].mark
    assert winner is not None and (winner.kind, winner.score) == ("related", 0.97)
    assert resolve(document, claims[1:], Config())[0].fate is Fate.KEEP


def test_a_cut_leaves_the_rest_of_the_line() -> None:
    text = "The vote was close. READ MORE: The vote in maps\nNext."
    document = document_of(text)
    segments = resolve(document, [mark(20, 47, "related", 0.9)], Config())
    assert result_of(document, segments).body == "The vote was close.\nNext."


def test_two_cuts_at_the_end_leave_the_line_break() -> None:
    document = document_of("It rained. (dpa) Read more\nNext.")
    claims = [mark(11, 16, "byline", 0.9), mark(17, 26, "related", 0.9)]
    assert result_of(document, resolve(document, claims, Config())).body == "It rained.\nNext."


def test_a_removed_line_names_the_stretches_of_other_kinds() -> None:
    document = document_of("12 May 2023 Sign up to our newsletter")
    claims = [mark(0, 37, "signup", 0.9), mark(0, 11, "timestamp", 0.8)]
    segments = resolve(document, claims, Config())
    assert [(s.span, s.mark.kind) for s in segments if s.mark] == [((0, 12), "timestamp"), ((12, 37), "signup")]


def test_a_kind_the_caller_keeps_stays_and_is_named() -> None:
    document = document_of("By Ana Ruiz\nThe mayor spoke.")
    segments = resolve(document, [mark(0, 11, "byline", 0.9)], Config(keep=frozenset({"byline"})))
    result = result_of(document, segments)
    assert result.body == "By Ana Ruiz\nThe mayor spoke."
    assert [item.kind for item in result.kept] == ["byline"]


def test_a_higher_threshold_keeps_more() -> None:
    document = document_of("Sign up now\nThe mayor spoke.")
    claims = [mark(0, 11, "signup", 0.92)]
    assert result_of(document, resolve(document, claims, Config(threshold=0.6))).removed
    assert not result_of(document, resolve(document, claims, Config(threshold=0.95))).removed


def removed_lines(scores: list[float]) -> str:
    """Which lines go, as "x", where every line is claimed for navigation with a score, 0 for article."""
    document = document_of("".join(f"Line {i}\n" for i in range(len(scores))))
    claims = [
        Mark(b.span, "navigation" if score else BODY, score or 0.9, "test", Reason("test.rule"))
        for b, score in zip(document.blocks, scores, strict=True)
    ]
    gone = {r.start for r in result_of(document, resolve(document, claims, Config())).removed}
    return "".join("x" if b.span.start in gone else "." for b in document.blocks)


def test_unsure_claims_inside_the_story_need_company() -> None:
    assert removed_lines([0.9, 0.6, 0, 0.6, 0.7, 0, 0.6]) == "xx....x"
    assert removed_lines([0.9, 0.6, 0, 0.6, 0.8, 0, 0.6]) == "xx.xx.x"


def test_a_text_in_which_nothing_is_sure_stays_whole() -> None:
    assert removed_lines([0.7, 0.6, 0, 0.6, 0.7]) == "....."
    assert removed_lines([0.85, 0.6, 0, 0.6, 0.7]) == "....."
    assert removed_lines([0.95, 0.6, 0, 0.6, 0.7]) == "xx.xx"


def test_a_headline_at_the_top_needs_no_company() -> None:
    document = document_of("Harbour closes\nThe mayor spoke.\nHarbour closes\n")

    def kept(*claims: Mark) -> str:
        return result_of(document, resolve(document, claims, Config())).body

    assert kept(mark(0, 15, "headline", 0.85)) == "The mayor spoke.\nHarbour closes"
    assert kept(mark(0, 15, "headline", 0.75)).startswith("Harbour closes\n")
    assert kept(mark(0, 15, "related", 0.85)).startswith("Harbour closes\n")
    assert kept(mark(32, 47, "headline", 0.85)).endswith("Harbour closes")


def test_an_undetermined_language_is_said() -> None:
    assert read_text("404").language == Language("und", 0.0)


def test_what_the_classifier_names_is_lifted_only_where_a_mark_lifts_it() -> None:
    document = document_of("By Ana Ruiz and others\n\nThe council voted on Monday to keep the old pier open.")
    end = len("By Ana Ruiz and others")
    own = Mark(Span(0, end), "byline", 0.97, "line_model", Reason("line_model.byline"))
    lifting = Mark(Span(0, end), "byline", 0.9, "bylines", Reason("bylines.prefix"), (("authors", "Ana Ruiz"),))
    assert [s.fate for s in resolve(document, [own], Config()) if s.mark] == [Fate.REMOVE]
    assert [s.fate for s in resolve(document, [own, lifting], Config()) if s.mark] == [Fate.LIFT]
    assert [s.fate for s in resolve(document, [own], Config(keep=frozenset({"byline"}))) if s.mark] == [Fate.KEEP]


def test_the_name_of_a_section_alone_between_two_sentences_is_a_subheading() -> None:
    above, below = "Nobody was hurt.", "The county will pay for the new sea wall and for both boats."

    def kept(*lines: str, rule: str = "en.navigation.sections", detector: str = "wording", other: str = "") -> bool:
        document = document_of("\n".join(("Skip to content", *lines)))
        first, *_ = document.blocks
        spans = [
            first.span,
            *(b.span for b, line in zip(document.blocks, document.lines, strict=True) if line == "Sport"),
        ]
        marks = [Mark(span, "navigation", 0.99, detector, Reason(rule)) for span in spans]
        marks += [Mark(spans[1], "navigation", 0.9, "repeated_text", Reason(other))] if other else []
        return "Sport" in result_of(document, resolve(document, marks, Config())).body

    assert kept(above, "Sport", below)
    assert kept(above, "Sport", below, rule="de.navigation.work")
    assert not kept(above, "Sport", below, rule="en.navigation.menu")
    assert not kept(above, "Sport", below, detector="own_wording")  # packs of the caller win
    assert not kept(above, "Sport", below, other="repeated_text.site")
    assert not kept(above, "Sport", "Sport", below)
    assert not kept("Harbour of the town closes", "Sport", below)
    assert not kept(above, "Sport", "Storm breaks the wall of the harbour and closes it")
    assert not kept(above, "Sport", "So they say.")
