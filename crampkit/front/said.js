// The words of a page for its scripts, all written down when it was made.

const lessonData = () => JSON.parse(document.getElementById("lesson-data").textContent);

// A sentence with its gaps filled: `{count}` by `gaps.count`.
export function said(key, gaps = {}) {
  return lessonData().words[key].replace(/\{(\w+)\}/g, (gap, name) => gaps[name] ?? gap);
}

// A sentence told by count, in the form that the page's language has for it; `many` is the usual one.
export function counted(key, count, gaps = {}) {
  const form = `${key}.${new Intl.PluralRules(document.documentElement.lang).select(count)}`;
  return said(form in lessonData().words ? form : `${key}.many`, { ...gaps, count });
}

// A text of a table, whatever language and direction the page has.
export const fromTable = (name, text) => Object.assign(element(name, text), { lang: "en", dir: "auto" });

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
