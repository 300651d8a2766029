// The start page: where to go on, what is begun, what is done and what comes back, from the summary that was written
// with her last answer and the places where she was. No Python is needed, and where nothing is kept nothing is said.

import { name, place } from "./keeping.js";
import { counted, said } from "./said.js";
import { openStore } from "./store.js";

const PROGRESS = "my_progress";
const CASES = "cases";
const PLACE = "place:"; // Before the name of a lesson's page, in the desk.

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Written by a later version.
  }
};

// Another form of it, or a damaged one, says nothing.
const isWhole = (summary) => Boolean(summary?.answers && summary.lessons && summary.cases);

async function kept() {
  const store = await openStore(name, { session: place.kind === "session" });
  try {
    const [summary, values] = [parsed(await store.summary()), await store.values()];
    const places = Object.entries(values).filter(([key]) => key.startsWith(PLACE))
      .map(([key, text]) => [key.slice(PLACE.length), parsed(text)]).filter(([, at]) => at?.of > 0);
    return { summary: isWhole(summary) ? summary : null, places: Object.fromEntries(places) };
  } finally {
    store.close();
  }
}

// ------------------------------------------------------------------ days

// The day that the clocks here have, so many days from now, as year-month-day.
function dayFromNow(days = 0) {
  const now = new Date();
  now.setDate(now.getDate() + days);
  return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

const dueBy = (day, due) => Object.entries(due ?? {}).reduce((sum, [one, count]) => (one <= day ? sum + count : sum), 0);

function named(day) {
  if (day === dayFromNow(1)) return said("back.tomorrow");
  const soon = day < dayFromNow(7);
  const form = soon ? { weekday: "long" } : { day: "numeric", month: "long" };
  const shown = new Intl.DateTimeFormat(document.documentElement.lang, { ...form, timeZone: "UTC" }).format(new Date(day));
  return said("back.later", { day: shown });
}

function comingBack(due) {
  const today = dueBy(dayFromNow(), due);
  if (today) return `${counted("due", today)}.`;
  const next = Object.keys(due ?? {}).filter((day) => day > dayFromNow()).sort()[0];
  if (!next) return "";
  return `${said("back.nothing")} ${counted("back", due[next], { day: named(next) })}`;
}

// ------------------------------------------------------------------ one lesson

// How far a lesson has come: the larger of the part that is read and the part that is answered.
function howFar(line, { summary, places }) {
  const { lesson, page } = line.dataset;
  const at = places[page];
  const { answered = 0, of = 0 } = lesson === CASES
    ? { answered: summary?.cases.decided, of: summary?.cases.of } : summary?.lessons[lesson] ?? {};
  const done = of > 0 ? answered >= of : Boolean(at) && at.number >= at.of;
  const part = Math.max(of ? answered / of : 0, at && at.number > 1 ? at.number / at.of : 0);
  const again = dueBy(dayFromNow(), lesson === PROGRESS ? summary?.due : summary?.returning?.[lesson]);
  return { at, answered, of, done, part: done ? 1 : part, again };
}

function inWords(lesson, { at, answered, of, done, again }) {
  if (lesson === PROGRESS) return again ? counted("due", again) : "";
  const parts = [];
  if (done) parts.push(said("begun.done"));
  else if (at?.number > 1) parts.push(said("part", { number: at.number, of: at.of }));
  else if (answered) parts.push(said(lesson === CASES ? "begun.cases" : "begun", { answered, of }));
  if (again) parts.push(counted("again", again));
  return parts.join(" · ");
}

function draw(line, far) {
  line.querySelector(".how-far").textContent = inWords(line.dataset.lesson, far);
  line.querySelector(".ring .part").setAttribute("stroke-dasharray", `${Math.round(100 * far.part)} 100`);
  line.classList.toggle("begun", far.part > 0 && !far.done);
  line.classList.toggle("done", far.done);
  line.classList.toggle("again", far.again > 0);
}

// ------------------------------------------------------------------ where to go on

const linkOf = (line) => line.querySelector("a");
const womanOf = (line) => linkOf(line).querySelector("strong")?.textContent ?? "";
const titleOf = (line) => linkOf(line).querySelector("span")?.textContent ?? linkOf(line).textContent;
const addressOf = (line, at) => {
  const address = linkOf(line).getAttribute("href");
  return at?.step ? `${address}${address.includes("#") ? "/" : "#"}${at.step}` : address;
};

// The lesson she was in last, unless it is done; else the first one that is not begun.
function goOn(lines, fars) {
  const under = lines.filter((line) => fars.get(line).at && !fars.get(line).done)
    .sort((one, other) => (fars.get(one).at.at < fars.get(other).at.at ? 1 : -1));
  if (under[0]) return { line: under[0], at: fars.get(under[0]).at };
  const fresh = lines.find((line) => !fars.get(line).part && ![PROGRESS].includes(line.dataset.lesson));
  return fresh ? { line: fresh, at: null } : null;
}

function lead(card, { line, at }) {
  const [woman, title] = [womanOf(line), titleOf(line)];
  const link = card.querySelector("a");
  card.querySelector(".face").replaceChildren(...[line.querySelector(".token .crampkit-portrait")?.cloneNode(true)].filter(Boolean));
  link.setAttribute("href", addressOf(line, at));
  if (at) {
    card.querySelector("h2").textContent = woman ? said("start.on", { woman }) : said("start.on.alone");
    card.querySelector(".where").textContent = said("start.on.where", { lesson: title, number: at.number, of: at.of, title: at.title });
    link.textContent = said("start.on.press");
  } else {
    card.querySelector("h2").textContent = said("start.next", { lesson: woman || title });
    card.querySelector(".where").textContent = woman ? title : "";
    link.textContent = said("start.next.press");
  }
}

// The lesson she is in; else the first one that fills the time and is not begun.
function inHalfAnHour(lines, fars, way) {
  if (way.at) return way;
  const fresh = lines.find((line) => "long" in line.dataset && !fars.get(line).part);
  return fresh ? { line: fresh, at: null } : way;
}

function leadInHalfAnHour(long, { line, at }) {
  long.setAttribute("href", addressOf(line, at));
  const lesson = womanOf(line) || titleOf(line);
  long.querySelector("[data-what]").textContent = at ? said("start.time.long.on", { lesson }) : said("start.time.long.next", { lesson });
}

async function show() {
  const lines = [...document.querySelectorAll("main [data-lesson]")];
  if (!lines.length) return;
  const found = await kept();
  const status = document.querySelector("main .begun");
  if (!status) return; // She has gone on.
  const fars = new Map(lines.map((line) => [line, howFar(line, found)]));
  for (const [line, far] of fars) draw(line, far);
  const met = found.summary || Object.keys(found.places).length;
  const way = met && goOn(lines, fars);
  if (way) {
    lead(document.querySelector(".lead-card"), way);
    const long = document.querySelector('[data-time="long"]');
    if (long) leadInHalfAnHour(long, inHalfAnHour(lines, fars, way));
  }
  const all = [...fars.values()];
  const counts = { begun: all.filter(({ part, done }) => part || done).length, done: all.filter(({ done }) => done).length };
  status.textContent = met ? [said("begun.all", counts), comingBack(found.summary?.due)].join(" ").trim() : "";
}

for (const news of ["shown", "forgotten"]) document.addEventListener(`crampkit:${news}`, show);
addEventListener("pageshow", ({ persisted }) => { if (persisted) show(); });
