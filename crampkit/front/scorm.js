// Tells a learning platform (SCORM 1.2) where the learner is and which questions of the lesson she has
// committed: never what she answered, and no score. The page says what happens, in events of `document`.
// A classic script before the page's module, which reads from the root element what is set here: the
// store of this learner (`data-store`), and the place where she left off (`data-place`).
(() => {
  const script = document.currentScript;
  const root = document.documentElement;
  const LEVELS = 7; // How far up the standard lets the platform's object be.
  const LONGEST = { place: 255, marks: 4095 };

  let api = null;
  let done = false;
  let passed = false; // Said by the platform, from a score of its own; no word of ours undoes it.
  let place = "";
  let marks = ""; // One character a question, in the order of the lesson: "1" is committed.
  let questions = null;
  const committed = new Set();

  // A package may hold more pages than the lesson it reports.
  const isTheLesson = () => decodeURI(location.pathname).endsWith(`/${script.dataset.page}`);

  function apiAbove(frame) {
    for (let level = 0; frame && level <= LEVELS; level += 1) {
      try {
        if (typeof frame.API.LMSInitialize === "function") return frame.API;
      } catch {
        // None here, or a frame of another origin; its parent may be the platform all the same.
      }
      if (frame.parent === frame) return null;
      frame = frame.parent;
    }
    return null;
  }

  // A platform that throws says no. Some return a true where the standard has the word.
  function call(name, ...values) {
    try {
      return String(api[name](...values));
    } catch {
      return "";
    }
  }

  const get = (name) => call("LMSGetValue", name);
  const set = (name, value) => call("LMSSetValue", name, value) === "true";

  // Keeps the stores of two learners apart. It hides nothing: ids are few and could be tried, and
  // crypto.subtle is missing on plain http. (cyrb53)
  function hashOf(text) {
    let high = 0xdeadbeef;
    let low = 0x41c6ce57;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      high = Math.imul(high ^ code, 2654435761);
      low = Math.imul(low ^ code, 1597334677);
    }
    high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
    low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
    return (4294967296 * (2097151 & low) + (high >>> 0)).toString(16).padStart(14, "0");
  }

  let line = null;
  let said = "";
  function say(what) {
    said = script.dataset[what];
    if (line) line.textContent = said;
  }
  function showLine() {
    line = document.createElement("p");
    line.className = "scorm";
    line.setAttribute("role", "status");
    line.textContent = said;
    const main = document.querySelector("main");
    if (main) main.before(line);
    else document.body.prepend(line);
  }

  function begin() {
    api = apiAbove(window) ?? apiAbove(window.top.opener);
    if (api && call("LMSInitialize", "") !== "true") api = null;
    // Without a learner's name as well: whoever comes next must not find what is written here.
    root.dataset.store = `scorm-${hashOf(api ? get("cmi.core.student_id") : "")}`;
    if (!api) return say("silent");
    marks = get("cmi.suspend_data");
    place = get("cmi.core.lesson_location");
    if (place) root.dataset.place = place;
    const status = get("cmi.core.lesson_status");
    passed = status === "passed";
    done = passed || status === "completed";
    // A lesson that says nothing counts as completed on platforms that keep to the letter.
    if (!done) set("cmi.core.lesson_status", "incomplete");
    say("told");
  }

  function report() {
    if (!api) return;
    done ||= questions.every((id) => committed.has(id));
    const marked = questions.map((id) => (committed.has(id) ? "1" : "0")).join("");
    const taken = [
      !done || passed || set("cmi.core.lesson_status", "completed"),
      set("cmi.core.lesson_location", place.slice(0, LONGEST.place)),
      set("cmi.suspend_data", marked.slice(0, LONGEST.marks)),
      set("cmi.core.exit", "suspend"), // Else some platforms drop what was kept.
    ].every(Boolean);
    say(taken && call("LMSCommit", "") === "true" ? "told" : "lost");
  }

  document.addEventListener("crampkit:questions", (event) => {
    if (!isTheLesson() || questions) return;
    questions = [...event.detail.questions];
    // Marks of another version of the lesson would be put on the wrong questions.
    if (marks.length === Math.min(questions.length, LONGEST.marks)) {
      questions.forEach((id, index) => marks[index] === "1" && committed.add(id));
    }
    if (api && !passed && !questions.length) set("cmi.core.lesson_status", "completed");
  });

  document.addEventListener("crampkit:place", (event) => {
    if (isTheLesson()) place = String(event.detail.place);
  });

  document.addEventListener("crampkit:committed", (event) => {
    committed.add(event.detail.question);
    if (questions?.includes(event.detail.question)) report();
  });

  addEventListener("pagehide", () => {
    if (api) call("LMSFinish", "");
    api = null;
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) begin();
  });

  begin();
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", showLine);
  else showLine();
})();
