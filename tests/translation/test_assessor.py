"""The verdict: reasons for none, thresholds, batches, signs, and evidence from elsewhere."""

import subprocess
import sys
from dataclasses import replace

import pytest

from cleaner.document import Relation, Segment, Span, Verdict
from cleaner.errors import UsageError
from cleaner.kinds import Fate
from cleaner.readers import read
from cleaner.translation import TranslationAssessor, default_assessor, raise_by_comparison
from cleaner.translation.assessor import load_judge
from cleaner.translation.weights import load_weights

ENGLISH = """The harbour board met on Tuesday night to decide what to do about the northern quay, which has been \
sinking by an inch a year since the new breakwater went up. Nobody in the room wanted to spend the money, and nobody \
wanted to be the one who said so. After three hours they agreed to ask for another survey.

Ada Brandt, who has run the fish market there since 1998, said she had heard it all before. "They sent a man with a \
tripod the last time," she said. "He took pictures for a week and we never saw him again." Her stall now floods twice \
a month, and she keeps her scales on a stack of pallets.

The council has set aside $2.4 million for repairs, about a third of what the engineers think the job would cost. A \
vote is expected before the end of the year, though few on the quay would bet on it."""

MORE = (
    "The fishermen blame the ferries. Since the company put on two more crossings a day, they say, the wash runs up "
    "the slip and takes the gravel with it, and nobody from the ferry office has come down to look. The company says "
    "it has had no complaints in writing.",
    "Old Pieter Holm keeps a tide table from 1961 nailed to his shed, the pencil marks still legible, and will show "
    'it to anyone who stops. "We had a quay then," he said, tapping the wood. "Now we have a committee." He laughed '
    "until he coughed.",
    '"It\'s not the money," said Tom Reyes, who runs the ice house next door and has lived on the quay for 20 years. '
    "\"It's that nobody will tell you when. You call, they put you on hold, you hang up. I've been doing that since "
    'May." The office did not return a call seeking comment.',
)

BROKEN = """In the city of Kalmara was held yesterday the meeting of council for the question of the port, where \
participated many citizens which expressed the dissatisfaction their for the delay of works. According with the \
information of the service, the works they will begin in the next period and they will be completed until the end \
of the year, while the cost it reaches the 12 millions euro.

The mayor of the city underlined that the municipality makes every possible effort for the solution of the problem, \
and that he is in the continuous contact with the ministry. As he said characteristically, the project it is \
of vital importance for the local community and for the development of the region, and for this reason it must \
that proceed without the further delays. The residents from side of them they ask for the immediate measures.

It is noted that the port had suffered the serious damages by the bad weather of the last winter, with the result that \
the ships not can approach with the safety. The next meeting is expected to be realised in the coming days, at the \
presence of the competent bodies and of the representatives of the fishermen."""


def job(text, language="en"):
    document = read(text, form="text", language=language)
    return document, (Segment(Span(0, len(text)), Fate.KEEP),)


def assess(text, language="en", assessor=None):
    return (assessor or TranslationAssessor())(*job(text, language))


def test_native_news_is_unlikely():
    found = assess(ENGLISH)
    assert found.verdict == Verdict.UNLIKELY
    assert found.probability < 0.2
    assert found.signs == ()
    assert [p.probability is not None for p in found.passages] == [True, True, True]


def test_broken_translation_is_flagged_with_signs():
    found = assess(BROKEN)
    assert found.verdict in (Verdict.LIKELY, Verdict.POSSIBLE)
    assert 1 <= len(found.signs) <= 8
    assert all(0 <= s.span.start < s.span.end <= len(BROKEN) for s in found.signs)
    assert any("[" in s.evidence for s in found.signs)


def test_signs_show_the_words_of_the_page():
    for sign in assess(BROKEN).signs:
        if sign.sign in ("superfluous word", "unexpected word"):
            assert f"[{BROKEN[slice(*sign.span)]} → " in sign.evidence


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        ("", "en", "too short: 0 words, 80 are needed"),
        ("Rain fell.", "en", "too short: 2 words, 80 are needed"),
        ("\n".join(f"{h}:15 Quay {h} | {h}:40 | platform {h}" for h in range(40)), "en", "no running sentences"),
        (ENGLISH, "cy", "no model"),
        (ENGLISH, "und", "no model"),
        ("Lluvia sobre el puerto durante toda la noche. " * 30, "es", "no model"),
    ],
)
def test_what_cannot_be_judged_says_why(text, language, reason):
    found = assess(text, language)
    assert (found.verdict, found.probability, found.reason) == (Verdict.INSUFFICIENT, None, reason)
    assert all(p.probability is None for p in found.passages)


def test_a_declared_translation_needs_no_model():
    found = assess("Automatisch übersetzt\n\nDer Hafenrat tagte am Dienstag.", "de")
    assert found.verdict == Verdict.DECLARED
    assert (found.basis, found.probability) == ("notice", 0.99)
    assert found.reason == "declared by notice: Automatisch übersetzt"
    assert found.signs[0].sign == "declared"


def test_batches_say_the_same_as_one_by_one():
    texts = [ENGLISH, "Rain.", BROKEN, ENGLISH[:420], BROKEN + "\n\n" + ENGLISH]
    one_by_one = [assess(t) for t in texts]
    together = TranslationAssessor().assess_many([job(t) for t in texts * 3])
    assert together == one_by_one * 3


def test_thresholds_follow_the_rates_asked_for():
    strict = TranslationAssessor(likely_fpr=0.001, possible_fpr=0.01).thresholds("en")
    usual = default_assessor().thresholds("en")
    assert strict[0] > usual[0] > usual[1]
    assert strict[1] == usual[0]
    assert TranslationAssessor(likely_fpr=0.0005).thresholds("en")[0] >= strict[0]


@pytest.mark.parametrize("words", [20, 80, 149, 150, 399, 400, 9000])
def test_every_length_has_thresholds_of_its_class(words):
    likely, possible = TranslationAssessor().thresholds("en", words)
    begins = max([k for k in (80, 150, 250, 400) if k <= words], default=80)
    table = dict(load_judge("en").facts["thresholds"][str(begins)])
    assert (likely, possible) == pytest.approx((table[0.01], table[0.05]))


def test_short_texts_need_a_higher_probability():
    assert TranslationAssessor().thresholds("en", 100)[0] > TranslationAssessor().thresholds("en", 500)[0]


def test_the_verdict_follows_the_thresholds_of_the_length(monkeypatch):
    tables = {"80": [[0.001, 0.9999999], [0.5, 0.999999]], "400": [[0.001, 0.001], [0.5, 0.0001]]}
    monkeypatch.setitem(load_judge("en").facts, "thresholds", tables)
    assert assess(BROKEN).verdict == Verdict.UNLIKELY
    assert assess("\n\n".join([BROKEN] * 3)).verdict == Verdict.LIKELY
    assert TranslationAssessor(likely=0.9, possible=0.2).thresholds("en") == (0.9, 0.2)


@pytest.mark.parametrize("choices", [{"likely_fpr": 0.0}, {"possible": 1.0}, {"likely_fpr": 0.2, "possible_fpr": 0.1}])
def test_impossible_thresholds_are_refused(choices):
    with pytest.raises(UsageError):
        TranslationAssessor(**choices)


def test_few_natives_never_give_likely(monkeypatch):
    monkeypatch.setitem(load_judge("en").facts, "natives", 200)
    assert TranslationAssessor().thresholds("en")[0] == 1.0
    assert assess(BROKEN).verdict == Verdict.POSSIBLE


def test_the_net_reads_only_what_the_ngrams_do_not_clear(monkeypatch):
    judge = load_judge("en")
    read = []

    def spy(stream, sums, rows):
        read.append(len(rows))
        return type(judge).with_slots(judge, stream, sums, rows)

    monkeypatch.setattr(judge, "with_slots", spy)
    assert assess(ENGLISH).verdict == Verdict.UNLIKELY
    assert read == []
    assert assess(BROKEN).verdict != Verdict.UNLIKELY
    assert read == [3]


def test_the_net_reads_a_long_document_at_even_distances(monkeypatch):
    judge = load_judge("en")
    rows = []
    original = judge.with_slots
    monkeypatch.setattr(judge, "with_slots", lambda *given: rows.extend(given[2]) or original(*given))
    found = assess("\n\n".join([BROKEN] * 20))
    assert found.verdict != Verdict.UNLIKELY
    assert set(range(0, 60, 3)) <= set(rows)
    assert len(rows) <= 20 + 6
    assert all(p.probability is not None for p in found.passages)


def test_names_and_references_are_not_remains():
    """Sentences without common words that are no other language: langdetect called a bibliography German."""
    names = "Mowbray Hollis, Strauss Ferrier, Collins Aldous, Bell Rowntree, Jain Percival, Campus Services Journal."
    assert [s for s in assess(ENGLISH + " " + names).signs if s.sign == "untranslated"] == []


def test_sentences_in_another_language_are_signs():
    left = "Der Hafenrat beschloss am Dienstagabend, die Reparatur des nördlichen Kais noch einmal zu verschieben."
    found = assess(ENGLISH + " " + left)
    assert [(s.sign, s.evidence) for s in found.signs] == [("untranslated", "reads as de")]
    assert (ENGLISH + " " + left)[slice(*found.signs[0].span)] == left


def test_a_comparison_raises_the_verdict_and_is_named():
    found = assess(ENGLISH)
    raised = raise_by_comparison(found, Relation("a-17", "rewritten-from", 0.93, {}))
    assert raised.verdict == Verdict.LIKELY
    assert "a-17" in raised.reason
    assert raised.signs[0].sign == "comparison"
    assert (raised.basis, raised.probability) == ("comparison", 0.93)
    assert raised.passages == found.passages


def test_an_original_in_another_language_only_confirms_what_the_text_suggests():
    proof = Relation("a-18", "translated-from", 0.4, {"copy_confidence": 0.97})
    found = assess(ENGLISH)
    suspected = replace(found, verdict=Verdict.POSSIBLE, probability=0.8)
    clean = replace(found, verdict=Verdict.UNLIKELY, probability=0.1)
    raised = raise_by_comparison(suspected, proof)
    assert (raised.verdict, raised.basis, raised.probability) == (Verdict.LIKELY, "original", 0.97)
    assert "a-18" in raised.reason
    assert raise_by_comparison(clean, proof) == clean
    unsure = replace(proof, evidence={"copy_confidence": 0.75})
    assert raise_by_comparison(suspected, unsure) == suspected
    assert raise_by_comparison(suspected, replace(proof, score=0.05)) == suspected


@pytest.mark.parametrize(
    ("relation", "score"),
    [
        ("near-duplicate", 0.99), ("rewritten-from", 0.2), ("rewritten-as", 0.99), ("translated-as", 0.99),
        ("translation", 0.99),
    ],
)  # fmt: skip
def test_no_other_relation_raises_it(relation, score):
    found = assess(ENGLISH)
    assert raise_by_comparison(found, Relation("a-17", relation, score, {})) == found


def test_weights_are_checked_and_small():
    from cleaner.models import FOLDER

    for path in FOLDER.glob("translation-*.npz"):
        assert path.stat().st_size <= 1_500_000
        assert load_weights(path.stem.removeprefix("translation-")).facts


def test_importing_brings_nothing_heavy():
    heavy = {"numpy", "langdetect", "lxml"}
    code = f"import sys, cleaner.translation; print(sorted({heavy} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "[]"


def test_a_translated_part_of_a_human_text_is_told():
    native = "\n\n".join([ENGLISH, *MORE])
    pasted = native.replace(MORE[1], f"{MORE[1]}\n\n{BROKEN}")
    found = TranslationAssessor(likely=0.999, possible=0.998)(*job(pasted))
    assert found.verdict == Verdict.PARTLY
    (sign,) = [s for s in found.signs if s.sign == "translated passages"]
    begin = pasted.index(BROKEN)
    assert sign.span.start >= begin - 1
    assert sign.span.end <= begin + len(BROKEN)
    assert 0.1 < found.part < 0.6
    assert found.reason
    assert assess(native).verdict == Verdict.UNLIKELY
    assert assess(native).part == 0.0


def test_signs_stand_in_suspected_passages_only():
    found = assess("\n\n".join([BROKEN, ENGLISH]))
    assert found.verdict in (Verdict.LIKELY, Verdict.POSSIBLE, Verdict.PARTLY)
    suspected = [p.span for p in found.passages if p.probability > 0.5]
    named = [s for s in found.signs if s.sign in ("superfluous word", "unexpected word", "missing word", "wording")]
    assert named
    assert all(any(span.overlaps(s.span) for span in suspected) for s in named)


def test_the_source_languages_learned_are_told():
    assert assess(ENGLISH).learned_from == ("cs", "de", "ja", "ru", "zh")
