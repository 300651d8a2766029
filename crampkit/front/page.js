// Takes over a page that was made beforehand: panel.js draws its panels, a worker thinks. Going to another lesson
// swaps what is on the page and keeps the worker, so that only the first page waits for Python.

import "./begun.js";
import "./class_view.js";
import "./hand_in.js";
import "./leaves.js";
import "./openings.js";
import "./place.js";
import "./reading.js";
import "./search.js";
import "./typing.js";
import "./wrong.js";
import * as asking from "./asking.js";
import * as files from "./files.js";
import * as keeping from "./keeping.js";
import view from "./panel.js";
import * as wall from "./present.js";
import { opening, readAt, targetOf } from "./steps.js";

const root = document.documentElement;

// ------------------------------------------------------------------ the lesson that is shown

const lessonOf = (page) => JSON.parse(page.getElementById("lesson-data").textContent);

let lesson = lessonOf(document);
let turn = 1; // Counts the lessons shown: ids repeat from one to the next, and messages may still be on their way.
const models = new Map();

// ------------------------------------------------------------------ the worker

const RESTORED_WITHIN = 10000; // Milliseconds; a start from a picture of the memory takes one second.

const python = {
  worker: null,
  state: "loading", // then "ready" or "lost"

  start() {
    if (this.worker) return;
    if (typeof WebAssembly !== "object" || typeof Worker !== "function") return lose(typeof Worker === "function" ? "wasm" : "worker");
    try {
      this.worker = files.startWorker();
    } catch {
      return lose("worker");
    }
    this.worker.onerror = (event) => { event.preventDefault?.(); lose("broken"); };
    this.worker.onmessage = ({ data }) => hear(data);
    const { session } = keeping.place;
    const version = files.pictured && !this.doubted && root.dataset.version;
    const { name: store, presenting } = keeping;
    const numbers = presenting ? { name: keeping.numbers.name, session: keeping.numbers.session } : null;
    this.post({ start: { store, session, version, presenting, numbers } }, [session, numbers?.session].filter(Boolean));
  },

  // From a picture of its memory it did not start as it should: once more, without. What she did meanwhile is asked again.
  startPlainly() {
    this.doubted = true;
    this.worker.terminate();
    this.worker = null;
    this.state = "loading";
    run();
    this.unanswered.splice(0).forEach((message) => this.post(message));
  },

  doubted: false,
  unanswered: [], // What was sent before Python was there.

  post(message, ports = []) {
    // A port cannot be sent twice: where it leads is told to a new worker as it begins.
    if (this.state === "loading" && !message.start && !message.lesson && !ports.length) this.unanswered.push(message);
    if (this.state !== "lost") this.worker?.postMessage(message, ports);
  },
};

// On the start page Python is fetched ahead, where that costs her nothing.
function run() {
  const { saveData, effectiveType = "" } = navigator.connection ?? {};
  if (!lesson.cells.length && !python.worker && (saveData || effectiveType.endsWith("2g"))) return;
  python.start();
  const woman = new URLSearchParams(location.search).get("case") ?? ""; // Whom the address asks for.
  python.post({ lesson: { turn, cells: lesson.cells, known: lesson.sums, place: lesson.lesson ?? "", ways: lesson.ways ?? {}, woman } });
}

function lose(notice) {
  python.state = "lost";
  python.worker?.terminate();
  asking.lost();
  progress(null);
  say(notice);
  wall.lost();
}

function hear(data) {
  if (typeof data === "string") return update(JSON.parse(data));
  if ("progress" in data) progress(data.progress);
  keeping.hear(data, lesson);
  asking.hear(data);
  if ("asked" in data) wall.hear(data);
  if (data.failed && data.restored) return python.startPlainly();
  if (data.failed) {
    console.error(data.failed);
    lose("broken");
  }
  if (data.pictured) performance.mark("pictured");
  if (data.restored) {
    performance.mark("restored");
    const { worker } = python;
    setTimeout(() => { if (python.worker === worker && python.state === "loading") python.startPlainly(); }, RESTORED_WITHIN);
  }
  if (data.cells && data.turn === turn) {
    // Only now: on a slow line what she waits for comes first.
    if (python.state === "loading") files.keepOffline(root.dataset.version);
    python.state = "ready";
    python.unanswered.length = 0;
    progress(null);
    data.cells.forEach((shown, index) => settle(document.querySelector(`[data-cell="${index}"]`), shown));
    document.body.dataset.ready = String(turn);
    performance.mark("ready");
    announce("questions", { questions: lesson.questions ?? [] });
  }
}

function update({ turn: theirs, updates }) {
  if (theirs !== turn) return; // Of a lesson that she has left.
  for (const [id, values] of Object.entries(updates)) {
    if (values.children) {
      for (const box of document.querySelectorAll(`[data-id="${id}"]`)) fill(box, values.children);
    } else models.get(id)?.update(values);
  }
}

wall.reach((message) => python.post(message));
const reach = (message, ports, begin = true) => {
  if (begin) python.start(); // On the start page it may not have begun.
  if (!python.worker) return false;
  python.post(message, ports);
  return python.state !== "lost";
};
keeping.reach(reach);
asking.reach(reach);

// ------------------------------------------------------------------ what can be said without Python

// What goes on in this page, for whoever listens: a learning platform, or what stands round a lesson.
const announce = (name, detail) => document.dispatchEvent(new CustomEvent(`crampkit:${name}`, { detail }));

function say(notice, more = "") {
  const place = document.querySelector(`[data-notice="${notice}"]`);
  if (!place) return;
  place.hidden = false;
  if (more) place.append(` ${more}`);
}

function progress(part) {
  const place = document.querySelector('[data-notice="progress"]');
  if (!place) return;
  place.hidden = part === null;
  if (part !== null) place.querySelector("progress").value = part;
}

// ------------------------------------------------------------------ parts of a lesson

const CLASS = { box: "crampkit-box", panel: "crampkit-panel", chart: "crampkit-plot" };

// What panel.js asks of whatever brings it its values.
class Model {
  host = python; // One connection for all panels of one Python.

  constructor(id, values) {
    this.id = id;
    this.values = { key: `${turn} ${id}`, words: lesson.words, ...values };
    this.listeners = new Map();
    models.set(id, this);
  }

  health = () => ({ loading: "loading", lost: "lost" })[python.state] ?? "busy";

  get(name) { return this.values[name]; }

  set(name, value) { this.values[name] = value; }

  save_changes() { // panel.js changes one value by itself: whether what surrounds it is dark.
    if (this.values.themed) python.post({ turn, to: this.id, dark: this.values.dark });
  }

  send(content) { python.post({ turn, to: this.id, ...content }); }

  on(event, callback) { this.listeners.set(event, (this.listeners.get(event) ?? new Set()).add(callback)); }

  off(event, callback) { this.listeners.get(event)?.delete(callback); }

  update(values) {
    const changed = Object.keys(values).filter((name) => this.values[name] !== values[name]);
    Object.assign(this.values, values);
    for (const name of changed) for (const tell of [...(this.listeners.get(`change:${name}`) ?? [])]) tell();
  }
}

function showPanel(el, { id, classes, ...values }) {
  const first = el.querySelector(":scope > form");
  const model = models.get(id) ?? new Model(id, { classes, dark: false, state: {}, html: first?.innerHTML ?? "", ...values });
  el.stop = view.render({ model, el });
  first?.remove(); // In the same task in which its successor came, so that nothing flickers.
}

let plotly = null;

function showChart(el, { id, figure }) {
  const model = models.get(id) ?? new Model(id, { figure });
  const draw = () => {
    const { data, layout } = model.get("figure");
    globalThis.Plotly.react(el, data, structuredClone(layout), { ...lesson.chart, responsive: false });
    // Loose numbers and letters, and what plotly measures letters with: the words below say what they come to.
    for (const drawn of [el, document.getElementById("js-plotly-tester")]) drawn?.setAttribute("aria-hidden", "true");
  };
  // Not left to plotly: whenever a window changes, it also forgets the height that a figure asks for.
  const room = new ResizeObserver(() => {
    const width = el.clientWidth;
    if (width && width !== el._fullLayout?.width) globalThis.Plotly.relayout(el, { width });
  });
  let stopped = false;
  el.stop = () => {
    stopped = true;
    room.disconnect();
    model.off("change:figure", draw);
    if (el.classList.contains("js-plotly-plot")) globalThis.Plotly.purge(el);
  };
  plotly ??= files.loadPlotly();
  plotly.then(() => {
    if (stopped) return;
    draw();
    room.observe(el);
    model.on("change:figure", draw);
  }, () => {
    plotly = null; // The next chart tries again.
    el.append(Object.assign(document.createElement("p"), { className: "failure", textContent: lesson.words.no_chart }));
  });
}

function made(shown) {
  const el = document.createElement("div");
  if (!shown) return el;
  if (shown.kind === "failed") return Object.assign(el, { className: "failure", textContent: lesson.words.cell_failed });
  if (shown.kind === "text") return Object.assign(el, { textContent: shown.text });
  if (shown.kind === "html") {
    el.className = "prose";
    el.innerHTML = shown.html;
    return el;
  }
  el.className = [CLASS[shown.kind], ...shown.classes].join(" ");
  el.dataset.id = shown.id;
  if (shown.kind === "box") el.append(...shown.children.map(made));
  else if (shown.kind === "panel") showPanel(el, shown);
  else showChart(el, shown);
  return el;
}

function takeAway(el) {
  const parts = [...(el.matches("[data-id]") ? [el] : []), ...el.querySelectorAll("[data-id]")];
  for (const part of parts) part.stop?.();
  el.remove();
  for (const { dataset: { id } } of parts) if (!document.querySelector(`[data-id="${id}"]`)) models.delete(id);
}

// Children that are there already stay what they are: what she opened in them, and where the focus is. A table or a
// text has no id: it stays where it says the same.
function fill(place, children) {
  const wanted = new Set(children.map((shown) => shown?.id));
  for (const el of [...place.children]) if (el.dataset.id && !wanted.has(el.dataset.id)) takeAway(el);
  const there = new Map([...place.children].filter((el) => el.dataset.id).map((el) => [el.dataset.id, el]));
  const plain = [...place.children].filter((el) => !el.dataset.id);
  const alike = (el) => {
    const at = plain.findIndex((one) => one.isEqualNode(el));
    return at < 0 ? el : plain.splice(at, 1)[0];
  };
  const elements = children.map((shown) => there.get(shown?.id) ?? alike(made(shown)));
  plain.forEach(takeAway);
  let next = place.firstElementChild;
  for (const el of elements) {
    if (el === next) next = next.nextElementSibling; // Not moved: that would cost it the focus.
    else place.insertBefore(el, next);
  }
}

const ids = (elements) => [...elements].map((el) => el.dataset.id ?? "").join();

// The worker has run the lesson: mostly what the page shows already, but what was kept may say otherwise.
function settle(cell, shown) {
  if (!cell || !shown) return;
  if (shown.kind === "failed") return failedCell(cell, shown);
  if (!shown.id || ids(cell.children) !== shown.id) return fill(cell, [shown]);
  const take = (part) => {
    const { kind, id, classes, children, ...values } = part;
    if (kind !== "box") return models.get(id)?.update(values);
    const box = cell.querySelector(`[data-id="${id}"]`);
    if (children.map((child) => child?.id ?? "").join() !== ids(box.children)) fill(box, children);
    children.forEach(take);
  };
  take(shown);
}

// What was built stays readable, and says that its controls rest.
function failedCell(cell, { why }) {
  console.error(why);
  for (const part of cell.querySelectorAll("[data-id]")) part.stop?.();
  for (const control of cell.querySelectorAll("input, select, textarea, button:not(.term > button)")) control.disabled = true;
  const told = Object.assign(document.createElement("p"), { className: "failure", textContent: lesson.words.cell_failed });
  told.setAttribute("role", "alert");
  cell.prepend(told);
}

function takeOver() {
  for (const el of document.querySelectorAll("main [data-id]")) {
    const { id } = el.dataset;
    if (el.matches(".crampkit-panel")) showPanel(el, { id, ...lesson.panels[id] });
    else if (el.matches(".crampkit-plot")) showChart(el, { id, figure: lesson.figures[id] });
  }
  document.body.dataset.drawn = String(turn);
  performance.mark("drawn");
  announce("shown", { lesson: lesson.lesson });
}

// ------------------------------------------------------------------ another lesson without another start

let shown = files.shown; // What the page shows, while the address may have changed already.

async function fetchPage(url) {
  const page = await files.read(files.pageAt(url));
  if (page.documentElement.dataset.version !== root.dataset.version) throw new Error("another version");
  lessonOf(page); // Throws where it is no page of ours.
  return page;
}

let going = 0;

async function goTo(url, { back = false, scroll } = {}) {
  const mine = (going += 1);
  let page;
  try {
    if (python.state === "lost") throw new Error("no Python to take along");
    page = await fetchPage(url);
  } catch {
    if (mine === going) ordinaryLoad(url, back);
    return;
  }
  if (mine !== going) return; // She has gone on already.
  if (!back) {
    leaveMark();
    history.pushState({}, "", url);
  }
  shown = files.pageAt(url);
  putInPlace(page);
  const target = targetOf(url);
  const heading = (scroll === undefined && readAt(target)) || opening();
  heading.setAttribute("tabindex", "-1");
  heading.focus({ preventScroll: true });
  if (target && scroll === undefined) target.scrollIntoView({ behavior: "instant" });
  else scrollTo({ top: scroll ?? 0, behavior: "instant" });
}

const ordinaryLoad = (url, back) => (back ? location.reload() : location.assign(url));

function putInPlace(page) {
  for (const part of document.querySelectorAll("main [data-id]")) part.stop?.();
  models.clear();
  turn += 1;
  lesson = lessonOf(page);
  document.title = page.title;
  for (const name of ["lang", "dir"]) root.setAttribute(name, page.documentElement.getAttribute(name) ?? "");
  for (const place of document.querySelectorAll(".crampkit-sheet")) place.remove(); // A card that was printed.
  document.body.classList.remove("crampkit-prints-card");
  for (const place of ["header.head", "main", "#lesson-data"]) {
    document.querySelector(place).replaceWith(document.adoptNode(page.querySelector(place)));
  }
  delete document.body.dataset.ready;
  run(); // First: what she does next waits behind it.
  takeOver();
}

// What was erased is gone from what she sees, too. Where the page cannot be read again, it is still not kept again.
document.addEventListener("crampkit:afresh", async () => {
  if (!lesson.cells.length || python.state === "lost") return;
  const mine = (going += 1);
  // A line that was slow once gets another chance: what she erased would stay before her eyes.
  const page = await fetchPage(location).catch(() => fetchPage(location)).catch(() => null);
  if (page && mine === going) putInPlace(page);
});

// Where she was on this page, for when she comes back to it.
const leaveMark = () => history.replaceState({ ...history.state, scroll: scrollY }, "");

addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
      || link.target || link.hasAttribute("download")) return;
  const url = new URL(link.href);
  if ([null, shown].includes(files.pageAt(url))) return;
  event.preventDefault();
  goTo(url);
});

// To the page that the address names.
function follow(state) {
  if ([null, shown].includes(files.pageAt(location))) going += 1; // She came back before the other page was there.
  else goTo(new URL(location.href), { back: true, scroll: state?.scroll });
}

// Back and Forward; within one page the browser finds the way itself.
addEventListener("popstate", ({ state }) => follow(state));
addEventListener("pagehide", leaveMark);
addEventListener("scrollend", leaveMark);

history.scrollRestoration = "manual"; // The browser would scroll before the other page is there.
if (history.state?.scroll && !targetOf(location)) scrollTo({ top: history.state.scroll, behavior: "instant" });
run(); // First: a panel asks at once whether anybody is there, and nobody would hear it before.
takeOver();
follow(history.state); // In one file a link may have been pressed before anybody could listen.
files.checkVersion(root.dataset.edition, say);
