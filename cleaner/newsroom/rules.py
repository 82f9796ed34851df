"""The rules read by shape: what each means, how often it was right, and examples. `cleaner rule ID` shows them.

Scores come from `measured.toml`, which `training/newsroom/measure.py --write` makes from labelled lines.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

_MEASURED = Path(__file__).parent / "measured.toml"

PRIOR = 0.85
"""What a rule is worth before it was seen: the precision of all rules together, rounded down."""
PRIOR_WEIGHT = 4
"""How many sightings the prior counts for; a rule seen 40 times is nearly its own measurement."""


@dataclass(frozen=True, slots=True)
class ShapeRule:
    """A rule of the newsroom grammar.

    score: smoothed share of its claims that were boilerplate (datelines: that were datelines);
    kind_score: smoothed share whose kind was right as well; seen: labelled claims it was measured on.
    hits, misses: lines it is meant and not meant for; its tests are the cases in `tests/cases`.
    """

    id: str
    kind: str
    meaning: str
    hits: tuple[str, ...]
    misses: tuple[str, ...] = ()
    score: float = PRIOR
    kind_score: float = PRIOR
    seen: int = 0


_TABLE = (
    ShapeRule(
        "datelines.agency",
        "dateline",
        "a place, perhaps a date, and an agency open a body line",
        ("HARBOURTON (AP) — The mayor resigned.", "Berlin (dpa) - Die Regierung tagt."),
        ("The harbour (AP understands) is closed.",),
    ),
    ShapeRule(
        "datelines.dated",
        "dateline",
        "a place and a date open a body line",
        ("PARIS, 3 mars – Le port reste fermé.",),
        ("Paris, 3 March was a cold day.",),
    ),
    ShapeRule(
        "datelines.place",
        "dateline",
        "a known city before a dash opens a paragraph of the story",
        ("WASHINGTON — The vote was close.",),
        ("Washington has changed — and so have we.",),
    ),
    ShapeRule(
        "datelines.shouted",
        "dateline",
        "a place in capitals before a dash opens the first paragraph",
        ("HARBOURTON — The mayor resigned.",),
        ("BREAKING — The mayor resigned.",),
    ),
    ShapeRule(
        "datelines.east",
        "dateline",
        "the opening of a Chinese, Japanese or Korean agency report",
        ("新华社北京3月1日电", "【ロンドン共同】", "(서울=연합뉴스)"),
        ("【写真】",),
    ),
    ShapeRule(
        "datelines.alone",
        "dateline",
        "a dateline or a known city stands alone above the first paragraph",
        ("Ankara",),
        ("Sport",),
    ),
    ShapeRule(
        "bylines.prefix",
        "byline",
        "a word for 'by' and names, perhaps a job title and an outlet",
        ("By Ana Ruiz and Tom Okoro, Political Editor", "Von Jana Berg"),
        ("By Monday the road was open.",),
    ),
    ShapeRule(
        "bylines.label",
        "byline",
        "a label such as 'Author' before names, or alone with the name below it",
        ("Autor: Jan Nowak", "作者：王小明"),
        ("Author of three novels, he lives in Riga.",),
    ),
    ShapeRule(
        "bylines.alone",
        "byline",
        "a word for 'by' alone on its line and a name below it",
        ("By", "von"),
        ("And",),
    ),
    ShapeRule(
        "bylines.name",
        "byline",
        "a name alone beside the headline or the date of the story",
        ("Ana Ruiz",),
        ("Climate Change",),
    ),
    ShapeRule(
        "bylines.again",
        "byline",
        "the author's name alone on another line",
        ("Ana Ruiz",),
    ),
    ShapeRule(
        "bylines.elsewhere",
        "byline",
        "an author line far from the story: mostly of teasers",
        ("By Ana Ruiz",),
    ),
    ShapeRule(
        "bylines.role",
        "byline",
        "a job title of a newsroom below or after a name",
        ("Senior Politics Editor", "Tom Okoro, Staff Writer"),
        ("The editor resigned on Monday.",),
    ),
    ShapeRule(
        "bylines.reporter",
        "byline",
        "a reporter named in the manner of Chinese, Japanese and Korean papers",
        ("（记者王小明）", "김민수 기자"),
        ("记者问道：",),
    ),
    ShapeRule(
        "bylines.handle",
        "byline",
        "an address or handle of the author on a line of its own",
        ("ana.ruiz@gazette.example", "@anaruiz"),
        ("Write to the council at info@town.example by Friday.",),
    ),
    ShapeRule(
        "bylines.biography",
        "byline",
        "what the author of the story does, at its end or after a label",
        ("Ana Ruiz is a reporter covering the coast.",),
        ("Ana Ruiz is a nurse at the clinic.",),
    ),
    ShapeRule(
        "bylines.filler",
        "byline",
        "a last line of short descriptions of a person without a verb",
        ("“Typical music guru. Future internet nerd.”",),
        ("“No. Never. Not in my town.”",),
    ),
    ShapeRule(
        "bylines.contact",
        "byline",
        "how to reach the author",
        ("Write to Ana Ruiz at ana.ruiz@gazette.example",),
        ("Write to your mayor.",),
    ),
    ShapeRule(
        "credits.contributors",
        "byline",
        "who contributed to the report",
        ("— The Gazette's Mia Toh contributed to this report.",),
        ("Rain contributed to this flood.",),
    ),
    ShapeRule(
        "credits.reporting",
        "byline",
        "who reported, wrote, edited or translated, and agencies used",
        ("Reporting by Ana Ruiz; Editing by Tom Okoro", "Mit Material von dpa"),
        ("Reporting by the committee was slow.",),
    ),
    ShapeRule(
        "credits.end",
        "byline",
        "an agency in brackets or after a slash at the end of the last paragraphs",
        ("... said the mayor. (Reuters)", "... sagte sie. /dpa"),
        ("the central bank (ECB)",),
    ),
    ShapeRule(
        "credits.agency",
        "byline",
        "an agency alone on a line next to the headline, the date or the story's end",
        ("Reuters", "dpa/lno"),
        ("AP Calculus",),
    ),
    ShapeRule(
        "timestamps.labelled",
        "timestamp",
        "a word such as 'published' or 'Stand' with a date or a time",
        ("Published: March 3, 2023 at 10:15 am", "Stand: 03.03.2023, 10:15 Uhr"),
        ("Published in March.",),
    ),
    ShapeRule(
        "timestamps.full",
        "timestamp",
        "a date with its time alone on a line",
        ("2023-03-17 10:15",),
        ("10:15",),
    ),
    ShapeRule(
        "timestamps.date",
        "timestamp",
        "a date with its year alone on a line near the head of the story",
        ("17 March 2023",),
        ("March 1848",),
    ),
    ShapeRule(
        "timestamps.word",
        "timestamp",
        "a word such as 'Published' alone on its line, with a date below it",
        ("Published",),
        ("Updated kitchens",),
    ),
    ShapeRule(
        "timestamps.relative",
        "timestamp",
        "how long ago, alone on a line near the head of the story",
        ("3 hours ago", "vor 2 Stunden"),
        ("Three hours ago he was alive.",),
    ),
    ShapeRule(
        "timestamps.reading",
        "timestamp",
        "how long reading takes",
        ("4 min read", "Lesezeit: 3 Min"),
        ("Reading time is precious.",),
    ),
    ShapeRule(
        "timestamps.elsewhere",
        "timestamp",
        "a date with its time, far from the story: mostly of teasers",
        ("8 January, 17:46",),
        ("10:15",),
    ),
    ShapeRule(
        "timestamps.front",
        "timestamp",
        "a labelled date glued in front of a line",
        ("date 2023-03-17 The council met.",),
        ("2023-03-17 was a Friday.",),
    ),
    ShapeRule(
        "headlines.title",
        "headline",
        "the title the page gives itself, standing as a line",
        ("Harbour closes after storm | The Gazette",),
    ),
    ShapeRule(
        "headlines.repeated",
        "headline",
        "a headline that stands above the story more than once",
        ("Harbour closes after storm",),
        ("Sign in",),
    ),
    ShapeRule(
        "headlines.lead",
        "headline",
        "a line shaped like a headline above the lead, which takes up its words",
        ("Harbour closes after storm",),
        ("The harbour is closed.",),
    ),
    ShapeRule(
        "captions.credit",
        "caption",
        "a picture credit alone on its line",
        ("Photo: Ana Ruiz/AP", "Foto: dpa", "Getty Images"),
        ("Photo editing is an art.",),
    ),
    ShapeRule(
        "captions.tail",
        "caption",
        "a line that ends with a picture credit",
        ("The harbour on Monday. Foto: Ana Ruiz / dpa",),
        ("She posted the photo: it went viral.",),
    ),
    ShapeRule(
        "captions.above",
        "caption",
        "a short description right above a picture credit",
        ("The harbour on Monday.",),
        ("She left.",),
    ),
    ShapeRule(
        "captions.file",
        "caption",
        "a line that opens like an agency's picture caption",
        ("FILE - The harbour in 2021.",),
        ("File your taxes.",),
    ),
    ShapeRule(
        "captions.figure",
        "caption",
        "the page says that it is a caption",
        ("<figcaption>",),
    ),
    ShapeRule(
        "layout.tags",
        "navigation",
        "a label for topics and the topics after it",
        ("Tags: harbour, storm", "Article Topic Follows: Weather"),
        ("Topics of the talks were trade and fish.",),
    ),
    ShapeRule(
        "layout.section",
        "navigation",
        "a word of the tag line or the outlet's name, alone below the story",
        ("CNN",),
        ("The end.",),
    ),
    ShapeRule(
        "layout.menu",
        "navigation",
        "a run of short lines without sentences outside the story",
        ("Home", "World", "Sport"),
        ("Roses are red,",),
    ),
    ShapeRule(
        "layout.trail",
        "navigation",
        "the way from the front page to the story",
        ("Home > News > Coast",),
        ("profit > loss",),
    ),
    ShapeRule(
        "layout.links",
        "related",
        "a run of links of several words outside the story",
        ("Harbour closes after storm",),
    ),
    ShapeRule(
        "comments.head",
        "comments",
        "the count or the heading of a comment section",
        ("12 Comments", "Kommentare"),
        ("Comments by the minister drew fire.",),
    ),
    ShapeRule(
        "comments.rules",
        "comments",
        "how to behave in the comments, near their heading",
        ("Please keep your comments respectful.",),
        ("Moderators at the debate kept comments short.",),
    ),
    ShapeRule(
        "comments.thread",
        "comments",
        "readers' names, times and texts after the heading of the comments",
        ("harbourfan", "3 hours ago", "Great news!"),
    ),
)


def _measured() -> dict[str, dict[str, int]]:
    """Per rule: claims on labelled lines (`seen`), those boilerplate (`gone`), those of the right kind (`named`)."""
    if not _MEASURED.exists():
        return {}
    return tomllib.loads(_MEASURED.read_text(encoding="utf-8"))


def _smooth(right: int, seen: int) -> float:
    return round((right + PRIOR * PRIOR_WEIGHT) / (seen + PRIOR_WEIGHT), 3)


def _scored(rule: ShapeRule, counts: Mapping[str, int]) -> ShapeRule:
    seen = counts.get("seen", 0)
    return replace(
        rule, score=_smooth(counts.get("gone", 0), seen), kind_score=_smooth(counts.get("named", 0), seen), seen=seen
    )


_COUNTS = _measured()

RULES: tuple[ShapeRule, ...] = tuple(_scored(rule, _COUNTS.get(rule.id, {})) for rule in _TABLE)
"""Every rule of the newsroom grammar with its measured scores."""

RULE: Mapping[str, ShapeRule] = MappingProxyType({rule.id: rule for rule in RULES})
"""The same by id."""
