import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import type { CompiledCode } from "../../runtime/addon-interface.js";
import { CodeCache } from "../../runtime/code-cache.js";
import { DiskCache } from "../../runtime/disk-cache.js";

const code = (text: string): CompiledCode => ({
  parts: [{ object: new TextEncoder().encode(text).buffer, bitcode: new ArrayBuffer(3) }],
  functions: ["f"],
  remarks: [],
});

const textOf = ({ parts }: CompiledCode): string => new TextDecoder().decode(parts[0]?.object);

/** Takes `key` from a cache that a process of its own would open, and says whether it had to compile. */
function take(
  folder: string | null,
  key: string,
  build = "1",
): { readonly text: string; readonly compiled: boolean } {
  let compiled = false;
  const taken = new CodeCache(new DiskCache(folder, build)).take([key], () => {
    compiled = true;
    return code(`code of ${key}`);
  });
  return { text: textOf(taken.code), compiled };
}

t.test("what one process compiled another takes", async (t) => {
  const folder = join(t.testdir(), "new", "folder");
  t.same(take(folder, "a"), { text: "code of a", compiled: true });
  t.same(take(folder, "a"), { text: "code of a", compiled: false });
  t.ok(take(folder, "b").compiled, "another key");
  t.ok(take(folder, "a", "2").compiled, "another compiler");
  t.equal(statSync(folder).mode & 0o777, 0o700);
  t.notOk(
    readdirSync(folder).some((name) => !name.endsWith(".code")),
    "nothing unfinished is left",
  );
});

t.test("parts of a key are kept apart", async (t) => {
  const folder = t.testdir();
  chmodSync(folder, 0o700);
  const cache = new CodeCache(new DiskCache(folder, "1"));
  cache.take(["ab", "c"], () => code("first"));
  t.equal(textOf(cache.take(["a", "bc"], () => code("second")).code), "second");
});

t.test("a file that was cut, or changed, is compiled anew", async (t) => {
  const folder = t.testdir();
  chmodSync(folder, 0o700);
  const path = (): string => join(folder, readdirSync(folder)[0] ?? "");
  const damages = [
    (file: string) => truncateSync(file, 40),
    (file: string) => truncateSync(file, 0),
    (file: string) => {
      const bytes = readFileSync(file);
      bytes[bytes.length - 9] = (bytes.at(-9) ?? 0) ^ 1;
      writeFileSync(file, bytes);
    },
  ];
  take(folder, "a");
  for (const damage of damages) {
    damage(path());
    t.same(take(folder, "a"), { text: "code of a", compiled: true });
    t.notOk(take(folder, "a").compiled, "and kept again");
  }
});

t.test("a folder that others can write to is not used", async (t) => {
  const folder = join(t.testdir(), "shared");
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  t.ok(take(folder, "a").compiled);
  t.ok(take(folder, "a").compiled);
  t.same(readdirSync(folder), []);
});

t.test("without a folder, or one that can't be, everything is compiled", async (t) => {
  const file = join(t.testdir({ file: "" }), "file");
  for (const folder of [null, join(file, "below")]) {
    t.same(take(folder, "a"), { text: "code of a", compiled: true });
    t.ok(take(folder, "a").compiled);
  }
});

t.test("the files that were not used for long go when all are too large", async (t) => {
  const folder = t.testdir();
  chmodSync(folder, 0o700);
  for (const name of ["old", "young"]) writeFileSync(join(folder, `${name}.code`), "");
  truncateSync(join(folder, "old.code"), 200 * 2 ** 20);
  truncateSync(join(folder, "young.code"), 100 * 2 ** 20);
  utimesSync(join(folder, "old.code"), 1, 1);
  const givenFiles = (): readonly string[] => readdirSync(folder).filter((name) => name.length < 20);
  // Not every process that writes looks at what is there.
  for (let k = 0; k < 200 && givenFiles().length === 2; k++) take(folder, `a${k}`);
  t.same(givenFiles(), ["young.code"]);
});

t.test(
  "whatever the umask, the cache of TypeScript makes a folder that compiled code may be kept in",
  async (t) => {
    const caches = t.testdir();
    const typescript = fileURLToPath(new URL("../../runtime/typescript.js", import.meta.url));
    const program = `process.umask(0o002);
    const { writeTypescriptCache } = await import(${JSON.stringify(typescript)});
    writeTypescriptCache();`;
    execFileSync(process.execPath, ["--input-type=module", "-e", program], {
      env: { ...process.env, XDG_CACHE_HOME: caches },
    });
    const folder = join(caches, "weft");
    t.match(readdirSync(folder), [/^typescript-/]);
    take(folder, "a");
    t.equal(take(folder, "a").compiled, false);
  },
);

t.test("processes with other flags do not take TypeScript's compiled code from each other", async (t) => {
  const caches = t.testdir();
  const typescript = fileURLToPath(new URL("../../runtime/typescript.js", import.meta.url));
  const program = `const { writeTypescriptCache } = await import(${JSON.stringify(typescript)});
    writeTypescriptCache();`;
  const written = (): readonly (readonly [string, number])[] => {
    for (const flags of [[], ["--no-compilation-cache"]]) {
      execFileSync(process.execPath, [...flags, "--input-type=module", "-e", program], {
        env: { ...process.env, XDG_CACHE_HOME: caches },
      });
    }
    const folder = join(caches, "weft");
    return readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs]);
  };
  const first = written();
  t.equal(first.length, 2);
  t.same(written(), first);
});
