"""The type of story that a page states: news, opinion, live, review, video or gallery."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import Final
from urllib.parse import urlsplit

from cleaner.text.folding import fold

_SCHEMA: Final = {
    "liveblogposting": "live",
    "opinionnewsarticle": "opinion",
    "reviewnewsarticle": "review",
    "criticreview": "review",
}
"""Types of schema.org that are more specific than "news article"."""
_ALONE: Final = {"videoobject": "video", "imagegallery": "gallery", "mediagallery": "gallery"}
"""Types that count only if the page describes nothing else: a story can contain a video or a gallery."""
_NEWS: Final = frozenset(("newsarticle", "reportagenewsarticle", "backgroundnewsarticle", "analysisnewsarticle"))
_STORIES: Final = frozenset(("article", "blogposting", "report", "liveblogposting", *_NEWS))
_WORDS: Final = {
    "live": "live liveblog liveticker live-updates live-blog live-ticker en-direct en-vivo en-directo"
    " ao-vivo diretta canli-anlatim na-zywo",
    "opinion": "opinion opinions opinione opinioni opiniones op-ed oped editorial editorials commentisfree comment"
    " commentary columns columnists column meinung meinungen kommentar kommentare gastkommentar gastkommentare"
    " leitartikel kolumne kolumnen debatte opinion-columnists idees tribune tribunes debats chroniques editoriaux"
    " editoriales columnas tribuna opiniao colunas colunistas commenti mening meninger debatt ledare ledere opinie"
    " opinia opinie-i-komentarze felietony nazory komentare komentar yazarlar mneniya mnenie gorus 社説 オピニオン"
    " 사설 칼럼 오피니언 观点 评论 社论 رأي الرأي мнения",
    "review": "review reviews rezension rezensionen kritik kritiken critique critiques resenas resena recensioni"
    " recensione recensies recensie anmeldelser anmeldelse recension recensioner recenze recenzje",
    "video": "video videos videoteca mediathek tv-video vidéo vidéos видео 動画 视频 영상",
    "gallery": "gallery galleries photos photo-gallery photogallery photo-galleries picture-gallery in-pictures"
    " slideshow slideshows bildergalerie bildergalerien bilderstrecke fotostrecke fotostrecken fotos fotogalerie"
    " galerie diaporama diaporamas fotogaleria galeria galerias fotogallery foto-galeri galeriler",
}
_BY_WORD: Final = {fold(word): kind for kind, words in _WORDS.items() for word in words.split()}
_LIVE_SLUG = re.compile(r"(?:^|-)(?:liveblog|liveticker|live-(?:updates?|blog|ticker))(?:-|$|\.)")
_SPACE = re.compile(r"[\s_/]+")


def type_of_story(
    declared: Sequence[tuple[str, str]], described: Set[str], url: str | None, section: str | None
) -> tuple[str, str]:
    """The source and the type, ("", "") if the page states none.

    declared: pairs of source and type from JSON-LD and og:type. described: the schema.org types of all objects at the
    top level of the JSON-LD. url: of the page. section: as stated. Order: a specific schema.org type, words of the
    section and of the URL, the general schema.org type for news.
    """
    types = [(origin, fold(value).rpartition("/")[2]) for origin, value in declared]
    for origin, value in types:
        if value in _SCHEMA:
            return origin, _SCHEMA[value]
    if _STORIES.isdisjoint(described):
        for value in sorted(described & _ALONE.keys()):
            return "json-ld", _ALONE[value]
    for origin, value in types:
        if origin == "og:type" and (value == "video" or value.startswith("video.")):
            return origin, "video"
    if kind := _BY_WORD.get(_SPACE.sub("-", fold(section or "").strip()), ""):
        return "section", kind
    if kind := _of_address(url or ""):
        return "url", kind
    return next(((origin, "news") for origin, value in types if value in _NEWS), ("", ""))


def _of_address(url: str) -> str:
    """The type by a folder of the URL, or `live` by its last part."""
    *folders, slug = fold(path_of(url)).strip("/").split("/")
    named = next((_BY_WORD[folder] for folder in folders if folder in _BY_WORD), "")
    return named or ("live" if _LIVE_SLUG.search(slug) else "")


def path_of(url: str) -> str:
    """The path of a URL; "" if it cannot be parsed."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""
