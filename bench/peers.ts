import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { env } from "node:process";
import { fileURLToPath } from "node:url";
import { BENCH_FOLDER, type ContenderName } from "./contender.js";

/** The Python whose packages are the peers: PYTHON=…, the project's own, or the system's. */
export function findPython(): string {
  const own = fileURLToPath(new URL("../../.venv/bin/python", import.meta.url));
  return env["PYTHON"] ?? (existsSync(own) ? own : "python3");
}

/** Ways of writing a kernel, by system and kernel. */
export type Peers = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** The systems that are installed here; none, with a word on standard error, where Python or NumPy is missing. */
export function findPeers(python: string): Peers {
  const { status, stdout, stderr } = spawnSync(python, [`${BENCH_FOLDER}peers/serve.py`, "--list"], {
    encoding: "utf8",
  });
  // serve.py prints this shape.
  if (status === 0) return JSON.parse(stdout) as Peers;
  console.error(`No peers: ${python} says ${stderr.trim().split("\n").at(-1) ?? "nothing"}`);
  return {};
}

/** Forms in which Numba is asked: the defaults, and what it offers to be faster. */
const NUMBA_MODES = ["", "-fm", "-fm-np"];

/** Who takes part in a kernel on this number of threads. */
export function peersOf(
  peers: Peers,
  kernel: string,
  threads: number,
  wanted: readonly string[],
): readonly ContenderName[] {
  const numba = NUMBA_MODES.map((mode) => `numba-${threads > 1 ? "par" : "ser"}${mode}`);
  const isWanted = (system: string): boolean =>
    (!system.startsWith("numba") || numba.includes(system)) &&
    (wanted.length === 0 || wanted.some((name) => system.startsWith(name)));
  return Object.entries(peers)
    .filter(([system]) => isWanted(system))
    .flatMap(([system, kernels]) => (kernels[kernel] ?? []).map((idiom) => ({ system, idiom })));
}
