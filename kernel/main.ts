// The kernel process: `node main.js CONNECTION_FILE`. What takes longest to start begins before the rest of it is loaded.
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
const { serve } = await import("./serve.js");
await serve(connectionFile, parts);
