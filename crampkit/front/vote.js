// Two votes on a question, by cards that are raised and counted. What was counted is in this module and under a key of its
// own: on the page stands one dot a field, and nothing of the first vote before the second is closed.

import { store, stored } from "./class.js";
import { counted, element, said } from "./said.js";

const DOT = "•";
const MOST = 999; // People in a room.
const FORM = 1; // Of the file.

const isCount = (one) => Number.isInteger(one) && one >= 0 && one <= MOST;
const sum = (counts) => counts.reduce((all, one) => all + one, 0);

let held = sound(stored("votes"));

let isKept = true;

export const forget = () => { held = sound({}); };

// Another window may have counted meanwhile: what it has kept is taken over before anything is told or written.
function takeOver() {
  if (isKept) held.votes = { ...held.votes, ...sound(stored("votes")).votes };
}

// What another window has kept since; says whether anything of this question is among it.
export function hasNewsOf(question) {
  const before = JSON.stringify(held.votes[question]);
  held.room = sound(stored("votes")).room ?? held.room;
  takeOver();
  return JSON.stringify(held.votes[question]) !== before;
}

// The votes with this one as it stands here, whatever another window has of it.
function keep(question, vote = held.votes[question]) {
  takeOver();
  held.votes[question] = vote;
  isKept = store("votes", held);
}

// As it is written down: whatever else a file holds is let go.
function sound(value) {
  const counts = (list) => (Array.isArray(list) && list.length && list.every((one) => one === null || isCount(one)) ? list : null);
  const whole = (list) => (counts(list)?.includes(null) ? null : counts(list));
  const votes = {};
  for (const [question, vote] of Object.entries(value?.votes ?? {})) {
    if (!vote || typeof vote !== "object") continue;
    const first = whole(vote.first);
    const second = vote.second?.length === first?.length ? first && whole(vote.second) : null;
    const cards = Math.max(sum(first ?? []), sum(second ?? [])); // So many people are there at least.
    votes[question] = {
      lesson: String(vote.lesson ?? ""), room: isCount(vote.room) || first ? Math.max(isCount(vote.room) ? vote.room : 0, cards) : null,
      first, second, ended: Boolean(first && !second && vote.ended === true), draft: counts(vote.draft),
    };
  }
  return { room: isCount(value?.room) ? value.room : null, votes };
}

// ------------------------------------------------------------------ how far a question has come

export function open(question, lesson) {
  takeOver();
  held.votes[question] ??= { lesson, room: held.room, first: null, second: null, ended: false, draft: null };
  keep(question);
}

// What is to be counted next; nothing more once it is closed, by a second count or because somebody ended it.
export function stageOf(question) {
  const vote = held.votes[question];
  return !vote?.first ? "first" : vote.second || vote.ended ? "closed" : "second";
}

// Whether something was counted and more is to be: until it is closed, the answer and the counts stay away.
export function isUnderWay(question) {
  const vote = held.votes[question];
  return stageOf(question) === "second" || (stageOf(question) === "first" && Boolean(vote?.draft?.some((one) => one !== null)));
}

// Nothing more is counted. What a first vote has only begun to count is let go.
export function end(question) {
  const vote = held.votes[question];
  Object.assign(vote, { ended: Boolean(vote.first), draft: null });
  keep(question);
}

// The table may have changed since: then it is another question.
export function fit(question, options) {
  const vote = held.votes[question];
  const counts = [vote.first, vote.second, vote.draft].filter(Boolean);
  if (counts.some(({ length }) => length !== options.length)) Object.assign(vote, { first: null, second: null, ended: false, draft: null });
}

export function closed() {
  takeOver();
  return Object.keys(held.votes).filter((question) => stageOf(question) === "closed");
}

// ------------------------------------------------------------------ to count

// The options with a field for each; `closed` is called once the vote is.
export function countIn(question, { options }, closed) {
  const vote = held.votes[question];
  vote.draft ??= options.map(() => null);
  const form = element("form");
  form.className = "vote";
  const second = stageOf(question) === "second";
  const list = element("ul");
  list.className = "wall-options";
  const fields = options.map(({ letter, said: text }, place) => {
    const field = secretField(said("present.vote.field", { letter }), vote.draft, place, tell);
    const option = element("li", "", Object.assign(element("span", letter), { className: "letter" }), Object.assign(element("span"), { innerHTML: text }), field);
    option.className = "wall-option";
    list.append(option);
    return field;
  });
  const room = Object.assign(document.createElement("input"), {
    type: "text", inputMode: "numeric", autocomplete: "off", maxLength: 3, value: held.room ?? "",
  });
  room.addEventListener("input", () => {
    const typed = Number(room.value);
    held.room = room.value && isCount(typed) ? typed : null;
    tell();
  });
  const status = element("p");
  status.setAttribute("role", "status");
  const close = element("button", second ? said("present.vote.close.second") : said("present.vote.close.first"));
  const lead = element("p", second ? said("present.vote.second") : said("present.vote.first"));
  // In the order in which they are typed in.
  const head = element("div", "", lead, element("label", `${said("present.vote.room")} `, room));
  head.className = "vote-head";
  const foot = element("div", "", status, close);
  foot.className = "vote-foot";
  form.append(head, list, foot);
  // The sum is told once every field is filled: before, it would tell each count.
  function tell(missing = false) {
    keep(question, vote);
    const all = !vote.draft.includes(null);
    const cards = all ? sum(vote.draft) : 0;
    let text = missing ? said("present.vote.missing") : "";
    if (all && held.room === null) text = said("present.vote.no_room", { cards });
    else if (all && cards > held.room) text = said("present.vote.too_many", { cards, people: held.room });
    else if (all) text = said("present.vote.sum", { cards, people: held.room, none: held.room - cards });
    if (status.textContent !== text) status.textContent = text;
    return all && held.room !== null && cards <= held.room;
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!tell(true)) return (fields[vote.draft.indexOf(null)] ?? room).focus();
    vote[second ? "second" : "first"] = vote.draft;
    vote.draft = null;
    vote.room = held.room;
    keep(question, vote);
    closed();
  });
  tell();
  return { form, begin: () => (held.room === null ? room : fields[Math.max(0, vote.draft.indexOf(null))]).focus({ preventScroll: true }) };
}

// A field that never holds what was typed into it: one dot says that something was.
function secretField(label, draft, place, tell) {
  const field = Object.assign(document.createElement("input"), { type: "text", inputMode: "numeric", autocomplete: "off" });
  field.setAttribute("aria-label", label);
  const show = () => { field.value = draft[place] === null ? "" : DOT; };
  field.addEventListener("input", () => {
    const digits = field.value.replace(/\D/g, "");
    const before = field.value.includes(DOT) ? draft[place] ?? "" : "";
    const text = `${before}${digits}`.slice(0, String(MOST).length);
    draft[place] = text ? Number(text) : null;
    show();
    tell();
  });
  field.addEventListener("focus", () => field.select());
  show();
  return field;
}

// ------------------------------------------------------------------ both side by side

export const hasBoth = (question) => Boolean(held.votes[question]?.second);

// With the answer once it is told. A vote that was ended after its first count has that alone.
export function resultOf(question, { options }, told = null) {
  const { first, second, room } = held.votes[question];
  const most = Math.max(1, ...first, ...(second ?? []));
  const table = element("table");
  table.className = "vote-both";
  const after = second ? [said("present.vote.after"), said("present.vote.moved")] : [];
  table.append(headed([said("present.vote.option"), said("present.vote.before"), ...after]));
  const body = element("tbody");
  options.forEach(({ letter, said: text }, place) => {
    const named = element("th", "", Object.assign(element("span", letter), { className: "letter" }), " ", Object.assign(element("span"), { innerHTML: text }));
    named.scope = "row";
    const row = element("tr", "", named, bar(first[place], most, "before"), ...(second ? [bar(second[place], most, "after"), element("td", shift(second[place] - first[place]))] : []));
    if (told?.[place].right) {
      row.dataset.right = "true";
      named.append(" ", Object.assign(element("strong", told[place].label), { className: "label" }));
    }
    body.append(row);
  });
  const none = room - sum(first);
  const noneAfter = second && room - sum(second);
  const rest = element("th", said("present.vote.none"));
  rest.scope = "row";
  body.append(element("tr", "", rest, element("td", none), ...(second ? [element("td", noneAfter), element("td", shift(noneAfter - none))] : [])));
  table.append(body);
  return table;
}

function headed(labels) {
  const head = element("thead", "", element("tr", "", ...labels.map((label) => Object.assign(element("th", label), { scope: "col" }))));
  return head;
}

function bar(count, most, kind) {
  const drawn = element("span");
  drawn.className = "vote-bar";
  drawn.classList.add(kind);
  drawn.style.setProperty("inline-size", `${(count / most) * 100}%`);
  return element("td", "", element("span", count), drawn);
}

const shift = (by) => (by > 0 ? `↑ ${by}` : by < 0 ? `↓ ${-by}` : "=");

// ------------------------------------------------------------------ the class's report

// One line for each question whose vote is closed, what stayed wrong first. `known` has what is asked and told of each.
export function lines(known) {
  const fits = (question) => held.votes[question].first.length === known.get(question).options.length;
  return closed().filter((question) => known.get(question)?.told && fits(question)).map((question) => {
    const { options, stem, told } = known.get(question);
    const { first, second, room } = held.votes[question];
    const last = second ?? first;
    const right = told.map((one) => one.right);
    const rightly = (counts) => sum(counts.filter((_, place) => right[place]));
    const wrong = last.map((count, place) => ({ count, place })).filter(({ place, count }) => !right[place] && count).sort((one, other) => other.count - one.count)[0];
    return {
      question, stem, options, told, room, first, second, rightBefore: rightly(first), rightAfter: second && rightly(second), wrong: wrong?.place ?? null,
      share: room ? rightly(last) / room : 1,
    };
  }).sort((one, other) => one.share - other.share);
}

export function reportOf(known) {
  takeOver();
  const report = element("div");
  report.append(element("h2", said("present.report")));
  const all = lines(known);
  const open = Object.keys(held.votes).filter(isUnderWay).length;
  if (open) report.append(element("p", counted("present.report.open", open)));
  if (!all.length) report.append(element("p", said("present.report.nothing")));
  for (const line of all) {
    const part = element("div");
    part.className = "vote-line";
    const gaps = { people: line.room, before: line.rightBefore, after: line.rightAfter };
    part.append(Object.assign(element("h3"), { innerHTML: line.stem }));
    part.append(element("p", line.second ? said("present.report.two", gaps) : said("present.report.one", gaps)));
    if (line.wrong !== null) {
      const { letter, said: text } = line.options[line.wrong];
      const count = (line.second ?? line.first)[line.wrong];
      part.append(element("p", said("present.report.wrong", { letter, count })));
      for (const html of [text, line.told[line.wrong].why]) part.append(Object.assign(element("p"), { innerHTML: html }));
    }
    report.append(part);
  }
  return report;
}

const plainly = (html) => Object.assign(document.createElement("template"), { innerHTML: html }).content.textContent;
// A text that begins so would be reckoned by a spreadsheet.
const tame = (text) => (/^[\s"]*[=+\-@|%'＝＋－＠]/.test(text) ? `'${text}` : text);
const cell = (value) => `"${tame(String(value ?? "")).replace(/"/g, '""')}"`;

export function asTable(known) {
  const rows = lines(known).flatMap(({ question, stem, options, told, room, first, second }) => options.map(({ letter, said: text }, place) => [
    question, plainly(stem), letter, plainly(text), told[place].right ? 1 : 0, first[place], second?.[place], room,
  ]));
  const head = ["question_id", "stem", "letter", "option", "right", "first", "second", "room"];
  return [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
}

// ------------------------------------------------------------------ a file of its own

export function asFile() {
  takeOver();
  return JSON.stringify({ crampkit_votes: FORM, ...held });
}

// What was counted in another browser, or before a crash; says how many questions came.
export function takeFile(text) {
  let read = null;
  try {
    read = JSON.parse(text);
  } catch { /* No file of ours. */ }
  if (read?.crampkit_votes !== FORM) return said("present.votes.unknown");
  const come = sound(read);
  takeOver();
  held = { room: come.room ?? held.room, votes: { ...held.votes, ...come.votes } };
  isKept = store("votes", held);
  return counted("present.votes.taken", Object.keys(come.votes).length);
}
