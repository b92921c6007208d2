// `node scripts/run-built.mjs [--numpy] PROGRAM [ARGUMENT]…`: sets Weft up where it is not, with --numpy also the Python packages of
// the tests, then runs a program of dist/ in the folder and with the exit code of the caller. What npm's scripts that are no tests
// go through.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { main } from "./setup/entry.mjs";
import { root } from "./setup/paths.mjs";
import { ensurePythonPackages } from "./setup/python.mjs";
import { setup } from "./setup/steps.mjs";

await main(async () => {
  const words = process.argv.slice(2);
  const needsNumPy = words[0] === "--numpy";
  const [program = "", ...args] = needsNumPy ? words.slice(1) : words;
  await setup();
  if (needsNumPy) await ensurePythonPackages("test");
  const child = spawn(process.execPath, [join(root, "dist", program), ...args], { stdio: "inherit" });
  process.exitCode = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
});
