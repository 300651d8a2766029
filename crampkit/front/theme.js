// Before anything is painted: light or dark, the size of the letters, calm or moving, as she chose it. And what can
// be said when nothing else runs: this is no module, so it runs from a disk and in an old browser too.
(() => {
  const root = document.documentElement;
  const chosen = {}; // On this page: it also holds where nothing can be kept.
  const kept = (name) => {
    if (name in chosen) return chosen[name];
    try {
      return sessionStorage.getItem(`crampkit:${name}`) ?? localStorage.getItem(`crampkit:${name}`);
    } catch { return null; } // No storage: her system's way.
  };
  const asked = new URLSearchParams(location.search).get("theme"); // As for a projector: it holds until the tab is closed.
  try { if (asked) sessionStorage.setItem("crampkit:theme", asked); } catch { /* It holds for this page. */ }
  // What is shown to a room is larger, and is nobody's own: from the first paint on.
  if (new URLSearchParams(location.search).has("present")) root.dataset.presenting = "";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const theme = ("theme" in chosen ? null : ["dark", "light"].find((one) => one === asked)) ?? kept("theme");
    const dark = theme === "dark" || (theme !== "light" && system.matches);
    root.dataset.theme = dark ? "dark" : "light";
    root.style.colorScheme = dark ? "dark" : "light";
    root.style.setProperty("--letters", { large: 1.25, larger: 1.5 }[kept("size")] ?? 1);
    if (kept("motion") === "calm") root.dataset.motion = "calm";
    else delete root.dataset.motion;
    // Charts ask for the colour of what they stand on when the body says that it has changed.
    if (document.body) document.body.dataset.theme = root.dataset.theme;
  };
  apply();
  system.addEventListener("change", apply);
  addEventListener("storage", ({ key }) => { // Chosen in another tab.
    delete chosen[key?.replace("crampkit:", "")];
    apply();
  });
  // For the whole address and not for one set: her eyes are the same for each.
  globalThis.crampkitReading = {
    kept,
    choose(name, value) {
      chosen[name] = value;
      try {
        sessionStorage.removeItem(`crampkit:${name}`);
        if (value) localStorage.setItem(`crampkit:${name}`, value);
        else localStorage.removeItem(`crampkit:${name}`);
      } catch { /* Then it holds for this page. */ }
      apply();
    },
  };

  const say = (notice) => {
    const place = document.querySelector(`[data-notice="${notice}"]`);
    if (place) place.hidden = false;
  };
  addEventListener("DOMContentLoaded", () => {
    apply();
    if (location.protocol === "file:" && !document.querySelector("[data-single]")) say("file");
    else if (!("noModule" in HTMLScriptElement.prototype)) say("old");
    else if (typeof WebAssembly !== "object") say("wasm");
    else if (typeof Worker !== "function") say("worker");
  });
  // A file that a filter or a broken line kept back, or of which only half came. An error of a file does not rise, so it
  // is caught on its way down.
  addEventListener("error", ({ target }) => {
    const ofFile = target instanceof HTMLScriptElement || (target === globalThis && !document.body?.dataset.drawn);
    if (!ofFile || location.protocol === "file:") return;
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", () => say("blocked"));
    else say("blocked");
  }, true);
})();
