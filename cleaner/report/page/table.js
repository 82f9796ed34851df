// The list: filtered, sorted and shown a page at a time, so that 50,000 documents are as quick as fifty.

const FIELDS = "id title site url status language length kept kinds verdict probability warnings least relations change".split(" ");

class List {
  constructor(data) {
    this.kinds = data.kinds;
    this.compared = data.compared;
    this.search = new Search(this, data);
    this.rows = data.rows.map((cells, number) => {
      const row = Object.fromEntries(FIELDS.map((field, at) => [field, cells[at]]));
      row.number = number;
      row.odd = data.odd[number] || 0;
      row.removed = row.length - row.kept;
      [row.state, row.lost, row.gained] = row.change || ["", 0, 0];
      row.share = row.length ? row.kept / row.length : -1;
      row.hay = `${row.title}\n${row.id}\n${row.site}\n${row.url}`.toLowerCase();
      return row;
    });
    this.shown = this.rows;
    this.page = 0;
    this.sort = null;
    this.down = false;
  }

  start() {
    this.fill("status", (row) => [row.status]);
    this.fill("verdict", (row) => (row.verdict ? [row.verdict] : []));
    this.fill("language", (row) => [row.language]);
    this.fill("kind", (row) => row.kinds.filter((_, at) => at % 2 === 0).map((kind) => this.kinds[kind]));
    const sites = [...new Set(this.rows.map((row) => row.site))].sort().slice(0, 2000);
    byId("sites").append(...sites.map((site) => make("option", { value: site })));
    const form = byId("filters");
    form.addEventListener("input", (event) => {
      const [field, down] = byId("order").value.split(":");
      if (event.target.id === "order") this.order(field, Boolean(down));
      else this.filter();
    });
    form.addEventListener("reset", () => setTimeout(() => this.order("", false)));
    form.addEventListener("submit", (event) => event.preventDefault());
    for (const head of document.querySelectorAll("th[data-sort]"))
      head.firstChild.addEventListener("click", () => this.orderBy(head.dataset.sort));
    const turn = (id, page) => byId(id).addEventListener("click", () => this.turn(page()));
    turn("first", () => 0);
    turn("back", () => this.page - 1);
    turn("on", () => this.page + 1);
    turn("last", () => Infinity);
    byId("size").addEventListener("change", () => this.turn(0));
    for (const id of ["filters", "table", "pages"]) byId(id).hidden = false;
    this.filter();
  }

  fill(id, values) {
    const counts = new Map();
    for (const row of this.rows) for (const value of values(row)) counts.set(value, (counts.get(value) || 0) + 1);
    const options = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    byId(id).append(...options.map(([value, count]) => make("option", { value }, `${value} (${thousands(count)})`)));
  }

  /** Show only what a filter says; the others are cleared. */
  only(id, value) {
    for (const field of document.querySelectorAll("#filters input, #filters select"))
      if (field.id !== "order") field.value = field.id === id ? value : "";
    this.filter();
  }

  filter() {
    const value = (id) => byId(id).value;
    const inTexts = value("within") === "texts";
    const words = inTexts ? [] : value("find").toLowerCase().split(/\s+/).filter(Boolean);
    const found = this.search.ask(inTexts ? value("find") : "");
    const [site, status, verdict, language, extra] = ["site", "status", "verdict", "language", "extra"].map(value);
    const kind = this.kinds.indexOf(value("kind"));
    const extras = {
      odd: (row) => row.odd > 0,
      warned: (row) => row.warnings > 0,
      related: (row) => row.relations.length > 0,
      changed: (row) => row.state === "changed",
      lost: (row) => row.lost > 0,
      gained: (row) => row.gained > 0,
      new: (row) => row.state === "new",
      text: (row) => row.state === "text",
    };
    this.shown = this.rows.filter(
      (row) =>
        words.every((word) => row.hay.includes(word)) &&
        (!found || found.has(row.number)) &&
        (!site || row.site.includes(site)) &&
        (!status || row.status === status) &&
        (!verdict || row.verdict === verdict) &&
        (!language || row.language === language) &&
        (kind < 0 || row.kinds.some((number, at) => at % 2 === 0 && number === kind)) &&
        (!extra || extras[extra](row)),
    );
    this.arrange();
  }

  /** More was found: the same page of the list again. */
  refresh() {
    const page = this.page;
    this.filter();
    this.turn(page);
  }

  order(field, down) {
    this.sort = field;
    this.down = down;
    byId("order").value = `${field}:${down ? "1" : ""}`;
    for (const head of document.querySelectorAll("th[data-sort]")) {
      if (head.dataset.sort === field) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    this.filter();
  }

  /** The same head again turns the order round. */
  orderBy(field) {
    const upwards = ["title", "site", "status", "language", "least", "kept"].includes(field);
    this.order(field, this.sort === field ? !this.down : !upwards);
  }

  arrange() {
    if (this.sort) {
      const keys = {
        title: (row) => (row.title || row.id).toLowerCase(),
        kept: (row) => (row.length ? row.share : this.down ? -1 : 2),
        removed: (row) => row.removed,
        translated: (row) => row.probability ?? -1,
      };
      const key = keys[this.sort] || ((row) => row[this.sort]);
      const sign = this.down ? -1 : 1;
      this.shown = this.shown
        .map((row) => [key(row), row])
        .sort(([a, x], [b, y]) => (a < b ? -sign : a > b ? sign : x.number - y.number))
        .map(([, row]) => row);
    }
    this.turn(0);
  }

  turn(page) {
    const size = Number(byId("size").value);
    const last = Math.max(0, Math.ceil(this.shown.length / size) - 1);
    this.page = Math.min(Math.max(page, 0), last);
    const rows = this.shown.slice(this.page * size, (this.page + 1) * size);
    document.querySelector("#table tbody").replaceChildren(...rows.map((row) => this.line(row)));
    const all = this.rows.length;
    const count = this.shown.length === all ? thousands(all) : `${thousands(this.shown.length)} of ${thousands(all)}`;
    const reading = this.search.reading ? `, ${thousands(this.search.read)} searched so far` : "";
    byId("count").textContent = `${count} documents${reading}`;
    byId("where").textContent = `page ${thousands(this.page + 1)} of ${thousands(last + 1)}`;
    byId("first").disabled = byId("back").disabled = this.page === 0;
    byId("last").disabled = byId("on").disabled = this.page === last;
  }

  /** The next or the previous link to a document: among those looked at, else of the list, whose pages are turned. */
  walk(by) {
    const near = document.activeElement.closest(".looks");
    const linksOf = () => [...(near || byId("table")).querySelectorAll(near ? "a" : "tbody td:first-child a")];
    const links = linksOf();
    const at = links.indexOf(document.activeElement);
    let next = links[at < 0 ? 0 : at + by];
    if (!next && !near) {
      const page = this.page;
      this.turn(page + by);
      if (this.page !== page) next = linksOf().at(by > 0 ? 0 : -1);
    }
    next?.focus();
  }

  line(row) {
    const cell = (label, given, ...children) => make("td", { "data-label": label, ...given }, ...children);
    const name = make("a", { href: `#d${row.number}` }, make("bdi", {}, row.title || row.id));
    const id = row.title ? [make("bdi", { class: "id" }, row.id)] : [];
    const sure = row.verdict === "likely" || row.verdict === "declared";
    const verdict = row.probability === null ? row.verdict : `${row.verdict} ${row.probability.toFixed(2)}`;
    return make(
      "tr",
      {},
      cell("Document", {}, name, ...id),
      cell("Site", {}, make("bdi", {}, row.site)),
      cell("Status", { class: row.status === "ok" ? "" : "bad" }, make("bdi", {}, row.status)),
      cell("Language", {}, make("bdi", {}, row.language)),
      cell("Characters", { class: "number" }, thousands(row.length)),
      cell("Kept", { class: "number" }, row.length ? percent(row.share) : "–"),
      cell("Left the body", { class: row.removed ? "" : "none" }, this.meter(row)),
      cell("Least sure", { class: row.removed ? "number" : "number none" }, row.removed ? row.least.toFixed(2) : ""),
      cell("Translated", { class: sure ? "flag" : row.verdict ? "" : "none" }, make("bdi", {}, verdict)),
      cell("Warnings", { class: row.warnings ? "number flag" : "number none" }, row.warnings ? String(row.warnings) : ""),
      ...(this.compared ? [cell("Changed", { class: row.lost ? "bad" : row.state === "same" ? "none" : "" }, this.changed(row))] : []),
    );
  }

  /** What changed since the earlier run, in a few words. */
  changed({ state, lost, gained }) {
    if (state === "same") return "";
    if (state === "text") return "other page text";
    if (state !== "changed") return state;
    const parts = [lost && `−${thousands(lost)}`, gained && `+${thousands(gained)}`].filter(Boolean);
    return parts.join(" ") || "status";
  }

  meter(row) {
    const parts = [];
    const said = [];
    for (let at = 0; at < row.kinds.length; at += 2) {
      const kind = this.kinds[row.kinds[at]];
      const part = make("i", { class: `k-${kind}` });
      part.style.width = `${(100 * row.kinds[at + 1]) / row.length}%`;
      parts.push(part);
      said.push(`${kind} ${thousands(row.kinds[at + 1])}`);
    }
    return make("div", { class: "meter", role: "img", "aria-label": said.join(", "), title: said.join(", ") }, ...parts);
  }
}
