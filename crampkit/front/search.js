// Search in danger signs, headings and words explained. The index was made with the pages, and comes when she first
// searches. A list of a few hundred lines needs no library: each word is looked for at the beginnings of words, without
// case and accents, and with one slip of the finger.

import { linkTo, data } from "./files.js";
import { counted, element, fromTable, said } from "./said.js";

const SHOWN = 10; // Of each kind; more are only counted.
const PAUSE = 200; // Milliseconds after a letter: what is said of each letter would be too much to hear.
const SLIPS_FROM = 4; // Letters; in a shorter word another letter makes another word.

const part = document.querySelector(".page-tools .find");
const form = part.querySelector("form");
const status = part.querySelector('[role="status"]');
const results = part.querySelector(".results");

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const wordsOf = (text) => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];

let index = null;

// Rows that can be found: what they are, and the words in them, first those that count most.
function load() {
  index ??= data("search.json").then(({ dangers, lessons, terms, read_on: readOn }) => [
    ...dangers.map(([label, couldBe, urgency, action, own]) => row("dangers", { label, couldBe, urgency, action, readOn }, `${label} ${own}`, couldBe)),
    ...lessons.flatMap(([title, page, headings]) => [
      row("lessons", { title, page }, title, ""),
      ...headings.map(([heading, place]) => row("lessons", { title, page, heading, place }, heading, "")),
    ]),
    ...terms.map(([term, definition]) => row("terms", { term, definition }, term, definition)),
  ]).catch((error) => {
    index = null; // The next letter tries again.
    throw error;
  });
  return index;
}

const row = (kind, what, name, more) => ({ kind, what, name: wordsOf(name), more: wordsOf(more) });

// At most one letter wrong, missing, too many, or two of them exchanged, up to where the word that is sought ends.
function nearly(sought, word) {
  let at = 0;
  while (at < sought.length && sought[at] === word[at]) at += 1;
  const rest = sought.slice(at);
  return [
    [rest.slice(1), word.slice(at + 1)],
    [rest, word.slice(at + 1)],
    [rest.slice(1), word.slice(at)],
    [rest[1] + rest[0] + rest.slice(2), word.slice(at)],
  ].some(([left, right]) => right.startsWith(left));
}

const exactly = (sought, words) => (words.includes(sought) ? 4 : words.some((word) => word.startsWith(sought)) ? 3 : 0);
const nearlyIn = (sought, words) => (words.some((word) => word[0] === sought[0] && nearly(sought, word)) ? 1 : 0);

// What has the most of the words that are sought; among these, what has them in its name, and more exactly. A slip is
// only thought of where a word is found nowhere as it was typed.
function found(rows, text) {
  const all = wordsOf(text);
  const long = all.filter((word) => word.length > 2);
  const worths = (long.length ? long : all).map((sought) => {
    const by = (worth) => rows.map(({ name, more }) => Math.max(2 * worth(sought, name), worth(sought, more)));
    const exact = by(exactly);
    return sought.length < SLIPS_FROM || exact.some(Boolean) ? exact : by(nearlyIn);
  });
  const rated = rows.map((one, place) => {
    const each = worths.map((worth) => worth[place]);
    return { ...one, met: each.filter(Boolean).length, worth: each.reduce((sum, value) => sum + value, 0) };
  });
  const most = Math.max(...rated.map(({ met }) => met));
  return most ? rated.filter(({ met }) => met === most).sort((a, b) => b.worth - a.worth) : [];
}

// ------------------------------------------------------------------ what is shown

const link = (text, href) => Object.assign(element("a", text), { href });
const linkInTable = (text, href) => Object.assign(fromTable("a", text), { href });

const SHOW = {
  dangers({ label, couldBe, urgency, action, readOn }) {
    const facts = [["could_be", couldBe], ["how_fast", urgency], ["first", action]];
    const told = facts.flatMap(([key, text]) => [element("dt", said(`find.${key}`)), fromTable("dd", text)]);
    const where = readOn ? [element("p", "", link(said("find.read", { lesson: readOn[0] }), linkTo(readOn[1])))] : [];
    return element("li", "", fromTable("h3", label), element("dl", "", ...told), ...where);
  },
  lessons({ title, page, heading, place }) {
    if (!heading) return element("li", "", linkInTable(title, linkTo(page)));
    return element("li", "", linkInTable(heading, linkTo(page, place)), fromTable("span", title));
  },
  terms: ({ term, definition }) => element("li", "", fromTable("strong", term), fromTable("span", definition)),
};

const CLASS = { dangers: "dangers", lessons: "places", terms: "terms" };

function show(rows, text) {
  const kinds = Object.keys(SHOW).map((kind) => [kind, rows.filter((one) => one.kind === kind)]);
  results.replaceChildren(...kinds.filter(([, some]) => some.length).map(([kind, some]) => {
    const list = element("ul", "", ...some.slice(0, SHOWN).map(({ what }) => SHOW[kind](what)));
    const left = some.length - SHOWN;
    const more = left > 0 ? [Object.assign(element("p", said("find.more", { count: left })), { className: "hint" })] : [];
    const section = element("section", "", element("h2", said(`find.${kind}`)), list, ...more);
    section.className = CLASS[kind];
    return section;
  }));
  if (rows.length) status.textContent = counted("find", rows.length);
  else status.textContent = wordsOf(text).length ? said("find.none") : "";
}

let timer = 0;

async function search() {
  clearTimeout(timer);
  const text = form.elements.sought.value;
  try {
    const rows = found(await load(), text);
    if (text === form.elements.sought.value) show(rows, text);
  } catch {
    results.replaceChildren();
    status.textContent = said("find.failed");
  }
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(search, PAUSE);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});
part.addEventListener("toggle", () => {
  if (!part.open) return;
  load().catch(() => {}); // What went wrong is said when she searches.
  form.elements.sought.focus();
});
// She has gone where a result led: the lesson is what she reads now.
results.addEventListener("click", ({ target }) => { if (target.closest("a")) part.open = false; });

part.hidden = false;
