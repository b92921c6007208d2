// `npm run screenshots`: renews the pictures that the test of the notebooks compares with, and that of docs/debugging.md; `-- NAME` those
// of one notebook. Look at each before it is committed.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { main } from "./setup/entry.mjs";
import { root } from "./setup/paths.mjs";
import { setup } from "./setup/steps.mjs";

await main(async () => {
  await setup();
  const [notebook = ""] = process.argv.slice(2);
  const env = { ...process.env, WEFT_SCREENSHOTS: "renew", WEFT_SCREENSHOTS_OF: notebook };
  for (const test of notebook === "" ? ["notebooks", "session"] : ["notebooks"]) {
    const file = join(root, "dist", "test", "browser", `${test}.test.js`);
    const child = spawn(process.execPath, [file], { stdio: "inherit", env });
    process.exitCode ||= await new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve(code ?? 1));
    });
  }
});
