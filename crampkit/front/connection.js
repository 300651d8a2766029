// What a page knows about the Python behind it. Every message is numbered and stays open until it is acknowledged;
// one that stays open says that Python starts, works, or is lost, and each panel of the page is told.

const TICK = 250; // Milliseconds, as all below.
const COVERED_AFTER = 150; // Most answers come sooner, and nothing flickers.
const BUSY_AFTER = 1000;
const LOST_AFTER = 5000; // of silence while the host says that it is at rest
const LOST_THOUGH_BUSY = 30000;
const ASK_EVERY = 30000;
const SLEPT = 2000; // A tick that comes so late has slept: a phone was in a pocket, a lid was closed.

const RESTARTS = ["restarting", "autorestarting", "dead", "terminating"];

// How a Jupyter kernel says that it is: lost, starting, busy or ready. Other hosts bring a `health` of their own, and
// may be loading, too: then their Python is still on its way.
function kernelHealth(manager) {
  const { kernel } = manager;
  if (!kernel) return "lost";
  if (kernel.connectionStatus === "disconnected" || ["dead", "terminating"].includes(kernel.status)) return "lost";
  if (kernel.connectionStatus === "connecting") return "ready"; // Nobody can say so: silence will tell.
  if (kernel.status === "busy") return "busy";
  return kernel.status === "idle" ? "ready" : "starting";
}

const panelOf = (model) => model.get("key");

class Connection {
  constructor(model) {
    const manager = model.widget_manager;
    this.health = model.health ?? (() => kernelHealth(manager));
    this.page = Array.from(crypto.getRandomValues(new Uint32Array(2)), (part) => part.toString(36)).join("");
    this.number = 0;
    this.open = new Map(); // By number: which panel sent it, whether it is an answer, whether it only asks.
    this.views = new Map(); // By what is told of changes: the panel that it draws.
    this.seen = new Set(); // The keys of panels: each view of one panel has a model object of its own.
    this.missed = new Set(); // Those whose last answer did not arrive.
    this.gone = new Set(); // Those of a Python that has ended: only running the lesson again brings them back.
    this.started = false;
    this.lost = false;
    this.silent = 0; // Visible time without an answer while something is open: with the host at rest,
    this.waited = 0; // and in all.
    this.asked = 0; // Visible time since anybody was last asked whether he is there.
    this.last = performance.now();
    setInterval(() => this.tick(), TICK);
    const wake = () => document.visibilityState === "visible" && this.ask();
    document.addEventListener("visibilitychange", wake);
    globalThis.addEventListener("online", wake);
    globalThis.addEventListener("pageshow", wake);
    const session = manager?.context?.sessionContext ?? manager?.kernel;
    const ended = () => this.end();
    session?.statusChanged?.connect((_, status) => RESTARTS.includes(status) && ended());
    session?.connectionStatusChanged?.connect(() => this.ask()); // A closed socket is no answer yet: silence will tell.
    session?.kernelChanged?.connect((_, { oldValue }) => oldValue && ended());
  }

  add(model, tell) {
    this.views.set(tell, model);
    if (!this.seen.has(panelOf(model))) {
      this.seen.add(panelOf(model)); // Only a living Python makes a new panel.
      this.lost = false;
      this.silent = this.waited = 0;
      if (!this.started || this.open.size === 0) this.ask(model);
    }
  }

  remove(tell) {
    const key = panelOf(this.views.get(tell));
    this.views.delete(tell);
    if ([...this.views.values()].some((model) => panelOf(model) === key)) return;
    for (const [number, message] of this.open) if (message.key === key) this.open.delete(number);
  }

  send(model, content, answers) {
    if (this.open.size === 0) this.silent = this.waited = 0;
    const number = (this.number += 1);
    const asks = content.name === undefined;
    this.open.set(number, { key: panelOf(model), answers, asks, waited: 0, sent: performance.now() });
    model.send({ ...content, page: this.page, number });
    if (!asks) {
      this.missed.delete(panelOf(model));
      this.speaker = panelOf(model);
      setTimeout(() => this.tellChanges(), COVERED_AFTER);
    }
    return number;
  }

  // Is anybody there? One question at a time, except of a Python that is lost: that one may have died with it.
  ask(model = [...this.views.values()].find((one) => !this.gone.has(panelOf(one)))) {
    this.asked = 0;
    const asking = [...this.open].find(([, message]) => message.asks);
    if (!model || (asking && !this.lost)) return;
    if (asking) this.open.delete(asking[0]);
    this.send(model, {}, false);
  }

  heard(model) {
    const number = model.get("acknowledged")?.[this.page] ?? 0;
    const dealtWith = [...this.open].filter(([n]) => n <= number);
    if (dealtWith.length === 0) return;
    for (const [n, { key, asks }] of dealtWith) {
      this.open.delete(n);
      // Python deals with one after another: what is passed by was lost on its way, as on a line that was cut.
      if (n < number && !asks) this.missed.add(key);
    }
    this.gone.delete(panelOf(model));
    this.started = true;
    this.lost = false;
    this.silent = this.waited = 0;
    this.tellChanges();
  }

  // Python has ended or begun anew: none of the panels on the page has anybody behind it.
  end() {
    for (const model of this.views.values()) this.gone.add(panelOf(model));
    this.missed.clear();
    this.open.clear();
    this.started = false;
    this.tellChanges();
  }

  tick() {
    const now = performance.now();
    const late = now - this.last;
    this.last = now;
    if (document.visibilityState !== "visible" || this.views.size === 0) return;
    const passed = Math.min(late, 2 * TICK);
    const health = this.health();
    this.asked += passed;
    if (this.open.size) {
      if (health !== "loading") this.waited += passed; // A slow line is no lost one.
      if (health === "ready") this.silent += passed;
      for (const message of this.open.values()) message.waited += passed;
    }
    if (health === "lost" || this.silent > LOST_AFTER || this.waited > LOST_THOUGH_BUSY) this.lost = true;
    if (late > SLEPT || this.asked > (this.lost ? LOST_AFTER : ASK_EVERY)) this.ask();
    this.tellChanges();
  }

  // lost, starting, busy or ready: what a learner must know of one panel.
  stateOf(model) {
    return this.gone.has(panelOf(model)) ? "lost" : this.state;
  }

  // The same of every panel that has anybody behind it.
  get state() {
    if (this.lost) return "lost";
    const open = [...this.open.values()];
    const slow = (messages) => messages.some((message) => message.waited > BUSY_AFTER);
    const own = open.filter((message) => !message.asks);
    if (!this.started || ["starting", "loading"].includes(this.health())) return slow(open) || this.late(own) ? "starting" : "ready";
    return slow(own) ? "busy" : "ready";
  }

  // An answer is on its way, so that nothing on the page may look as if it were counted.
  get uncounted() {
    return this.late([...this.open.values()].filter((message) => message.answers));
  }

  late(messages) {
    return messages.some((message) => performance.now() - message.sent >= COVERED_AFTER);
  }

  // Panels are told when there is something new to tell: at an ordinary click there is not.
  tellChanges() {
    const { state, uncounted, speaker } = this;
    const now = [state, uncounted, this.gone.size, [...this.missed], state === "ready" ? "" : speaker].join();
    if (now === this.told) return;
    this.told = now;
    for (const tell of [...this.views.keys()]) tell();
  }
}

// One connection for each Python of this page: several lessons may stand open in one JupyterLab, and each panel may
// have loaded this script for itself.
const connections = (globalThis[Symbol.for("crampkit.connections")] ??= new WeakMap());

export function connect(model, tell) {
  const key = model.widget_manager ?? model.host ?? model;
  if (!connections.has(key)) connections.set(key, new Connection(model));
  const connection = connections.get(key);
  let sent = 0;
  const heard = () => connection.heard(model);
  model.on("change:acknowledged", heard);
  connection.add(model, tell);
  return {
    send: (name, value, answers) => { sent = connection.send(model, { name, value }, answers); },
    // Whether a newer click of this page is on its way, so that an older state must not undo it.
    get behind() { return connection.open.has(sent); },
    get failed() { return sent > 0 && model.get("failed")?.[connection.page] === sent; },
    get missed() { return connection.missed.has(panelOf(model)); },
    // Whether its Python has ended, so that waiting is in vain.
    get ended() { return connection.gone.has(panelOf(model)); },
    // How it stands now. A panel that is drawn may be the first to see a change: all others are told of it then, or they
    // would not be when it is over.
    look() {
      connection.tellChanges();
      return { state: connection.stateOf(model), uncounted: connection.uncounted };
    },
    // Whether this panel is the one to say it aloud: others say it in silence.
    speaksFirst(among) {
      const [first] = connection.views.values();
      const speaker = [...connection.views.values()].find(among);
      return panelOf(model) === (speaker ? panelOf(speaker) : connection.speaker ?? panelOf(first));
    },
    stop() {
      model.off("change:acknowledged", heard);
      connection.remove(tell);
    },
  };
}
