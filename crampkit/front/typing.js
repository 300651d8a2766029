// What is typed into must not lie under what sticks at the foot. By touch a field gets the focus where it stands, and then a
// keyboard takes half of the screen.

const TYPED = "main textarea, main input:is([type=text], [type=search], :not([type]))";
const KEYBOARD = 150; // CSS pixels at least: the bars of a browser, which come and go as she scrolls, are lower.

const bringUp = (field) => { if (field?.matches?.(TYPED)) field.scrollIntoView({ block: "nearest", behavior: "instant" }); };

document.addEventListener("focusin", ({ target }) => bringUp(target));

const seen = globalThis.visualViewport ?? { height: innerHeight, addEventListener() {} };
let { height } = seen;
seen.addEventListener("resize", () => {
  if (seen.height < height - KEYBOARD) bringUp(document.activeElement);
  height = seen.height;
});
