// Python, in a thread of its own. Everything it needs lies beside it; nothing is asked of another host.

import { loadPyodide } from "./pyodide/pyodide.js";
import createPyodideModule from "./pyodide/pyodide.asm.js";
import { lock, sizes } from "./built.js";
import { folder } from "./files.js";
import { came, keepPicture, recall } from "./snapshot.js";
import { openStore } from "./store.js";

let door = null; // Python's own, once it is there.
let store = null; // Where her answers are kept.
let presenting = false; // To a class: nothing of it is anybody's answer.
let wanted = null; // The lesson that is to run: she may go on while Python is still on its way.
const waiting = []; // What she did in it meanwhile.

onmessage = ({ data }) => {
  if (data.start) start(data.start).catch(failed);
  else if (data.lesson) {
    wanted = data.lesson;
    if (door) runLesson();
  } else if (door) receive(data);
  else waiting.push(data);
};

let restored = false; // From a picture of the memory: whatever goes wrong then, the page begins again without.

function failed(error) {
  postMessage({ failed: String(error?.message ?? error).slice(-300), restored });
}

function runLesson() {
  const { turn, cells, known, place, ways, woman } = wanted;
  const shown = JSON.parse(door.run(JSON.stringify(cells), JSON.stringify(known), turn, place, JSON.stringify(ways), woman));
  if (restored && shown.some((one) => one?.kind === "failed")) throw new Error("a cell failed");
  postMessage({ turn, cells: shown });
}

let erasedSince = false; // What waits was done before she erased everything: it is counted, and never written.

function receiveWaiting() {
  const messages = waiting.splice(0);
  const erased = messages.findLastIndex(({ news }) => news?.erase);
  messages.forEach((message, place) => {
    erasedSince = place < erased;
    receive(message);
  });
}

function receive(message) {
  if ("move" in message) move(message.move);
  else if (message.news) {
    door.news(JSON.stringify(message.news));
    // What was on its way into the store when the page emptied it.
    if (message.news.erase) inOrder(() => store.erase());
  } else if (message.table) postMessage({ table: door.table() });
  else if (message.ask) postMessage({ answer: answer(message.ask) });
  else if (message.question) postMessage({ asked: message.question, ...JSON.parse(door.asked(message.question)) });
  else if (message.explain) postMessage({ asked: message.explain, ...JSON.parse(door.explained(message.explain)) });
  else door.receive(JSON.stringify(message));
}

function answer({ number, what, value }) {
  try {
    return { number, text: door.answer(what, value) };
  } catch (error) {
    console.error(error);
    return { number };
  }
}

// What a learner has committed to is told to the page only once it is there: one thing after another, in order.
let outbox = Promise.resolve();
let unsent = 0;

function tell(text) {
  if (!unsent) postMessage(text);
  else inOrder(() => postMessage(text));
}

function inOrder(act) {
  unsent += 1;
  outbox = outbox.then(act).catch((error) => postMessage({ failed: String(error) })).finally(() => { unsent -= 1; });
}

// Her answers go along to where she wants them kept from now on; where that fails, all stays as it is.
function move({ store: name, session }) {
  inOrder(async () => {
    const next = await openStore(name, { session });
    try {
      const lines = await store.lines();
      if (lines.length) await next.append(lines, await store.summary());
      for (const [key, value] of Object.entries(await store.values())) await next.put(key, value);
      await store.erase();
    } catch (error) {
      next.close();
      postMessage({ moved: { problem: error.reason ?? "lost" } });
      return;
    }
    store.close();
    follow(next);
    door.keep_for_session(Boolean(session));
    postMessage({ moved: { problem: "" } });
  });
}

function follow(one) {
  store = one;
  store.onchange((news) => {
    try {
      door.news(JSON.stringify(news));
    } finally {
      if (news.erase) postMessage({ erasedBy: news.by ?? "" });
    }
  });
}

function keep(text) {
  if (erasedSince) return;
  const wish = JSON.parse(text);
  if (presenting && wish.append) return;
  inOrder(async () => {
    try {
      if (wish.erase) await store.erase();
      if (wish.append) await store.append(wish.append, wish.summary && JSON.stringify(wish.summary));
      for (const [key, value] of Object.entries(wish.put ?? {})) await store.put(key, value);
      for (const key of wish.remove ?? []) await store.remove(key);
      postMessage({ kept: wish });
    } catch (error) {
      door.not_kept(text, error.reason ?? "lost");
      if (wish.append) postMessage({ refused: error.reason ?? "lost" });
    }
  });
}

async function fetched(name) {
  const answer = await fetch(new URL(name, folder));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer;
}

// Say how much has come of all that is fetched, by us and by Pyodide. Their sizes are known from the build: what is sent
// packed tells of no length.
function tellProgress() {
  const all = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  const plain = globalThis.fetch;
  let come = 0;
  globalThis.fetch = async (...asked) => {
    const answer = await plain(...asked);
    count(answer.clone().body.getReader());
    return answer;
  };
  async function count(reader) {
    try {
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        come += part.value.length;
        postMessage({ progress: Math.min(come / all, 1) });
      }
    } catch { /* Whoever reads the file itself is told. */ }
  }
}

// A host that does not know what wasm is sends it as "some bytes", which browsers do not compile as they come.
const compile = WebAssembly.instantiateStreaming;
WebAssembly.instantiateStreaming = async (source, imports) => {
  const answer = await source.catch(refuse);
  if (/^application\/wasm\b/.test(answer.headers.get("Content-Type") ?? "")) return compile.call(WebAssembly, answer, imports).catch(refuse);
  return WebAssembly.instantiate(await answer.arrayBuffer(), imports).catch(refuse);
};

// Pyodide waits without end for what it could not compile.
function refuse(error) {
  postMessage({ failed: String(error) });
  throw error;
}

const PRIME = `
import sys
sys.path.insert(0, "/crampkit.zip")
from crampkit.hosts.pages.browser import Door, prime
def make(catalogue, whole):
    global door
    if whole:
        prime()
    door = Door(catalogue)
make
`;

async function start({ store: name, session, version, presenting: toAClass, numbers }) {
  presenting = toAClass;
  // In one file there is no version: a picture of it would lie where every file of this computer reads it.
  const recalled = version ? recall(name, version) : Promise.resolve({ bytes: null, first: false });
  const stored = openStore(name, { session });
  const { bytes, first } = await recalled;
  if (first) tellProgress();
  const packed = fetched("crampkit.zip").then((answer) => answer.arrayBuffer());
  const catalogue = bytes ? null : fetched("catalogue.json").then((answer) => answer.text());
  let python = bytes && (await startPython({ _loadSnapshot: bytes }, packed).catch(() => null));
  restored = Boolean(python);
  if (restored) postMessage({ restored });
  let picture = null;
  if (!python) {
    python = await startPython(first ? { _makeSnapshot: true } : {}, packed);
    const text = (await catalogue) ?? (await (await fetched("catalogue.json")).text());
    python.runPython(PRIME)(text, first);
    // Before anything of hers, and anything of this page's, is in its memory.
    if (first) picture = pictureOf(python);
  }
  const made = python.globals.get("door");
  const opened = await stored;
  const [lines, kept] = [await opened.lines(), await opened.values()];
  const values = { ...kept, ...(numbers && await ofPlace(numbers)) };
  made.open(tell, keep, lines.join("\n"), JSON.stringify(values), Boolean(session));
  door = made;
  follow(opened);
  if (wanted) runLesson();
  receiveWaiting();
  if (restored) {
    restored = false; // It was good.
    came(name, version);
  }
  if (picture) keepPicture(name, version, picture).then((pictured) => postMessage({ pictured }));
}

// What was typed in of the place where somebody teaches, and nothing else of that store.
async function ofPlace({ name, session }) {
  const store = await openStore(name, { session });
  const { local } = await store.values();
  store.close();
  return local === undefined ? {} : { local };
}

async function startPython(options, packed) {
  const python = await loadPyodide({
    createPyodideModule,
    indexURL: new URL("pyodide/", folder).href,
    stdLibURL: new URL("stdlib.zip", folder).href,
    lockFileContents: { info: lock, packages: {} },
    env: { HOME: "/home" },
    ...options,
  });
  // No file is in a picture: what is imported late must be found all the same.
  python.FS.writeFile("/crampkit.zip", new Uint8Array(await packed));
  return python;
}

function pictureOf(python) {
  try {
    return python.makeMemorySnapshot();
  } catch {
    return null; // Something of the page's was in it: the next visit starts as this one did.
  }
}
