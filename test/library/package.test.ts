// The package as others get it: packed, installed into an empty folder without a network, used by plain programs.
import { execFileSync, type SpawnSyncReturns, spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import { packPackage } from "./pack-package.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));
// Outside of the project, whose own build and modules must not be found.
const folder = mkdtempSync(join(tmpdir(), "weft-package-"));
t.teardown(() => rmSync(folder, { recursive: true }));
t.setTimeout(180_000);

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

const packed = packPackage(folder);
const installed = join(folder, "node_modules", "weft-kernel");
mkdirSync(installed, { recursive: true });
execFileSync("tar", ["-xzf", packed, "--strip-components=1", "-C", installed]);
const manifest: Manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
for (const name of Object.keys(manifest.dependencies)) {
  const link = join(folder, "node_modules", name);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(join(root, "node_modules", name), link);
}
writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
for (const name of ["julia-set.mjs", "fit-line.ts"])
  copyFileSync(join(root, "examples", name), join(folder, name));

function run(file: string, ...args: readonly string[]): SpawnSyncReturns<string> {
  // Without what tap hands down to its children.
  const { NODE_OPTIONS: _, ...env } = process.env;
  return spawnSync(process.execPath, [file, ...args], { cwd: folder, encoding: "utf8", env });
}

t.test("a program in JavaScript", async (t) => {
  const { status, stdout, stderr } = run("julia-set.mjs");
  t.same([status, stderr], [0, ""]);
  const lines = stdout.trimEnd().split("\n");
  t.equal(lines.length, 13);
  t.equal(lines[6], "..=@,@@@;;++::;@@@;::++;;@@@,@=..");
});

t.test(
  "a program in TypeScript, with the strictest checks and those of the declarations themselves",
  async (t) => {
    const compilerOptions = {
      target: "es2023",
      module: "nodenext",
      types: ["node"],
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["fit-line.ts"] }));
    t.match(run(join(folder, "node_modules", "typescript", "bin", "tsc"), "-p", "."), {
      status: 0,
      stdout: "",
    });
    const { status, stdout, stderr } = run("fit-line.js");
    t.same([status, stderr], [0, ""]);
    t.same(stdout.trimEnd().split("\n"), [
      '{"slope":1.999,"offset":1.001}',
      "standard deviation of the noise: 0.0071",
      "ParallelTypeError: The parameter x of slopeAndOffset is float64[:], but the argument is a string: convert it, or drop the annotation",
      "3 parallel regions",
    ]);
  },
);

t.test("tables, whose libraries are loaded when they are needed", async (t) => {
  writeFileSync(
    join(folder, "tables.mjs"),
    `import { np, readArrow, readParquet, writeArrow, writeParquet } from "weft-kernel";
    await writeParquet("a.parquet", { x: np.arange(3), name: ["a", null, "c"] });
    await writeArrow("a.arrow", await readParquet("a.parquet"));
    console.log(JSON.stringify(await readArrow("a.arrow")));`,
  );
  const { status, stdout, stderr } = run("tables.mjs");
  t.same([status, stderr], [0, ""]);
  t.same(JSON.parse(stdout), {
    x: { dtype: "float64", shape: [3], data: [0, 1, 2] },
    name: ["a", null, "c"],
  });
});

t.test("the command line", async (t) => {
  t.match(run(join(installed, "dist", "kernel", "cli.js"), "--help"), { status: 0, stdout: /weft install/ });
});

t.test("without the native runtime, the error says what to do", async (t) => {
  rmSync(join(installed, "build"), { recursive: true });
  const { status, stderr } = run("julia-set.mjs");
  t.equal(status, 1);
  t.match(
    stderr,
    /The native runtime build\/weft\.node is missing above .*an installed package has to be packed again/,
  );
  mkdirSync(join(installed, "build"));
  writeFileSync(join(installed, "build", "weft.node"), "of another machine");
  t.match(run("julia-set.mjs").stderr, /weft\.node can't be loaded on \w+ \w+: .*on such a machine/);
});
