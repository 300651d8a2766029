// The lessons in one file: what lies beside a page elsewhere is inside it here, packed. This runs twice: in the page, and
// as what its worker begins with. From a disk Chromium starts no module as a worker, so it begins with this, which is
// none, and imports the modules.
(() => {
  const { document } = globalThis; // None in the worker.
  const block = (name) => document.querySelector(`script[data-part="${name}"]`);
  const sent = {}; // To the worker, by the page.
  const packed = (name) => sent[name] ?? block(name).text;

  const bytesOf = (text) => Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const unpacked = (name) => new Response(new Blob([bytesOf(packed(name))]).stream().pipeThrough(new DecompressionStream("gzip")));
  const scriptOf = (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));

  // A module by an address that can be imported; those that it imports itself come first.
  const addresses = new Map();
  const addressOf = (name) => {
    if (!addresses.has(name)) addresses.set(name, linked(name));
    return addresses.get(name);
  };
  async function linked(name) {
    let text = await unpacked(name).text();
    for (const [line, other] of text.matchAll(/^import (?:.+? from )?"\.\/([\w./]+)";$/gm)) {
      text = text.replace(line, line.replace(`"./${other}"`, `"${await addressOf(other)}"`));
    }
    return scriptOf(text);
  }

  // ---------------------------------------------------------------- in the worker

  // No file of this name is ever asked for: what would be fetched is at hand.
  const folder = "https://one-file.invalid/";

  function beWorker() {
    const early = [];
    onmessage = ({ data }) => (data.parts ? begin(data.parts) : early.push(data));

    async function begin(parts) {
      Object.assign(sent, parts);
      globalThis.crampkitFile = { folder };
      globalThis.importScripts = () => { throw new TypeError("modules only"); }; // By this Pyodide knows a module's worker.
      globalThis.fetch = async (wanted) => {
        const name = String(wanted.url ?? wanted).replace(folder, "");
        if (!(name in sent)) throw new TypeError(`not in this file: ${name}`);
        const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
        return new Response(unpacked(name).body, { headers: { "Content-Type": type } });
      };
      try {
        await import(await addressOf("worker.js"));
      } catch (error) {
        postMessage({ failed: String(error) });
      }
      early.forEach((data) => onmessage({ data }));
    }
  }

  // ---------------------------------------------------------------- in the page

  const PLACES = ["header.head", "main", "#lesson-data"]; // What of a page is another's in each lesson.

  function bePage({ text: source, dataset: { first } }) {
    if (typeof DecompressionStream !== "function") return say("old");
    const pages = new Map([...document.querySelectorAll("noscript[data-page]")].map((one) => [one.dataset.page, {
      title: one.dataset.title, html: one.textContent,
    }]));
    pages.set(first, {
      title: document.title, html: PLACES.map((place) => document.querySelector(place).outerHTML).join(""),
    });

    function pageOf(name) {
      const page = new DOMParser().parseFromString(`<!DOCTYPE html>${pages.get(name).html}`, "text/html");
      page.title = pages.get(name).title;
      for (const { name: mark, value } of document.documentElement.attributes) page.documentElement.setAttribute(mark, value);
      return page;
    }

    // #lesson or #lesson/heading; the first page where there is neither. Else it is no page of this file.
    function pageAt(address) {
      if (address.href.split("#")[0] !== location.href.split("#")[0]) return null;
      const name = decoded(address.hash.slice(1).split("/")[0]) || first;
      return pages.has(name) ? name : null;
    }

    function startWorker() {
      const worker = new Worker(scriptOf(source));
      isWhole.then(() => {
        const parts = [...document.querySelectorAll("script[data-worker]")];
        worker.postMessage({ parts: Object.fromEntries(parts.map((one) => [one.dataset.part, one.text])) });
        for (const one of parts) if (!("keep" in one.dataset)) one.remove(); // Megabytes that are needed once.
      });
      return worker;
    }

    async function loadPlotly() {
      await isWhole;
      const src = scriptOf(await unpacked("plotly.min.js").text());
      await new Promise((done, failed) => {
        document.head.append(Object.assign(document.createElement("script"), { src, onload: done, onerror: failed }));
      });
    }

    const isWhole = new Promise((done) => { addEventListener("DOMContentLoaded", done); });
    const linkTo = (name, place = "") => `#${name}${place && `/${place}`}`;
    const data = async (name) => { await isWhole; return JSON.parse(await unpacked(name).text()); };
    // The address may name another page: it is put in place before page.js takes over what it finds.
    const asked = pageAt(location) ?? first;
    globalThis.crampkitFile = {
      startWorker, pageAt, shown: asked, linkTo, data, loadPlotly, read: async (name) => pageOf(name),
    };
    if (asked !== first) {
      const page = pageOf(asked);
      document.title = page.title;
      for (const place of PLACES) document.querySelector(place).replaceWith(document.adoptNode(page.querySelector(place)));
      targetOf(location)?.scrollIntoView({ behavior: "instant" });
    }

    // A place on the page, as the lesson that is skipped to: in the address it would stand where the page has its name.
    addEventListener("click", (event) => {
      const link = event.target.closest?.('a[href^="#"]');
      const place = link && pageAt(link) === null && targetOf(link);
      if (!place) return;
      event.preventDefault();
      place.scrollIntoView();
      place.focus();
    });

    addressOf("page.js").then((address) => import(address)).catch(() => say("broken"));
  }

  // As a browser finds it: an id as it stands in the address, or as the address means it.
  const targetOf = ({ hash }) => document.getElementById(hash.slice(1)) ?? document.getElementById(decoded(hash.slice(1)));

  function decoded(part) {
    try {
      return decodeURIComponent(part);
    } catch {
      return part; // Not as addresses are written.
    }
  }

  function say(notice) {
    document.querySelector(`[data-notice="${notice}"]`).hidden = false;
  }

  if (document) bePage(document.currentScript);
  else beWorker();
})();
