// Where something long is cut into screens: between its items, and never inside one that fits on a screen alone. Nothing is
// moved or changed: a screen is a stretch of the whole, from one edge between items to another.

// What is read or pressed as one thing; what is larger than a screen is cut inside all the same.
const WHOLE = "p, li, dt, dd, tr, label, legend, button, summary, h1, h2, h3, h4, h5, h6, figcaption, figure, blockquote, svg, img, "
  + "fieldset, .asked-question, .quiz, .guess, .crampkit-plot, .wall-option, .of-tier > .item";
// It stands before something: what is folded is whole.
const LEADS = "h1, h2, h3, h4, h5, h6, legend, [open] > summary, thead tr, .stem, .body-map figcaption";
export const AT_THE_FOOT = ".crampkit-pocket, .case-bar"; // On every screen of its step.
const UNSEEN = ".only-heard, .crampkit-pocket, .case-bar, caption, [hidden], template, script, style"; // A caption is heard alone.
const READ_STILL = 0.6; // Of the size of its letters.
const EDGE = 1; // Pixels in which two items may overlap, as letters that reach out of their line.

// A chart that is somewhat taller than a screen is made smaller until it is seen whole. One that nobody could read then is
// seen a screen after another.
export function fitCharts(content, room) {
  for (const chart of content.querySelectorAll(".crampkit-plot")) {
    const now = chart.currentCSSZoom ?? 1;
    const height = chart.getBoundingClientRect().height / now; // As it is drawn for a desk.
    if (!height) continue;
    chart.style.removeProperty("zoom");
    const usual = parseFloat(getComputedStyle(chart).zoom) || 1;
    const wanted = room / height;
    if (wanted < usual && wanted >= usual * READ_STILL) chart.style.zoom = Math.floor(wanted * 1000) / 1000;
  }
}

// The head of the table that a row goes on with on another screen; null where each cell says what it is.
function headOf(part) {
  const row = part.closest?.("tbody tr");
  const head = row?.closest("table").tHead;
  return head?.checkVisibility({ visibilityProperty: true }) && getComputedStyle(row).display === "table-row"
    && head.getBoundingClientRect().height > EDGE ? head : null;
}

const heightOf = (head) => head?.getBoundingClientRect().height ?? 0;

// The stretches, as `{ from, to }` in pixels below the top of `content`; the first one begins at its top. One that goes on
// with a table has its `head`, which stands above it once more and takes its room.
export function screensOf(content, room) {
  const top = content.getBoundingClientRect().top;
  const items = [];
  collect(content, room, items);
  const bands = merged(items.map(({ box, leads, head }) => ({ from: box.top - top, to: box.bottom - top, leads, head })))
    .flatMap((band) => sliced(band, room));
  const screens = [];
  let taken = [];
  const close = () => {
    let next = [];
    while (taken.length > 1 && taken.at(-1).leads) next = [taken.pop(), ...next]; // It goes along with what it stands before.
    if (taken.length) screens.push(stretch(taken));
    taken = next;
  };
  const isOver = (band) => taken.length && band.to - taken[0].from + heightOf(taken[0].head) > room;
  for (const band of bands) {
    if (isOver(band)) close();
    while (isOver(band)) close();
    taken.push(band);
  }
  if (taken.length) screens.push(stretch(taken));
  if (!screens.length) screens.push({ from: 0, to: room });
  return screens;
}

function stretch(bands) {
  const [{ from, head }, { to }] = [bands[0], bands.at(-1)];
  return { from, to, head };
}

// What nothing divides, as a tall drawing, is seen all the same: a screen after another.
function sliced(band, room) {
  const count = Math.ceil((band.to - band.from - EDGE) / room);
  if (count < 2) return [band];
  return Array.from({ length: count }, (_, at) => ({ ...band, from: band.from + at * room, to: Math.min(band.to, band.from + (at + 1) * room) }));
}

function merged(bands) {
  const sorted = bands.sort((one, other) => one.from - other.from || one.to - other.to);
  const result = [];
  for (const band of sorted) {
    const last = result.at(-1);
    if (!last || band.from >= last.to - EDGE) result.push({ ...band });
    else {
      if (!band.head) last.head = null;
      if (band.to > last.to) last.leads = band.leads;
      last.to = Math.max(last.to, band.to);
    }
  }
  return result;
}

const inline = (display) => display.startsWith("inline") || display === "contents";

function collect(part, room, items) {
  const box = part.getBoundingClientRect();
  if (part.matches(UNSEEN) || !part.checkVisibility?.({ visibilityProperty: true })) return;
  const leads = part.matches(LEADS);
  if (box.height && part.matches(WHOLE) && box.height <= room) {
    items.push({ box, leads, head: headOf(part) });
    return;
  }
  const blocks = part.localName === "svg" ? [] : [...part.children].filter((child) => !inline(getComputedStyle(child).display));
  if (!blocks.length) {
    if (!box.height) return;
    if (box.height <= room || !part.textContent.trim()) items.push({ box, leads, head: null });
    else lines(part, items);
    return;
  }
  for (const child of part.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) lines(child, items);
    else if (child.nodeType === Node.ELEMENT_NODE) collect(child, room, items);
  }
}

function lines(node, items) {
  if (!node.textContent.trim()) return;
  const range = document.createRange();
  range.selectNodeContents(node);
  for (const box of range.getClientRects()) if (box.height) items.push({ box, leads: false, head: null });
}
