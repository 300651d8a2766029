// Whether this edition of the pages still stands: the list beside them names the newest, and may withdraw others.

export async function checkVersion(edition, say) {
  try {
    const answer = await fetch(new URL("versions.json", document.baseURI), { cache: "no-cache" });
    const { newest, withdrawn = {}, collects } = await answer.json();
    if (collects === true) document.dispatchEvent(new CustomEvent("crampkit:collects"));
    if (Object.hasOwn(withdrawn, edition)) say("withdrawn", String(withdrawn[edition]));
    else if (typeof newest === "string" && newest !== edition) say("newer");
  } catch { /* Without a network, or in a copy that has no list, nobody can know. */ }
}
