// The cache of compiled code where others write to it at the same time, where it can't be written, and where someone else might.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import t from "tap";
import { CodeCache } from "../../runtime/code-cache.js";
import { DiskCache } from "../../runtime/disk-cache.js";
import { codeOf, textOf } from "./code-of-key.js";

const scriptOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const WRITER = scriptOf("cache-writer.js");
const READER = scriptOf("cache-reader.js");

function ownFolder(path: string): string {
  mkdirSync(path);
  chmodSync(path, 0o700);
  return path;
}

/** Takes a key, and says whether it had to be compiled. */
function compiles(cache: CodeCache, key: string): boolean {
  let compiled = false;
  const { code } = cache.take([key], () => {
    compiled = true;
    return codeOf(key);
  });
  t.equal(textOf(code), textOf(codeOf(key)));
  return compiled;
}

/** Runs cache-reader.js on a folder, behind the words of another command: which keys of "a", "b" it had to compile. */
function compiledBy(folder: string, command: readonly string[]): readonly string[] {
  const [program = "", ...args] = [...command, process.execPath, READER, folder, "a", "b"];
  const { stdout, stderr, status } = spawnSync(program, args, { encoding: "utf8" });
  t.equal(status, 0, stderr);
  return stdout.trim().split(" ").filter(Boolean);
}

t.test("several processes keep the same code at the same time", async (t) => {
  const folder = join(t.testdir(), "shared");
  const writers = Array.from({ length: 6 }, () =>
    spawn(process.execPath, [WRITER, folder, "20", "15"], { stdio: ["ignore", "ignore", "inherit"] }),
  );
  for (const status of await Promise.all(writers.map((writer) => once(writer, "close")))) {
    t.same(status, [0, null]);
  }
  const names = readdirSync(folder);
  t.equal(names.length, 20);
  t.ok(
    names.every((name) => /^[0-9a-f]{64}\.code$/.test(name)),
    "nothing unfinished is left",
  );
});

t.test("a file that takes the place of another's code is compiled anew", async (t) => {
  const folder = ownFolder(join(t.testdir(), "own"));
  compiles(new CodeCache(new DiskCache(folder, "1")), "a");
  const [name = ""] = readdirSync(folder);
  const bytes = readFileSync(join(folder, name));
  // Nothing, the digest of nothing, and more than there was.
  for (const damaged of [Buffer.alloc(0), bytes.subarray(0, 32), Buffer.concat([bytes, bytes])]) {
    writeFileSync(join(folder, name), damaged);
    t.equal(compiles(new CodeCache(new DiskCache(folder, "1")), "a"), true);
    t.equal(compiles(new CodeCache(new DiskCache(folder, "1")), "a"), false);
  }
});

t.test("code of another processor is not taken", async (t) => {
  const folder = ownFolder(join(t.testdir(), "own"));
  const cache = new CodeCache(new DiskCache(folder, "1"));
  let compiled = 0;
  for (const processor of ["znver5", "znver4", "znver5"]) {
    cache.take([processor, "+avx2", "3", "false", "ir"], () => {
      compiled++;
      return codeOf(processor);
    });
  }
  t.equal(compiled, 2);
});

t.test("a folder behind a symbolic link is not used", async (t) => {
  const base = t.testdir();
  const target = ownFolder(join(base, "target"));
  const link = join(base, "link");
  symlinkSync(target, link);
  t.ok(compiles(new CodeCache(new DiskCache(link, "1")), "a"));
  t.same(readdirSync(target), []);
});

t.test("code is not written through a symbolic link", async (t) => {
  const base = t.testdir({ precious: "content" });
  const folder = ownFolder(join(base, "own"));
  compiles(new CodeCache(new DiskCache(folder, "1")), "a");
  const [name = ""] = readdirSync(folder);
  const file = join(folder, name);
  spawnSync("ln", ["-sf", join(base, "precious"), file]);
  t.ok(lstatSync(file).isSymbolicLink());
  t.equal(compiles(new CodeCache(new DiskCache(folder, "1")), "a"), true);
  t.equal(readFileSync(join(base, "precious"), "utf8"), "content");
  t.equal(compiles(new CodeCache(new DiskCache(folder, "1")), "a"), false);
});

const isRoot = process.getuid?.() === 0;

t.test("a folder of another user is not used", async (t) => {
  const nobody = 65_534;
  const folder = ownFolder(join(t.testdir(), "theirs"));
  if (isRoot) chownSync(folder, nobody, nobody);
  // Every other user finds one in the system's own.
  const theirs = isRoot ? folder : "/usr/lib";
  t.ok(compiles(new CodeCache(new DiskCache(theirs, "1")), "a"));
  t.ok(compiles(new CodeCache(new DiskCache(theirs, "1")), "a"));
  t.same(readdirSync(folder), []);
});

t.test("what is in a folder that can only be read is used", async (t) => {
  const folder = ownFolder(join(t.testdir(), "read-only"));
  compiles(new CodeCache(new DiskCache(folder, "1")), "a");
  chmodSync(folder, 0o500);
  // Root may write anywhere, unless it gives that up.
  const asUser = isRoot ? ["setpriv", "--bounding-set=-dac_override,-fowner", "--"] : ["env"];
  const compiled = compiledBy(folder, asUser);
  chmodSync(folder, 0o700);
  t.same(compiled, ["b", "b"], "also after something could not be kept");
  t.equal(readdirSync(folder).length, 1);
});

t.test("a full disk leaves what is kept, and nothing unfinished", async (t) => {
  const folder = ownFolder(join(t.testdir(), "full"));
  compiles(new CodeCache(new DiskCache(folder, "1")), "a");
  const noLargeFiles = ["sh", "-c", 'trap "" XFSZ; ulimit -f 16; exec "$@"', "sh"];
  t.same(compiledBy(folder, noLargeFiles), ["b", "b"]);
  t.equal(readdirSync(folder).length, 1);
});
