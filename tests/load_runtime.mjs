// node load_runtime.mjs RUNTIME PACKAGE: start Python as a page does, and import every module of the package.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [runtime, packed] = process.argv.slice(2);
const module = (name) => import(pathToFileURL(`${runtime}/pyodide/${name}`));
const { loadPyodide } = await module("pyodide.js");
const python = await loadPyodide({
  indexURL: `${runtime}/pyodide/`,
  createPyodideModule: (await module("pyodide.asm.js")).default,
  stdLibURL: `${runtime}/stdlib.zip`,
  lockFileContents: JSON.parse(readFileSync(`${runtime}/lock.json`, "utf8")),
  env: { HOME: "/home" },
});
python.FS.writeFile("/crampkit.zip", readFileSync(packed));
console.log(python.runPython(`
import sys
sys.path.insert(0, "/crampkit.zip")
import importlib, json, zipimport
names = sorted(zipimport.zipimporter("/crampkit.zip")._get_files())
modules = [n.rpartition(".py")[0].replace("/", ".").removesuffix(".__init__") for n in names if ".py" in n]
failed = {}
for module in modules:
    try:
        importlib.import_module(module)
    except Exception as error:
        failed[module] = repr(error)
json.dumps({"modules": modules, "failed": failed})
`));
process.exit(0);
