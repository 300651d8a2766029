// The start page: what is begun, what is done and what comes back today, from the summary that was written with her
// last answer. No Python is needed, and where nothing is kept nothing is said.

import { name, place } from "./keeping.js";
import { counted, said } from "./said.js";
import { openStore } from "./store.js";

const PROGRESS = "my_progress";
const CASES = "cases";

async function kept() {
  const store = await openStore(name, { session: place.kind === "session" });
  try {
    return JSON.parse(await store.summary());
  } catch {
    return null; // Written by a later version.
  } finally {
    store.close();
  }
}

// The day that the clocks here have, as year-month-day.
function today() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

const dueBy = (day, due) => Object.entries(due ?? {}).reduce((sum, [one, count]) => (one <= day ? sum + count : sum), 0);

function howFar({ lessons, cases, due }, lesson) {
  if (lesson === PROGRESS) return dueBy(today(), due) ? counted("due", dueBy(today(), due)) : "";
  const [answered, of] = lesson === CASES ? [cases.decided, cases.of] : [lessons[lesson]?.answered, lessons[lesson]?.of];
  if (!answered) return "";
  return answered < of ? said(lesson === CASES ? "begun.cases" : "begun", { answered, of }) : said("begun.done");
}

async function show() {
  const lines = [...document.querySelectorAll("main [data-lesson]")];
  if (!lines.length) return;
  const summary = await kept();
  for (const line of lines) line.lastElementChild.textContent = summary?.answers ? howFar(summary, line.dataset.lesson) : "";
  const status = document.querySelector("main .begun");
  if (!status) return; // She has gone on.
  const all = Object.values(summary?.lessons ?? {});
  const done = all.filter(({ answered, of }) => answered && answered === of).length;
  const begun = all.filter(({ answered }) => answered).length;
  const due = dueBy(today(), summary?.due);
  status.textContent = summary?.answers ? [said("begun.all", { begun, done }), due ? `${counted("due", due)}.` : ""].join(" ").trim() : "";
}

for (const news of ["shown", "erased"]) document.addEventListener(`crampkit:${news}`, show);
addEventListener("pageshow", ({ persisted }) => { if (persisted) show(); });
