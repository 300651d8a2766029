// Keeps the lessons for a time without network, where the browser grants it: on https, and on this machine.

// `version` is that of the page which is open. Never fails: without it, everything else works.
export async function keepOffline(version) {
  try {
    const script = new URL("sw.js", document.baseURI);
    const registered = await navigator.serviceWorker.register(script, { updateViaCache: "none" });
    const offer = () => registered.waiting?.postMessage({ version });
    const follow = () => registered.installing?.addEventListener("statechange", offer);
    registered.addEventListener("updatefound", follow);
    follow();
    offer();
    return true;
  } catch {
    return false;
  }
}
