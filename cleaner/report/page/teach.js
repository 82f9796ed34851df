// Corrections: what a person says about stretches of a text. They are kept in the browser (localStorage) by the digest
// of the page text and downloaded as corrections.jsonl, which `cleaner clean --corrections` and `cleaner teach` read.

const KEPT = "cleaner.corrections";

/** Characters as the record counts them: code points, not the units of JavaScript. */
const sizeOf = (text) => [...text].length;
const cutOut = (text, start, end) => [...text].slice(start, end).join("");

/** What was said, one after the other, as spans that do not overlap: what was said later counts. */
function spansOf(said) {
  let spans = [];
  for (const one of said) {
    const around = spans.flatMap((span) => {
      if (span.end <= one.start || one.end <= span.start) return [span];
      const parts = [];
      if (span.start < one.start) parts.push({ ...span, end: one.start, text: cutOut(span.text, 0, one.start - span.start) });
      if (one.end < span.end) parts.push({ ...span, start: one.end, text: cutOut(span.text, one.end - span.start) });
      return parts;
    });
    spans = [...around, one];
  }
  return spans.sort((a, b) => a.start - b.start);
}

/** A page's view with what was said put over it: runs are cut at the edges of the spans and have their place, too. */
function withSaid(page, said, fates) {
  if (!page.lines) return page;
  const spans = spansOf(said);
  const marks = [...page.marks];
  const numbers = spans.map(({ kind }) => marks.push([kind, fates[kind] || "keep", 1, "corrections", "corrections.given", ""]) - 1);
  let first = 0;
  const lines = page.lines.map(([gap, runs], number) => {
    let at = page.starts[number];
    const cut = [];
    for (const [text, mark, passage, sign] of runs) {
      const end = at + sizeOf(text);
      const add = (from, to, as) => {
        if (from < to) cut.push([cutOut(text, from - at, to - at), as, passage, sign, from]);
      };
      let from = at;
      while (first < spans.length && spans[first].end <= at) first++;
      for (let next = first; next < spans.length && spans[next].start < end; next++) {
        add(from, Math.max(from, spans[next].start), mark);
        add(Math.max(from, spans[next].start), Math.min(end, spans[next].end), numbers[next]);
        from = Math.max(from, Math.min(end, spans[next].end));
      }
      add(from, end, mark);
      at = end;
    }
    return [gap, cut];
  });
  return { ...page, lines, marks };
}

/** The file to download: a row for each document something was said about. */
function fileOf(documents, who) {
  const rows = Object.entries(documents).filter(([, { said }]) => said.length);
  return rows
    .map(([digest, { id, url, when, said }]) => JSON.stringify({ digest, id, url, who, when, spans: spansOf(said) }) + "\n")
    .join("");
}

class Teacher {
  constructor(page, data) {
    this.page = page;
    this.fates = data.fates;
    this.documents = {};
    try {
      this.documents = JSON.parse(localStorage.getItem(KEPT)) || {};
      byId("who").value = localStorage.getItem(`${KEPT}.who`) || "";
    } catch {
      byId("unkept").hidden = false;
    }
    byId("kinds").append(...data.kinds.map((kind) => make("option", { value: kind }, kind)));
    const text = byId("text");
    text.addEventListener("click", (event) => {
      const mark = event.target.closest("del, mark");
      if (mark && document.getSelection().isCollapsed) this.aim(this.stretchOf(mark), mark);
    });
    document.addEventListener("selectionchange", () => this.aimAtSelection());
    text.addEventListener("keydown", (event) => this.key(event));
    for (const [id, act] of [
      ["keep", () => this.say("body")],
      ["drop", () => this.say("other")],
      ["name", () => this.say(byId("kinds").value)],
      ["undo", () => this.undo()],
      ["leave", () => this.leave()],
      ["save", () => this.save()],
    ])
      byId(id).addEventListener("click", act);
    byId("who").addEventListener("input", () => this.store());
    byId("teach").addEventListener("submit", (event) => event.preventDefault());
    this.count();
  }

  /** What was said about a page. */
  said(view) {
    return (view && this.documents[view.digest]?.said) || [];
  }

  stretchOf(element) {
    const text = element.textContent;
    const start = element.start ?? element.firstChild?.start ?? element.firstChild?.firstChild?.start;
    return { start, end: start + sizeOf(text), text, line: element.closest("p") };
  }

  /** Where a boundary of a selection is: the run's place and the characters before it. */
  placeOf(node, offset) {
    if (node.nodeType !== Node.TEXT_NODE) return null;
    const start = node.start ?? node.parentNode.start;
    return start === undefined ? null : start + sizeOf(node.data.slice(0, offset));
  }

  aimAtSelection() {
    const selection = document.getSelection();
    if (selection.isCollapsed || !byId("text").contains(selection.anchorNode)) return;
    const range = selection.getRangeAt(0);
    const [start, end] = [this.placeOf(range.startContainer, range.startOffset), this.placeOf(range.endContainer, range.endOffset)];
    if (start === null || end === null || end <= start) return;
    const line = range.startContainer.parentNode.closest("p");
    if (line !== range.endContainer.parentNode.closest("p") || !line) return this.aim(null);
    this.aim({ start, end, text: range.toString(), line }, null);
  }

  /** Show what can be said about a stretch; from: where the keyboard goes back to. */
  aim(stretch, from) {
    const panel = byId("teach");
    this.target = stretch && stretch.start !== undefined && this.page.view.digest ? stretch : null;
    this.from = from;
    panel.hidden = !this.target;
    byId("everywhere").checked = false;
    if (!this.target) return;
    byId("tip").hidden = true;
    const text = stretch.text.length > 90 ? `${stretch.text.slice(0, 89)}…` : stretch.text;
    byId("aimed").replaceChildren(make("bdi", {}, text));
    byId("undo").disabled = !this.said(this.page.view).length;
  }

  leave() {
    const from = this.from;
    this.aim(null);
    if (from && from.isConnected) from.focus();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const mark = event.target.closest("del, mark");
    const line = event.target.closest("#text p");
    if (event.key === "Enter" && (mark || line)) {
      event.preventDefault();
      this.aim(this.stretchOf(mark || line), mark || line);
      if (this.target) byId("keep").focus();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && line) {
      event.preventDefault();
      const lines = [...document.querySelectorAll("#text p")].filter((one) => one.textContent);
      const next = lines[lines.indexOf(line) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) this.focusOn(next);
    }
  }

  /** The first line, for the keyboard. */
  begin() {
    const first = [...document.querySelectorAll("#text p")].find((one) => one.textContent);
    if (first) this.focusOn(first);
  }

  focusOn(line) {
    line.tabIndex = -1;
    line.focus();
  }

  say(kind) {
    const view = this.page.view;
    if (!this.target) return;
    const everywhere = byId("everywhere").checked;
    const { start, end, text } = everywhere ? this.stretchOf(this.target.line) : this.target;
    const row = this.page.list.rows[this.page.number];
    const known = (this.documents[view.digest] ||= { id: row.id, url: row.url, said: [] });
    known.when = new Date().toISOString();
    known.said.push({ start, end, kind, text, ...(everywhere ? { everywhere } : {}) });
    this.changed(start);
  }

  undo() {
    const last = this.said(this.page.view).pop();
    this.changed(last?.start);
  }

  /** After a change: keep it, draw the text anew, and put the keyboard where it was. */
  changed(start) {
    this.store();
    this.count();
    document.getSelection().removeAllRanges();
    this.aim(null);
    this.page.draw();
    const lines = [...document.querySelectorAll("#text p")];
    const line = lines.findLast((one) => this.stretchOf(one).start <= start);
    if (line) this.focusOn(line);
  }

  store() {
    try {
      localStorage.setItem(KEPT, JSON.stringify(this.documents));
      localStorage.setItem(`${KEPT}.who`, byId("who").value);
    } catch {
      byId("unkept").hidden = false;
    }
  }

  count() {
    const count = Object.values(this.documents).filter(({ said }) => said.length).length;
    byId("save").hidden = !count;
    byId("save").textContent = `Download corrections (${thousands(count)})`;
  }

  save() {
    const blob = new Blob([fileOf(this.documents, byId("who").value)], { type: "application/x-ndjson" });
    const link = make("a", { href: URL.createObjectURL(blob), download: "corrections.jsonl" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
}
