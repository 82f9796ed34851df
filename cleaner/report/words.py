"""Decisions in words a person understands: kinds, the reason of a mark, how a document ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from cleaner.document import Status, Verdict
from cleaner.kinds import BODY, CORRECTED
from cleaner.newsroom.shape_rules import RULE

KIND_WORDS: Mapping[str, str] = MappingProxyType(
    {
        BODY: "article text",
        "signup": "sign-up prompt",
        "paywall": "subscription or log-in prompt",
        "comments": "part of the comment section",
        "byline": "author line",
        "timestamp": "date or time of the story",
        "headline": "headline",
        "navigation": "menu or section link",
        "share": "share or follow button",
        "related": "link to another story",
        "caption": "picture caption",
        "media": "text of a player or gallery",
        "advert": "advertisement",
        "legal": "rights notice",
        "consent": "cookie or privacy notice",
        "contact": "contact or about line",
        "other": "boilerplate",
        "dateline": "dateline",
        "standfirst": "summary under the headline",
        "correction": "correction or editor's note",
    }
)
"""A noun for each kind, as in "line 14: link to another story, below the article"."""

STATUS_WORDS: Mapping[str, str] = MappingProxyType(
    {
        Status.OK: "cleaned",
        Status.EMPTY: "without text",
        Status.NOT_ARTICLE: "not an article: too little was kept, or no paragraph",
        Status.TRUNCATED: "cut at a limit: the end of the page was not read",
        Status.TIMEOUT: "stopped at the time limit",
        Status.CRASHED: "the worker process crashed on it",
        Status.ERROR: "could not be read",
    }
)

VERDICT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        Verdict.DECLARED: "machine-translated, as the page itself says",
        Verdict.LIKELY: "probably machine-translated",
        Verdict.POSSIBLE: "possibly machine-translated",
        Verdict.PARTLY: "partly machine-translated",
        Verdict.UNLIKELY: "no sign of machine translation",
        Verdict.INSUFFICIENT: "machine translation not judged",
    }
)

_RULE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "code.fenced": "a line of code stays",
        "markdown.wordless": "a picture or a link without words",
        "corrections.given": "a person said so",
    }
)


def kind_words(kind: str) -> str:
    """What a kind is, in a few words; the kind of a caller's own detector is its own name."""
    return KIND_WORDS.get(kind, kind)


def reason_words(mark: Mapping[str, Any]) -> str:
    """Why a span was marked, from its row in `removed` or `kept` of a record; "" where a rule has no words."""
    rule, evidence = str(mark["reason"]["rule"]), str(mark["reason"]["evidence"])
    if mark["detector"] == CORRECTED:
        return f"{_RULE_WORDS['corrections.given']}{evidence and f': {evidence}'}"
    if rule == "line-model":
        return f"the line classifier is {mark['score']:.0%} sure that it is not article text"
    if rule == "naming.between":
        return f"it goes for another reason, and is named like the lines around it (alone: {kind_words(evidence)})"
    if rule == "corpus.repeated-line":
        return f"the same line is {evidence}" if evidence else "the same line is on many pages of the site"
    if rule.startswith("site."):
        return "a rule of this site removes it"
    if mark["detector"] == "wording":
        return f"its wording: “{evidence}”" if evidence else "its wording"
    return RULE[rule].meaning if rule in RULE else _RULE_WORDS.get(rule, "")


def outcome_words(record: Mapping[str, Any]) -> list[str]:
    """How a document ended, a sentence each: the status, what was kept, what left, the verdict on translation."""
    status, warnings = str(record["status"]), [str(warning) for warning in record.get("warnings") or ()]
    said = []
    if status != Status.OK:
        cause = f" ({warnings[0]})" if warnings and not record.get("length") else ""
        said.append(f"{_capital(STATUS_WORDS.get(status, status))}{cause}.")
    if length := record.get("length") or 0:
        gone = [span for span in record["removed"] if span["fate"] != "keep"]
        kept = length - sum(span["end"] - span["start"] for span in gone)
        left = f"; {_counted(gone)}" if gone else "; nothing was removed"
        said.append(f"{kept:,} of {length:,} characters are article text ({kept / length:.0%}){left}.")
    translation = record.get("translation") or {}
    if verdict := translation.get("verdict"):
        share, reason = translation.get("probability"), translation.get("reason")
        sure = f" (probability {share:.2f})" if isinstance(share, float) else ""
        why = f": {reason}" if reason else ""
        said.append(f"{_capital(VERDICT_WORDS.get(verdict, str(verdict)))}{sure}{why}.")
    return said


def _counted(spans: Iterable[Mapping[str, Any]], most: int = 4) -> str:
    """ "removed: 12 × link to another story, 3 × rights notice", the commonest kinds."""
    counts = Counter(str(span["kind"]) for span in spans)
    shown = [f"{count:,} × {kind_words(kind)}" for kind, count in counts.most_common(most)]
    rest = sum(counts.values()) - sum(count for _, count in counts.most_common(most))
    return f"removed: {', '.join(shown)}{f' and {rest:,} more' if rest else ''}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
