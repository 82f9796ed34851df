"use strict";
// Texts lie in the page as base64 of gzip and are unpacked when a document is opened. Nothing read from a record
// is ever made into markup: text reaches the page as text only, and the policy of the page forbids anything else.

const byId = (id) => document.getElementById(id);

/** An element with attributes, properties and children; strings become text. */
function make(name, given = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (key === "class") element.className = value;
    else if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

async function unpack(id) {
  const bytes = Uint8Array.from(atob(byId(id).textContent), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

const parsed = new Promise((done) => {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", done, { once: true });
  else done();
});

const held = new Map();

/** The document of a number: its block is unpacked and held with the last few. */
async function textOf(number, firsts) {
  let low = 0;
  let high = firsts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (firsts[middle] <= number) low = middle;
    else high = middle - 1;
  }
  const id = `b${low}`;
  if (!held.has(id)) {
    if (!byId(id)) await parsed;
    if (held.size >= 4) held.delete(held.keys().next().value);
    held.set(id, unpack(id));
  }
  return (await held.get(id))[number - firsts[low]];
}

/** Open the fold around an element. */
function unfold(element) {
  const fold = element.closest("details");
  if (fold) fold.open = true;
}

const thousands = (number) => number.toLocaleString("en");
const percent = (share) => `${Math.round(share * 100)}%`;
