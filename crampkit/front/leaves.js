// Where a screen is small, what lies in leaves is turned one leaf at a time: the parts of the safety check, the kinds of
// question, the parts of the explorer. Nothing folds: on a wide screen, on paper and all on one page they all lie there.

const SMALL = matchMedia("screen and (max-width: 899px)");
const HIDDEN = "onbeforematch" in document.documentElement ? "until-found" : ""; // Find in page turns to it.

const books = () => [...document.querySelectorAll("main nav[data-leaves]")];
const turned = () => SMALL.matches && document.documentElement.dataset.steps === "one";
const within = (tabs) => tabs.closest("[data-cell]") ?? document.querySelector("main");
const leavesOf = (tabs) => [...within(tabs).querySelectorAll(`.leaf-${tabs.dataset.leaves}`)];
const buttonsOf = (tabs) => [...tabs.querySelectorAll("button")];
const turningOf = (tabs) => within(tabs).querySelector(`[data-turning="${tabs.dataset.leaves}"]`);
const lies = new WeakMap(); // The leaf that each book lies open at.

export const keyOf = (tabs) => `leaf|${within(tabs).dataset.idOf ?? ""}|${tabs.dataset.leaves}`;
export const allBooks = books;

// A leaf of which nothing is shown, as where she has asked for the first few questions alone.
const bareOf = (tabs) => leavesOf(tabs).map((leaf) => getComputedStyle(leaf).display === "none" && leaf.getAttribute("hidden") !== "");

// A bare leaf is passed over.
function layOpen(tabs, wanted = lies.get(tabs) ?? Number(tabs.dataset.opensAt), bare = bareOf(tabs)) {
  const [leaves, buttons, turning, single] = [leavesOf(tabs), buttonsOf(tabs), turningOf(tabs), turned()];
  const place = leaves[wanted] && !bare[wanted] ? wanted : Math.max(0, bare.indexOf(false));
  lies.set(tabs, place);
  tabs.hidden = !single;
  if (turning) turning.hidden = !single;
  leaves.forEach((leaf, at) => {
    if (single && at !== place) leaf.setAttribute("hidden", HIDDEN);
    else leaf.removeAttribute("hidden");
    if (!buttons[at]) return;
    buttons[at].parentElement.hidden = bare[at];
    if (at === place) buttons[at].setAttribute("aria-current", "true");
    else buttons[at].removeAttribute("aria-current");
  });
  for (const button of turning?.querySelectorAll("button") ?? []) {
    const end = !nextOf(tabs, Number(button.dataset.turns));
    if (end) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

// All is looked at before any is changed: a look in between would have the whole page styled anew.
function layAll() {
  const looked = books().map((tabs) => [tabs, bareOf(tabs)]);
  for (const [tabs, bare] of looked) layOpen(tabs, undefined, bare);
}

// Of what she is at the end of, the leaf that follows in the book round it.
function nextOf(tabs, step) {
  const shown = buttonsOf(tabs).map((button, at) => (button.parentElement.hidden ? -1 : at)).filter((at) => at >= 0);
  const next = shown[shown.indexOf(lies.get(tabs)) + step];
  if (next !== undefined) return [tabs, next];
  const round = books().find((other) => other !== tabs && within(other) === within(tabs)
    && leavesOf(other).some((leaf) => leaf.contains(tabs)));
  return round ? nextOf(round, step) : null;
}

export function turnTo(tabs, place) {
  layOpen(tabs, place);
}

function turn(tabs, place, { from }) {
  layOpen(tabs, place);
  document.dispatchEvent(new CustomEvent("crampkit:turned", { detail: { key: keyOf(tabs), place: lies.get(tabs) } }));
  if (from === "tab") return; // What she pressed stays where it is, and what it opened follows it.
  const leaf = leavesOf(tabs)[lies.get(tabs)];
  const heading = leaf.querySelector("legend, h3, h4");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
  (tabs.compareDocumentPosition(leaf) & Node.DOCUMENT_POSITION_FOLLOWING ? tabs : leaf).scrollIntoView({ behavior: "instant" });
}

document.addEventListener("click", ({ target }) => {
  const turner = target.closest?.("main [data-turns]");
  if (turner) {
    const tabs = books().find((one) => one.dataset.leaves === turner.dataset.book && within(one) === within(turner));
    const next = tabs && nextOf(tabs, Number(turner.dataset.turns));
    if (next) turn(...next, { from: "turn" });
    return;
  }
  const button = target.closest?.("main nav[data-leaves] button");
  if (!button) return;
  const tabs = button.closest("nav");
  turn(tabs, buttonsOf(tabs).indexOf(button), { from: "tab" });
});

// What is sought or found turns to where it stands, in every book round it.
document.addEventListener("beforematch", ({ target }) => {
  for (const tabs of books()) {
    const place = leavesOf(tabs).findIndex((leaf) => leaf.contains(target));
    if (place >= 0 && place !== lies.get(tabs)) turn(tabs, place, { from: "tab" });
  }
});

// How much of the questions is shown is a matter of her choice, and of what she has answered.
document.addEventListener("change", ({ target }) => { if (turned() && target.closest?.(".checklist")) requestAnimationFrame(layAll); });
SMALL.addEventListener("change", layAll);
addEventListener("resize", layAll);
for (const event of ["crampkit:shown", "crampkit:questions"]) document.addEventListener(event, layAll);
