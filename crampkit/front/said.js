// The words of a page for its scripts, all written down when it was made.

const lessonData = () => JSON.parse(document.getElementById("lesson-data").textContent);

// A sentence with its gaps filled: `{count}` by `gaps.count`.
export function said(key, gaps = {}) {
  return lessonData().words[key].replace(/\{(\w+)\}/g, (gap, name) => gaps[name] ?? gap);
}

export const counted = (key, count) => said(`${key}.${count === 1 ? "one" : "many"}`, { count });

// Text that came from a table stays text.
export function element(name, text = "", ...children) {
  const made = Object.assign(document.createElement(name), { textContent: text });
  made.append(...children);
  return made;
}

// Pages that are not https have no clipboard of their own.
export async function copy(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy");
  }
}
