// What tools/bench.py measures inside a page of the lessons. It is there before the page is, and clicks as a reader
// would: as soon as there is something to click.

globalThis.bench = (() => {
  const FIRST = "mainly_night";
  const EVERYTHING = { childList: true, subtree: true, characterData: true, attributes: true };

  // Resolves to the value of `look` once that is one; asked after each change of the page.
  const seen = (look) => new Promise((done) => {
    const now = look();
    if (now) return done(now);
    const observer = new MutationObserver(() => {
      const found = look();
      if (!found) return;
      observer.disconnect();
      done(found);
    });
    observer.observe(document, EVERYTHING);
  });

  const frame = () => new Promise(requestAnimationFrame);
  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  // When what is on the page now is on the screen: a message sent in a frame comes after it was painted.
  const painted = () => new Promise((done) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now());
      port2.postMessage(null);
    });
  });

  const drawn = (turn) => seen(() => document.body?.dataset.drawn === String(turn));
  const ranking = () => document.querySelector(".crampkit-explorer section.ranking");

  // Answer a finding of the explorer otherwise; when that was begun, and when the new ranking was on the screen,
  // not covered any more.
  async function toggle(finding) {
    const [yes, no] = document.querySelectorAll(`.crampkit-explorer input[name="finding:${finding}"]`);
    const before = ranking().innerHTML;
    const began = performance.now();
    (yes.checked ? no : yes).click();
    await seen(() => ranking().innerHTML !== before && !ranking().closest("form").classList.contains("uncounted"));
    return { began, ended: await painted() };
  }

  return {
    story: seen(() => document.querySelector("blockquote.story")).then(painted),

    // Milliseconds since the way to this page began, as of the first thing she does on it.
    first: drawn(1).then(() => ranking() && toggle(FIRST)).then((toggled) => toggled?.ended),

    async toggles(findings, count, pause) {
      const taken = [];
      for (let index = 0; index < count; index += 1) {
        const { began, ended } = await toggle(findings[index % findings.length]);
        taken.push(ended - began);
        await wait(pause);
      }
      return taken;
    },

    // Follow a link to another lesson, as one in the text does.
    goTo(href) {
      const link = Object.assign(document.createElement("a"), { href });
      document.querySelector("main").append(link);
      link.click();
    },

    // To the explorer by a swap, until its first control has answered.
    async swapTo(href, turn) {
      const began = performance.now();
      this.goTo(href);
      await drawn(turn);
      return (await toggle(FIRST)).ended - began;
    },

    // How long a frame lasts here.
    async frames(count) {
      const at = [];
      for (let index = 0; index <= count; index += 1) at.push(await frame());
      return at.slice(1).map((time, index) => time - at[index]);
    },

    // A loop that asks the processor alone.
    spins(count) {
      const taken = [];
      for (let round = 0; round <= count; round += 1) {
        const began = performance.now();
        let sum = round;
        for (let step = 0; step < 2e7; step += 1) sum = (Math.imul(sum, 31) + step) | 0;
        taken.push(performance.now() - began + (sum === 0.5));
      }
      return taken.slice(1); // In the first round it is still being compiled.
    },
  };
})();
