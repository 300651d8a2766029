// Which parts of a panel are folded open: known again by what they stand in, by their words, and, of several that are
// called alike, by their place.

// Counts in a summary change as questions are asked; the words round them stay.
export const wordsOf = (text) => text.replace(/[\d\s]+/g, " ").trim();

export function foldsOf(form) {
  const counts = new Map();
  return new Map([...form.querySelectorAll("details")].map((part) => {
    const near = part.parentElement.closest("[data-key]")?.dataset.key ?? "";
    const key = `${near}|${wordsOf(part.querySelector(":scope > summary")?.textContent ?? "")}`;
    const number = (counts.get(key) ?? 0) + 1;
    counts.set(key, number);
    return [part, number > 1 ? `${key}|${number}` : key];
  }));
}
