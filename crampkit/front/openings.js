// What a learner has opened, and what is typed and not sent yet, comes back with the page. By lesson, cell, panel and words,
// and in the text that is read by its words: what is no longer there is let go. Kept where answers are kept, and erased with
// them; no export holds it.

import { wordsOf } from "./folds.js";
import { name, place } from "./keeping.js";
import { allBooks, keyOf, turnTo } from "./leaves.js";
import { openStore } from "./store.js";

const A_PAUSE = 300; // Milliseconds without a key: a word is written once, and not letter by letter.

let lesson = "";
let held = { open: {}, typed: {} };
let wait = null;
let last = Promise.resolve();

// ------------------------------------------------------------------ which is which

const PLACES = "main [data-cell], main .prose:not([data-cell] *)";

// The parts of a kind that stand in a lesson, each under the key by which it is known again.
function keyed(selector, wordsIn) {
  const found = new Map();
  const counts = new Map();
  for (const cell of document.querySelectorAll(PLACES)) {
    for (const part of cell.querySelectorAll(selector)) {
      const panel = [...cell.querySelectorAll(".crampkit-panel")].indexOf(part.closest(".crampkit-panel"));
      const near = part.parentElement.closest("[data-key]")?.dataset.key ?? "";
      const key = [cell.dataset.idOf ?? "", panel, near, wordsIn(part)].join("|");
      const number = (counts.get(key) ?? 0) + 1; // Several of one panel may be called alike.
      counts.set(key, number);
      found.set(part, number > 1 ? `${key}|${number}` : key);
    }
  }
  return found;
}

const openings = () => keyed("details", (part) => wordsOf(part.querySelector(":scope > summary")?.textContent ?? ""));
const fields = () => keyed(TYPED, (field) => field.name);

const TYPED = "textarea:not([readonly]), input:is([type=text], :not([type])):not([readonly])";
// What panel.js sends by its own button alone.
const sentByButton = (field) => !field.name || field.name.endsWith(":pasted");

// ------------------------------------------------------------------ the store

async function inStore(act) {
  const store = await openStore(name, { session: place.kind === "session" });
  try {
    return await act(store);
  } catch {
    return null; // Full, or refused: what is on the page is not harmed, and a committed answer says so.
  } finally {
    store.close();
  }
}

function write() {
  clearTimeout(wait);
  wait = null;
  if (!lesson) return;
  const [under, text] = [`open:${lesson}`, JSON.stringify(held)];
  const empty = !Object.keys(held.open).length && !Object.keys(held.typed).length;
  last = last.then(() => inStore((store) => (empty ? store.remove(under) : store.put(under, text))));
}

function writeSoon() {
  clearTimeout(wait);
  wait = setTimeout(write, A_PAUSE);
}

const isPlain = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

async function load(which) {
  const text = (await last.then(() => inStore((store) => store.values())))?.[`open:${which}`];
  if (which !== lesson || !text) return;
  let kept = null;
  try {
    kept = JSON.parse(text);
  } catch { /* Damaged. */ }
  // What was opened while this was on its way is newer.
  if (isPlain(kept?.open)) held.open = { ...kept.open, ...held.open };
  if (isPlain(kept?.typed)) held.typed = { ...kept.typed, ...held.typed };
  apply();
}

// ------------------------------------------------------------------ on the page

function apply() {
  for (const [part, key] of openings()) {
    const open = held.open[key];
    if (typeof open === "boolean" && part.open !== open) part.open = open;
  }
  for (const tabs of allBooks()) if (Number.isInteger(held.open[keyOf(tabs)])) turnTo(tabs, held.open[keyOf(tabs)]);
  for (const [field, key] of fields()) {
    const text = held.typed[key];
    if (typeof text !== "string" || field.value || field === document.activeElement) continue;
    field.value = text;
    // Python is told as if it had been typed just now; while it is on its way, that waits.
    if (!sentByButton(field)) field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

document.addEventListener("click", (event) => {
  const part = event.target.closest?.("main :is([data-cell], .prose) summary")?.parentElement;
  if (!part || event.defaultPrevented) return;
  held.open[openings().get(part)] = !part.open; // It opens once this is over.
  write();
});

document.addEventListener("crampkit:turned", ({ detail }) => {
  held.open[detail.key] = detail.place;
  write();
});

document.addEventListener("input", ({ target }) => {
  const key = target.matches(TYPED) && fields().get(target);
  if (!key) return;
  if (target.value) held.typed[key] = target.value;
  else delete held.typed[key];
  writeSoon();
});

document.addEventListener("change", ({ target }) => {
  const key = target.matches(TYPED) && !sentByButton(target) && fields().get(target);
  if (!key) return;
  delete held.typed[key]; // It is Python's to keep from now on.
  writeSoon();
});

addEventListener("pagehide", () => { if (wait) write(); });

document.addEventListener("crampkit:shown", ({ detail }) => {
  if (wait) write();
  lesson = detail.lesson ?? "";
  held = { open: {}, typed: {} };
  if (lesson) load(lesson);
});
document.addEventListener("crampkit:questions", apply); // What Python has brought back may have parts to open, too.
document.addEventListener("crampkit:forgotten", () => {
  clearTimeout(wait);
  wait = null;
  held = { open: {}, typed: {} };
});
