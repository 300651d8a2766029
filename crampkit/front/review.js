// The form for a reviewer: one item a screen. What is answered is kept in this browser by the name of whoever answered, so
// that the next one is not led; and saved as a file to send.

const { items, words, version } = JSON.parse(document.getElementById("data").textContent);
const STORE = `crampkit:review:${version}`;
const find = (selector) => document.querySelector(selector);
const said = (key, gaps = {}) => words[key].replace(/\{(\w+)\}/g, (gap, name) => gaps[name] ?? gap);

const written = (number) => new Intl.NumberFormat(document.documentElement.lang).format(number);

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

// As this form writes it down: whatever else was kept, or stands in a file, is let go.
function sound(value) {
  const known = new Set(items.map(({ id }) => id));
  const answers = Object.entries(isObject(value?.answers) ? value.answers : {}).filter(([id, answer]) => known.has(id) && isObject(answer));
  const at = Object.entries(isObject(value?.at) ? value.at : {}).filter(([, place]) => Number.isInteger(place) && place >= 0);
  return {
    reviewer: typeof value?.reviewer === "string" ? value.reviewer : "",
    answers: Object.fromEntries(answers.map(([id, answer]) => [id, soundAnswer(answer)])),
    at: Object.fromEntries(at),
  };
}

function soundAnswer({ as_read, number, low, high, chosen, comment }) {
  const answer = { as_read: String(as_read ?? "") };
  for (const [name, value] of Object.entries({ number, low, high })) if (Number.isFinite(value)) answer[name] = value;
  if (Array.isArray(chosen)) answer.chosen = chosen.filter((one) => typeof one === "string");
  if (typeof comment === "string") answer.comment = comment;
  return answer;
}

// However a name is written.
const keyOf = (reviewer) => `${STORE}:${reviewer.trim().replace(/\s+/g, " ").toLowerCase()}`;

function recalled(reviewer) {
  try {
    return JSON.parse(localStorage.getItem(keyOf(reviewer)));
  } catch {
    return null; // Nothing is kept here, or not by this form.
  }
}

// Who reviews in this tab: the next tab asks again.
// Not in the tab's storage: of a file on a disk some browsers forget that when it is loaded again.
function here(reviewer) {
  if (reviewer !== undefined) history.replaceState({ reviewer }, "");
  return history.state?.reviewer ?? "";
}

let held = sound(null);
let kind = find('[name="kind"]:checked').value;

const ofKind = () => items.filter((item) => item.kind === kind);
const place = () => Math.min(held.at[kind] ?? 0, ofKind().length - 1);
const item = () => ofKind()[place()];

function keep() {
  try {
    localStorage.setItem(keyOf(held.reviewer), JSON.stringify(held));
    return true;
  } catch {
    return false;
  }
}

// ------------------------------------------------------------------ one item

function numberFields(one, answer) {
  const fields = find("#number").content.cloneNode(true);
  for (const field of fields.querySelectorAll("input")) {
    field.max = one.of;
    field.value = answer[field.name] ?? "";
  }
  fields.querySelector(".out-of").textContent = said("of", { number: written(one.of) });
  return fields;
}

function choices(one, answer) {
  const fields = find("#choose").content.cloneNode(true);
  for (const [id, label] of one.options) {
    const control = Object.assign(document.createElement("input"), {
      type: one.several ? "checkbox" : "radio", name: "chosen", value: id, checked: (answer.chosen ?? []).includes(id),
    });
    const choice = Object.assign(document.createElement("label"), { className: "choice" });
    choice.append(control, Object.assign(document.createElement("span"), { textContent: label }));
    fields.querySelector("fieldset").append(choice);
  }
  return fields;
}

function draw({ focus = false } = {}) {
  const one = item();
  const has = Boolean(one);
  find(".who").hidden = Boolean(held.reviewer);
  for (const part of document.querySelectorAll("[data-begun]")) part.hidden = !held.reviewer;
  find(".who-is").textContent = held.reviewer && said("who", { name: held.reviewer });
  if (!held.reviewer) return;
  find(".review .card").hidden = !has;
  for (const way of ["back", "skip", "next"]) find(`[data-way="${way}"]`).hidden = !has;
  if (!has) return;
  const answer = held.answers[one.id] ?? {};
  find("#asked").textContent = one.asked;
  find(".answer").replaceChildren(one.of ? numberFields(one, answer) : choices(one, answer));
  find('[name="comment"]').value = answer.comment ?? "";
  const answered = ofKind().filter(({ id }) => held.answers[id]).length;
  find(".how-far").textContent = said("one", { number: place() + 1, count: ofKind().length, answered });
  find('[data-way="back"]').disabled = place() === 0;
  if (focus) find("#asked").focus();
}

// What stands on the form; null where nothing does.
function taken(one) {
  const answer = { as_read: one.as_read };
  for (const name of ["number", "low", "high"]) {
    const field = find(`.answer [name="${name}"]`);
    if (field?.value !== undefined && field.value !== "") answer[name] = field.valueAsNumber;
  }
  const chosen = [...document.querySelectorAll('.answer [name="chosen"]:checked')].map(({ value }) => value);
  if (chosen.length) answer.chosen = chosen;
  const comment = find('[name="comment"]').value.trim();
  if (comment) answer.comment = comment;
  return Object.keys(answer).length > 1 ? answer : null;
}

const inOrder = ({ low = -Infinity, number, high = Infinity }, of) => {
  const ends = [low, number, high].filter((end) => end !== undefined);
  return ends.every((end, index) => !Number.isNaN(end) && (index === 0 || ends[index - 1] <= end))
    && [number, low, high].every((end) => end === undefined || !Number.isFinite(end) || (end >= 0 && end <= of));
};

function note() {
  const one = item();
  const answer = one && taken(one);
  if (answer && one.of && !inOrder(answer, one.of)) {
    tell(said("range_wrong", { number: written(one.of) }));
    return false;
  }
  if (answer) held.answers[one.id] = answer;
  else if (one) delete held.answers[one.id];
  tell(keep() ? "" : said("not_kept"));
  return true;
}

const tell = (text) => { find(".message").textContent = text; };

function go(by) {
  held.at[kind] = Math.max(0, Math.min(place() + by, ofKind().length - 1));
  keep();
  draw({ focus: true });
}

// ------------------------------------------------------------------ who reviews

function begin(reviewer, options) {
  held = { ...sound(recalled(reviewer)), reviewer: reviewer.trim() };
  here(held.reviewer);
  const count = Object.keys(held.answers).length;
  tell(count ? said("here", { count }) : "");
  draw(options);
}

// Nothing of whoever was here stays on the form.
function leave() {
  held = sound(null);
  here("");
  for (const part of [find(".answer"), find("#asked"), find(".how-far")]) part.replaceChildren();
  find('[name="comment"]').value = "";
  const first = find('[name="kind"]');
  first.checked = true;
  kind = first.value;
  tell("");
  draw();
  find('[name="reviewer"]').value = "";
  find('[name="reviewer"]').focus();
}

// ------------------------------------------------------------------ a file

function save() {
  const now = new Date();
  const on = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  const file = { reviewer: held.reviewer.trim(), on, version, answers: held.answers };
  const link = Object.assign(document.createElement("a"), {
    href: URL.createObjectURL(new Blob([JSON.stringify(file, null, 1)], { type: "application/json" })),
    download: `review-${held.reviewer.trim().replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 40)}-${on}.json`,
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  tell(said("saved", { count: Object.keys(held.answers).length }));
}

async function load(file) {
  try {
    const read = JSON.parse(await file.text());
    if (typeof read.reviewer !== "string" || !isObject(read.answers)) throw new Error("no review");
    const { reviewer, answers } = sound(read);
    if (!reviewer.trim()) throw new Error("nobody's");
    begin(reviewer);
    held.answers = { ...held.answers, ...answers };
    keep();
    draw();
    tell(said("loaded", { count: Object.keys(answers).length }));
  } catch {
    tell(said("not_loaded"));
  }
}

// ------------------------------------------------------------------ what is pressed

find(".who").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = find('[name="reviewer"]');
  if (field.value.trim()) return begin(field.value, { focus: true });
  tell(said("who_first"));
  field.focus();
});
document.addEventListener("change", ({ target }) => {
  if (target.name === "kind" && note()) {
    kind = target.value;
    draw();
  } else if (target.name === "load" && target.files[0]) {
    load(target.files[0]);
    target.value = "";
  } else if (target.closest(".card")) note();
});
document.addEventListener("click", ({ target }) => {
  const way = target.closest("[data-way]")?.dataset.way;
  if (way === "save" && note()) save();
  if (way === "back" && note()) go(-1);
  if (way === "next" && note()) go(1);
  if (way === "skip") go(1);
  if (way === "other" && note()) leave();
});
begin(here());
