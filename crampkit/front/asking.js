// One question to Python and one answer, as texts: for what is no panel of a lesson.

let post = () => false; // To the worker; says whether there is one.
export const reach = (way) => { post = way; };

const waiting = new Map();
let asked = 0;

export function ask(what, value = "") {
  return new Promise((take, refuse) => {
    asked += 1;
    waiting.set(asked, { take, refuse });
    if (!post({ ask: { number: asked, what, value } })) lost();
  });
}

export function hear({ answer }) {
  if (!answer) return;
  const { take, refuse } = waiting.get(answer.number) ?? {};
  waiting.delete(answer.number);
  if (typeof answer.text === "string") take?.(answer.text);
  else refuse?.(new Error("Python has no answer"));
}

// Nobody is there any more who could answer.
export function lost() {
  for (const { refuse } of waiting.values()) refuse(new Error("there is no Python"));
  waiting.clear();
}
