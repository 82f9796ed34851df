"""Pages that say they are translations, and pages that only look like it."""

import pytest
from lxml import html

from cleaner.document import Block, Document, Language, Span
from cleaner.readers.declared_translation import (
    FIELD,
    LISTED,
    declared_marks,
    find_declared,
    find_listed,
    listed_language,
)

WRAPPED = "<font style='vertical-align: inherit;'><font style='vertical-align: inherit;'>Rain fell.</font></font>"


def marks(markup, url=None):
    return declared_marks(html.document_fromstring(markup), url)


def page(*lines, link_share=0.0, meta=None, language="en"):
    text = "\n".join(lines)
    blocks, at = [], 0
    for line in lines:
        blocks.append(Block(Span(at, at + len(line) + 1), link_share=link_share))
        at += len(line) + 1
    return Document(text, tuple(blocks), Language(language, 1.0), meta=meta or {})


@pytest.mark.parametrize(
    ("markup", "origin"),
    [
        ("<html class='js translated-ltr'><body><p>Rain fell.</p></body></html>", "class"),
        ("<html class='translated-rtl'><body><p>Rain fell.</p></body></html>", "class"),
        ("<html lang='en-x-mtfrom-el'><body><p>Rain fell.</p></body></html>", "lang"),
        (
            "<html><head><meta http-equiv='X-Translated-By' content='Google'></head><body><p>Rain.</p></body></html>",
            "meta",
        ),
        (
            "<html><head><meta name='translation-type' content='automatic'></head><body><p>Rain.</p></body></html>",
            "meta",
        ),
        (
            "<html><head><link rel='canonical' href='https://kairos-example.translate.goog/a'></head><body>A</body></html>",
            "link",
        ),
        (f"<html><body>{WRAPPED * 4}</body></html>", "wrapper"),
        ("<html><body>" + "<span class='google-src-text'>Βροχή</span><p>Rain</p>" * 3 + "</body></html>", "wrapper"),
        ("<html><body>" + "<p _msttexthash='12' _msthash='4'>Rain</p>" * 3 + "</body></html>", "wrapper"),
    ],
)
def test_translated_copies_are_declared(markup, origin):
    assert [found for found, _ in marks(markup)] == [origin]


@pytest.mark.parametrize(
    "address",
    [
        "https://kairos-example-gr.translate.goog/news/1?_x_tr_sl=el&_x_tr_tl=en",
        "https://kairos.example/news/1?_x_tr_sl=el&_x_tr_tl=en",
        "https://translate.google.com/translate?sl=el&tl=en&u=https://kairos.example/news/1",
    ],
)
def test_addresses_of_translating_proxies_are_declared(address):
    assert marks("<html><body><p>Rain fell.</p></body></html>", address) == (("url", address),)


@pytest.mark.parametrize(
    "markup",
    [
        "<html><body><div id='google_translate_element'></div><p>Rain fell.</p></body></html>",
        "<html class='no-translated'><body><div class='goog-te-gadget skiptranslate'>Language</div></body></html>",
        "<html><body class='overcrowding crowdin'><p>Overcrowding in the ward.</p></body></html>",
        "<html><head><meta name='google' content='notranslate'></head><body><p>Rain.</p></body></html>",
        "<html><head><meta name='google-translate-customization' content='a1'></head><body><p>Rain.</p></body></html>",
        "<html><head><link rel='alternate' hreflang='de' href='https://kairos.example/de/1'></head><body>A</body></html>",
        "<html><body><a href='https://translate.google.com/translate?u=https://kairos.example/1'>Translate</a></body></html>",
        "<html><body><a href='https://kairos-example.translate.goog/1?_x_tr_sl=el'>Read in English</a></body></html>",
        "<html lang='en-GB'><body class='translatepress-en_GB'><ul class='lang'><li>Deutsch</li></ul></body></html>",
        f"<html><body>{WRAPPED}<p>Rain fell.</p></body></html>",
        "<html><body><font color='red'><font size='2'>Rain</font></font></body></html>",
    ],
)
def test_a_widget_is_not_a_translation(markup):
    assert marks(markup, "https://kairos.example/news/overcrowding") == ()


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Translated by Google", "en"),
        ("This article was machine translated and may contain errors.", "en"),
        ("This article has been translated automatically from Greek.", "en"),
        ("This story was translated from Turkish by DeepL.", "en"),
        ("Translated with DeepL.com (free version)", "en"),
        ("Automatisch übersetzt", "de"),
        ("Dieser Artikel wurde automatisch aus dem Englischen übersetzt.", "de"),
        ("Dieser Text wurde mit Hilfe von DeepL aus dem Polnischen übersetzt.", "de"),
        ("Cet article a été traduit automatiquement.", "fr"),
        ("Este artículo ha sido traducido automáticamente.", "es"),
        ("Este texto foi traduzido automaticamente.", "pt"),
        ("Questo articolo è stato tradotto automaticamente.", "it"),
        ("Tento článek byl strojově přeložen.", "cs"),
        ("Статья переведена автоматически", "ru"),
        ("本文由机器翻译生成", "zh"),
        ("この記事は自動翻訳されています", "ja"),
        ("Machine translation", "en"),
    ],
)
def test_visible_notices_are_declared(line, language):
    found = find_declared(page("Rain fell on the harbour all night.", line, language=language))
    assert [(d.origin, d.value) for d in found] == [("notice", line)]


@pytest.mark.parametrize(
    "line",
    [
        "Select language",
        "Powered by Google Translate",
        "Translate this page",
        "The novel was translated by Mira Holt, who spent three years on it.",
        "Overcrowding at the ward has doubled since spring.",
        "Researchers say machine translation has improved faster than expected in the last decade.",
        "She translated from the Greek by candlelight, with a dictionary at her side.",
        "The ministry's plan translated automatically into higher rents.",
    ],
)
def test_stories_about_translation_declare_nothing(line):
    assert find_declared(page(line)) == []


def test_a_label_that_is_a_link_is_a_menu():
    assert find_declared(page("Machine translation", link_share=1.0)) == []


def test_what_the_reader_found_in_the_html_is_used():
    document = page("Rain fell.", meta={FIELD: (("class", "translated-ltr"),)})
    assert [(d.origin, d.value) for d in find_declared(document)] == [("class", "translated-ltr")]


def test_a_notice_in_capitals_is_found():
    found = find_declared(page("AUTOMATISCH ÜBERSETZT", "Regen.", language="de"))
    assert [d.value for d in found] == ["AUTOMATISCH ÜBERSETZT"]


VERSIONS = "".join(
    f"<link rel='alternate' hreflang='{code}' href='https://kairos.example/{path}'>"
    for code, path in (("el", "n/1"), ("en-GB", "en/n/1/"), ("x-default", "n/1"))
)


@pytest.mark.parametrize(
    ("canonical", "url", "language"),
    [
        ("https://kairos.example/n/1", None, "el"), ("https://kairos.example/en/n/1", None, "en"),
        ("https://kairos.example/n/1", "https://kairos.example/en/n/1", "el"),
        (None, "https://kairos.example/en/n/1/#top", "en"), (None, None, None),
        ("https://kairos.example/other", "https://kairos.example/en/n/1", None),
    ],
)  # fmt: skip
def test_a_page_lists_itself_among_its_versions(canonical, url, language):
    head = VERSIONS + (f"<link rel='canonical' href='{canonical}'>" if canonical else "")
    tree = html.document_fromstring(f"<html lang='de'><head>{head}</head><body><p>Rain fell.</p></body></html>")
    assert listed_language(tree, url) == language


@pytest.mark.parametrize(
    ("listed", "language", "told"),
    [("el", "en", "el"), ("en", "en", None), ("nb", "no", None), ("el", "und", None), (None, "en", None)],
)
def test_only_another_language_is_told(listed, language, told):
    meta = {LISTED: (("hreflang", listed),)} if listed else {}
    assert find_listed(page("Rain fell.", meta=meta, language=language)) == told


def test_another_language_is_a_sign_and_no_verdict():
    from cleaner import Cleaner

    source = "<html><head>{}</head><body><article><p>Rain fell on the harbour all night.</p></article></body></html>"
    head = VERSIONS + "<link rel='canonical' href='https://kairos.example/n/1'>"
    with_list, without = (Cleaner(language="en").clean(source.format(h)).translation for h in (head, ""))
    assert with_list.verdict == without.verdict
    assert [s.evidence for s in with_list.signs] == ["the page lists itself as el, the text is en"]
    assert without.signs == ()
