"""Sentences of a story that hold a stock phrase of the packs: a rule must leave them to the line model.

The `misses` of every rule are put against the whole pack of their language, not against their rule alone, and stand
as a paragraph and as the opening of a paragraph in the whole stories of `tests/whole`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import cleaner
from cleaner.detectors import IndexedDocument
from cleaner.detectors.wording import WordingDetector
from cleaner.phrases.packs import Where, find_rule, load_packs
from cleaner.readers.plain_text import read_text
from cleaner.text.line_shape import ends_like_sentence

WHOLE = Path(__file__).parent.parent / "whole"
PACKS = load_packs()
TOLD = [code for code in sorted(PACKS) if (WHOLE / code).is_dir()]

SAID = {
    "en": [
        "We use cookies to keep the children quiet, said the cook of the school on the quay.",
        "Reviewed by three engineers, the roof of the market hall was found to be sound.",
        "Written by hand, the minutes of the harbour board fill two shelves.",
        "If you have a tip, the sheriff wants to hear it, his office said on Tuesday.",
        "Unsubscribe at any time, the law says.",
        "Please keep your comments short, warned the chair of the meeting.",
        "Sponsored by the council, the fair drew four thousand people to the quay.",
        "Read also the back of the ticket, the ferry line advises.",
        "Related to nobody in the village, he was buried by the council.",
    ],
    "de": [
        "Mehr zum Thema Hafen wollte der Sprecher nicht sagen.",
        "Lesen Sie auch die Rückseite der Karte, rät die Reederei.",
        "Weiterlesen durfte der Zeuge nicht.",
        "Aktualisiert vor zehn Jahren, gilt der Plan noch immer als Grundlage.",
    ],
    "fr": [
        "Lire aussi le dos du billet, conseille la compagnie.",
        "Publié en 1950, le guide du port se vend encore.",
        "Abonnez-vous au théâtre du quai, dit la mairie.",
    ],
    "es": [
        "Publicado en 1950, el libro del puerto aún se lee.",
        "Lea también el reverso del billete, aconseja la naviera.",
        "Escrito por encargo, el himno del puerto nunca se cantó.",
    ],
    "no": ["– Logg inn for å lese videre var det eneste ordet jeg lærte den vinteren."],
    "ru": ["Читайте также оборот билета, советует перевозчик."],
    "pl": ["Czytaj też drugą stronę biletu, radzi armator."],
    "pt": ["FICHA TÉCNICA"],
    "sv": [
        "Läs också baksidan av biljetten, råder rederiet.",
        "Publicerad i delar, blev boken om hamnen omtyckt.",
        "– Logga in för att läsa vidare stod det på skylten vid kajen i tio år.",
    ],
    "cs": ["Čtěte také rub jízdenky, radí dopravce."],
    "it": ["Leggi anche il retro del biglietto, consiglia la compagnia."],
    "nl": ["Lees ook de achterkant van het kaartje, zegt de rederij."],
    "zh": ["记者：委员会答应过给你们赔偿吗？", "记者：那座桥什么时候修好？"],
    "ar": ["اقرأ أيضا ظهر التذكرة، تنصح الشركة."],
}
"""Sentences of our own that open with a phrase of the packs; each stays where it stands in a story."""

CREDITED = [
    ("© Provided by Harbour Times Inc", " The harbour council voted on Tuesday night to keep the ferry pier open."),
    (
        "© Provided by Harbour Times",
        " The harbour council voted on Tuesday night to keep the ferry pier open all year.",
    ),
    ("© Hafenblatt GmbH", " Der Rat stimmte am Dienstagabend dafür, den alten Anleger bis zum März offen zu halten."),
]
"""A rights sign and the paragraph it was glued to: the sign may go, the paragraph stays."""


def claimed(text: str, language: str) -> list[str]:
    """The rules of the whole pack of a language that claim something of a line, those never seen right too."""
    ids = [mark.reason.rule for mark in WordingDetector()(IndexedDocument.of(read_text(text, language=language)))]
    return [id_ for id_ in ids if (rule := find_rule(id_)) and not rule.names_only]


@cache
def story(language: str) -> tuple[str, ...]:
    """The paragraphs of the first whole story of a language."""
    path = min((WHOLE / language).glob("*.txt"))
    return tuple(line for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def misses(code: str) -> list[str]:
    """The examples of a pack that no rule of it may claim."""
    return [text for rule in PACKS[code].rules for text in rule.misses]


def lost_from(lines: list[str], language: str, wanted: list[str]) -> list[str]:
    """The wanted lines that do not stand whole in the body, with what took them."""
    result = cleaner.Cleaner(translation=False, language=language).clean("\n\n".join(lines), form="text")
    why = [f"{item.text[:60]!r} {item.detector}" for item in result.removed]
    return [f"{line}: {why}" for line in wanted if line not in result.body]


@pytest.mark.parametrize("code", sorted(PACKS))
def test_no_rule_claims_a_miss_of_its_siblings(code: str) -> None:
    taken = {text: rules for text in misses(code) if (rules := claimed(text, code))}
    assert taken == {}


@pytest.mark.parametrize("code", TOLD)
def test_no_rule_claims_a_paragraph_that_a_miss_opens(code: str) -> None:
    """Only sentences can open a paragraph: a phrase without a stop would be a heading before it."""
    body = max(story(code), key=len)
    opened = [f"{text} {body}" for text in misses(code) if ends_like_sentence(text)]
    assert opened
    assert {text[:80]: rules for text in opened if (rules := claimed(text, code))} == {}


PLACED = [(code, text) for code, texts in SAID.items() for text in texts]


@pytest.mark.parametrize(("code", "text"), PLACED, ids=[f"{code}: {text[:30]}" for code, text in PLACED])
def test_a_sentence_that_opens_with_a_phrase_is_not_claimed(code: str, text: str) -> None:
    assert claimed(text, code) == []
    assert claimed(f"{text} {max(story(code), key=len)}", code) == []


@pytest.mark.parametrize("where", ["first", "middle", "last"])
@pytest.mark.parametrize(("code", "text"), PLACED, ids=[f"{code}: {text[:30]}" for code, text in PLACED])
def test_a_sentence_stays_where_it_stands(code: str, text: str, where: str) -> None:
    lines = list(story(code))
    at = {"first": 0, "middle": len(lines) // 2, "last": len(lines)}[where]
    lines.insert(at, text)
    assert lost_from(lines, code, [text]) == []


@pytest.mark.parametrize(("credit", "paragraph"), CREDITED, ids=[credit for credit, _ in CREDITED])
@pytest.mark.parametrize("form", ["text", "html"])
def test_a_rights_sign_takes_no_paragraph(credit: str, paragraph: str, form: str) -> None:
    lines = [*story("en")[:2], credit + paragraph, *story("en")[2:]]
    page = "".join(f"<p>{line}</p>" for line in lines) if form == "html" else "\n\n".join(lines)
    result = cleaner.Cleaner(translation=False).clean(page, form=form)
    assert paragraph.strip() in result.body
    assert credit in "".join(item.text for item in result.removed)


REPORTED = {
    "ar": "، تنصح الشركة.", "cs": ", radí dopravce.", "da": ", siger hun.", "de": ", rät die Reederei.",
    "el": ", λέει η εταιρεία.", "en": ", she says.", "es": ", dice ella.", "fi": ", hän neuvoo.",
    "fr": ", conseille-t-elle.", "hu": ", mondja a kapitány.", "it": ", dice lei.", "nl": ", zegt de rederij.",
    "no": ", sier hun.", "pl": ", radzi armator.", "pt": ", disse ela.", "ro": ", spune ea.",
    "ru": ", советует она.", "sk": ", radí dopravca.", "sv": ", säger hon.", "uk": ", радить вона.",
}  # fmt: skip
"""A clause of some languages that names the speaker of what stands before it."""


def phrases_of(code: str) -> list[str]:
    """The phrases of a pack that may open a line which goes on: one sentence's, and no labels."""
    rules = [rule for rule in PACKS[code].rules if rule.where in (Where.START, Where.ANYWHERE)]
    phrases = {text for rule in rules if not rule.names_only for text in rule.phrases}
    return sorted(text for text in phrases if text[-1].isalpha() and text[0].isalpha() and not set(".!?") & set(text))


@pytest.mark.parametrize("code", sorted(REPORTED))
def test_a_phrase_that_somebody_is_said_to_say_is_not_claimed(code: str) -> None:
    lines = [f"{text[0].upper()}{text[1:]}{REPORTED[code]}" for text in phrases_of(code)]
    assert len(lines) >= 50
    assert {line: rules for line in lines if (rules := claimed(line, code))} == {}
