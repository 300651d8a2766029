// The page for trainers on which a class's files are read: by this page's own Python, and by nobody else.

import { ask } from "./asking.js";
import { said } from "./said.js";

const TABLE = "class_report.csv";
const DEEPEST = 3; // A school's platform packs what each learner handed in into a folder of its own, or into two.

let table = "";

document.addEventListener("crampkit:shown", () => {
  table = "";
  const place = document.querySelector(".class-files");
  if (place) place.hidden = false;
});

document.addEventListener("change", ({ target }) => {
  if (!target.matches?.(".class-files input")) return;
  const chosen = [...target.files].map((file) => ({ name: file.webkitRelativePath || file.name, file }));
  target.value = ""; // The same files can be chosen again.
  make(chosen);
});

document.addEventListener("dragover", (event) => { if (dropPlace(event)) event.preventDefault(); });

document.addEventListener("drop", async (event) => {
  const place = dropPlace(event);
  if (!place) return;
  event.preventDefault();
  // First: once anything has been waited for, what was dropped can no longer be asked for.
  const dropped = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const found = [];
  for (const entry of dropped) await gather(entry, DEEPEST, Number(place.dataset.most), found);
  make(found);
});

const dropPlace = ({ target }) => target.closest?.(".class-files");

async function gather(entry, depth, most, found) {
  if (found.length > most || entry.name.startsWith(".")) return;
  if (entry.isFile) {
    const file = await new Promise((take) => { entry.file(take, () => take(null)); });
    found.push({ name: entry.fullPath, file });
  } else if (!depth) {
    found.push({ name: entry.fullPath, problem: "folder" });
  } else {
    const reader = entry.createReader();
    const refused = () => { found.push({ name: entry.fullPath, problem: "folder" }); };
    const more = () => new Promise((take) => { reader.readEntries(take, () => { refused(); take([]); }); });
    for (let part = await more(); part.length; part = await more()) {
      for (const one of part) await gather(one, depth - 1, most, found);
    }
  }
}

const hidden = (name) => name.split("/").some((part) => part.startsWith("."));

async function make(chosen) {
  const place = document.querySelector(".class-files");
  const status = place.querySelector('[role="status"]');
  const listed = chosen.filter(({ name }) => !hidden(name)).sort((one, other) => (one.name < other.name ? -1 : 1));
  if (!listed.length) return;
  status.textContent = said("class.reading");
  try {
    const texts = await textsOf(listed, place.dataset);
    const made = JSON.parse(await ask("class_report", JSON.stringify(texts)));
    if (!place.isConnected) return; // The trainer has gone to another page.
    table = made.table;
    const shown = document.querySelector(".class-made");
    shown.querySelector(".class-ways").hidden = false;
    shown.querySelector(".class-shown").innerHTML = made.html;
    status.textContent = made.told;
  } catch {
    status.textContent = said("class.failed");
  }
}

// What is in each file, or why it is not read. What is too large is not looked into.
async function textsOf(listed, { most, largest, all }) {
  const texts = [];
  let come = 0;
  for (const { file, problem } of listed) {
    if (texts.length >= Number(most) || come > Number(all)) {
      texts.push({ problem: come > Number(all) ? "too_much" : "too_many_files" });
      break;
    }
    texts.push(file && file.size <= Number(largest) ? await textOf(file) : { problem: problem ?? (file ? "too_large" : "no_file") });
    come += texts.at(-1).text?.length ?? 0;
  }
  return texts;
}

async function textOf(file) {
  let bytes;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    return { problem: "no_file" };
  }
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { problem: bytes[0] === 0x50 && bytes[1] === 0x4b ? "packed" : "not_utf8" };
  }
}

document.addEventListener("click", ({ target }) => {
  const way = target.closest?.("[data-class]")?.dataset.class;
  if (way === "print") print();
  if (way === "table") {
    const href = URL.createObjectURL(new Blob(["\ufeff", table], { type: "text/csv" }));
    Object.assign(document.createElement("a"), { href, download: TABLE }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60000);
  }
});
