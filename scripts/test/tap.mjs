import { spawn } from "node:child_process";
import { join, relative } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../setup/paths.mjs";
import { tapSummary } from "./tap-summary.mjs";

/** Lines shown of a failure: tap may list every handle of a process that hangs. */
const longestDetails = 40;

/**
 * Runs compiled test files with tap, a line for each file, then every failure with its details.
 * @param {readonly string[]} files
 * @param {{ jobs: number, timeoutSeconds: number, environment?: Readonly<Record<string, string>> }} options the limit is for each
 *   file; environment: variables that the tests see, but not tap
 * @returns {Promise<{ passed: number, failed: number }>} assertions
 */
export async function runTap(files, { jobs, timeoutSeconds, environment = {} }) {
  // Without files tap would look for some itself.
  if (files.length === 0) return { passed: 0, failed: 0 };
  const tap = join(root, "node_modules", "tap", "dist", "esm", "run.mjs");
  const options = ["--disable-coverage", `--jobs=${jobs}`, `--timeout=${timeoutSeconds}`, "--reporter=tap"];
  for (const [name, value] of Object.entries(environment)) options.push(`--test-env=${name}=${value}`);
  const names = files.map((file) => relative(root, file));
  const child = spawn(process.execPath, [tap, "run", ...options, ...names], {
    cwd: root,
    // Not the user's own cache of compiled code and history; the compiler checks what each pass makes.
    env: {
      WEFT_CACHE_DIR: join(root, "build", "test-cache"),
      WEFT_HISTORY: "off",
      WEFT_VERIFY: "1",
      ...process.env,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const total = { passed: 0, failed: 0 };
  /** @type {import("./tap-summary.mjs").Failure[]} */
  const failures = [];
  const read = tapSummary((result) => {
    total.passed += result.passed;
    total.failed += result.failed;
    failures.push(...result.failures);
    const skipped = result.skipped > 0 ? `, ${result.skipped} skipped` : "";
    const outcome = result.failed > 0 ? `${result.failed} FAILED` : "ok";
    console.log(
      `  ${result.file}: ${result.passed} passed${skipped}, ${outcome} (${result.seconds.toFixed(1)} s)`,
    );
  });
  const ended = new Promise((/** @type {(code: number) => void} */ resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
  for await (const line of createInterface({ input: child.stdout })) read(line);
  const code = await ended;
  for (const { path, details } of failures) {
    console.log(`\n  FAILED ${path}`);
    for (const detail of details.slice(0, longestDetails)) console.log(`    ${detail}`);
  }
  if (code !== 0 && total.failed === 0) {
    console.log(`\n  FAILED tap ended with exit code ${code}`);
    total.failed = 1;
  }
  return total;
}
