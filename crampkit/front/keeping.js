// Where her answers are kept: in this tab until she says that the device is hers. Asked once, below what she has just
// committed to, which is the first thing worth keeping. And what she can do with them: take them home, or erase them.

import { copy, said } from "./said.js";
import { choice, choose, eraseKeys, lend, openStore } from "./store.js";

const WORTH_A_HOME_SCREEN = 3; // Answers.
const FILE = "crampkit.csv";

const root = document.documentElement;
const { set, store, place: leftAt } = root.dataset;

// What is done before a class is in nobody's journal and on nobody's desk: it has a store of its own, in this tab.
export const presenting = "presenting" in root.dataset;

// Her answers belong to this set at this address: two sets on one host never meet. A learning platform names its learner.
const own = store ?? `crampkit:${set}:${new URL(".", location.href).pathname}`;
export const name = `${own}${presenting ? ":presenting" : ""}`;

// Where the worker keeps her answers.
export const place = {
  kind: choice(name) === "keep" ? "keep" : "session",
  // For a worker, which has no storage of a tab of its own: a port that leads to the one of this page.
  get session() { return this.kind === "session" ? lend(name) : null; },
};

// Where the numbers of a place are kept, which hold before a class as well: by the device, and in no store of a class.
export const numbers = {
  name: own,
  kind: choice(own) === "keep" ? "keep" : "session",
  get session() { return this.kind === "session" ? lend(own) : null; },
};

let post = () => false; // To the worker, which begins with it but for a third `false`; says whether there is one.
export const reach = (way) => { post = way; };

// ------------------------------------------------------------------ what the worker tells

export function hear({ kept, moved, refused, table, erasedBy }, { lesson }) {
  if (kept) announce("kept", kept);
  if (kept?.append) committed(kept.append, lesson);
  if (kept?.erase) announce("forgotten"); // By the lesson, which says so itself.
  if (erasedBy !== undefined && erasedBy !== me) {
    announce("forgotten");
    announce("afresh");
  }
  if (moved) settled(moved.problem);
  if (refused && !told.has("refused")) showAside("refused", partInUse());
  if (table !== undefined) waiting.splice(0).forEach((take) => take(table));
}

const me = String(Math.random()); // Of the tabs that have these lessons open.

const announce = (news, detail) => document.dispatchEvent(new CustomEvent(`crampkit:${news}`, { detail }));
const partInUse = () => document.activeElement?.closest("[data-cell]") ?? null;
const entryOf = (line) => { try { return JSON.parse(line); } catch { return {}; } };

async function committed(lines, lesson) {
  const cell = partInUse();
  announce("place", { place: cell?.dataset.idOf ?? "" });
  for (const { kind, item } of lines.map(entryOf)) announce("committed", { kind, question: item, lesson });
  if (choice(name) === null) return showAside("choice", cell);
  if (choice(name) !== place.kind) keepIn(choice(name)); // Chosen in another tab.
  if (room && !told.has("room")) return showAside("room", cell);
  if (phone && place.kind === "keep" && !told.has("home-screen") && await answers() >= WORTH_A_HOME_SCREEN) showAside("home-screen", cell);
}

async function answers() {
  const opened = await openStore(name);
  const lines = await opened.lines();
  opened.close();
  return lines.length;
}

// ------------------------------------------------------------------ asked and told below what she has committed to

const room = location.protocol === "http:" && !isSecureContext; // The address of somebody's laptop, this week.
const phone = navigator.standalone === false && navigator.maxTouchPoints > 1; // Safari on iOS alone has the first.

const asides = document.querySelector(".asides");
const heard = asides.querySelector(".page-heard");
const box = asides.querySelector(":scope > [hidden]");
const [...all] = box.querySelectorAll("[data-aside]");
const told = new Set();

function showAside(which, cell) {
  const aside = all.find((one) => one.dataset.aside === which);
  if (aside.isConnected && !box.contains(aside)) return; // It is there already.
  told.add(which);
  const after = cell ?? document.querySelector("main .step:not([hidden])")?.lastElementChild ?? document.querySelector("main > :last-child");
  (after.nextElementSibling?.matches(".tell-wrong") ? after.nextElementSibling : after).after(aside);
  heard.textContent = aside.querySelector("p").textContent;
}

// What becomes of her choice is told where she chose, for her eyes as for her ears; it goes with the lesson.
const answered = Object.assign(document.createElement("p"), { className: "kept-here", tabIndex: -1 });

function putAway(aside) {
  const hadFocus = aside.contains(document.activeElement);
  answered.textContent = "";
  aside.after(answered);
  box.append(aside);
  heard.textContent = "";
  if (hadFocus) answered.focus({ preventScroll: true });
}

// The lesson that they stood in has gone, they have not.
document.addEventListener("crampkit:shown", () => all.filter((aside) => !aside.isConnected).forEach((aside) => box.append(aside)));

for (const aside of all) {
  aside.addEventListener("click", ({ target }) => {
    const { keep, read } = target.closest("button")?.dataset ?? {};
    if (keep || read !== undefined) putAway(aside);
    if (keep) keepIn(keep); // It says what became of it.
  });
}

// ------------------------------------------------------------------ on this device, or in this tab

const help = document.querySelector(".page-tools .help");
const scripted = document.querySelectorAll("[data-scripted]");
const where = help.querySelector("form").elements.kept;
const toldInHelp = help.querySelector(".kept-told");

const showWhere = () => { for (const one of where) one.checked = one.value === place.kind; };
where.forEach((one) => one.addEventListener("change", () => keepIn(one.value)));

function keepIn(kind) {
  choose(name, kind);
  if (kind === place.kind) return settled("");
  place.kind = kind;
  const { session } = place;
  if (post({ move: { store: name, session } }, session ? [session] : [])) return; // It says when it is done.
  bring(kind !== "keep").then(() => settled(""), ({ reason }) => settled(reason ?? "lost"));
}

// What a tab holds goes to the device, or the other way round, where no worker does it.
async function bring(toTab) {
  const [from, to] = [await openStore(name, { session: !toTab }), await openStore(name, { session: toTab })];
  try {
    const [lines, values] = [await from.lines(), Object.entries(await from.values())];
    if (!lines.length && !values.length) return;
    await to.append(lines, await from.summary());
    for (const [key, text] of values) await to.put(key, text);
    await from.erase();
  } finally {
    from.close();
    to.close();
  }
}

function settled(problem) {
  if (problem) { // All stays where it was.
    place.kind = place.kind === "keep" ? "session" : "keep";
    choose(name, place.kind);
  }
  showWhere();
  const now = problem && place.kind === "session" ? said("keep.refused") : said(`keep.done.${place.kind}`);
  toldInHelp.textContent = now;
  heard.textContent = now;
  answered.textContent = now;
}

// ------------------------------------------------------------------ take them home

const waiting = [];

// Her answers as a file that My progress takes over, here or anywhere. Python writes it, as it does in the lessons.
const table = () => new Promise((take, refuse) => {
  if (post({ table: true })) waiting.push(take);
  else refuse(new Error("there is no Python"));
});

const WAYS = {
  save(text) {
    const href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    Object.assign(document.createElement("a"), { href, download: FILE }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60000);
    return said("home.saved", { file: FILE });
  },
  async copy(text, part) {
    const label = part.querySelector("label");
    const field = label.querySelector("textarea");
    label.hidden = false;
    field.value = text;
    await copy(field);
    return said("home.copied");
  },
  async share(text) {
    await navigator.share({ files: [fileOf(text)] });
    return said("home.shared");
  },
};

const fileOf = (text) => new File([text], FILE, { type: "text/csv" });
const canShare = () => { try { return navigator.canShare({ files: [fileOf("")] }); } catch { return false; } };

for (const part of document.querySelectorAll(".take-home")) {
  const status = part.querySelector('[role="status"]');
  part.querySelector('[data-home="share"]').hidden = !canShare();
  part.addEventListener("click", async ({ target }) => {
    const way = target.closest("button")?.dataset.home;
    if (!way) return;
    status.textContent = "";
    try {
      const text = await table();
      status.textContent = text ? await WAYS[way](text, part) : said("home.nothing");
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = said("home.none"); // She thought better of sharing.
    }
  });
}

// ------------------------------------------------------------------ erase

const erasing = document.querySelector(".foot .erase");
const sure = erasing.querySelector(".sure");
const erased = erasing.querySelector('[role="status"]');

async function erase() {
  try {
    for (const session of [true, false]) {
      const opened = await openStore(name, { session });
      await opened.erase(me);
      opened.close();
    }
  } catch {
    erased.textContent = said("erase.failed");
    return;
  }
  post({ news: { erase: true } }, [], false);
  choose(name, null);
  eraseKeys(name);
  if (place.kind === "keep") {
    place.kind = "session";
    const { session } = place;
    post({ move: { store: name, session } }, [session], false);
  }
  told.clear();
  for (const news of ["forgotten", "erased", "afresh"]) announce(news);
  erased.textContent = said("erase.done");
}

erasing.addEventListener("click", async ({ target }) => {
  const { erase: step } = target.closest("button")?.dataset ?? {};
  if (!step) return;
  sure.hidden = step !== "ask";
  erased.textContent = "";
  if (step === "ask") return sure.querySelector("p").focus();
  erasing.querySelector("button").focus();
  if (step === "yes") await erase();
});

// ------------------------------------------------------------------

for (const part of scripted) part.hidden = false;
showWhere();
if (place.kind === "keep") bring(false).catch(() => {}); // She chose in another tab: what this one held comes along.
// Where a learning platform remembers that she left off.
if (leftAt) document.querySelector(`[data-id-of="${CSS.escape(leftAt)}"]`)?.scrollIntoView({ behavior: "instant" });
