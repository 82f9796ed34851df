// The text of one document: in place, side by side, or the body alone, with the reason on hover and on focus.

const FATES = { remove: "removed", lift: "lifted into the record", keep: "kept, named" };

class Text {
  constructor(kinds) {
    this.kinds = kinds;
    this.view = "place";
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

  place() {
    return this.page.lines.map(([gap, runs]) => this.line(gap, runs));
  }

  body() {
    const lines = [];
    for (const [gap, runs] of this.page.lines) {
      const kept = runs.filter((run) => this.stays(run) && run[0].trim());
      if (kept.length) lines.push(this.line(gap, kept));
    }
    return lines.length ? lines : [make("p", { class: "empty" }, "Nothing was kept.")];
  }

  sides() {
    const cells = [make("div", { class: "head" }, "Kept"), make("div", { class: "head" }, "Left the body")];
    for (const [gap, runs] of this.page.lines) {
      cells.push(this.line(gap, runs.filter((run) => this.stays(run))));
      cells.push(this.line(gap, runs.filter((run) => !this.stays(run))));
    }
    return [make("div", { class: "sides" }, ...cells)];
  }

  /** A record without its page text: what was removed, then the body. */
  apart() {
    const gone = this.page.gone.map(([mark, text]) => make("p", {}, this.marked(text.trim(), mark, "remove")));
    const note = "This record was made without its page text (--with-text), so places cannot be shown.";
    const body = this.page.body.split("\n").map((line) => make("p", { class: line ? "" : "gap", dir: "auto" }, line));
    return [
      make("p", { class: "empty" }, note),
      make("h3", {}, "Body"),
      ...(this.page.body ? body : [make("p", { class: "empty" }, "Nothing was kept.")]),
      ...(gone.length ? [make("h3", {}, "Left the body"), ...gone] : []),
    ];
  }

  line(gap, runs) {
    const line = make("p", { dir: "auto", class: gap ? "gap" : "" });
    const named = new Set(runs.map((run) => run[1]));
    if (named.size === 1 && runs[0][1] >= 0) line.classList.add(this.look(this.page.marks[runs[0][1]][0]));
    line.append(...runs.map((run) => Object.assign(this.run(run), { start: run[4] })));
    return line;
  }

  run([text, mark, passage, sign]) {
    if (mark >= 0) return this.marked(text, this.page.marks[mark]);
    if (sign >= 0) {
      const [name, evidence] = this.page.signs[sign];
      const note = `sign of machine translation\n${evidence}\n${name}`;
      return make("span", { class: passage >= 0 ? "sign passage" : "sign", tabIndex: 0, "data-note": note }, text);
    }
    if (passage < 0) return document.createTextNode(text);
    const note = `machine translated, probability ${this.page.passages[passage].toFixed(2)}`;
    return make("span", { class: "passage", tabIndex: 0, "data-note": note }, text);
  }

  marked(text, [kind, fate, score, detector, rule, evidence]) {
    const note = [`${kind} – ${FATES[fate] || fate}, score ${score.toFixed(2)}`, `rule ${rule}`];
    if (evidence) note.push(`evidence “${evidence}”`);
    note.push(`found by ${detector}`);
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
