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

export function store(which, value) {
  try {
    localStorage.setItem(own(which), JSON.stringify(value));
  } catch { /* Then it holds for this page. */ }
}
