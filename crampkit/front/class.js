// What is kept of a class: on this device, under a name of its own, for a reload and after a crash. No learner's store is
// touched.

import { name } from "./keeping.js";

const own = (which) => `${name}:${which}`;

export function stored(which) {
  try {
    return JSON.parse(localStorage.getItem(own(which))) ?? {};
  } catch {
    return {}; // Refused, or damaged.
  }
}

// Says whether it is kept: else it holds for this page.
export function store(which, value) {
  try {
    localStorage.setItem(own(which), JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

// What another tab has kept of it since.
export function whenChanged(which, act) {
  addEventListener("storage", ({ key, newValue }) => { if (newValue !== null && key === own(which)) act(); });
}

// Once it was erased in another tab: what this one still holds of it would bring it back.
export function whenErased(which, forget) {
  addEventListener("storage", ({ key, newValue }) => { if (newValue === null && [own(which), null].includes(key)) forget(); });
}
