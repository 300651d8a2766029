// Whom to call, at the foot of each page, on paper and in the menu of a presented lesson: as the tables have it, or as it
// was typed in on this device, which is said beside it. No Python is needed.

import { numbers } from "./keeping.js";
import { said } from "./said.js";
import { openStore } from "./store.js";

const KEY = "local"; // Of the desk, as practice/your_place.py names it.
const SHOWN = { place: "place", emergency: "emergency_number", triage: "maternity_triage" }; // Gap of the sentence: key of local.csv.

async function typedIn() {
  const store = await openStore(numbers.name, { session: numbers.kind === "session" });
  try {
    return JSON.parse((await store.values())[KEY] ?? "{}") ?? {};
  } catch {
    return {}; // Written by something else.
  } finally {
    store.close();
  }
}

async function show() {
  const line = document.querySelector(".foot .of-place");
  if (!line) return;
  const typed = await typedIn();
  const gaps = Object.fromEntries(Object.entries(SHOWN).map(([gap, key]) => {
    const value = typed[key];
    if (typeof value !== "string") return [gap, line.dataset[gap]];
    return [gap, value ? said("place.here", { value }) : line.dataset.blank];
  }));
  const text = said("place.numbers", gaps);
  if (line.textContent !== text) line.textContent = text;
  const onWall = document.querySelector(".wall-numbers"); // Where a lesson is presented.
  if (!onWall) return;
  const isSet = (typed.maternity_triage ?? (line.dataset.triage === line.dataset.blank ? "" : line.dataset.triage)) !== "";
  onWall.textContent = isSet ? text : said("present.place.not_set", { text });
}

for (const news of ["shown", "erased", "forgotten", "kept"]) document.addEventListener(`crampkit:${news}`, show);
addEventListener("pageshow", ({ persisted }) => { if (persisted) show(); });
