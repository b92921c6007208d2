// Builds the native addon: `node scripts/build-native.mjs` writes build/weft.node, compiling only what changed.
// WEFT_CXX and WEFT_LLVM_CONFIG name other tools than Debian's g++ and llvm-config-19.
// `--sanitize=address|undefined|thread` builds build/sanitize-<kind>/stress instead: the pool, the loops and the memory without LLVM
// and Node, driven by test/runtime/native/stress.cc, for the sanitizers to watch; with `--addon` also the addon,
// build/sanitize-<kind>/weft.node, whose generated code is watched, too.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const sources = join(root, "runtime", "src");
const compiler = process.env["WEFT_CXX"] ?? "/usr/bin/g++";
const llvmConfig = process.env["WEFT_LLVM_CONFIG"] ?? "/usr/lib/llvm-19/bin/llvm-config";
const parallelCompiles = 2;
const aptCommand = "apt-get install -y g++ llvm-19-dev libzstd-dev zlib1g-dev libxml2-dev";
const warnings = ["-Wall", "-Wextra", "-Werror"];
const common = ["-std=c++17", "-g0", "-fPIC", "-fno-rtti", "-pthread", ...warnings];

/** Libraries that LLVM needs and Node.js does not: the addon carries them, as where it is installed they may be missing. */
const withoutPackage = ["-lz", "-lzstd"];

/** Files that need neither LLVM nor Node: what the sanitizers watch. */
const coreFiles = [
  "allocation_list.cc",
  "context.cc",
  "control_group.cc",
  "job_slot.cc",
  "large_blocks.cc",
  "library_call.cc",
  "loop_statistics.cc",
  "memory.cc",
  "memory_limit.cc",
  "parallel_loop.cc",
  "print_log.cc",
  "processor_count.cc",
  "small_blocks.cc",
  "thread_pool.cc",
  "timeline.cc",
  "worker_thread.cc",
];

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  console.error(message);
  process.exit(1);
}

/**
 * The content of a file and of the project's headers it includes, directly or not.
 * @param {string} path
 * @param {Set<string>} seen
 * @returns {string}
 */
function contentOf(path, seen = new Set()) {
  if (seen.has(path)) return "";
  seen.add(path);
  const text = readFileSync(path, "utf8");
  const included = [...text.matchAll(/^#include "([^"]+)"/gm)].map((match) => match[1] ?? "");
  const headers = included.map((name) => [join(dirname(path), name), join(sources, name)].find(existsSync));
  return text + headers.map((header) => (header === undefined ? "" : contentOf(header, seen))).join("");
}

const digest = (/** @type {readonly string[]} */ ...parts) =>
  createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 24);

/** A tool replaced by an upgrade must rebuild everything; asking it for its version would cost a process each time. */
function toolStamp(/** @type {string} */ path) {
  const { mtimeMs, size } = statSync(path);
  return `${path} ${mtimeMs} ${size}`;
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<void>}
 */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
    child.on("error", (error) => fail(`${command} could not be started: ${error.message}`));
    child.on("exit", (code) =>
      code === 0 ? resolve() : fail(`${basename(command)} failed on ${args.at(-1)}`),
    );
  });
}

function askLlvm(/** @type {readonly string[]} */ ...args) {
  const { stdout, status, error } = spawnSync(llvmConfig, args, { encoding: "utf8" });
  if (status !== 0)
    fail(`${llvmConfig} ${args.join(" ")} failed: ${error?.message ?? `exit code ${status}`}`);
  return stdout
    .trim()
    .split(/\s+/)
    .filter((part) => part !== "");
}

/**
 * Builds `output` from `files`. An object file's name carries the hash of all it depends on, so it is never stale.
 * @param {{ output: string, files: readonly string[], compileFlags: readonly string[], linkFlags: () => readonly string[],
 *   objects: string, stamp: string }} target
 */
async function build({ output, files, compileFlags, linkFlags, objects, stamp }) {
  const jobs = files.map((source) => {
    const key = digest(stamp, compileFlags.join(" "), contentOf(source));
    return { source, object: join(objects, `${basename(source, ".cc")}-${key}.o`) };
  });
  const outputKey = digest(stamp, linkFlags.toString(), ...jobs.map((job) => job.object));
  const keyFile = `${output}.key`;
  if (existsSync(output) && existsSync(keyFile) && readFileSync(keyFile, "utf8") === outputKey) return;

  mkdirSync(objects, { recursive: true });
  const missing = jobs.filter((job) => !existsSync(job.object));
  const compileNext = async () => {
    for (let job = missing.shift(); job !== undefined; job = missing.shift()) {
      console.log(`compiling ${relative(root, job.source)}`);
      const unfinished = `${job.object}.${process.pid}`;
      await run(compiler, [...compileFlags, "-o", unfinished, "-c", job.source]);
      renameSync(unfinished, job.object);
    }
  };
  await Promise.all(Array.from({ length: parallelCompiles }, compileNext));
  console.log(`linking ${relative(root, output)}`);
  // A process that runs the old file keeps it: it is replaced, not overwritten.
  const unfinished = `${output}.${process.pid}`;
  await run(compiler, [...jobs.map((job) => job.object), ...linkFlags(), "-o", unfinished]);
  renameSync(unfinished, output);
  writeFileSync(keyFile, outputKey);
}

/** Exceptions cross no function that the sanitizers of undefined behavior would need RTTI for. */
const sanitizers = new Map([
  ["address", ["-fsanitize=address"]],
  ["undefined", ["-fsanitize=undefined", "-fno-sanitize=vptr"]],
  ["thread", ["-fsanitize=thread"]],
]);

/** Flags of the compiler for a sanitizer; it ends the process at the first fault. */
function sanitizerFlags(/** @type {string} */ kind) {
  const flags = sanitizers.get(kind);
  if (flags === undefined) fail(`--sanitize=${kind} is unknown: choose ${[...sanitizers.keys()].join(", ")}`);
  // Instrumented, LLVM's headers look to the compiler as if they read what they never wrote.
  const quiet = "-Wno-maybe-uninitialized";
  return ["-O1", "-g1", "-fno-omit-frame-pointer", "-fno-sanitize-recover=all", quiet, ...flags];
}

/**
 * @param {string} folder what is built is put below it
 * @param {{ compile: readonly string[], link: readonly string[] }} flags
 */
function buildAddon(folder, flags) {
  const missing = [compiler, llvmConfig].filter((tool) => !existsSync(tool));
  if (missing.length > 0) fail(`The native runtime needs ${missing.join(" and ")}; as root: ${aptCommand}`);
  const files = readdirSync(sources).filter((name) => name.endsWith(".cc"));
  const nodeHeaders = join(root, "node_modules", "node-api-headers", "include");
  return build({
    output: join(folder, "weft.node"),
    files: files.sort().map((name) => join(sources, name)),
    objects: join(folder, "native"),
    stamp: `${toolStamp(compiler)} ${toolStamp(llvmConfig)}`,
    compileFlags: [
      ...common,
      ...flags.compile,
      "-fvisibility=hidden",
      "-ffunction-sections",
      "-fdata-sections",
      "-DNAPI_VERSION=NAPI_VERSION_EXPERIMENTAL",
      "-isystem",
      nodeHeaders,
      "-isystem",
      join(dirname(dirname(llvmConfig)), "include"),
      "-D_GNU_SOURCE",
    ],
    // The workers of the pool outlive a worker_thread that loaded the addon: it must stay in memory (nodelete).
    linkFlags: () => [
      "-shared",
      "-pthread",
      ...flags.link,
      "-Wl,--exclude-libs,ALL",
      "-Wl,--gc-sections",
      "-Wl,--as-needed",
      "-Wl,-z,nodelete",
      ...askLlvm("--ldflags"),
      ...askLlvm(
        "--link-static",
        "--libs",
        "core",
        "orcjit",
        "passes",
        "native",
        "asmparser",
        "bitreader",
        "bitwriter",
      ),
      ...askLlvm("--link-static", "--system-libs")
        .filter((library) => !library.includes("libz3"))
        .map((library) => (withoutPackage.includes(library) ? `-l:lib${library.slice(2)}.a` : library)),
    ],
  });
}

function buildStress(/** @type {string} */ kind) {
  const flags = sanitizerFlags(kind);
  if (!existsSync(compiler)) fail(`The stress test needs ${compiler}; as root: ${aptCommand}`);
  const folder = join(root, "build", `sanitize-${kind}`);
  return build({
    output: join(folder, "stress"),
    files: [
      ...coreFiles.map((name) => join(sources, name)),
      join(root, "test", "runtime", "native", "stress.cc"),
    ],
    objects: folder,
    stamp: toolStamp(compiler),
    compileFlags: [...common, ...flags, "-I", sources, "-D_GNU_SOURCE"],
    linkFlags: () => ["-pthread", ...flags],
  });
}

const options = process.argv.slice(2);
const kind = options.find((option) => option.startsWith("--sanitize="))?.slice("--sanitize=".length);
if (kind === undefined) {
  await buildAddon(join(root, "build"), { compile: ["-O2"], link: ["-s"] });
} else {
  await buildStress(kind);
  if (options.includes("--addon")) {
    const flags = sanitizerFlags(kind);
    await buildAddon(join(root, "build", `sanitize-${kind}`), { compile: flags, link: flags });
  }
}
