"""What a class can read of a lesson that is presented: sizes, contrast, and nothing that is cut or scrolls.

assert page.evaluate(FAULTS) == []
"""

SETTLED = """() => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => done())));
})"""

FAULTS = """() => {
  const [height, width] = [innerHeight, innerWidth];
  const found = [];
  const channel = (value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = (colour) => 0.2126 * channel(colour[0] / 255) + 0.7152 * channel(colour[1] / 255)
    + 0.0722 * channel(colour[2] / 255);
  const drawing = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const colourOf = (text) => {
    drawing.clearRect(0, 0, 1, 1);
    drawing.fillStyle = text;
    drawing.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = drawing.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = (top, below) => below.map((value, at) => value * (1 - top[3]) + top[at] * top[3]);
  const groundOf = (part) => {
    const layers = [];
    for (let one = part; one; one = one.parentElement) {
      layers.push(colourOf(getComputedStyle(one).backgroundColor));
    }
    return layers.reverse().reduce((ground, layer) => over(layer, ground), [255, 255, 255]);
  };
  const frame = document.querySelector(".wall-view:not([hidden])") ?? document.querySelector("main .steps");
  const seen = frame.getBoundingClientRect();
  const foot = document.querySelector(".wall-foot").getBoundingClientRect();
  if (seen.bottom > foot.top + 1) found.push(`reaches below the foot: ${seen.bottom} of ${foot.top}`);
  const page = document.scrollingElement;
  if (page.scrollWidth > width || page.scrollTop) found.push("the page scrolls");

  const NOT_SHOWN = "script, style, template, noscript, .only-heard, caption, option";
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let read = 0;
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const part = text.parentElement;
    const said = text.data.trim().slice(0, 40);
    const inside = frame.contains(part);
    if (!said || part.closest(NOT_SHOWN) || !(inside || part.closest(".wall-top, .wall-foot"))) continue;
    if (!part.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const lines = [...range.getClientRects()].filter((line) => line.width > 1 && line.height > 1
      && (!inside || (line.bottom > seen.top + 3 && line.top < seen.bottom - 3)));
    // What is below the last item of a screen is covered, where something stands at its foot.
    const step = inside && part.closest(".step");
    const until = step
      ? step.getBoundingClientRect().top + parseFloat(getComputedStyle(step).getPropertyValue("--cover-from"))
      : seen.bottom;
    const atFoot = part.closest(".crampkit-pocket, .case-bar");
    const shown = lines.filter((line) => atFoot || !inside || line.top < until - 3);
    if (!shown.length) continue;
    read += 1;
    for (const line of shown) {
      const below = Math.min(line.bottom, seen.bottom, atFoot ? Infinity : until);
      const visible = below - Math.max(line.top, seen.top);
      if (inside && visible < line.height * 0.8) found.push(`cut: ${said}`);
      if (line.right > width + 1 || line.left < -1) found.push(`beside the screen: ${said}`);
    }
    const style = getComputedStyle(part);
    const drawn = part.ownerSVGElement ? part.getScreenCTM() : null;
    const scale = drawn ? Math.hypot(drawn.b, drawn.d) : part.currentCSSZoom ?? 1;
    const size = parseFloat(style.fontSize) * scale;
    const wanted = height / (part.closest(".stem, .wall-stem") ? 18 : 24);
    if (size < wanted - 0.1) found.push(`small, ${size.toFixed(1)} of ${wanted.toFixed(1)}: ${said}`);
    const ground = groundOf(part);
    const ink = over(colourOf(drawn ? style.fill : style.color), ground);
    const [lighter, darker] = [light(ink), light(ground)].sort((one, other) => other - one);
    const contrast = (lighter + 0.05) / (darker + 0.05);
    if (contrast < 7) found.push(`pale, ${contrast.toFixed(1)}: ${said}`);
  }
  if (!read) found.push("nothing is to be read");
  for (const part of frame.querySelectorAll("*")) {
    const { overflowX, overflowY } = getComputedStyle(part);
    const box = part.getBoundingClientRect();
    const scrolls = (/auto|scroll/.test(overflowX) && part.scrollWidth > part.clientWidth + 1)
      || (/auto|scroll/.test(overflowY) && part.scrollHeight > part.clientHeight + 1);
    if (scrolls && part.checkVisibility() && box.bottom > seen.top && box.top < seen.bottom) {
      found.push(`scrolls: ${part.localName}.${part.className}`);
    }
  }
  return [...new Set(found)];
}"""
