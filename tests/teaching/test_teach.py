"""A few corrected pages of a site teach the others: phrases, elements, and what is refused for the body it costs."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cleaner import Cleaner, UsageError
from cleaner.cli import main
from cleaner.forms.record import digest_text
from cleaner.kinds import BODY, Fate
from cleaner.phrases.packs import load_pack
from cleaner.result import Result
from cleaner.teaching.teach import PACK, teach

SITE = "https://courier.example/"
WHO = ("The harbour master", "A keeper of the old lighthouse", "The owner of two ferries", "The mayor of Tallwick")
WHAT = ("opened the second lock", "sold the last of the cranes", "counted forty ships", "closed the fish market")
WHY = ("because the river had risen by a metre", "after a long dispute with the union", "to make room for the new quay")
OATH = "The Courier is printed on paper from our own forest, and has been since the year of the great flood."
BOX = ("Our cook recommends herring with beetroot this week, and the cellar has a wine to go with it.",
       "Our cook recommends a barley soup with smoked eel, and the cellar has a cider to go with it.",
       "Our cook recommends crab cakes and a green salad, and the cellar has a sherry to go with them.")  # fmt: skip
SENT = "Carried to the printer on foot by"


def story(chance: random.Random) -> list[str]:
    return [
        f"{sentence(chance)} {sentence(chance)} Page {chance.randrange(10**6)} of the log says so." for _ in range(5)
    ]


def sentence(chance: random.Random) -> str:
    return f"{chance.choice(WHO)} {chance.choice(WHAT)} on {chance.choice(('Monday', 'Friday'))} {chance.choice(WHY)}."


def make_pages(count: int, seed: str = "site") -> list[tuple[str, list[str], str]]:
    """Pages of one site: id, the lines of the story, the markup. Some furniture stands among the story's paragraphs."""
    pages = []
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        body = story(chance)
        lines = [f"<p>{line}</p>" for line in body]
        lines.insert(2, f"<p>{OATH}</p>")
        lines.insert(4, f"<div class='kitchen wide'><p>{chance.choice(BOX)}</p></div>")
        lines.append(
            f"<p>{SENT} {chance.choice(('Ida', 'Jon', 'Ruth', 'Olaf'))}, who knows the way in any weather.</p>"
        )
        markup = f"<html><body><h1>Tallwick {number}</h1><div class='story wide'>{''.join(lines)}</div></body></html>"
        pages.append((f"{number}.html", body, markup))
    return pages


def write_pages(pages: list[tuple[str, list[str], str]], path: Path) -> str:
    rows = [{"id": id, "html": markup, "url": SITE + id} for id, _, markup in pages]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def correct(pages: list[tuple[str, list[str], str]], path: Path, **more: Any) -> str:
    """What a person would say of the pages: every line that is wrong."""
    rows = []
    for id, body, markup in pages:
        result = Cleaner(translation=False).clean(markup, SITE + id, form="html")
        spans = [
            {"start": start, "end": end, "kind": BODY if line in body else "advert", **more}
            for (start, end), line in (
                (b.span, one) for b, one in zip(result.document.blocks, result.document.lines, strict=True)
            )
            if (line in body) != stays(result, start)
        ]
        rows.append({"digest": digest_text(result.text), "spans": spans, "url": SITE + id, "id": id})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def stays(result: Result, place: int) -> bool:
    return any(s.fate is Fate.KEEP for s in result.segments if s.span.start <= place < s.span.end)


def exact(pages: list[tuple[str, list[str], str]], cleaner: Cleaner) -> int:
    """Pages whose body is the story, no more and no less."""
    return sum(cleaner.clean(m, SITE + id, form="html").body == "\n\n".join(body) for id, body, m in pages)


def test_four_corrected_pages_make_the_others_exact(tmp_path: Path) -> None:
    pages = make_pages(14)
    folder = write_pages(pages, tmp_path / "pages.jsonl")
    taught = teach([correct(pages[:4], tmp_path / "c.jsonl")], str(tmp_path / "rules"), [folder])
    assert taught.corrected == 4 and taught.pages == 14 and not taught.missing
    plain = Cleaner(translation=False)
    rules = Cleaner(translation=False, packs=[tmp_path / "rules" / PACK], site_rules=tmp_path / "rules")
    assert exact(pages[4:], plain) == 0
    assert exact(pages[4:], rules) == 10
    forms = {proposal.form: proposal.value for proposal in taught.kept}
    assert forms.keys() == {"line", "start", "strip"}
    assert "kitchen" in forms["strip"] and forms["start"].startswith(SENT.lower())
    assert any("the great flood" in proposal.value for proposal in taught.kept)
    said = [proposal.describe() for proposal in taught.proposals]
    assert any(line.startswith("kept     start carried to the printer") and line.endswith("no body") for line in said)


def test_a_phrase_that_is_body_of_another_page_is_refused(tmp_path: Path) -> None:
    pages = make_pages(6)
    told = [(id, [*body[:1], OATH, *body[1:]], markup) for id, body, markup in pages[4:5]]
    said = correct([*pages[:4], *told], tmp_path / "c.jsonl")
    taught = teach([said], str(tmp_path / "rules"), [write_pages(pages, tmp_path / "pages.jsonl")])
    (refused,) = (proposal for proposal in taught.proposals if proposal.refused and proposal.form == "line")
    assert f"would take {len(OATH)} characters of body on 1 page" in refused.refused and "4.html" in refused.refused
    assert OATH not in "".join(path.read_text() for path in (tmp_path / "rules").iterdir()).split("misses")[0]


def test_everywhere_takes_one_page_and_text_from_the_corrections(tmp_path: Path) -> None:
    text = "\n\n".join([*story(random.Random(1))[:3], OATH, *story(random.Random(2))[:2]])
    start = text.index(OATH)
    row = {
        "digest": digest_text(text),
        "text": text,
        "spans": [{"start": start, "end": start + len(OATH), "kind": "advert"}],
    }
    for everywhere, count in ((False, 0), (True, 1)):
        row["spans"][0]["everywhere"] = everywhere
        (tmp_path / "c.jsonl").write_text(json.dumps(row), encoding="utf-8")
        done = CliRunner().invoke(main, ["teach", str(tmp_path / "c.jsonl"), "-o", str(tmp_path / "rules")])
        assert done.exit_code == (0 if count else 3), done.output
        assert f"{count} rules kept" in done.output
    (rule,) = load_pack(tmp_path / "rules" / PACK).rules
    assert (rule.kind, rule.hits) == ("advert", (OATH,))
    assert OATH not in Cleaner(packs=[tmp_path / "rules" / PACK]).clean(text).body


def test_what_is_not_ours_is_not_written_over_and_what_is_not_there_is_said(tmp_path: Path) -> None:
    pages = make_pages(5)
    said = correct(pages[:4], tmp_path / "c.jsonl")
    with pytest.raises(UsageError, match="--check"):
        teach([said], str(tmp_path / "rules"))
    (tmp_path / "courier.example.txt").write_text("strip: //nav\n", encoding="utf-8")
    with pytest.raises(UsageError, match="was not written by"):
        teach([said], str(tmp_path), [write_pages(pages, tmp_path / "pages.jsonl")])
    assert (tmp_path / "courier.example.txt").read_text() == "strip: //nav\n"


def test_a_phrase_that_stays_on_another_site_is_refused(tmp_path: Path) -> None:
    """A heading of the frame here is a heading of the story there."""
    pages = make_pages(5)
    told = "".join(f"<p>{line}</p>" for line in story(random.Random(9)))
    there = f"<html><body><h1>A year on</h1>{told}</body></html>"
    for heading, refused in (("Something else", False), (OATH, True)):
        markup = there.replace("</p><p>", f"</p><h2>{heading}</h2><p>", 1)
        rows = [{"id": "x", "html": markup, "url": "https://tidings.example/x"}]
        (tmp_path / "other.jsonl").write_text(json.dumps(rows[0]), encoding="utf-8")
        said, own = correct(pages[:4], tmp_path / "c.jsonl"), write_pages(pages, tmp_path / "pages.jsonl")
        taught = teach([said], str(tmp_path / "rules"), [own, str(tmp_path / "other.jsonl")])
        oath = next(proposal for proposal in taught.proposals if OATH.lower().startswith(proposal.value[:20]))
        assert bool(oath.refused) is refused
