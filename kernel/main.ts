// The kernel process: `node main.js CONNECTION_FILE`. What takes longest to start begins before the rest of it is loaded.
import { programFile } from "../runtime/program-file.js";
import { spawnSession } from "./session/spawn-session.js";
import { createTranspiler } from "./transpile/transpiler.js";

const [connectionFile] = process.argv.slice(2);
if (connectionFile === undefined) {
  process.stderr.write(
    "Usage: node main.js CONNECTION_FILE (Jupyter starts this program; see `weft --help`)\n",
  );
  process.exit(2);
}

const parts = { session: spawnSession(), transpiler: createTranspiler() };
const { serve }: typeof import("./serve.js") = await import(
  programFile(new URL("serve.js", import.meta.url)).href
);
await serve(connectionFile, parts);
