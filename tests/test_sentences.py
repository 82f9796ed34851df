"""Where sentences end."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.text.sentences import cut_sentences

CASES = [
    ("en", "The pier closes. | Nobody knows why. | Will it open?! | It may."),
    ("en", "Dr. Ruiz of the U.S. Coast Guard met J. R. Okoro on Feb. 3. | He left at 5 p.m. | Nobody stayed."),
    ("en", "See No. 5 and p. 12. | No. | She said no. | Then she paid 3.50 for it at example.com."),
    ("en", "“Stay here. It is late.” | She stayed. | (They knew. All of them.) | It rained."),
    ("en", "“Why?” he asked. | Really… he said it. | It ended … | Yes."),
    ("de", "Am 3. März kam Prof. Meier z. B. aus Bonn. | Der 1. FC verlor vor ca. 300 Leuten. | Es regnete."),
    ("en", "He was 12. | She ran."),
    ("fr", "M. Durand a dit « Non. Jamais. » | Mme Petit est partie."),
    ("pl", "Budowa kosztowała ok. 20 mln zł. | Otwarto ją w 2010 r. przy ul. Długiej."),
    ("ru", "Мост на ул. Речной закрыли. | По словам И. Петрова, ему 90 лет. | Когда откроют?"),
    ("zh", "桥关闭了。|没有人知道原因。|“为什么？我们不知道。”|他说。"),
    ("hi", "पुल बंद है। | किसी को पता नहीं।"),
    ("en", "The fee rose to 3.50. | See example.com. | It opens at 10.30. | He went, i.e. She stayed."),
    ("ur", "پل بند ہے۔ | کسی کو معلوم نہیں۔"),
    ("my", "တံတား ပိတ်သည်။ | မသိပါ။"),
    ("ar", "أغلق الجسر. | لماذا؟ | لا أحد يعرف."),
]


@pytest.mark.parametrize(("language", "marked"), CASES)
def test_sentences(language: str, marked: str) -> None:
    parts = marked.split("|")
    text = "".join(parts).replace("  ", " ")
    found = [text[start:end].strip() for start, end in cut_sentences(text, language)]
    assert found == [part.strip() for part in parts]


@given(st.text('aB. \n!“”"()。1é', max_size=60), st.sampled_from(["en", "de", "und"]))
def test_every_character_is_in_one_sentence(text: str, language: str) -> None:
    cut = list(cut_sentences(text, language))
    assert "".join([text[start:end] for start, end in cut]) == text
    assert all(start < end for start, end in cut)


@pytest.mark.parametrize("piece", ["“", "(", '"a', ".", "a. ", "« ", "…”"])
def test_a_hostile_line_takes_less_than_a_second(piece: str) -> None:
    begin = process_time()
    cut = list(cut_sentences(piece * 80_000, "en"))
    assert process_time() - begin < 1
    assert cut[-1][1] == len(piece) * 80_000
