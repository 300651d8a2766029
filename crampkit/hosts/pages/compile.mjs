// node compile.mjs RUNTIME STDLIB TASK GIVEN MADE: one task of compiling.py, in the pages' own Python.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

const [runtime, stdlib, task, given, made] = process.argv.slice(2);
const module = (name) => import(pathToFileURL(`${runtime}/pyodide/${name}`));
const { loadPyodide } = await module("pyodide.js");
const python = await loadPyodide({
  indexURL: `${runtime}/pyodide/`,
  createPyodideModule: (await module("pyodide.asm.js")).default,
  stdLibURL: stdlib,
  lockFileContents: JSON.parse(readFileSync(`${runtime}/lock.json`, "utf8")),
  // Sets are written in the order of their hashes, and the same sources must make the same bytes.
  // A line is enough to find a fault: its columns would be a fifth of all bytes.
  env: { PYTHONHASHSEED: "0", PYTHONNODEBUGRANGES: "1", HOME: "/home" },
});
python.runPython(readFileSync(fileURLToPath(new URL("compiling.py", import.meta.url)), "utf8"));
const run = python.globals.get("run");
const answer = run(task, python.toPy(new Uint8Array(readFileSync(given))).tobytes());
writeFileSync(made, answer.toJs());
process.exit(0); // Python's loop would keep Node waiting.
