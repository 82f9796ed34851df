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
  const numbers = spans.map(({ kind }) => marks.push([kind, fates[kind] || "keep", 1, "corrections", "corrections.given", "", "you said so"]) - 1);
  let first = 0;
  const lines = page.lines.map(([gap, runs], number) => {
    let at = page.starts[number];
    const cut = [];
    for (const [text, mark, passage, sign, change = -1] of runs) {
      const end = at + sizeOf(text);
      const add = (from, to, as) => {
        if (from < to) cut.push([cutOut(text, from - at, to - at), as, passage, sign, change, from]);
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
    .map(([digest, { id, url, when, said }]) => {
      const spans = spansOf(said).map(({ at, ...span }) => span);
      return JSON.stringify({ digest, id, url, who, when, spans }) + "\n";
    })
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
      if (mark && document.getSelection().isCollapsed) this.aim([this.stretchOf(mark)], mark);
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
    const stretches = this.stretchesIn(selection.getRangeAt(0));
    if (stretches.length) this.aim(stretches, null);
  }

  /** What a selection holds, a stretch for each line; lines in a closed fold, which nobody sees, are not meant. */
  stretchesIn(range) {
    const found = [];
    for (const line of document.querySelectorAll("#text p")) {
      if (!range.intersectsNode(line) || line.closest("details:not([open])")) continue;
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        if (!range.intersectsNode(node)) continue;
        const from = node === range.startContainer ? range.startOffset : 0;
        const to = node === range.endContainer ? range.endOffset : node.data.length;
        const [start, end] = [this.placeOf(node, from), this.placeOf(node, to)];
        if (start === null || end <= start) continue;
        const text = node.data.slice(from, to);
        const last = found.at(-1);
        if (last && last.line === line && last.end === start) Object.assign(last, { end, text: last.text + text });
        else found.push({ start, end, text, line });
      }
    }
    return found;
  }

  /** Show what can be said about stretches; from: where the keyboard goes back to. */
  aim(stretches, from) {
    const panel = byId("teach");
    const placed = (stretches || []).filter((one) => one.start !== undefined);
    this.target = placed.length && this.page.view.digest ? placed : null;
    this.from = from;
    panel.hidden = !this.target;
    byId("everywhere").checked = false;
    if (!this.target) return;
    byId("tip").hidden = true;
    const [{ text }] = this.target;
    const more = this.target.length > 1 ? ` (and ${thousands(this.target.length - 1)} more)` : "";
    byId("aimed").replaceChildren(make("bdi", {}, text.length > 90 ? `${text.slice(0, 89)}…` : text), more);
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
    const row = line || event.target.closest("#text summary");
    if (event.key === "Enter" && (mark || line)) {
      event.preventDefault();
      if (document.getSelection().isCollapsed) this.aim([this.stretchOf(mark || line)], mark || line);
      if (this.target) byId("keep").focus();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && row) {
      event.preventDefault();
      const rows = this.rows();
      const next = rows[rows.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next && event.shiftKey) this.extend(row, next);
      else document.getSelection().removeAllRanges();
      if (next) this.focusOn(next);
    }
  }

  /** Select whole lines, from the one where Shift was first held to the next. */
  extend(row, next) {
    const selection = document.getSelection();
    if (selection.isCollapsed) this.anchor = row;
    const back = this.anchor.compareDocumentPosition(next) & Node.DOCUMENT_POSITION_PRECEDING;
    const [first, last] = back ? [next, this.anchor] : [this.anchor, next];
    selection.setBaseAndExtent(first, 0, last, last.childNodes.length);
  }

  /** The lines and folds that are shown, for the keyboard. */
  rows() {
    const all = [...document.querySelectorAll("#text p, #text summary")];
    return all.filter((one) => one.textContent && (one.matches("summary") || !one.closest("details:not([open])")));
  }

  /** The first line, for the keyboard. */
  begin() {
    const rows = this.rows();
    const first = rows.find((one) => one.matches("p")) || rows[0];
    if (first) this.focusOn(first);
  }

  focusOn(line) {
    if (line.matches("p")) {
      unfold(line);
      line.tabIndex = -1;
    }
    line.focus();
  }

  say(kind) {
    const view = this.page.view;
    if (!this.target) return;
    const everywhere = byId("everywhere").checked;
    const stretches = everywhere ? [...new Set(this.target.map(({ line }) => line))].map((line) => this.stretchOf(line)) : this.target;
    const row = this.page.list.rows[this.page.number];
    const known = (this.documents[view.digest] ||= { id: row.id, url: row.url, said: [] });
    known.when = new Date().toISOString();
    const at = known.when;
    for (const { start, end, text } of stretches)
      known.said.push({ start, end, kind, text, at, ...(everywhere ? { everywhere } : {}) });
    this.changed(stretches[0].start);
  }

  undo() {
    const said = this.said(this.page.view);
    let last = said.pop();
    while (last?.at && said.at(-1)?.at === last.at) last = said.pop();
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
