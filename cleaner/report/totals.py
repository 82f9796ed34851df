"""The sums of a run: documents by status, characters by kind and site, verdicts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from cleaner.document import Status, Verdict
from cleaner.kinds import KINDS
from cleaner.report.rows import Row

MOST_SITES = 20


@dataclass(frozen=True)
class Site:
    """One site of a run: documents, characters of their page texts, characters that left the body by kind."""

    name: str
    documents: int
    length: int
    kinds: tuple[tuple[str, int], ...]

    @property
    def removed(self) -> int:
        return sum(chars for _, chars in self.kinds)

    @property
    def removed_share(self) -> float:
        return self.removed / self.length if self.length else 0.0


@dataclass(frozen=True)
class Totals:
    """What a run comes to. kinds: characters that left the body; statuses, verdicts, languages: documents."""

    documents: int
    length: int
    kept: int
    typical_kept: float
    statuses: tuple[tuple[str, int], ...]
    verdicts: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]
    sites: tuple[Site, ...]
    site_count: int
    warned: int

    @property
    def removed(self) -> int:
        return self.length - self.kept


def add_up(rows: Sequence[Row]) -> Totals:
    """The sums of a run; at most `MOST_SITES` sites, those with the most removed first."""
    sites = _by_site(rows)
    kinds: Counter[str] = Counter()
    for row in rows:
        kinds.update(dict(row.kinds))
    shares = [1 - row.removed_share for row in rows if row.length]
    return Totals(
        documents=len(rows),
        length=sum(row.length for row in rows),
        kept=sum(row.kept for row in rows),
        typical_kept=median(shares) if shares else 0.0,
        statuses=_counted((row.status for row in rows), list(Status)),
        verdicts=_counted((row.verdict for row in rows if row.verdict), list(Verdict)),
        languages=tuple(Counter(row.language for row in rows).most_common()),
        kinds=tuple(sorted(kinds.items(), key=lambda item: (-item[1], item[0]))),
        sites=tuple(sites[:MOST_SITES]),
        site_count=len(sites),
        warned=sum(bool(row.warnings) for row in rows),
    )


def _counted(values: Iterable[str], order: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """How often each value comes, in the order of its table; unknown ones last."""
    counts = Counter(values)
    known = [str(value) for value in order if counts[value]]
    return tuple((value, counts[value]) for value in [*known, *sorted(set(counts) - set(known))])


def _by_site(rows: Sequence[Row]) -> list[Site]:
    documents: Counter[str] = Counter()
    lengths: Counter[str] = Counter()
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        documents[row.site] += 1
        lengths[row.site] += row.length
        kinds[row.site].update(dict(row.kinds))
    order = {name: at for at, name in enumerate(KINDS)}
    sites = [
        Site(
            name,
            documents[name],
            lengths[name],
            tuple(sorted(kinds[name].items(), key=lambda item: (order.get(item[0], len(order)), item[0]))),
        )
        for name in documents
    ]
    return sorted(sites, key=lambda site: (-site.removed, site.name))
