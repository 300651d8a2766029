"""What is wrong with a screen as it stands: what is cut, what lies on something else, what nobody reaches.

assert page.evaluate(FAULTS) == []
"""

MOST_TAKEN = 0.45
"""Of the height of a screen, by all that stays at its foot."""

FAULTS = """(mostTaken) => {
  const step = document.querySelector("main .step:not([hidden])");
  const named = (one) => `${one.localName}.${one.className} ${one.textContent.trim().slice(0, 40)}`;
  const box = (one) => one.getBoundingClientRect();
  const found = [];
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) found.push(`the page scrolls sideways by ${wide}`);

  const all = [...step.querySelectorAll("*")].filter((one) => one instanceof HTMLElement
    && one.checkVisibility({ visibilityProperty: true }) && !one.closest(".only-heard, .js-plotly-plot"));
  const hasText = (one) => one.innerText.trim().length > 0;

  for (const one of all) {
    const { overflowX, textOverflow } = getComputedStyle(one);
    const cuts = ["hidden", "clip"].includes(overflowX) || textOverflow === "ellipsis";
    const over = one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1;
    if (cuts && over && hasText(one)) found.push(`cut: ${named(one)}`);
  }

  const inFlow = (one) => {
    const { display, position } = getComputedStyle(one);
    return ["static", "relative"].includes(position) && !/^(inline|contents|none)$/.test(display);
  };
  const lies = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2
    && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 2;
  const inside = new Map();
  for (const one of all) {
    if (!inFlow(one) || !hasText(one)) continue;
    const siblings = inside.get(one.parentElement) ?? [];
    for (const other of siblings.slice(-3)) {
      if (lies(box(one), box(other))) found.push(`${named(other)} lies on ${named(one)}`);
    }
    inside.set(one.parentElement, [...siblings, one]);
  }

  // What stays at the foot, wherever the step is scrolled to: none on another, and with room left to read in.
  const height = box(step).height;
  for (const part of [0, 0.3, 0.6, 1]) {
    scrollTo({ top: box(step).top + scrollY + part * height - part * innerHeight, behavior: "instant" });
    const feet = [...document.querySelectorAll("main :is(.dock, .crampkit-pocket, .case-bar)")]
      .filter((one) => one.checkVisibility() && ["sticky", "fixed"].includes(getComputedStyle(one).position)
        && box(one).height && box(one).top < innerHeight && box(one).bottom > 0);
    feet.forEach((one, place) => feet.slice(place + 1).forEach((other) => {
      if (!lies(box(one), box(other))) return;
      found.push(`at ${part}: ${named(one)} and ${named(other)} lie on each other`);
    }));
    const taken = Math.round(
      feet.reduce((sum, one) => sum + Math.min(box(one).bottom, innerHeight) - box(one).top, 0));
    if (taken > mostTaken * innerHeight) found.push(`at ${part}: ${taken} of ${innerHeight} are taken`);
  }
  return found;
}"""

HIDDEN_FOCUS = """(most) => {
  const step = document.querySelector("main .step:not([hidden])");
  const stops = [...step.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.tabIndex >= 0
      && one.getClientRects().length).slice(0, most);
  const hidden = [];
  for (const one of stops) {
    one.focus();
    // What is laid over the whole of its part is as large as that part.
    const seen = one.closest(".choice") ?? one;
    const [box] = seen.getClientRects();
    const [left, top] = [Math.max(box.left, 0), Math.max(box.top, 0)];
    const [right, bottom] = [Math.min(box.right, innerWidth), Math.min(box.bottom, innerHeight)];
    const shows = [0.5, 0.1, 0.9].some((x) => [0.5, 0.1, 0.9].some((y) => {
      const there = document.elementFromPoint(left + x * (right - left), top + y * (bottom - top));
      return there && (seen.contains(there) || there.contains(seen));
    }));
    if (!shows) hidden.push(`hidden with the focus: ${one.outerHTML.slice(0, 120)}`);
  }
  scrollTo({ top: 0, behavior: "instant" });
  return hidden;
}"""
