"""Notices of machine translation and credits of translators: found in every language, never in a story about them."""

from collections import defaultdict
from pathlib import Path

import pytest
from notice_generator import sentences

import cleaner
from cleaner.document import Block, Document, Language, Span
from cleaner.readers.notice_words import PARTS, grammar
from cleaner.readers.translation_notices import find_notices

STORY = (
    "Rain fell on the harbour all night and the fishermen of Kalmara stayed at home with their nets, waiting for the "
    "wind to turn, as they have done in every autumn that anybody can remember."
)
MORE = (
    "“They sent a man with a tripod the last time,” said Ada Brandt, who has run the fish market there since 1998. “He "
    "took pictures for a week and we never saw him again.” Her stall now floods twice a month.",
    "The council has set aside $2.4 million for repairs, about a third of what the engineers think the job would cost, "
    "and a vote is expected before the end of the year, though few on the quay would bet on it.",
)
HERE = Path(__file__).parent
STEP = 11
"""Of the generated sentences every eleventh is tried here: all take five seconds."""


def rows(name):
    """(sign, language, line): + a notice, - none, h a credit of a person."""
    return [tuple(row.split("\t")) for row in (HERE / name).read_text(encoding="utf-8").splitlines()]


def page(*lines, language="en"):
    text = "\n".join(lines)
    blocks, at = [], 0
    for line in lines:
        end = min(at + len(line) + 1, len(text))
        blocks.append(Block(Span(at, end)))
        at = end
    return Document(text, tuple(blocks), Language(language, 1.0))


def found_in(line, language):
    """ "+" where a machine's notice is found, "h" for a translator's name, "-" for neither."""
    found = [notice for notice in find_notices(page(STORY, line, language=language)) if notice.line == 1]
    return "-" if not found else "h" if all(notice.people for notice in found) else "+"


@pytest.mark.parametrize(("sign", "language", "line"), rows("notices.tsv"))
def test_notices_are_told_from_sentences_about_translation(sign, language, line):
    found = found_in(line, language)
    assert found == sign or (sign == "-" and found == "h")


def test_notices_kept_apart_are_found_and_nothing_else():
    """Fifty notices and twenty-five sentences written before the words were gathered; never looked at one by one."""
    right = defaultdict(list)
    for sign, language, line in rows("notices_apart.tsv"):
        right[sign].append((found_in(line, language) == "+") == (sign == "+"))
    assert len(right["+"]) == 50
    assert sum(right["+"]) >= 48
    assert all(right["-"])


def test_every_generated_notice_is_found():
    assert [s for lang, s in list(sentences("notices"))[::STEP] if found_in(s, lang) != "+"] == []


def test_no_generated_sentence_of_a_story_is_a_notice():
    assert [s for lang, s in sentences("stories") if found_in(s, lang) == "+"] == []


def test_every_word_for_translating_has_a_stem():
    """A page without any stem of its language is not searched."""
    for code in grammar().codes:
        language = grammar().languages[code]
        for part in ("done", "noun", "both"):
            for word in (*language.parts[part].exact, *language.parts[part].begins):
                assert any(stem in word for stem in language.stems), (code, word)


def test_every_language_with_a_pack_has_words_of_notices():
    from cleaner.phrases.packs import ANY, load_packs

    assert set(load_packs()) - {ANY} <= set(grammar().codes)
    assert all(grammar().languages[code].parts.keys() == set(PARTS) for code in grammar().codes)


@pytest.mark.parametrize("place", ["above", "below", "inside"])
def test_a_notice_leaves_the_body_and_is_kept_in_the_record(place):
    notice = "This article was translated from Greek with the help of AI and reviewed by an editor."
    story = [STORY, *MORE]
    lines = {
        "above": [notice, *story], "below": [*story, notice], "inside": [*story[:2], f"{story[2]} {notice}"],
    }[place]  # fmt: skip
    record = cleaner.clean("\n\n".join(lines)).to_record()
    removed = [(span["kind"], span["text"].strip()) for span in record["removed"]]
    assert removed == [("legal", notice)]
    assert notice not in record["body"]
    assert STORY in record["body"]
    assert record["translation"]["verdict"] == "declared"


def test_a_translator_becomes_a_contributor_and_no_author():
    record = cleaner.clean("\n\n".join(["By Lena Ott", STORY, *MORE, "Translated by Mira Holt"])).to_record()
    assert record["metadata"]["contributors"] == ["Mira Holt"]
    assert "Mira Holt" not in record["metadata"]["authors"]
    assert record["translation"]["verdict"] != "declared"


def test_a_notice_within_a_paragraph_must_speak_of_the_page():
    assert find_notices(page(STORY, f"{STORY} Translated by DeepL. {STORY}")) == ()
    assert find_notices(page(STORY, f"{STORY} The article was translated by AI. {STORY}")) == ()
    (notice,) = find_notices(page(STORY, f"{STORY} (This article was translated by AI.) {STORY}"))
    assert not notice.whole
    assert "translated by AI" in notice.value


def test_a_label_far_from_the_story_is_an_entry_of_a_menu():
    menu = ["Home", "Machine translation", "Prices", "Jobs", "About", "News"]
    assert find_notices(page(*menu, STORY)) == ()
    assert [n.value for n in find_notices(page("Home", "Machine translation", STORY))] == ["Machine translation"]
    assert find_notices(page(STORY, "Machine translation", STORY)) == ()
