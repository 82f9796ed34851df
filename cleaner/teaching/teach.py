"""`cleaner teach`: corrections in, a pack and rules of sites out, and what each rule does to the pages known."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cleaner.atomic_files import write_whole
from cleaner.config import Config
from cleaner.corrections.file import read_corrections
from cleaner.detectors.wording import WordingDetector
from cleaner.errors import UsageError
from cleaner.phrases.packs import ANY
from cleaner.readers.ftr_site_config import SiteRules
from cleaner.teaching.elements import propose_elements
from cleaner.teaching.pages import Page, load_pages
from cleaner.teaching.phrases import check_phrases, find_misses, propose_phrases
from cleaner.teaching.proposals import Proposal, fewest

PACK = "taught.toml"
HEAD = "# Written by `cleaner teach` from corrections; it is written anew each time.\n"
SCORE = 0.99
"""Of a taught phrase. Not measured: it is the person's word about his sites, and took no body of the pages known."""


@dataclass(frozen=True, slots=True)
class Taught:
    """What came of it. proposals: kept and refused. pages, corrected: how many pages were known, and looked at.

    missing: corrections whose page was not found. lost: by rule, the corrected lines it takes that are body, which no
    proposal brings back. left: corrected lines that should go and that no proposal takes.
    """

    proposals: tuple[Proposal, ...]
    pages: int
    corrected: int
    missing: int
    lost: Counter[str]
    left: tuple[str, ...]

    @property
    def kept(self) -> list[Proposal]:
        return [proposal for proposal in self.proposals if not proposal.refused]


def teach(files: Sequence[str], out: str, check: Sequence[str] = (), config: Config | None = None) -> Taught:
    """Propose rules from files of corrections, and write those that take no body to a folder.

    check: files and folders with the corrected pages and others, as `cleaner clean` takes them. The pages corrected
    are found there by the digest of their text; without it the page text in the corrections is used.

    Raises `UsageError` for what are no corrections, where no corrected page is found, and where a file of that name in
    the folder was written by somebody else.
    """
    rows = {row.digest: row for file in files for row in read_corrections(file)}
    pages = load_pages(check, rows.values(), config or Config())
    corrected = [page for page in pages if page.corrected]
    if not corrected:
        raise UsageError("none of the corrected pages is there: name the folder that they are in with --check")
    proposals = propose(pages)
    write_rules([proposal for proposal in proposals if not proposal.refused], out)
    taken = {line for proposal in proposals if not proposal.refused for line in proposal.effect.taught_lines}
    left = [line.text for page in corrected for line in page.lines if line.left and (page.id, line.text) not in taken]
    lost = Counter(line.by for page in corrected for line in page.lines if line.stays and line.stays != line.kept)
    found = {page.id for page in corrected}
    return Taught(tuple(proposals), len(pages), len(corrected), len(rows) - len(found), lost, tuple(left))


def propose(pages: Sequence[Page]) -> list[Proposal]:
    """The rules the corrected pages speak for, with what each does to all pages; elements before phrases."""
    proposals: list[Proposal] = []
    for site in sorted({page.site for page in pages if page.corrected}):
        elements = propose_elements(site, pages)
        phrases = propose_phrases(site, pages)
        check_phrases(phrases, pages)
        proposals += fewest(elements + sorted(phrases, key=_worth))
    stayed = find_misses([p for p in proposals if p.form != "strip"], pages)
    return [replace(proposal, misses=stayed.get(proposal.value, ())) for proposal in proposals]


def _worth(phrase: Proposal) -> tuple[int, int]:
    """For the order: what takes most corrected lines first, of equal ones what takes most lines elsewhere, too."""
    return -phrase.effect.taught.total(), -phrase.effect.gone


def write_rules(proposals: Iterable[Proposal], out: str) -> None:
    """Write a pack and a file for each site; raises `UsageError` where a file there is not ours."""
    files: dict[str, str] = {}
    phrases = [proposal for proposal in proposals if proposal.form != "strip"]
    if phrases:
        files[PACK] = HEAD + "\n".join(_pack(phrases))
    sites: dict[str, list[Proposal]] = defaultdict(list)
    for proposal in proposals:
        if proposal.form == "strip":
            sites[proposal.site].append(proposal)
    for site, own in sites.items():
        files[f"{site}.txt"] = HEAD + "".join(_strip(proposal) for proposal in own)
    folder = Path(out)
    for name in files:
        if (folder / name).exists() and not (folder / name).read_text(encoding="utf-8", errors="replace").startswith(
            HEAD
        ):
            raise UsageError(f"{folder / name} was not written by `cleaner teach`; name another folder with -o")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        write_whole(folder / name, text.encode("utf-8"))
    if phrases:
        WordingDetector([folder / PACK])  # raises where a rule fails its own examples
    if sites:
        SiteRules(folder)


def _strip(proposal: Proposal) -> str:
    examples = "".join(f"# hits: {json.dumps(line, ensure_ascii=False)}\n" for line in proposal.hits)
    return f"\n# {proposal.describe().split(': ', 1)[1]}\n{examples}strip: {proposal.value}\n"


def _pack(proposals: Sequence[Proposal]) -> Iterator[str]:
    """The pack's TOML, a rule for each site, kind and form."""
    yield f'language = "{ANY}"\nname = "taught"\n'
    groups: Mapping[tuple[str, str, str], list[Proposal]] = defaultdict(list)
    for proposal in proposals:
        groups[proposal.site, proposal.kind, proposal.form].append(proposal)
    for number, ((site, kind, form), own) in enumerate(sorted(groups.items()), 1):
        yield f'[[rule]]\nid = "{ANY}.{kind}.taught-{number}"\nkind = "{kind}"\nwhere = "{form}"\nscore = {SCORE}'
        yield f"note = {_toml(f'taught on {site}' if site else 'taught')}"
        for name, texts in (
            ("phrases", [proposal.value for proposal in own]),
            ("hits", [line for proposal in own for line in proposal.hits]),
            ("misses", [line for proposal in own for line in proposal.misses]),
        ):
            rows = "".join(f"    {_toml(text)},\n" for text in dict.fromkeys(texts))
            yield f"{name} = [\n{rows}]"
        yield ""


def _toml(text: str) -> str:
    """A basic string of TOML: as JSON has it, but for DEL and lone surrogates, which TOML does not allow."""
    quoted = json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False)
    return quoted.replace("\x7f", "\\u007f")
