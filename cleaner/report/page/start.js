// Starting, going to and fro by the address's hash, keys, the theme.

function startTheme() {
  const button = byId("theme");
  const themes = ["auto", "light", "dark"];
  let at = 0;
  button.hidden = false;
  button.addEventListener("click", () => {
    at = (at + 1) % themes.length;
    button.textContent = `Theme: ${themes[at]}`;
    if (at) document.documentElement.dataset.theme = themes[at];
    else delete document.documentElement.dataset.theme;
  });
}

function startKeys(page) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const writing = event.target.matches('input[type="search"], input[type="text"], select');
    const open = !byId("document").hidden;
    if (event.key === "Escape" && !byId("teach").hidden) page.teacher.leave();
    else if (event.key === "Escape" && !byId("tip").hidden) byId("tip").hidden = true;
    else if (event.key === "Escape" && open) location.hash = "#documents";
    else if (writing) return;
    else if (event.key === "/" && !open) {
      event.preventDefault();
      byId("find").focus();
    } else if (event.key === "j" || event.key === "k") {
      const by = event.key === "j" ? 1 : -1;
      if (open) page.step(by);
      else page.list.walk(by);
    } else if (open && event.key === "f") byId("unfold").click();
    else if (open && event.key === "t") page.teacher.begin();
    else if (open && event.key === "u") page.teacher.undo();
    else if (open && event.key === "v") {
      const views = [...document.querySelectorAll("#views input")];
      views[(views.findIndex((view) => view.checked) + 1) % views.length].click();
    }
  });
}

async function start() {
  startTheme();
  const data = await unpack("data");
  const list = new List(data);
  list.start();
  const page = new Page(list, data);
  startKeys(page);
  const route = () => {
    const found = /^#d(\d+)$/.exec(location.hash);
    if (found && list.rows[found[1]]) {
      page.open(Number(found[1]));
      return;
    }
    const from = page.number;
    page.close();
    const target = location.hash && byId(location.hash.slice(1));
    if (target) target.scrollIntoView();
    const back = typeof from === "number" && location.hash === "#documents" && document.querySelector(`#table a[href="#d${from}"]`);
    if (back) back.focus();
  };
  window.addEventListener("hashchange", route);
  for (const name of ["kind", "site", "status", "verdict", "language", "extra"])
    for (const link of document.querySelectorAll(`a[data-${name}]`))
      link.addEventListener("click", () => list.only(name, link.dataset[name]));
  window.addEventListener("beforeprint", () => page.text.unfold(true));
  route();
  document.documentElement.dataset.ready = "yes";
}

start();
