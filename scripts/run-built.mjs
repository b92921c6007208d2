// `node scripts/run-built.mjs PROGRAM [ARGUMENT]…`: sets Weft up where it is not, then runs a program of dist/ in the folder and
// with the exit code of the caller. What npm's scripts that are no tests go through.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { main } from "./setup/entry.mjs";
import { root } from "./setup/paths.mjs";
import { setup } from "./setup/steps.mjs";

await main(async () => {
  const [program = "", ...args] = process.argv.slice(2);
  await setup();
  const child = spawn(process.execPath, [join(root, "dist", program), ...args], { stdio: "inherit" });
  process.exitCode = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
});
