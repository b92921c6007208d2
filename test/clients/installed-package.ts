import { type ChildProcess, execFileSync, type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Test } from "tap";
import { packPackage } from "../library/pack-package.js";

/** The user and group that own nothing; those of every Linux. */
const NOBODY = 65_534;

export interface InstalledPackage {
  readonly tarball: string;
  /** The package's folder, which cannot be written to. */
  readonly folder: string;
  /** The only folder in PATH. */
  readonly bin: string;
  /** The home of the other user, for files of the test as well. */
  readonly home: string;
  /** Runs the `weft` command as the other user. */
  weft(...parameters: readonly string[]): SpawnSyncReturns<string>;
  /** Starts a program as the other user. */
  start(program: string, parameters: readonly string[]): ChildProcess;
  /** Runs a module of JavaScript that may import the package, as the other user. */
  evaluate(source: string): SpawnSyncReturns<string>;
  /** Makes files the other user's. */
  handOver(...paths: readonly string[]): void;
}

/**
 * Packs the project and installs the package as somebody would who has nothing but Node.js and npm: no compiler, no LLVM and no Python
 * in PATH, no scripts of packages, a path with spaces and other letters, a package folder that can only be read. What is run
 * afterwards has no environment of ours, and the home of another user; where the test runs as root, it is another user as well.
 */
export function installPackage(t: Test): InstalledPackage {
  const scratch = mkdtempSync(join(tmpdir(), "weft Größe 日本 "));
  // The other user must get through; what mkdtemp makes is for us alone.
  chmodSync(scratch, 0o755);
  const [prefix, bin, home] = ["empty prefix", "bin", "home of another"].map((name) => join(scratch, name));
  if (prefix === undefined || bin === undefined || home === undefined) throw new Error("three names");
  for (const each of [prefix, bin, home]) mkdirSync(each);
  t.teardown(() => {
    execFileSync("chmod", ["-R", "u+w", scratch]);
    rmSync(scratch, { recursive: true });
  });
  for (const [name, program] of [
    ["node", process.execPath],
    ["npm", findInPath("npm")],
  ] as const)
    symlinkSync(program, join(bin, name));

  const tarball = packPackage(scratch);
  // Without what tap hands down to its children.
  const { NODE_OPTIONS: _, ...ours } = process.env;
  const quietly = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  // The dependencies come from npm's cache where they are in it.
  execFileSync("npm", ["install", ...quietly, "--prefer-offline", tarball], {
    cwd: prefix,
    env: { ...ours, PATH: bin },
    encoding: "utf8",
  });
  execFileSync("chmod", ["-R", "a-w,a+rX", prefix]);

  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const handOver = (...paths: readonly string[]): void => {
    if (isRoot) for (const path of paths) chownSync(path, NOBODY, NOBODY);
  };
  handOver(home);
  // By env, as tap puts variables of its own into the environment of every process that is started from Node.js.
  const withoutOurs = (
    program: string,
    parameters: readonly string[],
  ): readonly [string, readonly string[]] => [
    "/usr/bin/env",
    ["-i", `PATH=${bin}`, `HOME=${home}`, program, ...parameters],
  ];
  const folder = join(prefix, "node_modules", "weft-kernel");
  const run = (program: string, parameters: readonly string[], cwd = home): SpawnSyncReturns<string> =>
    spawnSync(...withoutOurs(program, parameters), { ...user, cwd, encoding: "utf8" });
  return {
    tarball,
    folder,
    bin,
    home,
    weft: (...parameters) => run(join(prefix, "node_modules", ".bin", "weft"), parameters),
    start: (program, parameters) =>
      spawn(...withoutOurs(program, parameters), { ...user, cwd: home, stdio: "inherit" }),
    evaluate: (source) => run("node", ["--input-type=module", "--eval", source], prefix),
    handOver,
  };
}

function findInPath(name: string): string {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const found = folders.map((folder) => join(folder, name)).find(existsSync);
  if (found === undefined) throw new Error(`There is no ${name} in PATH`);
  return found;
}
