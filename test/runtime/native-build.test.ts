// The build script, and the runtime's core under the sanitizers of the compiler.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import t from "tap";

const root = fileURLToPath(new URL("../../../", import.meta.url));

function build(options: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const env = { ...process.env, ...environment };
  return spawnSync(process.execPath, ["scripts/build-native.mjs", ...options], {
    cwd: root,
    env,
    encoding: "utf8",
  });
}

t.setTimeout(600_000);

for (const kind of ["address", "thread"]) {
  t.test(`pool, loops and memory under the ${kind} sanitizer`, async (t) => {
    const built = build([`--sanitize=${kind}`]);
    t.equal(built.status, 0, built.stderr);
    const run = spawnSync(`${root}build/sanitize-${kind}/stress`, { encoding: "utf8" });
    t.equal(run.stderr, "");
    t.equal(run.stdout, "ok\n");
    t.equal(run.status, 0);
  });
}

t.test("building again does nothing", async (t) => {
  t.equal(build([]).status, 0);
  t.match(build([]), { status: 0, stdout: "", stderr: "" });
});

t.test("a missing compiler is one line with the command that installs it", async (t) => {
  const { status, stderr } = build([], {
    WEFT_CXX: "/nowhere/g++",
    WEFT_LLVM_CONFIG: "/nowhere/llvm-config",
  });
  t.equal(status, 1);
  t.match(
    stderr,
    /^The native runtime needs \/nowhere\/g\+\+ and \/nowhere\/llvm-config; as root: apt-get install .*\n$/,
  );
});

t.test("an unknown sanitizer is refused", async (t) => {
  t.match(build(["--sanitize=memory"]), {
    status: 1,
    stderr: /memory is unknown: choose address, undefined, thread/,
  });
});
