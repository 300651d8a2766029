// One step of a lesson at a time. All of them are in the page: with scripts off, on paper, and where she likes all on
// one page, they stand one below the other. The step that is shown is in the address, so the browser's Back goes a step
// back; no key has a meaning of its own here.

import * as files from "./files.js";
import { name, place as keptIn, presenting } from "./keeping.js";
import { fromTable, said } from "./said.js";
import { openStore } from "./store.js";

const root = document.documentElement;
const { kept: chosen, choose } = globalThis.crampkitReading;
const HIDDEN = "onbeforematch" in root ? "until-found" : ""; // Found by find in page, where the browser knows how.
const PLACE = "place:";
const GAP = "\n"; // Where in a sentence a text of the tables goes.

let lesson = ""; // The file's name of the one that is shown.
let title = "";
let page = null;
let steps = []; // Its sections; none where there is but one.
let here = 0;
let done = new Set();
let begun = 0; // Counts the lessons shown.

const one = () => presenting || chosen("steps") !== "all";
const slugOf = (step) => step.id.split("/").at(-1);
const headingOf = (step) => step.querySelector(":is(h1, h2)") ?? step;
const links = () => [...document.querySelectorAll("main :is(.rail, .contents) a")];
const addressOf = (step) => document.querySelectorAll("main .rail a")[steps.indexOf(step)].href;
const titleOf = (step) => document.querySelectorAll("main .rail a > :first-child")[steps.indexOf(step)].textContent;

// As a browser finds it: an id as it stands in the address, or as the address means it.
export function targetOf({ hash }) {
  const id = hash.slice(1);
  try {
    return document.getElementById(id) ?? document.getElementById(decodeURIComponent(id));
  } catch {
    return null; // Not as addresses are written.
  }
}

// What is read where an address leads: of a step its heading.
export const readAt = (target) => (target?.matches(".step") ? headingOf(target) : target);

// Where reading begins on the page as it stands.
export const opening = () => document.querySelector("main .step:not([hidden]) :is(h1, h2)") ?? document.querySelector("main h1") ?? document.querySelector("main");

const stepOf = (element) => steps.indexOf(element?.closest?.(".step"));

// In one file what comes first names the lesson, and no place in it.
const namesAPlace = ({ hash }) => hash.length > 1 && decoded(hash) !== `#${lesson}` && page !== null;
const decoded = (text) => { try { return decodeURIComponent(text); } catch { return text; } };

// ------------------------------------------------------------------ where she was

const places = new Map(); // By lesson, as the desk has them.
let writing = Promise.resolve();

async function atDesk(act) {
  const store = await openStore(name, { session: keptIn.kind === "session" });
  try {
    return await act(store);
  } finally {
    store.close();
  }
}

const reading = atDesk((store) => store.values()).then((values) => {
  for (const [key, text] of Object.entries(values)) if (key.startsWith(PLACE)) places.set(key.slice(PLACE.length), parsed(text));
}).catch(() => {});

function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {}; // Written by a later version.
  }
}

function keep() {
  const step = steps[here];
  const value = {
    step: slugOf(step), number: here + 1, of: steps.length, title: titleOf(step), at: new Date().toISOString(),
    done: steps.map(slugOf).filter((slug) => done.has(slug)),
  };
  const key = `${PLACE}${lesson}`;
  places.set(lesson, value);
  // One after another: the last that she came to is the one that counts. What cannot be kept is told with an answer.
  writing = writing.then(() => atDesk((store) => store.put(key, JSON.stringify(value)))).catch(() => {});
}

// ------------------------------------------------------------------ what is shown

function show(index) {
  here = index;
  const single = one();
  root.dataset.steps = single ? "one" : "all"; // On the root: a rule that asks whether it has a child that says so makes each change dear.
  root.toggleAttribute("data-at-first", index === 0);
  steps.forEach((step, place) => {
    if (place === index || !single) step.removeAttribute("hidden");
    else step.setAttribute("hidden", HIDDEN);
  });
  links().forEach((link, place) => mark(link, place % steps.length));
  bringUp();
  showDock(single);
  if (single) document.title = index ? `${titleOf(steps[index])} · ${title}` : title;
  dispatchEvent(new Event("resize")); // Whatever measures its room does so anew.
}

// A long rail has a scroll of its own, and the page none that would show the step in it.
function bringUp() {
  const rail = document.querySelector("main .rail");
  const { top, bottom } = rail.querySelector("[aria-current]").getBoundingClientRect();
  const { top: begins, bottom: ends } = rail.getBoundingClientRect();
  const room = Math.min(ends, innerHeight);
  if (top < begins || bottom > room) rail.scrollTop += (top + bottom - begins - room) / 2;
}

const STATES = { done: () => said("steps.state.done"), here: () => said("steps.state.here"), ahead: () => said("steps.state.ahead") };

function mark(link, place) {
  const state = place === here ? "here" : done.has(slugOf(steps[place])) ? "done" : "ahead";
  link.dataset.state = state;
  link.lastElementChild.textContent = ` (${STATES[state]()})`;
  if (state === "here") link.setAttribute("aria-current", "step");
  else link.removeAttribute("aria-current");
}

const foreign = (text) => (root.lang === "en" ? text : fromTable("bdi", text));

// A sentence with one gap, which another language may fill.
function fill(place, sentence, text) {
  const [before, after] = sentence.split(GAP);
  const words = document.createElement("span");
  words.append(before, foreign(text), after);
  place.replaceChildren(words);
}

function showDock(single) {
  const dock = document.querySelector("main .dock");
  const [back, on] = [dock.querySelector(".back"), dock.querySelector(".on")];
  dock.hidden = !single;
  dock.querySelector("summary").firstElementChild.textContent = said("steps.where", { number: here + 1, count: steps.length });
  leads(back, steps[here - 1] && addressOf(steps[here - 1]));
  const after = steps[here + 1];
  const lessonAfter = document.querySelector("main .go-on a");
  if (after) {
    leads(on, addressOf(after));
    fill(on, said("steps.on", { heading: GAP }), titleOf(after));
  } else if (lessonAfter) {
    leads(on, lessonAfter.href);
    fill(on, said("steps.on_lesson", { lesson: GAP }), document.querySelector("header.head a[rel=next]").dataset.title);
  } else {
    leads(on, document.querySelector("header.head a:not([rel])")?.href);
    on.replaceChildren(Object.assign(document.createElement("span"), { textContent: said("steps.end") }));
  }
}

// Never disabled: whoever comes to it by the keyboard hears what it is, and that it leads nowhere.
function leads(link, address) {
  link.setAttribute("aria-disabled", String(!address));
  if (address) {
    link.href = address;
    for (const attribute of ["role", "tabindex"]) link.removeAttribute(attribute);
  } else {
    link.removeAttribute("href");
    link.setAttribute("role", "link");
    link.tabIndex = 0;
  }
}

// ------------------------------------------------------------------ from one to the next

const now = { behavior: "instant" };

function read(target, scroll) {
  const heading = readAt(target) ?? headingOf(steps[here]);
  if (!heading.matches("a, button, input, select, textarea, summary, [tabindex]")) heading.setAttribute("tabindex", "-1");
  heading.focus({ preventScroll: true });
  if (scroll !== undefined) scrollTo({ top: scroll, ...now });
  else if (target && !target.matches(".step")) target.scrollIntoView(now);
  else if (one()) document.querySelector("main").scrollIntoView(now);
  else steps[here].scrollIntoView(now);
}

// She comes to a step, however: what she leaves forward is passed.
function come(index) {
  if (index > here) done.add(slugOf(steps[here]));
  show(index);
  if (one()) keep();
}

function pass() {
  done.add(slugOf(steps[here]));
  keep();
}

function go(index, target) {
  history.replaceState({ ...history.state, scroll: scrollY }, ""); // For when she comes back.
  if (index !== here) history.pushState({}, "", addressOf(steps[index]));
  come(index);
  read(target);
}

// An address names its step for her who comes back; what stands in a step, as well.
function follow({ state }) {
  if (!steps.length || !one() || files.pageAt(location) !== page) return;
  const target = targetOf(location);
  const index = namesAPlace(location) ? stepOf(target) : 0;
  if (index >= 0 && index !== here) {
    come(index);
    read(target, state?.scroll);
  } else if (!target && namesAPlace(location)) unknown();
}

const tell = (text) => { document.querySelector("main .steps-told").textContent = text; };

function unknown() {
  show(0);
  tell(said("steps.unknown"));
}

function begin(shown) {
  const mine = (begun += 1);
  lesson = shown;
  title = document.title;
  page = files.pageAt(location);
  steps = [...document.querySelectorAll("main .rail ~ .steps > .step")];
  here = 0;
  done = new Set();
  if (!steps.length) return delete root.dataset.steps;
  prepare();
  const target = targetOf(location);
  const named = stepOf(target);
  const lost = !target && namesAPlace(location);
  const beenHere = history.state?.scroll !== undefined; // An address without a step is left, and come back to, at the first.
  if (named >= 0) {
    show(named);
    if (mine === 1 && one()) read(target, history.state?.scroll); // Later, whoever swaps the lessons sees to it.
  } else if (lost) unknown();
  else show(0);
  const openKept = () => {
    if (mine !== begun) return;
    const kept = places.get(lesson);
    done = new Set(Array.isArray(kept?.done) ? kept.done : []);
    const moved = here !== Math.max(named, 0); // She was faster than the store.
    const stays = target || lost || moved || beenHere;
    const index = stays ? here : placeIn(kept);
    show(index);
    if (stays || !index || !one()) return;
    history.replaceState(history.state, "", addressOf(steps[index]));
    read(leftOff(index));
  };
  if (places.size) openKept(); // With her in another lesson already: at once.
  else reading.then(openKept);
}

const leftOff = (index) => {
  const cell = root.dataset.place && document.querySelector(`[data-id-of="${CSS.escape(root.dataset.place)}"]`);
  return stepOf(cell) === index ? cell : null;
};

// The step where she was; where none is kept, the one in which a learning platform remembers her.
function placeIn(kept) {
  const index = steps.findIndex((step) => slugOf(step) === kept?.step);
  if (index >= 0) return index;
  return Math.max(0, root.dataset.place ? stepOf(document.querySelector(`[data-id-of="${CSS.escape(root.dataset.place)}"]`)) : 0);
}

// The contents in the dock are those of the rail; the switch waits for nobody.
function prepare() {
  const contents = document.querySelector("main .contents");
  const summary = contents.querySelector("summary");
  const words = Object.assign(document.createElement("span"), { textContent: summary.textContent });
  summary.replaceChildren(document.createElement("strong"), words);
  contents.append(document.querySelector("main .rail ol").cloneNode(true));
  contents.addEventListener("toggle", () => contents.querySelector("[aria-current]").scrollIntoView({ block: "nearest", ...now }));
  contents.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !contents.open) return;
    contents.open = false;
    summary.focus();
  });
  const top = document.querySelector("main .steps-top");
  const way = top.querySelector("button");
  const label = () => [...way.children].forEach((span, place) => { span.hidden = (place === 0) !== one(); });
  way.addEventListener("click", () => {
    choose("steps", one() ? "all" : null);
    label();
    show(here);
    read(steps[here]);
  });
  label();
  way.hidden = false;
  sizes.disconnect();
  sizes.observe(document.querySelector("main .dock"));
}

// What stands at the foot may hide no focus: the page scrolls so far beyond it. What stands on it leaves no line between.
const sizes = new ResizeObserver(([{ target }]) => root.style.setProperty("--dock", `${Math.floor(target.getBoundingClientRect().height)}px`));

// ------------------------------------------------------------------

document.addEventListener("crampkit:shown", ({ detail }) => begin(detail.lesson ?? ""));
document.addEventListener("crampkit:forgotten", () => {
  places.clear();
  done.clear();
});
document.addEventListener("crampkit:erased", () => choose("steps", null));
// Where she answers she is, though an address led her there and she has gone no step.
document.addEventListener("crampkit:committed", () => { if (steps.length && one()) keep(); });
addEventListener("popstate", follow);
addEventListener("hashchange", () => follow(history));
document.addEventListener("beforematch", ({ target }) => {
  const index = stepOf(target);
  if (index < 0 || index === here) return;
  come(index);
  if (stepOf(targetOf(location)) !== index) history.replaceState(history.state, "", addressOf(steps[index]));
});

addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || !steps.length || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.target) return;
  const url = new URL(link.href);
  const within = url.href.split("#")[0] === location.href.split("#")[0];
  const target = within && url.hash ? targetOf(url) : null;
  const index = stepOf(target);
  if (link.matches(".dock > .on") && index < 0) pass(); // On to another lesson.
  if (index < 0 || (!one() && !link.closest(".rail, .dock"))) return;
  event.preventDefault();
  const contents = link.closest(".contents");
  if (contents) contents.open = false;
  tell("");
  go(index, target);
}, true);
