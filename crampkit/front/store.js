// Her answers in the browser's own storage: journal, desk, and a summary for the start page. The worker writes; the page
// reads the summary and erases. Nothing here needs a secure context: what a browser grants beyond is asked for.
//
// A store's `problem`, and the `reason` of an Error: "refused" (storage is off, or private), "full", "blocked" (another
// tab holds an older form of it), "lost" (the browser closed it). Python has the words.

const FORM = 1; // Of the database; a later one is brought here by `onupgradeneeded`.
const PATIENCE = 10000; // Milliseconds: some browsers never answer when storage is asked for.
const MEANS_TO_STAY = 3; // So many answers, and the browser is asked not to clear them by itself.
const [JOURNAL, DESK, FACTS] = ["journal", "desk", "facts"];
const ALL = [JOURNAL, DESK, FACTS];

// The store of a set. `name` holds the set's id and its path, so no other set of this host is ever touched. Never fails:
// where nothing can be kept it works in memory, and each writing says why. `session` keeps nothing once the tab is
// closed: true in a page; in a worker, which has no such storage, the port that the page `lend`s.
export async function openStore(name, { session = false } = {}) {
  if (session) return new SmallStore(session === true ? ofTab(name) : borrowed(session));
  const store = new Store(name);
  await store.connect().catch(() => {});
  return store;
}

// What she chose: "keep" or "session"; null before she was asked, and to ask her again. In the page alone.
export function choice(name) {
  return attempt(() => sessionStorage.getItem(`${name}:choice`)) ?? attempt(() => localStorage.getItem(`${name}:choice`)) ?? chosen.get(name) ?? null;
}

export function choose(name, value) {
  chosen.set(name, value);
  for (const [kind, area] of [["session", () => sessionStorage], ["keep", () => localStorage]]) {
    attempt(() => (value === kind ? area().setItem(`${name}:choice`, value) : area().removeItem(`${name}:choice`)));
  }
}

// Whatever else the pages of a set keep in the browser by keys of their own, such as the votes of a class.
export function eraseKeys(name) {
  for (const area of [() => sessionStorage, () => localStorage]) {
    attempt(() => Object.keys(area()).filter((key) => key.startsWith(`${name}:`)).forEach((key) => area().removeItem(key)));
  }
}

const chosen = new Map(); // For a browser that keeps nothing.

function attempt(act) {
  try {
    return act();
  } catch {
    return null; // Refused.
  }
}

function failure(reason, cause) {
  return Object.assign(new Error(`not kept: ${reason}`, { cause }), { reason });
}

// ---------------------------------------------------------------- kept

class Store {
  constructor(name) {
    this.name = name;
    this.problem = "";
    this.database = null;
    this.opening = null;
    this.waits = ""; // Why the database was given up for late, while it is not there.
    this.instead = new SmallStore(inMemory()); // While there is no database.
    this.callbacks = [];
    this.channel = attempt(() => new BroadcastChannel(name));
    if (this.channel) this.channel.onmessage = ({ data }) => this.told(data);
  }

  // The lines of the journal in the order in which they were written.
  async lines() {
    const rows = await this.reading((database) => answered(database.transaction(JOURNAL).objectStore(JOURNAL).getAll()));
    const kept = (rows ?? []).map((row) => row?.line).filter(isText);
    return [...new Set([...kept, ...(await this.instead.lines())])];
  }

  async values() {
    const kept = await this.reading(async (database) => {
      const desk = database.transaction(DESK).objectStore(DESK);
      const [keys, kept] = await Promise.all([answered(desk.getAllKeys()), answered(desk.getAll())]);
      return texts(Object.fromEntries(keys.map((key, place) => [key, kept[place]])));
    });
    return { ...kept, ...(await this.instead.values()) };
  }

  async summary() {
    const kept = await this.reading((database) => answered(database.transaction(FACTS).objectStore(FACTS).get("summary")));
    return (await this.instead.summary()) ?? (isText(kept) ? kept : null);
  }

  // Resolves once the lines are there and no crash can undo it. One that is there already is not written twice.
  async append(lines, summary = null) {
    const count = await this.writing([JOURNAL, FACTS], (transaction) => {
      lines.forEach((line) => add(transaction, line));
      if (summary !== null) transaction.objectStore(FACTS).put(summary, "summary");
      return transaction.objectStore(JOURNAL).count();
    }, (instead) => instead.append(lines, summary));
    this.tell({ lines, count });
    askForRoom(count);
  }

  async writeSummary(text) {
    await this.writing([FACTS], (transaction) => transaction.objectStore(FACTS).put(text, "summary"), (instead) => instead.writeSummary(text));
  }

  async put(key, text) {
    await this.writing([DESK], (transaction) => transaction.objectStore(DESK).put(text, key), (instead) => instead.put(key, text));
    this.tell({ values: { [key]: text } });
  }

  async remove(key) {
    await this.writing([DESK], (transaction) => transaction.objectStore(DESK).delete(key), (instead) => instead.remove(key));
    this.tell({ values: { [key]: null } });
  }

  // Everything of this set. Not the database itself: another tab that has it open would block that. `by` says who did it.
  async erase(by) {
    await this.instead.erase();
    try {
      await this.writing(ALL, (transaction) => ALL.forEach((kind) => transaction.objectStore(kind).clear()));
    } catch (error) {
      if (error.reason !== "refused") throw error; // What was never granted holds nothing.
    }
    this.tell(erasedBy(by));
  }

  // Be told what others do: `{ lines, count }`, `{ values }` (null for one that is gone) or `{ erase: true, by }`.
  onchange(callback) {
    this.callbacks.push(callback);
  }

  close() {
    this.channel?.close();
    this.channel = null;
    this.database?.close();
    this.database = null;
  }

  tell(news) {
    this.channel?.postMessage(news);
  }

  async told(news) {
    if (news.erase) await this.instead.erase();
    if (news.count) askForRoom(news.count);
    this.callbacks.forEach((callback) => callback(news));
  }

  // The database; made, or opened again, where there is none.
  async connect() {
    if (this.database) return this.database;
    if (this.waits) throw failure(this.waits); // Asked for once more it would wait behind the first time.
    this.opening ??= opened(this.name, (database) => this.come(database))
      .then((database) => this.use(database))
      .catch((error) => {
        this.problem = error.reason ?? reasonOf(error);
        if (error.waits) this.waits = this.problem;
        throw failure(this.problem, error);
      })
      .finally(() => { this.opening = null; });
    return this.opening;
  }

  // With what was held in memory meanwhile.
  async use(database) {
    database.onversionchange = () => database.close(); // A page of a later form wants it.
    await brought(database, this.instead).catch((error) => {
      database.close();
      throw error;
    });
    database.onclose = () => { this.database = null; };
    this.database = database;
    this.problem = "";
    return database;
  }

  // What was given up for late has come, or will never come.
  come(database) {
    this.waits = "";
    if (database) this.use(database).catch(() => {});
  }

  async reading(act) {
    try {
      return await this.twice(act);
    } catch (error) {
      this.problem = error.reason ?? "lost";
      return null;
    }
  }

  async writing(kinds, act, otherwise = () => {}) {
    try {
      const result = await this.twice((database) => written(database, kinds, act));
      this.problem = "";
      return result;
    } catch (error) {
      if (!this.database) await otherwise(this.instead);
      this.problem = error.reason ?? reasonOf(error);
      throw failure(this.problem, error);
    }
  }

  // A database that was closed behind our back is opened once more.
  async twice(act) {
    try {
      return await act(await this.connect());
    } catch (error) {
      if (error.name !== "InvalidStateError") throw error;
      this.database = null;
      // Whoever cleared it may not be through with it yet.
      return act(await this.connect().catch(() => soon().then(() => this.connect())));
    }
  }
}

const erasedBy = (by) => ({ erase: true, ...(by && { by }) });

const soon = () => new Promise((done) => { setTimeout(done, 300); }); // Milliseconds

function opened(name, come) {
  return new Promise((resolve, reject) => {
    let waits = false;
    const giveUp = (reason) => {
      waits = true;
      reject(Object.assign(failure(reason), { waits }));
    };
    const timer = setTimeout(giveUp, PATIENCE, "lost");
    const request = indexedDB.open(name, FORM);
    request.onupgradeneeded = () => {
      // Numbered as they come: by its own number no tab can know what another writes.
      request.result.createObjectStore(JOURNAL, { autoIncrement: true }).createIndex("id", "id", { unique: true });
      request.result.createObjectStore(DESK);
      request.result.createObjectStore(FACTS);
    };
    request.onblocked = () => giveUp("blocked");
    request.onsuccess = () => {
      clearTimeout(timer);
      if (waits) come(request.result);
      else resolve(request.result);
    };
    request.onerror = () => {
      clearTimeout(timer);
      if (waits) come(null);
      else reject(failure({ QuotaExceededError: "full", VersionError: "lost" }[request.error.name] ?? "refused", request.error));
    };
  }).catch((error) => {
    throw error.reason ? error : failure("refused", error); // There is no `indexedDB`, or it may not be touched.
  });
}

const reasonOf = (error) => (error.name === "QuotaExceededError" ? "full" : "lost");

function written(database, kinds, act) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(kinds, "readwrite", { durability: "strict" });
    const request = act(transaction);
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = () => reject(transaction.error ?? failure("lost"));
  });
}

function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// An entry is one and the same in every tab and at every try, by its own id; a line that is no entry, by itself.
function add(transaction, line) {
  const id = attempt(() => JSON.parse(line).id);
  const request = transaction.objectStore(JOURNAL).add({ id: typeof id === "string" ? id : line, line });
  request.onerror = (event) => {
    if (request.error.name !== "ConstraintError") return;
    event.preventDefault(); // It is there already: no reason to give up the others.
    event.stopPropagation();
  };
}

async function brought(database, instead) {
  const [lines, values, summary] = [await instead.lines(), await instead.values(), await instead.summary()];
  if (!lines.length && !Object.keys(values).length && summary === null) return;
  await written(database, ALL, (transaction) => {
    lines.forEach((line) => add(transaction, line));
    Object.entries(values).forEach(([key, text]) => transaction.objectStore(DESK).put(text, key));
    if (summary !== null) transaction.objectStore(FACTS).put(summary, "summary");
  });
  await instead.erase();
}

let asked = false;

function askForRoom(count) {
  if (asked || count < MEANS_TO_STAY) return;
  asked = true;
  attempt(() => navigator.storage.persist().catch(() => {})); // On https, and in a page, not in its worker.
}

// ---------------------------------------------------------------- not kept

// The same in one text: in memory, or in the storage of a tab, which is gone with it.
class SmallStore {
  constructor(box) {
    this.box = box;
    this.problem = "";
    this.callbacks = [];
    this.last = Promise.resolve();
    this.hear = (news) => this.callbacks.forEach((callback) => callback(news));
    box.listeners.add(this.hear);
  }

  async lines() {
    return (await this.read()).lines;
  }

  async values() {
    return (await this.read()).values;
  }

  async summary() {
    return (await this.read()).summary;
  }

  append(lines, summary = null) {
    return this.change((held) => {
      held.lines = [...new Set([...held.lines, ...lines])];
      held.summary = summary ?? held.summary;
      return { lines, count: held.lines.length };
    });
  }

  writeSummary(text) {
    return this.change((held) => { held.summary = text; });
  }

  put(key, text) {
    return this.change((held) => { held.values[key] = text; return { values: { [key]: text } }; });
  }

  remove(key) {
    return this.change((held) => { delete held.values[key]; return { values: { [key]: null } }; });
  }

  erase(by) {
    return this.inTurn(() => this.box.write(null, erasedBy(by), this.hear));
  }

  onchange(callback) {
    this.callbacks.push(callback);
  }

  close() {
    this.box.listeners.delete(this.hear);
  }

  async read() {
    return heldIn(await this.box.read());
  }

  change(act) {
    return this.inTurn(async () => {
      let stale = true; // When the page has written while its worker was thinking.
      while (stale) {
        const text = await this.box.read();
        const held = heldIn(text);
        const news = act(held);
        stale = await this.box.write(JSON.stringify(held), news, this.hear, text);
      }
    });
  }

  inTurn(act) {
    const done = this.last.then(act);
    this.last = done.then(() => { this.problem = ""; }, (error) => { this.problem = error.reason ?? "lost"; });
    return done;
  }
}

// As it is written down: whatever else a text holds is let go, or no answer could be put beside it.
function heldIn(text) {
  const held = text ? attempt(() => JSON.parse(text)) : null;
  return {
    lines: Array.isArray(held?.lines) ? held.lines.filter(isText) : [],
    values: texts(held?.values),
    summary: isText(held?.summary) ? held.summary : null,
  };
}

const isText = (value) => typeof value === "string";
const texts = (values) => Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => isText(value)));

function inMemory() {
  let held = null;
  return { listeners: new Set(), read: () => held, write: (text) => { held = text; } };
}

const tabs = new Map(); // One box for a page's own store and the one of its worker.

function ofTab(name) {
  if (tabs.has(name)) return tabs.get(name);
  const key = `${name}:session`;
  const listeners = new Set();
  let held = null; // Where even the storage of the tab is refused.
  const box = {
    listeners,
    read: () => attempt(() => sessionStorage.getItem(key)) ?? held,
    write: (text, news, mine) => {
      try {
        if (text === null) sessionStorage.removeItem(key);
        else sessionStorage.setItem(key, text);
      } catch (error) {
        if (error.name === "QuotaExceededError") throw failure("full", error); // What was there before still is.
        held = text;
        if (text !== null) throw failure("refused", error); // What was never granted holds nothing.
      }
      for (const listener of listeners) if (news && listener !== mine) listener(news);
    },
  };
  tabs.set(name, box);
  return box;
}

// A port through which a worker reaches the storage of this page's tab: `openStore(name, { session: port })` there.
export function lend(name) {
  const { port1: here, port2: there } = new MessageChannel();
  const box = ofTab(name);
  const tell = (news) => here.postMessage({ news });
  box.listeners.add(tell);
  here.onmessage = ({ data: { number, write, text, news, before } }) => {
    try {
      const stale = before !== undefined && before !== box.read();
      if (write && !stale) box.write(text, news, tell);
      here.postMessage({ number, text: write ? stale : box.read() });
    } catch (error) {
      here.postMessage({ number, reason: error.reason });
    }
  };
  return there;
}

function borrowed(port) {
  const listeners = new Set();
  const waiting = new Map();
  let number = 0;
  port.onmessage = ({ data }) => {
    if (data.news) listeners.forEach((listener) => listener(data.news));
    else waiting.get(data.number)(data);
  };
  const ask = (question) => new Promise((resolve, reject) => {
    number += 1;
    waiting.set(number, ({ number: answered, text, reason }) => {
      waiting.delete(answered);
      if (reason) reject(failure(reason));
      else resolve(text);
    });
    port.postMessage({ number, ...question });
  });
  return { listeners, read: () => ask({}), write: (text, news, _, before) => ask({ write: true, text, news, before }) };
}
