"""The other languages: what each may say, and what is shown."""

import pytest

from cleaner.document import Segment, Span, Verdict
from cleaner.kinds import Fate
from cleaner.readers import read
from cleaner.translation import TranslationAssessor
from cleaner.translation.weights import has_model, load_weights

TEXTS = {
    "de": "Am Dienstagabend hat sich der Hafenrat wieder einmal nicht einigen können. Drei Stunden saßen sie da, "
    "dann ging man auseinander, ohne dass etwas beschlossen worden wäre. ",
    "fr": "Mardi soir, le conseil du port n'a, une fois de plus, rien décidé. Trois heures durant, on s'est renvoyé la "
    "balle, puis chacun est rentré chez soi sous la pluie. ",
    "ru": "Во вторник вечером портовый совет опять ничего не решил. Три часа спорили, кто виноват, а потом разошлись "
    "по домам под дождём, так и не договорившись. ",
    "cs": "V úterý večer se přístavní rada zase na ničem nedohodla. Tři hodiny se hádali, kdo za to může, a pak se v "
    "dešti rozešli domů. ",
    "zh": "星期二晚上，港口委员会又没有做出任何决定。大家争了三个小时，最后冒着雨各自回家了。",
    "ja": "火曜日の夜、港の委員会はまたしても何も決められなかった。三時間も言い争ったあげく、雨の中を帰っていった。",
}


def assess(text, language):
    document = read(text, form="text", language=language)
    return TranslationAssessor()(document, (Segment(Span(0, len(text)), Fate.KEEP),))


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_every_language_with_a_model_gives_a_probability(language):
    found = assess(TEXTS[language] * 8, language)
    assert found.verdict != Verdict.INSUFFICIENT
    assert 0 <= found.probability <= 1
    assert found == assess(TEXTS[language] * 8, language)


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_signs_of_flagged_texts_point_into_the_text(language, monkeypatch):
    text = TEXTS[language] * 8
    monkeypatch.setattr(TranslationAssessor, "thresholds", lambda *_: (0.0, 0.0))
    found = assess(text, language)
    assert found.verdict == Verdict.LIKELY
    assert found.signs
    for sign in found.signs:
        assert 0 <= sign.span.start < sign.span.end <= len(text)
        if sign.sign == "wording":
            assert text[slice(*sign.span)] in sign.evidence


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_languages_without_measured_systems_of_today_allow_possible_at_most(language):
    likely, possible = TranslationAssessor().thresholds(language)
    facts = load_weights(language).facts
    assert facts["most"] == "possible"
    assert likely == 1.0
    assert possible < 1.0


def test_languages_without_machine_text_have_no_model():
    assert not has_model("es")
    assert not has_model("pt")
    assert not has_model("../en")
