// The text of one document: in place, side by side, or the body alone, with the reason on hover and on focus.

const FATES = { remove: "removed", lift: "lifted into the record", keep: "kept, named" };
const LEAST_FOLDED = 3; // lines of a run that left the body, for it to be folded

class Text {
  constructor(data) {
    this.kinds = data.kinds;
    this.words = data.words;
    this.view = "place";
    this.unfolded = false;
    const tip = byId("tip");
    const text = byId("text");
    const show = (event) => this.tip(event.target.closest("[data-note]"));
    text.addEventListener("pointerover", show);
    text.addEventListener("focusin", show);
    text.addEventListener("pointerleave", () => (tip.hidden = true));
    text.addEventListener("focusout", () => (tip.hidden = true));
  }

  show(page) {
    this.page = page;
    byId("tip").hidden = true;
    this.kept = this.page.lines ? this.page.lines.flatMap(([, runs], at) => (runs.some((run) => this.stays(run) && run[0].trim()) ? [at] : [])) : [];
    const drawn = page.lines ? { place: this.place, side: this.sides, body: this.body }[this.view] : this.apart;
    byId("text").replaceChildren(...drawn.call(this));
    if (page.cut) byId("text").append(make("p", { class: "gap empty" }, `… and ${thousands(page.cut)} characters more`));
  }

  /** The class of a kind; kinds of a detector of the caller's own look like "other". */
  look(kind) {
    return `k-${this.kinds.includes(kind) ? kind : "other"}`;
  }

  stays([, mark]) {
    return mark < 0 || this.page.marks[mark][1] === "keep";
  }

  /** The lines in order; a run of lines that left the body is folded, so that the article comes first. */
  place() {
    const { lines } = this.page;
    const drawn = [];
    for (let at = 0; at < lines.length; at++) {
      let end = at;
      while (end < lines.length && this.leaves(lines[end][1])) end++;
      if (end - at < LEAST_FOLDED) drawn.push(this.line(...lines[at], at));
      else {
        drawn.push(this.fold(at, end));
        at = end - 1;
      }
    }
    return drawn;
  }

  /** Whether nothing of a line stays, and nobody must look at it: corrected lines and changed ones are shown. */
  leaves(runs) {
    const seen = ([, mark, , , change]) => change >= 0 || this.page.marks[mark]?.[3] === "corrections";
    return !runs.some((run) => seen(run) || (this.stays(run) && run[0].trim()));
  }

  fold(start, end) {
    const counts = new Map();
    const lines = [];
    for (let at = start; at < end; at++) {
      const [gap, runs] = this.page.lines[at];
      const kind = this.page.marks[runs.find((run) => run[1] >= 0)?.[1]]?.[0] ?? "other";
      counts.set(kind, (counts.get(kind) || 0) + 1);
      lines.push(this.line(gap, runs, at));
    }
    const kinds = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 4);
    const told = kinds.flatMap(([kind, count]) => [" ", make("span", { class: `swatch ${this.look(kind)}` }, `${kind} ${count}`)]);
    const rest = counts.size > kinds.length ? " …" : "";
    const head = make("summary", {}, `Lines ${start + 1} to ${end} left the body:`, ...told, rest);
    return make("details", { class: "fold", open: this.unfolded }, head, ...lines);
  }

  /** Open or close all folds. */
  unfold(on) {
    this.unfolded = on;
    for (const fold of document.querySelectorAll("#text details")) fold.open = on;
  }

  body() {
    const lines = [];
    for (const [at, [gap, runs]] of this.page.lines.entries()) {
      const kept = runs.filter((run) => this.stays(run) && run[0].trim());
      if (kept.length) lines.push(this.line(gap, kept, at));
    }
    return lines.length ? lines : [make("p", { class: "empty" }, "Nothing was kept.")];
  }

  sides() {
    const cells = [make("div", { class: "head" }, "Kept"), make("div", { class: "head" }, "Left the body")];
    for (const [at, [gap, runs]] of this.page.lines.entries()) {
      cells.push(this.line(gap, runs.filter((run) => this.stays(run)), at));
      cells.push(this.line(gap, runs.filter((run) => !this.stays(run)), at));
    }
    return [make("div", { class: "sides" }, ...cells)];
  }

  /** A record without its page text: what was removed, then the body. */
  apart() {
    const gone = this.page.gone.map(([mark, text]) => make("p", {}, this.marked(text.trim(), mark)));
    const note = "This record was made without its page text (--with-text), so places cannot be shown.";
    const body = this.page.body.split("\n").map((line) => make("p", { class: line ? "" : "gap", dir: "auto" }, line));
    return [
      make("p", { class: "empty" }, note),
      make("h3", {}, "Body"),
      ...(this.page.body ? body : [make("p", { class: "empty" }, "Nothing was kept.")]),
      ...(gone.length ? [make("h3", {}, "Left the body"), ...gone] : []),
    ];
  }

  /** A line; at: its number, from 0. */
  line(gap, runs, at) {
    const line = make("p", { dir: "auto", class: gap ? "gap" : "" });
    const named = new Set(runs.map((run) => run[1]));
    if (named.size === 1 && runs[0][1] >= 0) line.classList.add(this.look(this.page.marks[runs[0][1]][0]));
    line.append(...runs.map((run) => Object.assign(this.run(run, at), { start: run[5] })));
    return line;
  }

  run([text, mark, passage, sign, change = -1], at) {
    if (change >= 0) {
      const [lost, kind] = this.page.changes[change];
      const made = mark >= 0 ? this.marked(text, this.page.marks[mark], at) : make("ins", { tabIndex: 0 }, text);
      made.classList.add(lost ? "lost" : "gained");
      const told = lost ? "was article text in the earlier run" : `left the body as ${this.named(kind)} in the earlier run`;
      made.dataset.note = [made.dataset.note, told].filter(Boolean).join("\n");
      return made;
    }
    if (mark >= 0) return this.marked(text, this.page.marks[mark], at);
    if (sign >= 0) {
      const [name, evidence] = this.page.signs[sign];
      const note = `sign of machine translation\n${evidence}\n${name}`;
      return make("span", { class: passage >= 0 ? "sign passage" : "sign", tabIndex: 0, "data-note": note }, text);
    }
    if (passage < 0) return document.createTextNode(text);
    const note = `machine translated, probability ${this.page.passages[passage].toFixed(2)}`;
    return make("span", { class: "passage", tabIndex: 0, "data-note": note }, text);
  }

  named(kind) {
    return this.words[kind] || kind;
  }

  /** Where a line is: above, within or below what was kept. */
  placed(at) {
    if (at === undefined || !this.kept.length) return "";
    if (at < this.kept[0]) return ", above the article";
    return at > this.kept.at(-1) ? ", below the article" : "";
  }

  marked(text, [kind, fate, score, detector, rule, evidence, words], at) {
    const place = at === undefined ? "" : `Line ${at + 1}: `;
    const note = [`${place}${this.named(kind)}${this.placed(at)}`];
    if (words) note.push(words);
    note.push(`${kind}, ${FATES[fate] || fate}, score ${score.toFixed(2)}; rule ${rule}${evidence ? ` “${evidence}”` : ""}; found by ${detector}`);
    return make(
      fate === "keep" ? "mark" : "del",
      { class: `${this.look(kind)} ${fate === "lift" ? "lift" : ""} ${detector === "corrections" ? "said" : ""}`, tabIndex: 0, "data-kind": kind, "data-note": note.join("\n") },
      text,
    );
  }

  tip(target) {
    const tip = byId("tip");
    if (this.told) this.told.removeAttribute("aria-describedby");
    this.told = target;
    tip.hidden = !target;
    if (!target) return;
    const [first, ...rest] = target.dataset.note.split("\n");
    tip.replaceChildren(make("b", {}, first), ...rest.map((line) => make("div", {}, line)));
    target.setAttribute("aria-describedby", "tip");
    const place = target.getClientRects()[0];
    if (!place) return;
    const width = document.documentElement.clientWidth;
    const below = place.bottom + tip.offsetHeight + 12 < window.innerHeight;
    tip.style.left = `${Math.max(8, Math.min(place.left, width - tip.offsetWidth - 8)) + window.scrollX}px`;
    tip.style.top = `${(below ? place.bottom + 8 : place.top - tip.offsetHeight - 8) + window.scrollY}px`;
  }
}
