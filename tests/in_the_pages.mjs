// node in_the_pages.mjs RUNTIME PACKAGE SCRIPT GIVEN TOLD: what a script's answer(given) says in the pages' own Python.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [runtime, packed, script, given, told] = process.argv.slice(2);
const module = (name) => import(pathToFileURL(`${runtime}/pyodide/${name}`));
const { loadPyodide } = await module("pyodide.js");
const python = await loadPyodide({
  indexURL: `${runtime}/pyodide/`,
  createPyodideModule: (await module("pyodide.asm.js")).default,
  stdLibURL: `${runtime}/stdlib.zip`,
  lockFileContents: JSON.parse(readFileSync(`${runtime}/lock.json`, "utf8")),
  env: { HOME: "/home" },
});
python.FS.writeFile("/crampkit.zip", readFileSync(packed)); // As worker.js has it.
python.runPython('import sys; sys.path.insert(0, "/crampkit.zip")');
const names = python.toPy({ __name__: "sent" });
// A dataclass looks its module up by name.
python.runPython("import sys, types; sys.modules['sent'] = types.ModuleType('sent')");
python.runPython(readFileSync(script, "utf8"), { globals: names });
writeFileSync(told, names.get("answer")(readFileSync(given, "utf8")));
process.exit(0); // Python's loop would keep Node waiting.
