"""Whether a stock phrase of the packs is part of a sentence of the story: quoted, reported, or an answer.

If a line continues as a sentence, its rule does not mark it, and the line model alone decides.
"""

from __future__ import annotations

import re

from cleaner.newsroom.word_lists import common
from cleaner.phrases.matcher import Hit
from cleaner.phrases.packs import Cut, Where
from cleaner.text.folding import fold
from cleaner.text.line_shape import QUESTIONS, ends_like_sentence, is_prose

_OPENING_QUOTES = "“„«‘‚「『"
_QUOTE = re.compile('[“„«‘‚「『”»"]')
_SAME_QUOTE = re.compile(r"(?<!\S)[”»](?=\w)")  # Finnish and Swedish open with the mark that closes elsewhere
_CLOSING_QUOTES = "”»」』"
_AMID = re.compile(r"[^\W\d_A-Z],? \Z")
_GOES_ON = re.compile(r"\W?(?: \d{4})? [a-z]")
_CLAUSE = re.compile(r"\W?[^,.]{0,20}, [^\W\d_A-Z]")
_TOLD = re.compile(r"[^.!?]{0,30}[!?] ?[–—-] ?[^\W\dA-ZÀ-ÞА-Я_]")
"""A dash and a small letter behind a call: "Sign up! – says the board at the door." """
_YEAR_ON = re.compile(r"© ?(?:19|20)\d\d [a-zà-ÿ]+ [a-zà-ÿ]")
_NO_NAME = re.compile(r":\s?[^\W\d_A-ZÀ-Þ]\w{1,20}\.\Z")
"""A sentence of one small word behind a label: "Photo: none." Names begin with a capital, agencies have no stop."""
_QUOTED_IN = 7
"""Characters a line must have beside the phrase: a button's label in quotes is no quotation."""
_SPEECH_DASHES = ("–", "—", "―")
"""What opens a line of speech from Spanish to Russian; the bullet of a list is a hyphen or a dot."""
_END_QUOTES = "“«" + _CLOSING_QUOTES + '"'
_DIGIT = re.compile(r"\d")
_SIGNED = ("consent", "legal")
"""Kinds whose labels of two words may bear a full stop, "Privacy policy."; of other kinds and of one word, 7 of 17
labelled lines with a stop were of the story, and an interview has such answers: "I like it.", "Just now." """


_REPORT = re.compile(r"[^.!?。…]*[,،，、] ?[\"”»]?([^,،，.!?。…]{2,60})[.!?。](?![^\s\"”»’])")
"""The last clause of the sentence that a phrase opens: "Read also the small print, she says." """
_LOW = re.compile(r"\W?\s[^\W\d_A-ZÀ-ÞА-Я]")
_TAIL = re.compile(
    r"\W*[^\W\d_A-ZÀ-ÞА-Я][^.!?\d:;|©]{0,60}, [^\W\d_A-ZÀ-Þ][^\W\d_]*(?: [^\W\d_]+){2,}[^.!?:;|©]*[.!?][\"”»]?(?!\S)"
)
"""A clause of three words and more behind a comma: "Written by hand, the letter ran to nine pages." """
_LABEL_ENDS = (":", "：", "|", "-", "–", "—", "/", "»", "→", ">")
_FIGURES = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
_CLAUSED = ("advert", "byline", "timestamp")
_COMPANY = re.compile(r"\b(?:Inc|Ltd|LLC|GmbH|AG|Corp|Co|plc|PLC|SpA|BV|Oy|AB|AS|KG)\b\.?(?= [^\W\d_])")
_ARTICLE = re.compile(r"(?<=\w)(?= ([A-ZÀ-Þ]\w{0,3}) [a-zß-ÿ])")
_LONGEST_CREDIT = 80
"""Characters of a line within which the credit of a picture or an agency ends and the story begins."""
_LEAST_PARAGRAPH = 40


def is_said(line: str, hit: Hit) -> bool:
    """Whether a sentence of the story says the phrase: it is quoted, it stands amid a sentence, or it is an answer."""
    if _is_reported(line, hit) or _is_clause(line, hit):
        return True
    if hit.rule.where is Where.LINE:
        return _is_answer(line, hit)
    if _TOLD.match(line, hit.end) or _opens_sentence(line, hit):
        return True
    if (
        hit.rule.kind == "legal"
        and _AMID.search(line, max(0, hit.start - 3), hit.start)
        and _YEAR_ON.search(line, hit.start)
    ):
        return True
    if hit.rule.kind == "caption" and _NO_NAME.search(line, max(0, hit.end - 1)):
        return True
    if hit.rule.kind in ("legal", "caption") and line.rstrip().endswith(".") and _CLAUSE.match(line, hit.end):
        return True
    amid = _AMID.search(line, max(0, hit.start - 3), hit.start) and _GOES_ON.match(line, hit.end)
    return _is_quoted(line, hit) or (amid is not None and hit.rule.cut is not Cut.LINE and not hit.rule.weak)


def credit_end(line: str, hit: Hit) -> int:
    """Where a rights sign that opens a paragraph of the story ends: "© Provided by Harbour Times Inc The council ...".

    The whole line where no paragraph follows: it has a year, or it is short. The start of the phrase where the credit
    cannot be told from the paragraph.
    """
    rule = hit.rule
    opens = rule.kind == "legal" and rule.where is Where.START and rule.cut is Cut.LINE and "©" in line[: hit.end + 1]
    if not opens or len(line) <= _LONGEST_CREDIT or _DIGIT.search(line, 0, _LONGEST_CREDIT):
        return len(line)
    ends = [found.end() for found in _COMPANY.finditer(line, 0, _LONGEST_CREDIT)]
    ends += [
        found.end() for found in _ARTICLE.finditer(line, 0, _LONGEST_CREDIT) if fold(found[1]) in common().small_words
    ]
    told = next((end for end in ends if is_prose(line[end:].strip())), None)
    if told is not None:
        return told
    long = len(line) > _LONGEST_CREDIT + _LEAST_PARAGRAPH and ends_like_sentence(line)
    return hit.start if long and is_prose(line[hit.end :].strip(" ©")) else len(line)


def _is_reported(line: str, hit: Hit) -> bool:
    """Whether a clause that names the speaker closes the sentence."""
    found = _REPORT.match(line, hit.start)
    if found is None:
        return False
    clause, saying = fold(found[1]), common().saying
    return not saying.isdisjoint(_WORD.findall(clause)) or clause.endswith(saying.unspaced)


def _is_clause(line: str, hit: Hit) -> bool:
    """Whether a credit or a date is a participle that opens a sentence: "Published in parts, the book was liked." """
    if hit.rule.kind not in _CLAUSED or hit.rule.where not in (Where.START, Where.LINE):
        return False
    opening = _WORD.match(line, hit.start)
    end = hit.end if hit.rule.where is Where.START or opening is None else opening.end()
    return _TAIL.match(_FIGURES.sub("", line[end:])) is not None


def _opens_sentence(line: str, hit: Hit) -> bool:
    """Whether a heading or label without a colon opens a sentence: "More on this he would not say."

    Links to other stories and lists of topics have no full stop: of 14 such lines on the labelled pages 4 were of the
    story. Questions are of the story behind every label of a byline: "Reporter: Did they promise you money?"
    """
    kind, bare = hit.rule.kind, line.rstrip().rstrip(_END_QUOTES)
    if hit.rule.where is not Where.START or hit.rule.cut is not Cut.LINE:
        return False
    if kind == "byline":
        return bare.endswith(QUESTIONS)
    if kind not in ("related", "navigation") or not bare.endswith((".", "。")) or bare.endswith(".."):
        return False
    if line[hit.start : hit.end].endswith(_LABEL_ENDS) or line[hit.end :].lstrip().startswith(_LABEL_ENDS):
        return False
    return kind == "related" or _LOW.match(line, hit.end) is not None


def _is_answer(line: str, hit: Hit) -> bool:
    """Whether a line that is a phrase from end to end is a sentence all the same: an answer, or a word of a talk."""
    bare = line.rstrip()
    said = bare.rstrip(_END_QUOTES)
    if not said.endswith((".", "。")):
        return said != bare and said.endswith(("!", "?"))
    if hit.rule.kind == "navigation":
        return True
    phrase = line[hit.start : hit.end]
    if said.endswith(("..", "。")) or _DIGIT.search(phrase):
        return False
    words = len(phrase.split())
    return hit.rule.kind == "timestamp" or words == 1 or (words == 2 and hit.rule.kind not in _SIGNED)


def _is_quoted(line: str, hit: Hit) -> bool:
    """Whether the phrase is what somebody said or what stands on a sign: it stands in a quotation in a longer line."""
    before = line[: hit.start]
    if len(line) - (hit.end - hit.start) <= _QUOTED_IN:
        return False
    if line.lstrip().startswith(_SPEECH_DASHES):
        return ends_like_sentence(line)
    if not _QUOTE.search(before):
        return False
    opened = max(
        *map(before.rfind, _OPENING_QUOTES), *(m.start() for m in _SAME_QUOTE.finditer(line, 0, hit.start + 1)), -1
    )
    return opened > max(map(before.rfind, _CLOSING_QUOTES)) or before.count('"') % 2 == 1
