// Search in the texts: block after block is unpacked and read, so that nothing of it is held; the list shows what was
// found so far. Found words are highlighted in the document (CSS highlights: the text stays as it is).

class Search {
  constructor(list, data) {
    this.list = list;
    this.firsts = data.firsts;
    this.asked = "";
    this.found = null;
    this.read = 0;
  }

  /** The documents whose text has the words, as far as they were read; null where nothing is asked for. */
  ask(words) {
    const asked = plain(words);
    if (asked === this.asked) return this.found;
    this.asked = asked;
    this.found = asked ? new Set() : null;
    this.read = 0;
    if (asked) this.start(asked);
    return this.found;
  }

  async start(asked) {
    await parsed;
    for (const [number, first] of this.firsts.entries()) {
      const views = await unpack(`b${number}`);
      if (asked !== this.asked) return;
      views.forEach((view, at) => {
        if (plain(wordsOf(view)).includes(asked)) this.found.add(first + at);
      });
      this.read = first + views.length;
      this.list.refresh();
    }
  }

  get reading() {
    return this.found !== null && this.read < this.list.rows.length;
  }
}

const plain = (text) => text.toLowerCase().replace(/\s+/g, " ").trim();

/** All text of a document, a line a line. */
function wordsOf(view) {
  if (view.lines) return view.lines.map(([, runs]) => runs.map(([text]) => text).join("")).join("\n");
  return [view.body, ...view.gone.map(([, text]) => text)].join("\n");
}

/** Highlight the words in an element, unfold what holds them and show the first; returns how often they are there. */
function highlight(element, words) {
  if (!window.CSS?.highlights) return 0;
  CSS.highlights.delete("found");
  const asked = words.toLowerCase().trim();
  if (!asked) return 0;
  const ranges = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const text = node.data.toLowerCase();
    if (text.length !== node.data.length) continue;
    for (let at = text.indexOf(asked); at >= 0; at = text.indexOf(asked, at + asked.length)) {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + asked.length);
      ranges.push(range);
      unfold(node.parentNode);
    }
  }
  if (ranges.length) {
    CSS.highlights.set("found", new Highlight(...ranges));
    ranges[0].startContainer.parentNode.scrollIntoView({ block: "center" });
  }
  return ranges.length;
}
