// One stretch of HTML made by Python. Native controls in it tell Python what a learner did; Python
// answers with new HTML, or only with the values of controls. No framework, no build step.

import { connect } from "./connection.js";
import { foldsOf } from "./folds.js";

// Panels whose controls change the case; but these only change how it is looked at.
const ANSWERS = "crampkit-answers";
const LOOKS = /^(view|pick|map|pretest|pretest_back)(:|$)/;
// Panels that say what the answers come to, and the one among them that says why when it cannot.
const RANKED = "crampkit-ranked";
const TELLS = "crampkit-tells";
// The panel at the foot of a small screen: it shows how it stands with the connection, and says none of it aloud.
const POCKET = "crampkit-pocket";

const SPOKEN_AFTER = 500; // Milliseconds without a newer change: quick answers are told as one.
const UNSAID_AFTER = 8000; // What was said is nothing to read later, when it holds no more.

// JupyterLab takes arrow keys as "next cell" and letters as commands, unless the focused element itself says that
// its keys are its own.
const OWN_KEYS = "data-lm-suppress-shortcuts";
const FOCUSABLE = "input, select, textarea, button, summary, a[href], [tabindex]";

// A word that opens its meaning needs no Python: it is none of the controls that rest when Python is gone.
const TERM = ".term > button";
const TYPED = "textarea[name], input[name]:is([type=text], :not([type]))";
const CONTROLS = `input, select, textarea, button:not(${TERM}, [data-leaf])`;

const TYPED_WITHIN = 400; // Milliseconds after which nobody types on: then it is said once how many were found.

function isDark(element) {
  for (let node = element; node; node = node.parentElement) {
    const [r, g, b, a = 1] = (getComputedStyle(node).backgroundColor.match(/[\d.]+/g) || []).map(Number);
    if (a > 0 && r !== undefined) return 0.2126 * r + 0.7152 * g + 0.0722 * b < 110;
  }
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

// Change `from` into `to` in place, so that focus, scroll and what a learner opened stay as they are.
function morph(from, to) {
  if (from.nodeType !== to.nodeType || from.nodeName !== to.nodeName
      || from.getAttribute?.("data-key") !== to.getAttribute?.("data-key")) {
    from.replaceWith(to);
    return;
  }
  if (from.nodeType === Node.TEXT_NODE) {
    if (from.data !== to.data) from.data = to.data;
    return;
  }
  const keep = [OWN_KEYS];
  if (from.nodeName === "DETAILS") keep.push("open");
  if (from.matches(TERM)) keep.push("aria-expanded");
  if ("leaf" in from.dataset) keep.push("hidden", "aria-current", "aria-disabled"); // Turned by the page, and not by Python.
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && !keep.includes(name)) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value && !keep.includes(name)) from.setAttribute(name, value);
  }
  if (from.nodeName === "INPUT" && from.readOnly) from.value = to.getAttribute("value") ?? "";
  morphChildren(from, to);
}

const keyOf = (node) => node?.dataset?.key;

// What has a key stays the same element wherever it stands, and is never moved, which would cost it the focus:
// what comes before it is put in or taken out round it. The rest goes by place.
function morphChildren(from, to) {
  const keyed = new Map([...from.childNodes].filter(keyOf).map((child) => [keyOf(child), child]));
  let place = from.firstChild;
  const takeOut = (until) => {
    while (place && place !== until) {
      const gone = place;
      place = place.nextSibling;
      gone.remove();
    }
  };
  for (const child of [...to.childNodes]) {
    const same = keyed.get(keyOf(child));
    if (same?.parentNode === from) takeOut(same);
    else if (keyOf(child) || !place || keyOf(place)) {
      from.insertBefore(child, place);
      continue;
    }
    const next = place.nextSibling;
    morph(place, child);
    place = next;
  }
  takeOut(null);
}

const startsOf = (part) => [...part.querySelectorAll("[data-starts-here]")];

// Where a reader goes on in a part, made fit to take the focus: what is marked, the first that was not there `before`,
// or else its heading.
function headingOf(part, before = []) {
  const starts = startsOf(part);
  const heading = starts.find((one) => !before.includes(one)) ?? starts[0] ?? part.querySelector("h3, h4");
  heading?.setAttribute("tabindex", "-1");
  return heading;
}

// Letters as large as one sheet of paper allows, in points: a table that has grown still prints on one page.
function fitOnePage(sheet) {
  const height = 250 * (96 / 25.4); // Millimetres that A4 and US Letter both have, less a little to spare.
  for (let size = 11; size >= 6; size -= 0.25) {
    sheet.style.fontSize = `${size}pt`;
    if (sheet.offsetHeight <= height) return;
  }
}

// Change what stands before `part`; where its beginning is out of sight, what is read of it does not move.
function steadily(part, change) {
  const before = part.getBoundingClientRect().top;
  let scrolled = part.parentElement;
  while (scrolled && scrolled.scrollTop === 0) scrolled = scrolled.parentElement;
  const outOfSight = scrolled && before < Math.max(0, scrolled.getBoundingClientRect().top);
  change();
  if (outOfSight) scrolled.scrollTop += part.getBoundingClientRect().top - before;
}

// One meaning at a time: it lies over what follows. Escape, another press, and going on close it.
function closeMeanings(but = null) {
  for (const open of document.querySelectorAll(`${TERM}[aria-expanded="true"]`)) {
    if (open !== but) open.setAttribute("aria-expanded", "false");
  }
}

function valueOf(control) {
  if (control.type === "checkbox") return control.checked;
  if (control.type === "range") return control.valueAsNumber;
  return control.value;
}

function render({ model, el }) {
  const form = document.createElement("form"); // Radio groups of one form do not meddle with another's.
  form.className = "crampkit";
  form.addEventListener("submit", (event) => event.preventDefault());
  const has = (name) => (model.get("classes") ?? []).includes(name);
  el.classList.add(...(model.get("classes") ?? []));
  const notice = document.createElement("div"); // Outside what Python draws: it speaks when Python cannot.
  notice.className = "crampkit crampkit-notice";
  const ear = document.createElement("div");
  ear.className = "crampkit";
  const aloud = document.createElement("p");
  aloud.className = "only-heard";
  aloud.setAttribute("role", "status");
  const alarm = document.createElement("p");
  alarm.className = "only-heard";
  alarm.setAttribute("aria-live", "assertive");
  alarm.setAttribute("aria-atomic", "true");
  ear.append(aloud, alarm);
  el.append(ear, notice, form);
  const { lang, dir } = model.get("words") ?? {}; // Where the page round it may be in another language.
  if (lang) for (const part of [ear, notice, form]) Object.assign(part, { lang, dir });

  const rest = (resting) => {
    for (const control of form.querySelectorAll(CONTROLS)) {
      if (resting && !control.disabled) {
        control.disabled = true;
        control.dataset.resting = "";
      } else if (!resting && "resting" in control.dataset) {
        control.disabled = false;
        delete control.dataset.resting;
      }
    }
  };

  const say = (text, kind, loud) => {
    if (notice.textContent === text && Boolean(notice.querySelector("[role]")) === loud) return;
    const told = document.createElement("p");
    told.className = kind;
    if (loud) told.setAttribute("role", "alert");
    told.textContent = text;
    steadily(form, () => notice.replaceChildren(...(text ? [told] : [])));
  };

  // What Python has to say of a change: once it stands, and never what stood there already.
  let heardLast = model.get("state").heard ?? "";
  let saying = "";
  let [toSay, toUnsay] = [null, null];
  const speak = () => {
    const { heard = "", alarm: cry = "" } = model.get("state");
    if (alarm.textContent !== cry) alarm.textContent = cry;
    clearTimeout(toSay);
    if (heard === heardLast) return;
    toSay = setTimeout(() => {
      heardLast = saying = heard;
      showState();
      clearTimeout(toUnsay);
      toUnsay = setTimeout(() => {
        saying = "";
        back = false;
        showState();
      }, UNSAID_AFTER);
    }, SPOKEN_AFTER);
  };

  let resting = false;
  let rested = null; // What had the focus when it was put to rest, which no control at rest can keep.
  let wasLost = false; // And it was said aloud.
  let back = false; // Python was lost, and is here again.

  // How it stands with the Python behind this page: drawn here, since Python cannot say that it is gone.
  const showState = () => {
    const { state, uncounted: waits } = link.look();
    const words = model.get("words") ?? {};
    const lost = state === "lost";
    if (lost && form.contains(document.activeElement)) rested = document.activeElement;
    const controlled = form.querySelector(CONTROLS) !== null;
    const uncounted = has(RANKED) && waits && !lost;
    form.hidden = has(RANKED) && lost;
    form.classList.toggle("uncounted", uncounted);
    if (form.getAttribute("aria-busy") !== String(uncounted)) form.setAttribute("aria-busy", String(uncounted));
    if (lost || resting) rest(lost);
    resting = lost;
    if (!lost && rested) {
      if (document.activeElement === document.body) rested.focus({ preventScroll: true });
      rested = null;
    }
    // Where nothing is ranked, the panel that was used last says it.
    const first = link.speaksFirst((one) => (one.get("classes") ?? []).includes(TELLS));
    const told = has(TELLS) || has(POCKET) || (controlled && first);
    // It may still be at work when it answers again: only then is it back.
    if (lost && told && first) wasLost = true;
    back = state === "ready" && (back || wasLost);
    if (state === "ready") wasLost = false;
    if (lost && told) say(link.ended ? words.ended : words.lost, "lost", first);
    else if (lost && controlled && !has(RANKED)) say(words.resting, "lost", false);
    else if (told && (state === "starting" || state === "busy")) say(words[state], state, false);
    else if (told && uncounted && !has(POCKET)) say(words.waiting, "waiting", false);
    else if (link.failed) say([words.failed, ...(model.get("why") ? [words.why, model.get("why")] : [])].join(" "), "failed", true);
    else if (link.missed) say(words.missed, "failed", true);
    else say("", "", false);
    const working = told && !has(POCKET) && (state === "starting" || state === "busy");
    const heard = lost ? "" : working ? words[state] : [back ? words.back : "", saying].filter(Boolean).join(" ");
    if (aloud.textContent !== heard) aloud.textContent = heard;
  };

  let link = null; // It asks whether anybody is there while it is being made.
  link = connect(model, () => link && showState());
  const send = (name, value) => {
    link.send(name, value, has(ANSWERS) && !LOOKS.test(name));
    showState(); // What was said of the answer before is no longer true.
  };

  const showDependent = () => {
    for (const part of form.querySelectorAll("[data-shown-by]")) {
      const [name, value] = part.dataset.shownBy.split("=");
      part.hidden = value === undefined
        ? !model.get("state")[name]
        : !form.querySelector(`[name="${name}"][value="${value}"]:checked`);
    }
    for (const part of form.querySelectorAll("[data-hidden-by]")) {
      part.hidden = Boolean(model.get("state")[part.dataset.hiddenBy]);
    }
  };

  const setControls = () => {
    showDependent();
    if (link.behind) return; // A newer click is on its way.
    speak();
    const state = model.get("state");
    for (const control of form.querySelectorAll("input[name], select[name], textarea[name]")) {
      if (!(control.name in state)) continue;
      const value = state[control.name];
      if (control.type === "radio") control.checked = control.value === value;
      else if (control.type === "checkbox") control.checked = Boolean(value);
      else if (control !== document.activeElement || control.type === "range"
               || control.nodeName === "SELECT") control.value = value;
    }
    for (const part of form.querySelectorAll("[data-text]")) {
      const text = String(state[part.dataset.text] ?? "");
      if (part.textContent !== text) part.textContent = text;
    }
    showDependent();
  };

  // What a small screen has no room for is folded at first; afterwards it is as she left it.
  let folded = null;
  const foldable = new WeakSet();
  const fold = () => {
    for (const part of form.querySelectorAll("[data-open-where]")) {
      if (foldable.has(part)) continue;
      foldable.add(part);
      part.open = folded === null ? matchMedia(part.dataset.openWhere).matches : !folded;
    }
  };

  // What she has folded open, where her host keeps that. A page of ours does so itself, for all of a lesson: openings.js.
  const known = new WeakSet();
  const openAgain = () => {
    const folds = model.get("folds");
    if (!folds) return;
    for (const [part, key] of foldsOf(form)) {
      if (!known.has(part) && typeof folds[key] === "boolean") part.open = folds[key];
      known.add(part);
    }
  };
  const noteFold = (part) => {
    const folds = model.get("folds");
    if (!folds) return;
    model.set("folds", { ...folds, [foldsOf(form).get(part)]: !part.open }); // It opens once this is over.
    model.save_changes();
  };

  const draw = () => {
    const focused = document.activeElement;
    const hadFocus = form.contains(focused);
    const latest = form.querySelector("[data-latest]")?.dataset.latest;
    const before = startsOf(form);
    const fresh = document.createElement("template");
    fresh.innerHTML = model.get("html");
    morphChildren(form, fresh.content);
    fold();
    openAgain();
    if (hadFocus && !form.contains(focused)) {
      // What was focused has gone, as when a danger sign takes the ranking's place: go on from what came instead.
      headingOf(form, before)?.focus();
    }
    for (const element of form.querySelectorAll(FOCUSABLE)) element.setAttribute(OWN_KEYS, "true");
    setControls();
    showState();
    const log = form.querySelector("[data-latest]");
    // Where she asks from the foot of the page, the answer comes into view; where she asks from the list, it stands there.
    if (log && log.dataset.latest !== latest && document.activeElement?.closest("[data-shows-latest]")) {
      log.querySelector("li:last-of-type > :last-child")?.scrollIntoView({ block: "nearest" });
    }
    const box = form.querySelector("[data-filter]");
    if (box?.value) filter(box); // What is drawn anew knows nothing of what is sought.
  };

  let counted = 0;
  const wasOpen = new WeakMap(); // What she had opened herself, before a search opened everything.

  const filter = (box) => {
    const sought = box.value.trim().toLocaleLowerCase();
    let found = 0;
    for (const item of form.querySelectorAll(".item")) {
      // Women's own words for it are no part of what is shown.
      const told = `${item.textContent} ${item.dataset.words ?? ""}`.toLocaleLowerCase();
      const fits = !sought || told.includes(sought);
      item.classList.toggle("filtered-out", !fits);
      found += fits;
    }
    form.classList.toggle("filtering", Boolean(sought));
    for (const part of form.querySelectorAll("[data-filter-opens]")) {
      if (sought && !wasOpen.has(part)) wasOpen.set(part, part.open);
      part.open = sought ? true : (wasOpen.get(part) ?? part.open);
      if (!sought) wasOpen.delete(part);
    }
    clearTimeout(counted);
    counted = setTimeout(() => {
      const status = form.querySelector("[data-filter-status]");
      const told = sought && status ? status.dataset.filterStatus.replace("#", found) : "";
      if (status && status.textContent !== told) status.textContent = told;
    }, TYPED_WITHIN);
  };

  const forget = (place) => {
    for (const item of place.querySelectorAll(".sought")) item.classList.remove("sought");
  };

  // A copy of one card at the end of the page, and nothing else on paper: the page round a card is
  // built in another way by each server, and what hides it must not depend on that.
  const printCard = (button) => {
    const leave = () => {
      for (const sheet of document.querySelectorAll(".crampkit-sheet")) sheet.remove();
      document.body.classList.remove("crampkit-prints-card");
    };
    leave(); // Some browsers on phones never say that they have printed.
    const sheet = document.createElement("div");
    sheet.className = "crampkit crampkit-sheet";
    sheet.setAttribute("aria-hidden", "true");
    sheet.append(button.closest(".script-card").cloneNode(true));
    document.body.append(sheet);
    fitOnePage(sheet);
    document.body.classList.add("crampkit-prints-card");
    window.addEventListener("afterprint", leave, { once: true });
    window.print();
  };

  const local = {
    print: () => {
      document.body.classList.remove("crampkit-prints-card");
      window.print();
    },
    "print-card": printCard,
    copy: async (button) => {
      const field = form.querySelector(`[name="${button.dataset.target}"]`);
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        document.execCommand("copy"); // Pages that are not https have no clipboard of their own.
      }
      form.querySelector(".message").textContent = button.dataset.done;
    },
    goto: (button) => {
      const place = el.closest(".crampkit-explorer") ?? document;
      const target = button.dataset.target;
      const unanswered = ".safety .item:not(:has(.rest input:checked))";
      const item =
        (target === "safety" && place.querySelector(unanswered)) ||
        place.querySelector(`.checklist [data-question="${target}"], section.${target}, .referral, .ask-now`);
      if (!item) return;
      forget(place);
      item.dispatchEvent(new Event("beforematch", { bubbles: true })); // As when find in page has found it.
      item.classList.add("sought"); // A question beyond the level shown comes into view.
      item.scrollIntoView({ block: item.matches(".item") ? "center" : "start" });
      const control = item.querySelector("input:checked") ?? item.querySelector(CONTROLS);
      (control ?? headingOf(item))?.focus({ preventScroll: true });
    },
  };

  form.addEventListener("change", (event) => {
    const control = event.target;
    if (control.name === "view:level") forget(form); // She has chosen how much to see.
    showDependent();
    if (control.type === "file") {
      const [file] = control.files;
      if (file) file.text().then((text) => send(control.name, text));
      control.value = ""; // The same file may be chosen again.
      return;
    }
    if (control.name && !control.readOnly && control.type !== "search"
        && !control.name.endsWith(":pasted")) send(control.name, valueOf(control));
  });
  // What is typed and not left yet would go with the page. A page of ours keeps it itself: openings.js.
  const leave = () => {
    const field = document.activeElement;
    if (!model.get("folds") || !form.contains(field) || !field.matches(TYPED)) return;
    if (field.value !== (model.get("state")[field.name] ?? "")) field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  addEventListener("pagehide", leave);
  form.addEventListener("toggle", ({ target }) => {
    if (target.dataset.openWhere) folded = !target.open;
  }, true);
  form.addEventListener("keydown", ({ key }) => { if (key === "Escape") closeMeanings(); });
  form.addEventListener("focusin", ({ target }) => closeMeanings(target));
  form.addEventListener("input", (event) => {
    if (event.target.dataset.filter) filter(event.target);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button, [data-action]"); // A drawn place can be tapped, too.
    const term = event.target.closest(".term")?.querySelector(TERM);
    closeMeanings(term);
    const summary = event.target.closest("summary");
    if (summary && !event.defaultPrevented) noteFold(summary.parentElement);
    if (!button) return;
    if (button === term) button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") !== "true"));
    else if (button.dataset.local) local[button.dataset.local](button);
    else if (button.dataset.with) {
      send(button.dataset.action, form.querySelector(`[name="${button.dataset.with}"]`).value);
    } else if (button.dataset.action) send(button.dataset.action, button.dataset.value ?? null);
  });

  const watch = () => {
    const dark = isDark(el);
    for (const part of [form, notice]) part.classList.toggle("dark", dark);
    if (model.get("dark") !== dark) {
      model.set("dark", dark);
      model.save_changes();
    }
  };
  // A theme is switched by an attribute of the body (JupyterLab, the pages) or by the system.
  const observer = new MutationObserver(() => requestAnimationFrame(watch));
  observer.observe(document.body, { attributes: true });
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", watch);

  model.on("change:html", draw);
  model.on("change:state", setControls);
  model.on("change:acknowledged", setControls);
  model.on("change:failed", showState);
  draw();
  requestAnimationFrame(watch);
  if (dir) requestAnimationFrame(() => {
    for (let box = el.closest(".crampkit-box"); box; box = box.parentElement.closest(".crampkit-box")) box.dir = dir;
  });
  // plotly measures its room only when the window is resized: a chart that was made before it stood on the
  // page would keep a width of 700 pixels. The words under a chart always have the width it should have.
  const room = new ResizeObserver(() => {
    if (!form.querySelector(".chart-words")) return;
    // After any change of a figure plotly takes the width of that moment for one that was asked for.
    const plot = el.closest(".crampkit-chart")?.querySelector(".js-plotly-plot");
    plot?.setAttribute("aria-hidden", "true"); // Loose numbers and letters: the words below say what they come to.
    if (plot?.layout) delete plot.layout.width;
    window.dispatchEvent(new Event("resize"));
  });
  room.observe(el);
  return () => {
    clearTimeout(counted);
    observer.disconnect();
    room.disconnect();
    clearTimeout(toSay);
    clearTimeout(toUnsay);
    system.removeEventListener("change", watch);
    model.off("change:html", draw);
    model.off("change:state", setControls);
    model.off("change:acknowledged", setControls);
    model.off("change:failed", showState);
    removeEventListener("pagehide", leave);
    link.stop();
  };
}

export default { render };
