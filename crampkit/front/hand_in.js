// Hand in to a trainer who collects: only where the server of these pages says that it does, only what is shown, and
// only when she presses the button.

import { ask } from "./asking.js";
import { name } from "./keeping.js";
import { counted, said } from "./said.js";
import { choice } from "./store.js";

const WORD = `${name}:hand-in`;
const LETTERS = "abcdefghijklmnopqrstuvwxyz234567"; // 32: each is as likely.
const AGAIN_SOON = 503;
const NO_ROOM = 507;

const fold = document.querySelector(".page-tools .hand-in");
const field = fold.querySelector("textarea");
const button = fold.querySelector("button");
const status = fold.querySelector('[role="status"]');

document.addEventListener("crampkit:collects", () => { fold.hidden = false; });
fold.addEventListener("toggle", () => { if (fold.open && !fold.hidden) show(); });
document.addEventListener("crampkit:committed", () => { if (fold.open) show(); });
button.addEventListener("click", send);

async function show() {
  status.textContent = "";
  try {
    field.value = await ask("hand_in");
  } catch {
    field.value = "";
    status.textContent = said("hand_in.failed");
    return;
  }
  button.disabled = !field.value;
  const answers = field.value.split("\n").length - 2; // Without the header, and what follows the last line.
  status.textContent = field.value ? counted("hand_in.ready", answers) : said("hand_in.nothing");
}

async function send() {
  if (!field.value) return;
  button.disabled = true;
  try {
    const answer = await fetch(new URL(`hand-in/${word()}`, document.baseURI), {
      method: "POST", headers: { "Content-Type": "text/csv" }, body: field.value, credentials: "omit",
    });
    if (answer.ok) status.textContent = said("hand_in.done");
    else if (answer.status === AGAIN_SOON) status.textContent = said("hand_in.busy");
    else status.textContent = answer.status === NO_ROOM ? said("hand_in.full") : said("hand_in.failed");
  } catch {
    status.textContent = said("hand_in.failed");
  }
  button.disabled = false;
  button.focus(); // It lost the focus when it could not be pressed.
}

// The word under which her hand-ins are kept, the latest in place of those before. Kept where her answers are.
let made = "";

function word() {
  const [kept, other] = choice(name) === "keep" ? [localArea, tabArea] : [tabArea, localArea];
  made = kept((area) => area.getItem(WORD)) ?? other((area) => area.getItem(WORD)) ?? made;
  if (!/^[a-z2-7]{26}$/.test(made)) {
    made = [...crypto.getRandomValues(new Uint8Array(26))].map((byte) => LETTERS[byte % LETTERS.length]).join("");
  }
  kept((area) => area.setItem(WORD, made));
  return made;
}

const localArea = (act) => attempt(() => act(localStorage));
const tabArea = (act) => attempt(() => act(sessionStorage));

function attempt(act) {
  try {
    return act();
  } catch {
    return null; // Storage is refused: the word lives as long as the page.
  }
}

document.addEventListener("crampkit:erased", () => {
  made = "";
  for (const area of [localArea, tabArea]) area((one) => one.removeItem(WORD));
});
