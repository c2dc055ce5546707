// Runs packing.py in CPython for WebAssembly: node packing.mjs PYODIDE FOLDER OUTPUT
import { readFileSync } from "node:fs";
import { dirname, basename, join } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodide, folder, output] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(pyodide, "pyodide.mjs")));
const python = await loadPyodide({ env: { PYTHONHASHSEED: "0", HOME: "/" } });
python.mountNodeFS("/folder", folder);
python.mountNodeFS("/output", dirname(output));
python.runPython(readFileSync(join(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), "packing.py"), "utf8"));
python.globals.get("pack")("/folder", `/output/${basename(output)}`);
console.log(python.runPython("import sys; '.'.join(map(str, sys.version_info[:3]))"));
