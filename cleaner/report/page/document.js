// One document: what is known of it, its text, its kinds to switch on and off, its relatives.

class Page {
  constructor(list, data) {
    this.list = list;
    this.firsts = data.firsts;
    this.text = new Text(data);
    this.off = new Set();
    this.teacher = new Teacher(this, data);
    byId("views").addEventListener("change", (event) => {
      this.text.view = event.target.value;
      this.text.show(this.text.page);
      this.teacher.aim(null);
    });
    byId("unfold").addEventListener("change", (event) => this.text.unfold(event.target.checked));
    byId("previous").addEventListener("click", () => this.step(-1));
    byId("next").addEventListener("click", () => this.step(1));
  }

  async open(number) {
    const row = this.list.rows[number];
    this.number = number;
    byId("overview").hidden = true;
    byId("document").hidden = false;
    document.documentElement.classList.add("reading");
    const head = byId("document-head");
    head.replaceChildren(make("bdi", {}, row.title || row.id));
    byId("text").replaceChildren();
    const at = this.list.shown.indexOf(row);
    byId("position").textContent = at < 0 ? "" : `${thousands(at + 1)} of ${thousands(this.list.shown.length)}`;
    byId("previous").disabled = at <= 0;
    byId("next").disabled = at < 0 || at + 1 >= this.list.shown.length;
    let page;
    try {
      page = await textOf(number, this.firsts);
    } catch (error) {
      byId("text").replaceChildren(make("p", { class: "empty" }, `The text cannot be unpacked: ${error.message}`));
      return;
    }
    if (this.number !== number) return;
    byId("outcome").replaceChildren(...page.outcome.map((sentence) => make("p", {}, sentence)), ...this.change(row));
    byId("facts").replaceChildren(...this.facts(row, page));
    byId("warnings").replaceChildren(...page.warnings.map((warning) => make("li", {}, warning)));
    this.toggles(page, row);
    this.view = page;
    this.draw();
    this.relatives(page.related);
    window.scrollTo(0, 0);
    highlight(byId("text"), this.list.search.asked);
    head.focus({ preventScroll: true });
  }

  /** The text, with the corrections of this document in it. */
  draw() {
    this.text.show(withSaid(this.view, this.teacher.said(this.view), this.teacher.fates));
    this.teacher.aim(null);
  }

  close() {
    this.number = null;
    this.teacher.aim(null);
    byId("tip").hidden = true;
    byId("document").hidden = true;
    document.documentElement.classList.remove("reading");
    byId("overview").hidden = false;
  }

  step(by) {
    const at = this.list.shown.indexOf(this.list.rows[this.number]) + by;
    if (this.number !== null && this.list.shown[at]) location.hash = `#d${this.list.shown[at].number}`;
  }

  facts(row, page) {
    const facts = [["id", row.id], ["status", row.status], ["language", row.language]];
    facts.push(...page.metadata.filter(([name, value]) => name !== "title" || value !== row.title));
    const shown = facts.map(([name, value]) => [make("dt", {}, name.replace("_", " ")), make("dd", { dir: "auto" }, value)]);
    if (row.url) shown.push([make("dt", {}, "address"), make("dd", {}, this.address(row.url))]);
    return shown.flat();
  }

  /** What changed since the earlier run, as a sentence. */
  change({ state, lost, gained }) {
    const told = {
      new: "The earlier run does not have this document.",
      text: "The page text is not that of the earlier run, so what changed cannot be shown.",
      same: "Nothing changed since the earlier run.",
      changed: `Since the earlier run ${thousands(lost)} characters of article text were lost and ${thousands(gained)} gained.`,
    }[state];
    return told ? [make("p", { class: lost ? "bad" : "" }, told)] : [];
  }

  address(url) {
    if (!/^https?:\/\//i.test(url)) return url;
    return make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, url);
  }

  toggles(page, row) {
    const counts = new Map();
    for (const [kind] of page.marks) counts.set(kind, (counts.get(kind) || 0) + 1);
    for (const [[kind]] of page.gone || []) counts.set(kind, (counts.get(kind) || 0) + 1);
    const box = byId("toggles");
    box.hidden = !counts.size;
    byId("unfold").checked = this.text.unfolded;
    const labels = [...counts].sort((a, b) => b[1] - a[1]).map(([kind, count]) => {
      const known = this.text.look(kind).slice(2);
      const input = make("input", { type: "checkbox", checked: !this.off.has(known), value: known });
      input.addEventListener("change", () => this.toggle(known, input.checked));
      return make("label", {}, input, make("span", { class: `swatch k-${known}` }, kind), ` ${count}`);
    });
    box.replaceChildren(box.querySelector("legend"), ...labels);
    for (const kind of this.off) byId("text").classList.add(`off-${kind}`);
  }

  toggle(kind, on) {
    if (on) this.off.delete(kind);
    else this.off.add(kind);
    byId("text").classList.toggle(`off-${kind}`, !on);
  }

  relatives(related) {
    byId("related").hidden = !related.length;
    byId("related").lastChild.replaceChildren(...related.map((other) => this.relative(other)));
  }

  relative({ id, relation, score, pairs, evidence }) {
    const known = this.list.rows.find((row) => row.id === id);
    const name = make("bdi", {}, id);
    const link = known ? make("a", { href: `#d${known.number}` }, name) : name;
    const sure = typeof score === "number" ? ` (${score.toFixed(2)})` : "";
    const block = make("div", {}, make("p", {}, make("bdi", {}, relation), " ", link, sure));
    if (evidence.length)
      block.append(make("dl", { class: "small" }, ...evidence.flatMap(([key, value]) => [make("dt", {}, key), make("dd", {}, value)])));
    if (pairs.length) {
      const head = ["This document", "The other one", "Alike"].map((title) => make("th", { scope: "col" }, title));
      const rows = pairs.map(([here, there, alike]) =>
        make(
          "tr",
          {},
          make("td", { dir: "auto" }, here),
          make("td", { dir: "auto" }, there),
          make("td", { class: "number" }, typeof alike === "number" ? alike.toFixed(2) : ""),
        ),
      );
      block.append(make("table", { class: "pairs" }, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows)));
    }
    return block;
  }
}
