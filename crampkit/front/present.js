// A lesson before a class: one step at a time, as large as a wall needs it, and a long step on several screens. Keys and
// clickers step and never change an answer. Nothing of it goes into anybody's journal or onto anybody's desk.

// A step is shown before it is measured: so this one first.
import "./steps.js";
import { store, stored, whenChanged, whenErased } from "./class.js";
import { pageAt } from "./files.js";
import { name, presenting } from "./keeping.js";
import { element, said } from "./said.js";
import { AT_THE_FOOT, fitCharts, screensOf } from "./screens.js";
import * as vote from "./vote.js";

const root = document.documentElement;
const TYPES = "textarea, input:not([type=radio], [type=checkbox], [type=range], [type=button], [type=submit])";
const CONTROLS = "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary";
const GAP = 2; // Pixels below the last item: its edge is seen whole.
const PLOT_LETTERS = 13; // Pixels, in a chart as it is drawn for a desk.
const TALK = 120; // Seconds for neighbours to talk.

// ------------------------------------------------------------------ the door

document.addEventListener("crampkit:shown", () => {
  const link = document.querySelector("main .to-present");
  if (!link) return;
  link.hidden = presenting || Boolean(root.dataset.store); // A learning platform has one learner, and no class.
});

addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const url = new URL(link.href);
  if (link.matches(".to-present, .wall-leave")) {
    if (location.hash.length > 1) url.hash = location.hash;
  } else if (link.matches(".wall-place")) url.search = ""; // It is set for every lesson, and not before the class.
  else if (presenting && pageAt(url) && pageAt(url) !== pageAt(location)) url.search = location.search; // It stays before the class.
  else return;
  event.preventDefault();
  event.stopPropagation();
  location.assign(url);
}, true);

// ------------------------------------------------------------------ Python, which alone knows the answers

let post = () => {};
export const reach = (way) => { post = way; };

const known = new Map(); // What is asked and, once it is told, what is to be said of it; in no page.

export function hear({ asked, ...told }) {
  const typed = view?.question === asked && counting() && known.get(asked)?.stem; // What is typed into a field goes on there.
  known.set(asked, { ...known.get(asked), ...told });
  if (tableWaits) saveTable();
  if (view && view === asksAnswer && known.get(asked).told && view.question === asked) tellOn();
  else if (!typed && (view?.question === asked || view?.report)) showView();
}

let isLost = false; // Python: then no answer comes, and whoever waits for one is told so.

export function lost() {
  isLost = true;
  if (!bar.top) return;
  if (tableWaits) saveTable();
  if (view) showView();
  else measure();
}

const notHere = () => (isLost ? said("present.never") : said("present.no_answer"));

// ------------------------------------------------------------------ kept, for a reload and after a crash

let lesson = "";
let wall = {}; // The clocks, and whether letters are keys.

// A clock that ends at no time shows none.
function soundWall(kept) {
  const end = (value) => (Number.isFinite(value) ? value : null);
  return { ...kept, hourEnds: end(kept.hourEnds), talkEnds: end(kept.talkEnds) };
}

function forget() {
  vote.forget();
  wall = {};
  showChosen();
  if (view) leaveView();
  tick();
}

// Another window has counted: it is shown here, too, and an answer that waited for its vote comes after both counts.
function takeOverVotes() {
  const waited = waits();
  const isNews = vote.hasNewsOf(view?.question);
  if (waited && vote.stageOf(view.question) === "closed") {
    view = { question: view.question, vote: true, told: -1, from: view.from };
    screen = 0;
  }
  if (isNews || view?.report) showView();
}

function takeOverWall() {
  wall = soundWall(stored("wall"));
  showChosen();
  tick();
}

function keepWall(changes) {
  wall = { ...wall, ...changes };
  store("wall", wall);
  tick();
}

const wholeFrom = (least, value) => (Number.isInteger(value) ? Math.max(least, value) : least);

// What stood in the lesson's place, whatever became of what was kept: null where that is nothing.
function soundView(kept) {
  if (!kept || typeof kept !== "object") return null;
  const from = wholeFrom(0, kept.from);
  if (kept.report) return { report: true, told: 0, from };
  if (typeof kept.question !== "string") return null;
  if (!kept.vote) return { question: kept.question, told: wholeFrom(0, kept.told), from };
  const closed = vote.stageOf(kept.question) === "closed";
  return { question: kept.question, vote: true, told: closed ? wholeFrom(-1, kept.told) : -1, from };
}

const keepPlace = () => store(`place:${lesson}`, { step: stepShown()?.id, screen: screen, view });

// ------------------------------------------------------------------ what is shown

let bar = {}; // The parts of the wall by their class.
let frame = null; // What is looked through, and what is seen through it.
let content = null;
let room = 0; // Pixels, beside what stands at the foot of every screen.
let foot = null;
let footHeight = 0;
let screens = [];
let screen = 0;
let used = false; // Whether a control on this screen was come to or pressed since it was turned to.
let view = null; // What stands in the lesson's place: of which question, and how much of it is told.
let asksAnswer = null; // The view whose answer was asked for while it was on its way: it is told as soon as it has come.

const steps = () => [...document.querySelectorAll("main .steps > .step")];
const stepShown = () => steps().find((step) => !step.hasAttribute("hidden"));
const railLinks = () => [...document.querySelectorAll("main .rail a")];

function measure() {
  const step = stepShown();
  if (!step) return;
  const moved = !view && content !== step;
  if (moved && content?.isConnected && content.matches(".step")) screen = 0; // Somebody went to another step.
  frame = view ? bar.view : document.querySelector("main .steps");
  content = view ? bar.view.firstElementChild : step;
  if (!content) return;
  foldFeet();
  foldSigns();
  foot = [...content.querySelectorAll(AT_THE_FOOT)].find((part) => part.checkVisibility()) ?? null;
  footHeight = foot?.offsetHeight ?? 0;
  root.style.setProperty("--notices", `${noticesHeight()}px`);
  room = Math.floor(roomFor() - footHeight);
  root.style.setProperty("--room", `${room}px`);
  root.style.setProperty("--plot-zoom", parseFloat(getComputedStyle(root).fontSize) / PLOT_LETTERS);
  fitCharts(content, room);
  screens = screensOf(content, room);
  seen.disconnect();
  seen.observe(content);
  // What she has just pressed stays in view, whatever it has opened above.
  const place = used && content.contains(document.activeElement) ? placeOf(document.activeElement) : -1;
  if (place >= 0 && place !== screen) {
    screen = place;
    keepPlace();
  }
  look();
}

// What is said of the page stands above what is shown and covers none of it; how far Python has come goes by.
function noticesHeight() {
  const shown = [...document.querySelectorAll('.notices p:not([data-notice="progress"])')].some((one) => one.checkVisibility());
  return shown ? document.querySelector(".notices").offsetHeight : 0;
}

const roomFor = () => bar.foot.getBoundingClientRect().top - bar.top.getBoundingClientRect().bottom - noticesHeight() - 2 * parseFloat(getComputedStyle(bar.foot).paddingTop);

function look() {
  const shown = Math.min(screen, screens.length - 1);
  const { from, to, head } = screens[shown];
  const above = showHead(head);
  const free = room - above;
  const height = footHeight ? free + footHeight : Math.ceil(to - from) + GAP;
  frame.style.setProperty("block-size", `${height}px`);
  content.style.setProperty("--cover-from", `${to + GAP}px`);
  content.style.setProperty("--cover", footHeight ? `${Math.max(0, from + free - to - GAP)}px` : "0px");
  if (foot) {
    const top = foot.offsetParent.getBoundingClientRect().top - content.getBoundingClientRect().top;
    foot.style.setProperty("--foot-from", `${from + free - top}px`);
  }
  content.style.setProperty("translate", `0 ${-from}px`);
  const all = steps();
  const gaps = { number: all.indexOf(stepShown()) + 1, count: all.length, screen: shown + 1, screens: screens.length };
  const where = screens.length > 1 ? said("present.screen", gaps) : said("present.where", gaps);
  if (bar.where.textContent !== where) bar.where.textContent = where;
  if (bar.parts.childElementCount !== all.length) bar.parts.replaceChildren(...all.map(() => element("span")));
  [...bar.parts.children].forEach((part, place) => { part.dataset.state = place < gaps.number - 1 ? "done" : place === gaps.number - 1 ? "here" : "ahead"; });
  showWays();
}

const AS_THERE = ["padding", "text-align", "vertical-align", "font-size", "font-weight", "line-height", "color", "background-color", "border-block-end"];

// The head of a table that goes on, above its rows once more: for the eye, where a listener has it in the table. Says how
// many pixels it takes.
function showHead(head) {
  bar.head.hidden = !head;
  if (!head) {
    bar.head.replaceChildren();
    frame.style.removeProperty("margin-block-start");
    return 0;
  }
  const box = head.getBoundingClientRect();
  const copy = Object.assign(document.createElement("table"), { className: "wall-head-table" });
  copy.append(head.cloneNode(true));
  const cells = copy.querySelectorAll("th, td");
  [...head.querySelectorAll("th, td")].forEach((cell, place) => {
    const style = getComputedStyle(cell);
    for (const property of AS_THERE) cells[place].style.setProperty(property, style.getPropertyValue(property));
    cells[place].style.setProperty("inline-size", `${cell.getBoundingClientRect().width}px`);
  });
  for (const part of copy.querySelectorAll("[id]")) part.removeAttribute("id");
  bar.head.replaceChildren(copy);
  const start = root.dir === "rtl" ? innerWidth - box.right : box.left;
  bar.head.style.setProperty("inset-inline-start", `${start}px`);
  bar.head.style.setProperty("inline-size", `${box.width}px`);
  bar.head.style.setProperty("block-size", `${box.height}px`);
  frame.style.setProperty("margin-block-start", `${box.height}px`);
  return box.height;
}

const folded = new WeakSet();

// One line says how it stands; the rest of it opens on a press.
function foldFeet() {
  for (const part of content.querySelectorAll(".crampkit-pocket details")) {
    if (folded.has(part)) continue;
    folded.add(part);
    part.open = false;
  }
}

// What to do stands beside the name of a danger, and a press on the name shows the signs: a wall has room for few words.
function foldSigns() {
  for (const name of content.querySelectorAll(".of-tier > .item > h5")) {
    for (const meaning of name.querySelectorAll(".meaning")) meaning.remove();
    name.textContent = name.textContent; // One press opens one thing: no word in it is pressed.
    const opens = element("details", "", element("summary"));
    name.before(opens);
    opens.firstChild.append(name);
  }
}

let measuring = 0;
const measureSoon = () => {
  cancelAnimationFrame(measuring);
  measuring = requestAnimationFrame(() => { plain(); measure(); });
};
const seen = new ResizeObserver(measureSoon);

// In a room a number is read and not pressed.
function plain() {
  for (const link of document.querySelectorAll('main a[href^="tel:"]')) link.removeAttribute("href");
}

function turnTo(wanted, byFocus = false) {
  used = byFocus;
  screen = wanted;
  look();
  keepPlace();
}

function goTo(place, wanted) {
  used = false;
  railLinks()[place]?.click();
  content = stepShown();
  screen = wanted;
  measure();
  screen = Math.min(screen, screens.length - 1);
  keepPlace();
}

function next() {
  const shown = Math.min(screen, screens.length - 1);
  if (shown < screens.length - 1) return turnTo(shown + 1);
  if (view) return tellOn();
  const place = steps().indexOf(stepShown());
  if (place < steps().length - 1) return goTo(place + 1, 0);
  bar.where.textContent = said("present.end");
}

function back() {
  const shown = Math.min(screen, screens.length - 1);
  if (shown > 0) return turnTo(shown - 1);
  if (view) return tellBack();
  const place = steps().indexOf(stepShown());
  if (place > 0) goTo(place - 1, Infinity);
}

// ------------------------------------------------------------------ a question, and what is said of it one at a time

// The one that is seen, or else the first of the step. Only where options have letters is anything to be called.
function questionHere() {
  const stems = [...(stepShown()?.querySelectorAll(".stem[data-question]") ?? [])].filter((stem) => stem.closest("form")?.querySelector(".choice .letter"));
  const { from, to } = screens[Math.min(screen, screens.length - 1)] ?? {};
  const top = stepShown()?.getBoundingClientRect().top ?? 0;
  const within = (stem) => {
    const box = stem.closest("form").getBoundingClientRect();
    return box.top - top < to && box.bottom - top > from;
  };
  return stems.find(within) ?? null;
}

function showWays() {
  const stem = view ? null : questionHere();
  bar.press("answer").hidden = !stem;
  bar.press("vote").hidden = !stem?.closest("form").querySelector("input[type=radio]");
}

function openVote() {
  if (waits()) return goOnVoting();
  const question = view ? null : questionHere()?.dataset.question;
  if (!question || bar.press("vote").hidden) return;
  vote.open(question, lesson);
  view = { question, vote: true, told: -1, from: screen };
  screen = 0;
  showView();
  keepPlace();
}

function openReport() {
  if (!view) view = { report: true, told: 0, from: screen };
  else view = { report: true, told: 0, from: view.from };
  screen = 0;
  showView();
  keepPlace();
}

// Whether a vote has still to be counted: then nothing steps on to its answer.
const counting = () => view?.vote && vote.stageOf(view.question) !== "closed";
// Whether an answer was asked for while its vote is under way: what stands there says so, and nothing of the answer.
const waits = () => Boolean(view?.question && !view.vote && vote.isUnderWay(view.question));

function askAnswer() {
  if (!counting()) return tellOn();
  if (!vote.isUnderWay(view.question)) return;
  view = { question: view.question, told: 0, from: view.from };
  screen = 0;
  showView();
  keepPlace();
}

function goOnVoting() {
  view = { question: view.question, vote: true, told: -1, from: view.from };
  screen = 0;
  showView();
  keepPlace();
}

function endVote() {
  const { question, from } = view;
  vote.end(question);
  keepWall({ talkEnds: null });
  // What was counted is seen before the answer is, as after two counts.
  view = vote.stageOf(question) === "closed" ? { question, vote: true, told: -1, from } : { question, told: 0, from };
  screen = 0;
  showView();
  keepPlace();
}

function tellOn() {
  if (!view) {
    const question = questionHere()?.dataset.question;
    if (!question) return;
    view = { question, told: 0, from: screen };
  } else if (view.report) {
    return closeView();
  } else if (counting() || waits()) {
    return;
  } else if (!known.get(view.question)?.told) {
    if (view.told < 0) asksAnswer = view;
    return showView();
  } else {
    asksAnswer = null;
    view.told += 1;
    if (view.told > lastTold()) return closeView();
  }
  screen = 0;
  showView();
  keepPlace();
}

function tellBack() {
  if (view.report || view.told <= (view.vote ? -1 : 0)) return closeView();
  view.told -= 1;
  screen = Infinity;
  showView();
  screen = Math.min(screen, screens.length - 1);
  keepPlace();
}

const lastTold = () => known.get(view.question).told.length + 1;

function closeView() {
  leaveView();
  keepPlace();
}

function leaveView() {
  screen = view.from;
  view = null;
  bar.view.hidden = true;
  bar.view.replaceChildren();
  bar.room.textContent = "";
  bar.said.textContent = "";
  document.querySelector("main").inert = false;
  content = stepShown();
  measure();
}

function showView() {
  const { question, told } = view;
  const asked = known.get(question);
  if (view.report) for (const one of vote.closed()) wish(one, "question", "explain");
  else if (counting() || waits()) wish(question, "question");
  else wish(question, "question", "explain");
  document.querySelector("main").inert = true;
  bar.view.hidden = false;
  const shown = element("div");
  let begin = () => bar.view.focus({ preventScroll: true });
  if (view.report) shown.append(vote.reportOf(known));
  else if (waits()) begin = showWaiting(shown, question, asked);
  else if (!asked?.stem || !(asked.told || view.vote)) shown.append(element("p", notHere()));
  else if (view.vote && told <= 0) begin = showVote(shown, question, asked) ?? begin;
  else if (told === 0) shown.append(stemOf(asked), optionsOf(asked, asked.told));
  else if (told <= asked.told.length) shown.append(optionsOf(asked, asked.told, told - 1), filled("p", asked.told[told - 1].why));
  else shown.append(stemOf(asked), filled("p", asked.remember));
  bar.room.textContent = comesNext(asked);
  const heard = waits() ? stillOpen(question) : "";
  if (bar.said.textContent !== heard) bar.said.textContent = heard;
  bar.view.replaceChildren(shown);
  measure();
  if (!bar.menu.open) begin(); // Nobody who is in it is taken away from it.
}

// What the next press tells: for whoever holds the clicker.
function comesNext(asked) {
  if (view === asksAnswer && !asked?.told) return isLost ? "" : said("present.coming");
  if (view.report || counting() || waits() || !asked?.told) return "";
  if (view.told < 0) return said("present.vote.next");
  if (view.told < asked.told.length) return said("present.why", { letter: asked.told[view.told].letter });
  return view.told === asked.told.length ? said("present.remember") : "";
}

const wished = new Set();

function wish(question, ...ways) {
  for (const way of ways) {
    const there = known.get(question)?.[way === "question" ? "stem" : "told"];
    if (there || wished.has(`${way} ${question}`)) continue;
    wished.add(`${way} ${question}`);
    post({ [way]: question });
  }
}

// Both votes are seen before the answer is, which comes with the next press.
function showVote(shown, question, asked) {
  vote.open(question, lesson); // Its place can have outlasted what was counted.
  vote.fit(question, asked.options);
  if (counting()) view.told = -1;
  else {
    const told = view.told === 0 ? asked.told : null;
    const which = vote.hasBoth(question) ? said("present.vote.both") : said("present.vote.one");
    shown.append(Object.assign(element("h2", which), { className: "wall-stem" }), vote.resultOf(question, asked, told));
    if (isLost && !asked.told) shown.append(element("p", notHere()));
    return null;
  }
  const { form, begin } = vote.countIn(question, asked, () => {
    keepWall({ talkEnds: counting() ? Date.now() + TALK * 1000 : null });
    screen = 0;
    showView();
    keepPlace();
  });
  shown.append(stemOf(asked), form);
  return begin;
}

const stillOpen = (question) => (vote.stageOf(question) === "second" ? said("present.vote.open.second") : said("present.vote.open.first"));

// Instead of an answer whose vote is under way: to end that takes a press of its own, which no key of a clicker is.
function showWaiting(shown, question, asked) {
  if (asked?.stem) shown.append(stemOf(asked));
  const on = element("button", said("present.vote.on"));
  const without = vote.stageOf(question) === "second" ? said("present.vote.end.second") : said("present.vote.end.first");
  const end = Object.assign(element("button", without), { className: "vote-end" });
  on.addEventListener("click", goOnVoting);
  end.addEventListener("click", endVote);
  const ways = Object.assign(element("div", "", on, end), { className: "vote-foot" });
  shown.append(element("p", stillOpen(question)), ways, element("p", said("present.vote.leave")));
  return () => on.focus({ preventScroll: true });
}

// What Python has written, which is HTML.
function filled(name, html) {
  const made = element(name);
  made.innerHTML = html;
  return made;
}

const stemOf = ({ stem }) => Object.assign(filled("h2", stem), { className: "wall-stem" });

function optionsOf({ options }, told, alone = null) {
  const list = Object.assign(element("ul"), { className: "wall-options" });
  options.forEach(({ letter, said: text }, place) => {
    if (alone !== null && alone !== place) return;
    const { right, label } = told[place];
    const option = Object.assign(element("li", "", Object.assign(element("span", letter), { className: "letter" }), filled("span", text)), { className: "wall-option" });
    if (right || alone !== null) {
      option.dataset.right = right;
      option.append(Object.assign(element("strong", label), { className: "label" }));
    }
    list.append(option);
  });
  return list;
}

// ------------------------------------------------------------------ clocks

const timed = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
const until = (end) => Math.ceil((end - Date.now()) / 1000);

function tick() {
  const hour = wall.hourEnds ? until(wall.hourEnds) : null;
  const left = hour === null ? "" : hour > 0 ? said("present.left", { time: timed(hour) }) : said("present.over");
  if (bar.hour.textContent !== left) bar.hour.textContent = left;
  const talk = wall.talkEnds ? until(wall.talkEnds) : null;
  const label = talk === null ? bar.talkWords : talk > 0 ? said("present.talk.left", { time: timed(talk) }) : said("present.talk.over");
  const press = bar.press("talk");
  if (press.textContent !== label) press.textContent = label;
}

// ------------------------------------------------------------------ keys and presses

const ACTS = {
  next,
  back,
  answer: askAnswer,
  vote: openVote,
  report: openReport,
  save: () => save("crampkit-votes.json", "application/json", vote.asFile()),
  table: saveTable,
  talk: () => keepWall({ talkEnds: wall.talkEnds ? null : Date.now() + TALK * 1000 }),
  full: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.())?.catch?.(() => {}),
  black: () => blacken(bar.black.hidden),
};

function blacken(dark) {
  bar.black.hidden = !dark;
  if (dark) bar.black.focus();
}

const KEYS = {
  ArrowRight: "next", ArrowDown: "next", PageDown: "next", ArrowLeft: "back", ArrowUp: "back", PageUp: "back", F5: "full",
};
const LETTERS = { b: "black", ".": "black", r: "answer", v: "vote" };

function save(file, type, text) {
  const href = URL.createObjectURL(new Blob([text], { type }));
  Object.assign(document.createElement("a"), { href, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60000);
}

let tableWaits = false;

const sayOfFile = (text) => { bar.more.querySelector("[role=status]").textContent = text; };

// After a reload nothing is known yet of what was voted on: it is asked for first, or its rows would be missing.
function saveTable() {
  const unknown = vote.closed().filter((question) => !known.get(question)?.told || !known.get(question).options);
  tableWaits = unknown.length > 0;
  for (const question of unknown) wish(question, "question", "explain");
  sayOfFile(tableWaits ? notHere() : "");
  if (!tableWaits) save("crampkit-votes.csv", "text/csv", `\ufeff${vote.asTable(known)}`);
}

function onKey(event) {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (!bar.black.hidden) { // Whatever is pressed brings the picture back.
    if (key === "Tab" || key === "Shift") return;
    event.preventDefault();
    event.stopPropagation();
    return blacken(false);
  }
  if (key === "Tab") return onTab(event);
  if (key === "Escape") {
    if (bar.menu.open) bar.menu.open = false;
    else if (view && !document.fullscreenElement) closeView();
    return;
  }
  if (key !== "F5" && target.matches?.(TYPES)) return;
  const act = KEYS[key] ?? (wall.letters === false ? null : LETTERS[key.toLowerCase()]);
  if (!act) return;
  event.preventDefault(); // Or it would choose another answer.
  event.stopPropagation();
  ACTS[act]();
}

// Each option can be come to, where a browser would stop at one of a group.
function onTab(event) {
  const places = [...(view ? [] : content.querySelectorAll(CONTROLS)), ...(view ? bar.view.querySelectorAll(CONTROLS) : []), ...bar.foot.querySelectorAll(CONTROLS)]
    .filter((one) => one.checkVisibility() && one.tabIndex >= 0);
  const here = places.indexOf(document.activeElement);
  const step = event.shiftKey ? -1 : 1;
  const top = content.getBoundingClientRect().top + screens[Math.min(screen, screens.length - 1)].from;
  const wanted = here >= 0 ? places[here + step] : step > 0 ? places.find((one) => one.getBoundingClientRect().top >= top - GAP) : null;
  if (!wanted) return;
  event.preventDefault();
  wanted.focus({ preventScroll: true });
}

// What has the focus is seen.
function onFocus({ target }) {
  if (!content?.contains(target) || target.matches("h1, h2, h3, .wall-view") || foot?.contains(target)) return;
  const place = placeOf(target);
  used = true;
  if (place >= 0 && place !== Math.min(screen, screens.length - 1)) turnTo(place, true);
}

function placeOf(part) {
  const box = (part.closest("label") ?? part).getBoundingClientRect();
  const middle = (box.top + box.bottom) / 2 - content.getBoundingClientRect().top;
  return screens.findIndex(({ from, to }) => middle >= from && middle <= to);
}

// ------------------------------------------------------------------

function begin(shown) {
  lesson = shown;
  if (!stepShown()) return delete root.dataset.presenting; // A page without steps is as it is.
  if (!bar.top) put();
  bar.leave.href = location.href.replace(/\?[^#]*/, "");
  const kept = stored(`place:${lesson}`);
  const step = steps().findIndex(({ id }) => id === kept.step);
  if (step > 0 && !steps().some(({ id }) => [id, encodeURIComponent(id)].includes(location.hash.slice(1)))) railLinks()[step]?.click();
  if (step >= 0 && stepShown()?.id === kept.step) {
    screen = wholeFrom(0, kept.screen);
    view = soundView(kept.view);
  }
  content = stepShown();
  plain();
  if (view) showView();
  else measure();
  changes.observe(document.querySelector("main"), { childList: true, subtree: true, attributes: true, attributeFilter: ["hidden", "href", "open"] });
}

const changes = new MutationObserver(measureSoon);

function showChosen() {
  for (const one of bar.more.querySelectorAll("[name=letters]")) one.checked = wall.letters !== false;
  for (const one of bar.more.querySelectorAll("[name=hour]")) one.checked = one.value === String(wall.hourEnds ? wall.hour : "");
}

function put() {
  const made = document.getElementById("wall").content.cloneNode(true);
  const find = (which) => made.querySelector(`.wall-${which}`);
  for (const which of ["top", "room", "where", "parts", "hour", "view", "said", "head", "foot", "menu", "more", "leave", "black"]) bar[which] = find(which);
  const presses = Object.fromEntries([...made.querySelectorAll("[data-wall]")].map((one) => [one.dataset.wall, one]));
  bar.press = (which) => presses[which];
  bar.talkWords = presses.talk.textContent;
  document.body.append(...made.childNodes);
  wall = soundWall(stored("wall"));
  for (const which of ["votes", "wall"]) whenErased(which, forget);
  whenChanged("votes", takeOverVotes);
  whenChanged("wall", takeOverWall);
  showChosen();
  const [letters] = bar.more.querySelectorAll("[name=letters]");
  letters.addEventListener("change", () => keepWall({ letters: letters.checked }));
  for (const one of bar.more.querySelectorAll("[name=hour]")) {
    one.addEventListener("change", () => keepWall({ hour: one.value, hourEnds: one.value ? Date.now() + one.value * 60000 : null }));
  }
  for (const part of [bar.foot]) {
    part.addEventListener("click", ({ target }) => {
      const act = target.closest("[data-wall]")?.dataset.wall;
      if (!act) return;
      if (act !== "table" && act !== "save") bar.menu.open = false;
      ACTS[act]();
    });
  }
  const [file] = bar.more.querySelectorAll("[type=file]");
  file.addEventListener("change", async () => {
    sayOfFile(vote.takeFile(await file.files[0]?.text() ?? ""));
    file.value = "";
    if (view) showView(); // Of a vote that is open here, too.
  });
  bar.black.addEventListener("click", () => blacken(false));
  addEventListener("keydown", onKey, true);
  addEventListener("focusin", onFocus);
  addEventListener("resize", measureSoon);
  setInterval(tick, 1000);
  tick();
}

if (presenting) document.addEventListener("crampkit:shown", ({ detail }) => begin(detail.lesson ?? ""));
