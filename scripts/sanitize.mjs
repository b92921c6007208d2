// `npm run sanitize -- address|undefined|thread [PROGRAM [ARGUMENT]…]`: builds the runtime under a sanitizer of the compiler, and runs
// its stress test, the tests of the native runtime and the corpus with it; or only a program of dist/, such as
// `test/fuzz/run.js --count 500 --seed 1`. Generated code is instrumented as well where the sanitizer is address or thread.
// The first fault ends the process it happens in, so that what it ran counts as failed. Ends with the line "N passed, N failed".
import { spawnSync } from "node:child_process";
import { join, relative } from "node:path";
import { run, SetupError, say } from "./setup/command.mjs";
import { main } from "./setup/entry.mjs";
import { root } from "./setup/paths.mjs";
import { filesBelow } from "./setup/stamp.mjs";
import { setup } from "./setup/steps.mjs";
import { runTap } from "./test/tap.mjs";

/**
 * libraries: what must be loaded before everything else; options: of the sanitizer's runtime, and how it names their variable.
 * @typedef {{ libraries: readonly string[], variable: string, options: readonly string[] }} Sanitizer
 * @type {Readonly<Record<string, Sanitizer>>}
 */
const sanitizers = {
  address: {
    libraries: ["libasan.so"],
    variable: "ASAN_OPTIONS",
    options: [
      // Node leaves its heap to the system when it exits.
      "detect_leaks=0",
      // Tests ask for more than there is.
      "allocator_may_return_null=1",
      // V8 takes faults of WebAssembly for itself.
      "allow_user_segv_handler=1",
    ],
  },
  undefined: { libraries: [], variable: "UBSAN_OPTIONS", options: ["print_stacktrace=1"] },
  thread: {
    libraries: ["libtsan.so"],
    variable: "TSAN_OPTIONS",
    options: [
      "halt_on_error=1",
      "allocator_may_return_null=1",
      // V8 and libuv synchronize with atomics of their own, which the sanitizer does not see.
      "ignore_noninstrumented_modules=1",
      `suppressions=${join(root, "scripts", "sanitize", "thread.supp")}`,
    ],
  },
};

/** Tests that run native code. */
const testFiles = /\/test\/(runtime\/(?!native-build)|compiler\/(backend-|names\/))[^/]*\.test\.js$/;
/** Those that expect vectors, which the thread sanitizer's pass before vectorization leaves none of; and of the corpus. */
const vectorTests = /\/(backend-checks|backend-math|native-compile|past-caches|variance)\.test\.js$/;
const vectorCase = "diagnostics/vectorized-width";

/** The environment in which Node runs with the instrumented addon. */
function environmentOf(/** @type {string} */ kind, /** @type {Sanitizer} */ sanitizer) {
  const compiler = process.env["WEFT_CXX"] ?? "g++";
  // The C++ library as well: the sanitizer looks for its exceptions when it starts.
  const libraries = sanitizer.libraries.length === 0 ? [] : [...sanitizer.libraries, "libstdc++.so"];
  const paths = libraries.map((name) => {
    const { stdout } = spawnSync(compiler, [`-print-file-name=${name}`], { encoding: "utf8" });
    return stdout.trim();
  });
  return {
    LD_PRELOAD: paths.join(":"),
    [sanitizer.variable]: sanitizer.options.join(":"),
    WEFT_ADDON: join(root, "build", `sanitize-${kind}`, "weft.node"),
    // Everything is compiled, by the instrumented compiler.
    WEFT_CACHE: "off",
  };
}

/** Runs a program of dist/ and returns its exit code. */
function runProgram(
  /** @type {readonly string[]} */ [program = "", ...args],
  /** @type {Record<string, string>} */ environment,
) {
  const { status } = spawnSync(process.execPath, [join(root, "dist", program), ...args], {
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
  return status ?? 1;
}

await main(async () => {
  const [kind = "", ...program] = process.argv.slice(2);
  const sanitizer = sanitizers[kind];
  if (sanitizer === undefined) {
    throw new SetupError(`"${kind}" is no sanitizer: choose ${Object.keys(sanitizers).join(", ")}`);
  }
  await setup();
  say(`building the runtime under the ${kind} sanitizer`);
  await run("the instrumented runtime did not compile", process.execPath, [
    join(root, "scripts", "build-native.mjs"),
    `--sanitize=${kind}`,
    "--addon",
  ]);
  const environment = environmentOf(kind, sanitizer);
  if (program.length > 0) {
    process.exitCode = runProgram(program, environment);
    return;
  }
  const stress = join(root, "build", `sanitize-${kind}`, "stress");
  const { status } = spawnSync(stress, { stdio: "inherit" });
  console.log(`  ${relative(root, stress)}: ${status === 0 ? "ok" : "FAILED"}`);
  const files = filesBelow(join(root, "dist", "test"))
    .filter((file) => testFiles.test(file))
    .filter((file) => kind !== "thread" || !vectorTests.test(file));
  const tests = await runTap(files, { jobs: 1, timeoutSeconds: 600, environment });
  const excepted = kind === "thread" ? ["--except", vectorCase] : [];
  const corpus = runProgram(
    ["test/corpus/conformance.js", "--threads", "1,2,7", "--patience", "600", ...excepted],
    environment,
  );
  const steps = [status === 0, corpus === 0];
  const passed = tests.passed + steps.filter(Boolean).length;
  const failed = tests.failed + steps.filter((ok) => !ok).length;
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
});
