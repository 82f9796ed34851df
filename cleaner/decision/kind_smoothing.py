"""Smooths the kinds of removed lines, using the neighbouring lines.

`Mark.naming` is the share of such marks whose kind was right. A kind with a low value is replaced:

* if the same detector has another kind for the line, and no other detector marks the first kind close by;
* if two reliable lines of one kind enclose it (a part of a form, an imprint, a teaser);
* if it is a section name between two teasers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise

from cleaner.document import Mark, Reason
from cleaner.kinds import BODY

SURE_NAME = 0.7
"""`naming` from which a kind is kept. Share of right kinds among the characters removed from labelled dumps, with
networks fitted without the site: 0.838; with 0.5 here 0.834, with 0.9 0.837, without smoothing 0.820."""

UNSURE_NAME = 0.5
"""`naming` below which a kind is replaced by that of the neighbours: it is more often wrong than right."""

COMPANY = 3
"""Lines above and below in which another mark of the kind supports it. Right kinds with one line 0.835, with eight
0.835."""

NEAR = 4
"""Most lines to a line with a reliable kind, for it to set the kind of a line. Of 40 lines enclosed by two reliable
lines, and next to one of them only or to neither, 34 had their kind; the own kinds were right for two."""

FOLLOWED = frozenset(("related", "contact", "legal", "consent"))
"""Kinds that run over several lines. An unsure line right below one of these had the same kind in 1,050 characters and
its own kind in 70. For forms and menus the opposite holds."""

LABELS = 7
"""Names of sections between two teasers, at most: of 121 lines in such runs 90 were parts of a teaser and 16 of a
menu; of those in longer runs 20 and 32."""

PARAGRAPH = 60
"""Characters of a paragraph of a story, at least."""

Marks = Sequence[Mark]


def name_lines(covering: Sequence[Marks], touching: Sequence[Marks]) -> list[Mark | None]:
    """For each line the mark that sets its kind if the line is removed; None if no mark says that it is boilerplate.

    covering: the marks on each line as a whole, highest score first; touching: these and the marks on parts of the
    line.
    """
    names = [_most_trusted(marks) for marks in covering]
    trust = [-1.0 if name is None else name.naming for name in names]
    for place, (name, marks) in enumerate(zip(names, covering, strict=True)):
        if name is not None and trust[place] < SURE_NAME and len(marks) > 1:
            near = touching[max(0, place - COMPANY) : place + COMPANY + 1]
            names[place] = own = _in_company(name, marks, near)
            trust[place] = -1.0 if own is None else own.naming
    names = _follow(_agree_with_near(names, trust), trust)
    for first, last in _label_runs(names, trust):
        names[first:last] = [_renamed(name, "related") for name in names[first:last]]
    return names


def _most_trusted(marks: Marks) -> Mark | None:
    """The boilerplate mark with the most reliable kind; of equal ones the first, which has the highest score."""
    if len(marks) == 1:
        return marks[0] if marks[0].kind != BODY else None
    if marks and _is_copied_paragraph(marks[0]):
        return marks[0]
    best: Mark | None = None
    most = -1.0
    for mark in marks:
        naming = mark.score if mark.kind_score is None else mark.kind_score
        if naming > most and mark.kind != BODY:
            best, most = mark, naming
    return best


def _is_copied_paragraph(mark: Mark) -> bool:
    """Whether a mark is of the second copy of a paragraph. One word in it, such as "subscribe", does not name it."""
    return mark.reason.rule == "repeated_text.again" and mark.span.end - mark.span.start >= PARAGRAPH


def _in_company(name: Mark, marks: Marks, near: Sequence[Marks]) -> Mark | None:
    """The mark, or the next most reliable one if no other detector marks the same kind nearby.

    Only if the detector of the mark has another kind for the line.
    """
    others = [mark for mark in marks if mark.kind != name.kind]
    if all(mark.detector != name.detector or mark.kind == BODY for mark in others):
        return name
    held = any(mark.kind == name.kind and mark.detector != name.detector for own in near for mark in own)
    return name if held else _most_trusted(others)


def _agree_with_near(names: Sequence[Mark | None], trust: Sequence[float]) -> list[Mark | None]:
    """The marks, with the kind of an unreliable one replaced if two reliable marks of one kind enclose it.

    A section name between two teasers belongs to a teaser (25 of 28). A mark that fills a metadata field keeps its
    kind. The kinds `navigation` and `other` replace only a single line between two, because longer runs between them
    are as often something else.
    """
    sure = [naming >= SURE_NAME for naming in trust]
    above, below = _last_true(sure), _last_true(sure[::-1])
    agreed = list(names)
    for place, own in enumerate(names):
        up, down = place - above[place], len(names) - 1 - place - below[len(names) - 1 - place]
        if own is None or own.lifted or up > NEAR or down > NEAR:
            continue
        first, last = names[place - up], names[place + down]
        if first is None or last is None or first.kind != last.kind or first.kind == own.kind:
            continue
        if up == down == 1:
            label = own.kind == "navigation" and first.kind == "related"
            gives_way = label or trust[place] < UNSURE_NAME
        else:
            unsure = not sure[place] or own.kind == "other"
            gives_way = unsure and first.kind not in ("navigation", "other")
        if gives_way:
            agreed[place] = _renamed(own, first.kind)
    return agreed


def _follow(names: Sequence[Mark | None], trust: Sequence[float]) -> list[Mark | None]:
    """The marks, with the kind of an unreliable one replaced by that of the line above, for kinds in `FOLLOWED`."""
    followed = list(names)
    for place, (above, own) in enumerate(pairwise(names), start=1):
        if above is None or own is None or own.lifted or above.kind not in FOLLOWED:
            continue
        if trust[place - 1] >= SURE_NAME and trust[place] < UNSURE_NAME and own.kind != above.kind:
            followed[place] = _renamed(own, above.kind)
    return followed


def _last_true(flags: Sequence[bool]) -> list[int]:
    """For each position the last earlier one whose flag is true; beyond `NEAR` if there is none."""
    return list(accumulate([at if flag else -NEAR - 1 for at, flag in enumerate(flags)], max, initial=-NEAR - 1))


def _label_runs(names: list[Mark | None], trust: Sequence[float]) -> Iterator[tuple[int, int]]:
    """Runs of section names and unreliable lines between two reliable teasers, as half-open ranges."""
    first = 0
    rows = list(zip(names, trust, strict=True))
    for is_label, run in groupby(rows, key=_can_be_label):
        last = first + len(list(run))
        around = rows[max(0, first - 1) : first] + rows[last : last + 1]
        if is_label and last - first <= LABELS and len(around) == 2 and all(map(_is_sure_teaser, around)):
            yield first, last
        first = last


def _can_be_label(row: tuple[Mark | None, float]) -> bool:
    name, trust = row
    return name is not None and not name.lifted and (name.kind == "navigation" or trust < UNSURE_NAME)


def _is_sure_teaser(row: tuple[Mark | None, float]) -> bool:
    name, trust = row
    return name is not None and name.kind == "related" and trust >= SURE_NAME


def _renamed(name: Mark | None, kind: str) -> Mark | None:
    return None if name is None else name._replace(kind=kind, reason=Reason("naming.between", name.kind))
