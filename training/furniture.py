"""Forms that the wording packs do not hold: invented names, bylines, dates, and the prompts of recent years."""

from __future__ import annotations

from collections.abc import Mapping

Parts = tuple[tuple[str, ...], tuple[str, ...]]

NAMES: Mapping[str, Parts] = {
    "latin": (
        tuple("Ada Mara Tomas Ivo Lena Hugo Petra Nils Runa Joel Signe Otto Vera Emil Tilda Bruno Carla Aron".split()),
        tuple("Falk Brandvold Morel Tessaro Quint Okafor Lindh Prado Kessel Varga Nowik Holm Ferro Adeyemi".split()),
    ),
    "cyrillic": (tuple("Анна Павел Вера Игорь Лидия Олег".split()), tuple("Рощин Левко Зорина Ткач Марев".split())),
    "greek": (tuple("Ελένη Νίκος Μαρία Πέτρος Άννα".split()), tuple("Λιμένας Καρύδης Φωτίου Βέργος".split())),
    "han": (("明", "小芳", "建国", "丽", "志远", "文"), ("林", "周", "赵", "何", "郑")),
    "kana": (("太郎", "美咲", "健", "由紀"), ("港田", "白浜", "森川", "大島")),
    "hangul": (("지우", "민수", "서연", "하늘"), ("김", "박", "윤", "정")),
    "arabic": (("سامي", "ليلى", "نادر", "هدى"), ("المرفأ", "حداد", "النجار", "قاسم")),
    "hebrew": (("נועה", "איתן", "דנה", "יואב"), ("נמלי", "ברק", "שחר", "לוין")),
    "devanagari": (("अनिल", "मीरा", "रवि", "सीमा"), ("सागर", "वर्मा", "जोशी")),
}  # fmt: skip
"""First names and family names by script."""

SCRIPT_OF = {
    "ru": "cyrillic", "uk": "cyrillic", "bg": "cyrillic", "el": "greek", "zh": "han", "ja": "kana", "ko": "hangul",
    "ar": "arabic", "fa": "arabic", "he": "hebrew", "hi": "devanagari",
}  # fmt: skip

BY: Mapping[str, tuple[str, ...]] = {
    "en": ("By {}", "by {}", "{}", "By {}, Staff Writer", "Written by {}", "By {} in Elden", "Story by {}", "BY {}"),
    "de": ("Von {}", "von {}", "{}", "Ein Bericht von {}", "Text: {}"),
    "fr": ("Par {}", "{}", "Propos recueillis par {}"),
    "es": ("Por {}", "{}", "Redacción: {}"), "pt": ("Por {}", "{}", "Texto: {}"), "it": ("di {}", "Di {}", "{}"),
    "nl": ("Door {}", "{}", "Tekst: {}"), "sv": ("Av {}", "{}", "Text: {}"), "no": ("Av {}", "{}"),
    "da": ("Af {}", "{}"), "fi": ("{}", "Teksti: {}"), "pl": ("{}", "Autor: {}", "Tekst: {}"),
    "cs": ("{}", "Autor: {}"), "sk": ("{}", "Autor: {}"), "ru": ("{}", "Автор: {}", "Текст: {}"),
    "uk": ("{}", "Автор: {}"), "bg": ("{}", "Автор: {}"), "el": ("{}", "Του {}", "Γράφει: {}"), "ro": ("De {}", "{}"),
    "hu": ("{}", "Írta: {}"), "tr": ("{}", "Haber: {}"), "id": ("Oleh {}", "{}"), "vi": ("{}", "Theo {}"),
    "ca": ("Per {}", "{}"), "hr": ("{}", "Piše: {}"), "sl": ("{}", "Piše: {}"), "zh": ("记者 {}", "{}", "作者：{}"),
    "ja": ("{}", "文・{}", "{} 記者"), "ko": ("{} 기자", "{}"), "ar": ("{}", "كتب: {}"), "fa": ("{}", "نویسنده: {}"),
    "he": ("{}", "מאת {}"), "hi": ("{}", "लेखक: {}"), "af": ("Deur {}", "{}"), "sw": ("Na {}", "{}"),
}  # fmt: skip

MODERN: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {
        "paywall": (
            "If you value this kind of work, please consider a gift of any size.",
            "Keep local news alive: give today",
            "Readers pay for everything we publish. Join them from 3 a month.",
            "Give once",
            "Give monthly",
            "Maybe later",
            "This article is free for the next 24 hours because a subscriber shared it.",
            "Gift this article",
            "You have been given a free link to this story.",
            "Our newsroom has no owner but its readers.",
        ),
        "consent": (
            "Read with adverts and tracking, or pay 2.99 a month for neither",
            "Agree and read for free",
            "Pay and reject",
            "You can change your mind at any time under Privacy at the foot of the page.",
        ),
        "signup": (
            "Turn on notifications",
            "Get an alert when something big happens",
            "Not now",
            "Join our WhatsApp channel for the day's top stories",
            "Follow our channel on Telegram",
            "Make us a preferred source on your search page",
            "Find us on Bluesky and Threads",
        ),
        "media": (
            "Listen to this story",
            "This audio was made with a synthetic voice.",
            "0:00 / 7:31",
            "New episode: the week at sea",
            "Follow the show in your podcast app",
            "Read by an automated voice. Mistakes may occur.",
        ),
        "contact": (
            "Spotted an error? Tell the desk.",
            "The Elden Record is a non-profit newsroom that covers councils and courts.",
            "This series was paid for by the Harbour Trust, which had no say in its contents.",
            "How we reported this story",
            "Was this article helpful?",
            "Yes",
            "No",
            "Thanks for telling us.",
        ),
        "other": (
            "This text was translated by a machine and read by nobody before it was published.",
            "A language model helped to write the summary above.",
            "Key points written by AI, checked by an editor",
            "Take our quiz on this week's news",
            "POLL",
            "Question 1 of 5",
            "See the results",
            "Vote",
            "312 people have voted",
        ),
        "legal": ("Printed in the Tuesday edition, page 7", "First published in the Sunday edition of the Record"),
        "related": ("Continue with", "More from this desk", "Up next", "Trending now", "Editors' picks"),
    },
    "de": {
        "paywall": ("Unterstützen Sie unsere Arbeit mit einer Spende", "Diesen Artikel verschenken", "Jetzt spenden"),
        "consent": ("Weiter mit Werbung oder werbefrei im Abo", "Einwilligen und weiterlesen"),
        "signup": (
            "Folgen Sie unserem Kanal bei WhatsApp",
            "Mitteilungen einschalten",
            "Als bevorzugte Quelle festlegen",
        ),
        "media": ("Diesen Artikel anhören", "Vorgelesen von einer künstlichen Stimme", "Zur neuen Folge des Podcasts"),
        "other": ("Die Zusammenfassung stammt von einer KI und wurde geprüft.", "Stimmen Sie ab", "Zum Quiz"),
    },
    "fr": {
        "paywall": ("Soutenez une rédaction indépendante", "Faire un don", "Offrir cet article"),
        "consent": ("Accepter et lire gratuitement", "Refuser et s'abonner"),
        "signup": ("Rejoignez notre chaîne WhatsApp", "Activer les notifications"),
        "other": ("Résumé produit par une IA et relu par la rédaction.", "Faites le test", "Votez"),
    },
    "es": {
        "paywall": ("Apoya el periodismo independiente", "Haz una donación", "Regala este artículo"),
        "consent": ("Aceptar y leer gratis", "Rechazar y suscribirse"),
        "signup": ("Únete a nuestro canal de WhatsApp", "Activar las notificaciones"),
        "other": ("Resumen hecho con inteligencia artificial.", "Haz el test", "Vota"),
    },
    "it": {
        "paywall": ("Sostieni il nostro giornale", "Regala questo articolo"),
        "signup": ("Segui il nostro canale WhatsApp", "Attiva le notifiche"),
        "other": ("Vota il sondaggio",),
    },
    "pt": {
        "paywall": ("Apoie o jornalismo local", "Ofereça este artigo"),
        "signup": ("Entre no nosso canal do WhatsApp", "Ative as notificações"),
        "other": ("Vote na enquete",),
    },
    "pl": {
        "paywall": ("Wesprzyj naszą redakcję", "Podaruj ten artykuł"),
        "signup": ("Dołącz do naszego kanału na WhatsAppie", "Włącz powiadomienia"),
        "other": ("Zagłosuj w sondzie",),
    },
    "ru": {
        "paywall": ("Поддержите редакцию", "Подарить статью"),
        "signup": ("Подписывайтесь на наш канал в Telegram", "Включить уведомления"),
        "other": ("Прочтений: 214", "Голосовать"),
        "related": ("Ссылки по теме", "Обсудить в блоге"),
    },
    "zh": {
        "signup": ("打开通知", "关注我们的频道，获取更多资讯"),
        "other": ("本文由机器翻译", "参与投票"),
        "paywall": ("赠送本文",),
    },
    "ja": {
        "signup": ("通知を受け取る",),
        "other": ("この要約はAIが作成しました。",),
        "paywall": ("この記事をプレゼント",),
    },
}
"""Prompts of recent years by kind, our own words."""

MONTHS: Mapping[str, tuple[str, ...]] = {
    language: tuple(names.split())
    for language, names in {
        "en": "January February March April May June July August September October November December",
        "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "nl": "januari februari maart april mei juni juli augustus september oktober november december",
        "sv": "januari februari mars april maj juni juli augusti september oktober november december",
        "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
        "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "el": "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου "
        "Δεκεμβρίου",
    }.items()
}


def dates(language: str, year: int, month: int, day: int, clock: str) -> tuple[str, ...]:
    """One moment in the forms that pages of a language show."""
    number = f"{day:02d}.{month:02d}.{year}"
    if language in ("zh", "ja"):
        return (
            f"{year}年{month}月{day}日 {clock}",
            f"{year}-{month:02d}-{day:02d} {clock}",
            f"{year}年{month}月{day}日",
        )
    if language == "ko":
        return (f"{year}.{month:02d}.{day:02d} {clock}", f"{year}년 {month}월 {day}일")
    shared = (f"{number}, {clock}", f"{day}/{month}/{year}", f"{year}-{month:02d}-{day:02d}")
    if language == "en":
        name = MONTHS["en"][month - 1]
        return (*shared, f"{name} {day}, {year}", f"{day} {name} {year}, {clock}", f"{name[:3]}. {day}, {year}")
    return (*shared, number, *told_date(language, year, month, day))


def told_date(language: str, year: int, month: int, day: int) -> tuple[str, ...]:
    """A day as a story tells it; nothing in languages whose months are not listed."""
    if language in ("zh", "ja"):
        return (f"{year}年{month}月{day}日", f"{year}年{month}月")
    if language not in MONTHS:
        return ()
    name = MONTHS[language][month - 1]
    if language == "en":
        return (
            f"{name} {day}, {year}",
            f"{name[:3]}. {day}",
            f"{day} {name} {year}",
            f"{name} {year}",
            f"{name} {day}",
        )
    stop, of = ("." if language == "de" else ""), (" de" if language in ("es", "pt") else "")
    return (f"{day}{stop}{of} {name}{of} {year}", f"{name} {year}", f"{day}{stop}{of} {name}")
