// Where a page finds the other files of its set: in the folder of this one. Where a set is one file, single_files.js
// stands in its place; nothing else knows the difference.

export { keepOffline } from "./offline.js";
export { checkVersion } from "./versions.js";

const here = new URL(".", import.meta.url);
const FETCH_WITHIN = 10000; // Milliseconds; after that the browser itself goes there, and shows what it shows.

// Whether Python's memory may be kept for the next visit.
export const pictured = true;

// For the worker: what it fetches lies in this folder.
export const folder = here.href;

export const startWorker = () => new Worker(new URL("./worker.js", here), { type: "module" });

const folderOf = ({ origin, pathname }) => origin + pathname.replace(/[^/]*$/, "");

// The page of this set that an address means; null where it means something else. Some hosts drop the ending.
export function pageAt(address) {
  const isOurs = folderOf(address) === folderOf(location) && /(\.html|\/[^/.]*)$/.test(address.pathname);
  return isOurs ? address.href.split("#")[0] : null;
}

// What the page shows as it begins.
export const shown = pageAt(location);

export async function read(page) {
  const answer = await fetch(page, { signal: AbortSignal.timeout?.(FETCH_WITHIN) });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// Where a link to a page of this set leads, or to a place on it.
export const linkTo = (name, place = "") => `${name}.html${place && `#${place}`}`;

export async function data(name) {
  const answer = await fetch(new URL(name, here));
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

// Plotly writes style rules into the page, which its policy drops: they come as a file. It takes a sheet with this id
// and class for its own, and writes none.
export function loadPlotly() {
  return new Promise((done, failed) => {
    const sheet = Object.assign(document.createElement("link"), {
      rel: "stylesheet", id: "plotly.js-style-global", className: "no-inline-styles", href: new URL("plotly.css", here).href,
    });
    const script = Object.assign(document.createElement("script"), {
      src: new URL("plotly.min.js", here).href, onload: done, onerror: failed,
    });
    document.head.append(sheet, script);
  });
}
