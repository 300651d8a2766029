// A picture of Python's memory, made on this device in the first visit, from which the next visit starts sooner. It is
// an accelerator alone: at any doubt there is none, and Python starts as it always can.
//
// Kept apart from her answers, in a database that may go at any time. Nothing in it is hers: it is taken before her
// answers are read.

const KEY = "python";
const TRIES = 2; // So often a start may end before it is ready, as when she leaves at once, before the picture is doubted.
const PATIENCE = 1500; // Milliseconds: without it Python is there before a storage that does not answer.

const databaseOf = (name) => `${name}:python`;

function opened(name) {
  return new Promise((resolve, reject) => {
    setTimeout(reject, PATIENCE, new Error("no answer"));
    const request = indexedDB.open(databaseOf(name), 1);
    request.onupgradeneeded = () => request.result.createObjectStore(KEY);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

function done(database, act) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(KEY, "readwrite");
    const request = act(transaction.objectStore(KEY));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

// Changes with every byte; flipped ones would be put back in silence. No `crypto.subtle` on plain http.
function sumOf(bytes) {
  const whole = bytes.length - (bytes.length % 4);
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, whole / 4);
  let sum = bytes.length;
  for (let place = 0; place < words.length; place += 1) sum = (Math.imul(sum, 31) + words[place]) | 0;
  for (let place = whole; place < bytes.length; place += 1) sum = (Math.imul(sum, 31) + bytes[place]) | 0;
  return sum;
}

// The picture for this version, or null. From now on its start counts as begun; `came` says that it was good.
export async function recall(name, version) {
  try {
    const database = await opened(name);
    database.onversionchange = () => database.close();
    const kept = await done(database, (store) => store.get(KEY));
    if (!kept) return { bytes: null, first: true };
    if (kept.version !== version || kept.tries >= TRIES) {
      // One that failed is not made again for the same version; another version may do better.
      const doubted = kept.version === version;
      await done(database, (store) => (doubted ? store.put({ version, tries: kept.tries, blob: null }, KEY) : store.delete(KEY)));
      return { bytes: null, first: !doubted };
    }
    await done(database, (store) => store.put({ ...kept, tries: kept.tries + 1 }, KEY));
    const bytes = new Uint8Array(await kept.blob.arrayBuffer());
    return { bytes: sumOf(bytes) === kept.sum ? bytes : null, first: false };
  } catch {
    return { bytes: null, first: false };
  }
}

// A start from the picture has come to its end, and all is well.
export async function came(name, version) {
  try {
    const database = await opened(name);
    const kept = await done(database, (store) => store.get(KEY));
    if (kept?.version === version && kept.tries) await done(database, (store) => store.put({ ...kept, tries: 0 }, KEY));
    database.close();
  } catch { /* The next start will tell. */ }
}

// Where there is no room, there is none.
export async function keepPicture(name, version, bytes) {
  try {
    const database = await opened(name);
    const picture = { version, tries: 0, sum: sumOf(bytes), blob: new Blob([bytes]) };
    await done(database, (store) => store.put(picture, KEY));
    database.close();
    return true;
  } catch {
    return false;
  }
}
