// Lessons with the network off. Each edition of the pages is kept whole in a cache of its own, fetched before the one
// before it goes: that happens once no page is open that began with it. Nothing of another set, path or program of this
// host is touched.

const SITE = "@SITE@"; // What the build fills in: the set's id, this edition, and the names of its files.
const PATIENCE = 3000; // Milliseconds for a page to come from the network before the one kept is shown.
const home = new URL(registration.scope);
const OURS = `crampkit:${SITE.set}:${encodeURIComponent(home.pathname)}:`; // The end of the path is marked: "/a/" is not "/a/b/".
const MINE = OURS + SITE.edition;

addEventListener("install", (event) => event.waitUntil(fetchWhole()));
addEventListener("activate", (event) => event.waitUntil(forgetOthers().then(() => clients.claim())));

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== home.origin || !url.pathname.startsWith(home.pathname)) return;
  const name = url.pathname.slice(home.pathname.length);
  // Some hosts show "lesson.html" as "lesson".
  const page = [name || "index.html", `${name}.html`].find((one) => SITE.files.includes(one));
  if (name.startsWith("v/")) event.respondWith(unchanging(request));
  else if (page) event.respondWith(newest(request, page));
});

// A page that runs this edition already, and is the only one: nobody needs the edition before.
addEventListener("message", (event) => event.waitUntil((async () => {
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const here = open.filter((one) => one.url.startsWith(home.href));
  if (here.length <= 1 && SITE.files.some((name) => name.startsWith(`v/${event.data.version}/`))) await skipWaiting();
})()));

// All or nothing. What came before a line was cut is not fetched again, nor what another edition has.
async function fetchWhole() {
  const cache = await caches.open(MINE);
  await Promise.all(SITE.files.map(async (name) => {
    const url = new URL(name, home).href;
    if (await cache.match(url)) return;
    const answer = name.startsWith("v/") ? await fixed(url) : await fetch(url, { cache: "no-cache" });
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    // A browser shows no page that was led on from another address.
    await cache.put(url, answer.redirected ? new Response(await answer.blob(), { headers: answer.headers }) : answer);
  }));
}

// From another edition, or from where the page that is open has it; but never a failure that a careless host let stay.
async function fixed(url) {
  const answer = (await kept(url)) ?? (await fetch(url));
  return answer.ok ? answer : fetch(url, { cache: "reload" });
}

const ours = async () => (await caches.keys()).filter((name) => name.startsWith(OURS));

async function forgetOthers() {
  await Promise.all((await ours()).filter((name) => name !== MINE).map((name) => caches.delete(name)));
}

async function kept(url) {
  try {
    for (const name of await ours()) {
      const found = await (await caches.open(name)).match(url, { ignoreVary: true });
      if (found) return found;
    }
  } catch { /* The cache is out of order, and the network may be there. */ }
  return null;
}

// What lies below v/ never changes: an open lesson ends on its own version, whichever is the newest.
async function unchanging(request) {
  return (await kept(request.url)) ?? fetch(request);
}

// A page as it is now, where that can be had in time; else as it was when this edition was fetched.
async function newest(request, name) {
  const found = await (await caches.open(MINE)).match(new URL(name, home).href, { ignoreVary: true });
  // Whoever goes to a page follows it himself where it is led on; whoever reads it does not.
  const redirect = request.mode === "navigate" ? "manual" : "follow";
  const asked = fetch(request.url, { cache: "no-cache", redirect });
  if (!found) return asked;
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, found); });
  return Promise.race([asked.then((answer) => (answer.status >= 500 ? found : answer)).catch(() => found), late]);
}
