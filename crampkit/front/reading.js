// Size of the text, colours and movement as she likes them. theme.js applies them before anything is painted.

const { kept, choose } = globalThis.crampkitReading;
const part = document.querySelector(".page-tools .reading");
const [form] = part.getElementsByTagName("form");

function show() {
  for (const group of form.querySelectorAll("fieldset")) {
    const controls = [...group.querySelectorAll("input")];
    const value = kept(controls[0].name);
    (controls.find((one) => one.value === value) ?? controls[0]).checked = true;
  }
}

form.addEventListener("change", ({ target }) => {
  const usual = target === form.elements[target.name][0];
  choose(target.name, usual ? null : target.value);
  dispatchEvent(new Event("resize")); // Whatever measures its room does so anew.
});
addEventListener("storage", show);
document.addEventListener("crampkit:erased", () => {
  for (const group of form.querySelectorAll("fieldset")) choose(group.querySelector("input").name, null);
  show();
});

show();
part.hidden = false;
