"""What lines are called that may go: a second look at names, as `resolve` takes one at lines.

A claim's `naming` says how far its kind can be trusted by itself. An unsure name to which the same detector offers
another needs company: somebody else's claim of that kind close by. And an unsure name between two sure ones that agree
gives way to theirs.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.kinds import BODY
from cleaner.model import Mark, Reason

SURE_NAME = 0.7
"""How far a kind must be trusted to stand by itself. Of the characters removed from typed dumps 0.838 were named
rightly with it, by networks that never saw the site; 0.834 with 0.5, 0.837 with 0.9, 0.820 if every name stands."""

UNSURE_NAME = 0.5
"""Below it a name gives way to its neighbours': it is less likely right than wrong."""

COMPANY = 3
"""Lines above and below that are company; one line 0.835, eight 0.835."""

Marks = Sequence[Mark]


def name_lines(covering: Sequence[Marks], touching: Sequence[Marks]) -> list[Mark | None]:
    """For each line the claim that names it, if it goes; None where nobody claims it for boilerplate.

    covering: the claims about each line as a whole, the surest first; touching: with those about parts of it.
    """
    names = [_most_trusted(marks) for marks in covering]
    unsure = [place for place, name in enumerate(names) if name is not None and name.naming < SURE_NAME]
    for place in unsure:
        if len(covering[place]) > 1:
            near = touching[max(0, place - COMPANY) : place + COMPANY + 1]
            names[place] = _in_company(names[place], covering[place], near)
    trusted = list(names)
    for place, (above, own, below) in enumerate(zip(trusted, trusted[1:], trusted[2:], strict=False), 1):
        if own is not None and above is not None and below is not None and above.kind == below.kind != own.kind:
            names[place] = _between(above, own, below)
    return names


def _most_trusted(marks: Marks) -> Mark | None:
    """The claim whose kind can be trusted most; of those trusted alike the surest."""
    if len(marks) == 1:
        return marks[0] if marks[0].kind != BODY else None
    best: Mark | None = None
    most = -1.0
    for mark in marks:
        naming = mark.score if mark.kind_score is None else mark.kind_score
        if naming > most and mark.kind != BODY:
            best, most = mark, naming
    return best


def _in_company(name: Mark | None, marks: Marks, near: Sequence[Marks]) -> Mark | None:
    """The name, or without company the one most trusted after it, where its detector has another to offer."""
    others = [mark for mark in marks if name is not None and mark.kind != name.kind]
    if name is None or all(mark.detector != name.detector or mark.kind == BODY for mark in others):
        return name
    held = any(mark.kind == name.kind and mark.detector != name.detector for own in near for mark in own)
    return name if held else _most_trusted(others)


def _between(above: Mark, own: Mark, below: Mark) -> Mark:
    """The name its neighbours agree on where they are sure of it, and the line itself is not or can be part of theirs.

    A section's name between two teasers is part of one: so were 25 of 28. What a line says for the record it says by
    its own name.
    """
    label = own.kind == "navigation" and above.kind == "related"
    if own.lifted or (own.naming >= UNSURE_NAME and not label) or min(above.naming, below.naming) < SURE_NAME:
        return own
    return own._replace(kind=above.kind, reason=Reason("naming.between", own.kind))
