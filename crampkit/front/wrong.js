// Below each part of a lesson a fold: which part of which version it is, to copy and to send. Nothing is sent by itself,
// and no answer is in it: only the ids of what it shows to everybody, before anything is answered.

import { copy, said } from "./said.js";

const SHOWN = ["question", "flag", "finding", "cause", "claim", "example", "phrase"];
const NAMED = /^(finding|flag|group|phrase):/; // Controls that are called after what they ask.

function shownIn(cell) {
  const ids = SHOWN.flatMap((kind) => [...cell.querySelectorAll(`[data-${kind}]`)].map((el) => `${kind}:${el.dataset[kind]}`));
  const names = [...cell.querySelectorAll("[name]")].map(({ name }) => name).filter((name) => NAMED.test(name));
  return [...new Set([...ids, ...names])];
}

// Which of several questions it has come to.
const questionIn = (cell) => [...cell.querySelectorAll(".stem[data-question]")].map(({ dataset }) => `question:${dataset.question}`);

function linesFor(cell, lesson, atFirst) {
  const { set, edition, tables } = document.documentElement.dataset;
  const panels = [...cell.querySelectorAll("[data-id]")].map(({ dataset }) => dataset.id).join(" ");
  const shown = [...new Set([...questionIn(cell), ...atFirst])].join(" ");
  return [
    said("wrong.set", { set }),
    said("wrong.version", { version: edition, data: tables }),
    said("wrong.lesson", { lesson }),
    said("wrong.part", { part: cell.dataset.idOf, panels }),
    ...(shown ? [said("wrong.shown", { shown })] : []),
    "",
    said("wrong.what"),
    "",
  ].join("\n");
}

document.addEventListener("crampkit:shown", ({ detail: { lesson } }) => {
  for (const cell of document.querySelectorAll(".cell:has([data-id])")) {
    const atFirst = shownIn(cell); // Later, a danger sign would stand there for an answer.
    const fold = document.getElementById("wrong").content.firstElementChild.cloneNode(true);
    const field = fold.querySelector("textarea");
    const status = fold.querySelector('[role="status"]');
    fold.addEventListener("toggle", () => {
      if (fold.open) field.value = linesFor(cell, lesson, atFirst); // As it is shown now.
      status.textContent = "";
    });
    fold.querySelector("button").addEventListener("click", async () => {
      await copy(field);
      status.textContent = said("wrong.copied");
    });
    cell.after(fold);
  }
});
