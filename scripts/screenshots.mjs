// `npm run screenshots`: renews the pictures that the test of the notebooks compares with; `-- NAME` those of one notebook. Look at each before it is committed.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { main } from "./setup/entry.mjs";
import { root } from "./setup/paths.mjs";
import { setup } from "./setup/steps.mjs";

await main(async () => {
  await setup();
  const test = join(root, "dist", "test", "browser", "notebooks.test.js");
  const env = { ...process.env, WEFT_SCREENSHOTS: "renew", WEFT_SCREENSHOTS_OF: process.argv[2] ?? "" };
  const child = spawn(process.execPath, [test], { stdio: "inherit", env });
  process.exitCode = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
});
