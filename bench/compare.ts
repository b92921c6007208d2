// Weft beside NumPy, and Numba where it is installed, in one run: npm run bench. PYTHON=… names another interpreter.
// Each system gets the machine to itself, in turns; the best of several repeats counts, since machines are shared.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { env } from "node:process";
import { fileURLToPath } from "node:url";
import { compile, np } from "../runtime/library.js";
import { loadNative } from "../runtime/native.js";

const project = new URL("../../", import.meta.url);
const REPEATS = 15;
const SIZE = 10_000_000;

const SOURCE = `
const N = 10;
const GAMMA = 2.2;
function sumOfSquares(a, b) { return sum(a ** 2 + b ** 2); }
function squares(a, b) { return a ** 2 + b ** 2; }
function exponential(a, b) { return exp(a); }
function logisticRegression(Y, X, w) {
  for (const i of range(20)) {
    w -= dot((1.0 / (1.0 + exp(-Y * dot(X, w))) - 1.0) * Y, X);
  }
  return w;
}
function blur(x) {
  const kernel = (a) => {
    let acc = 0.0;
    for (const i of range(-N, N + 1)) {
      for (const j of range(-N, N + 1)) acc += a[i, j] ** GAMMA;
    }
    return uint8((acc / ((2 * N + 1) * (2 * N + 1))) ** (1 / GAMMA));
  };
  return stencil(kernel, { neighborhood: [[-N, N], [-N, N]] })(x);
}
`;

const vectors = (): readonly unknown[] => [np.linspace(0, 1, SIZE), np.linspace(1, 0, SIZE)];
function regression(): readonly unknown[] {
  const [rows, columns] = [100_000, 30];
  const x = np.fromFunction([rows, columns], (i, j) => 0.01 * Math.sin((i * columns + j) * 0.37));
  return [np.fromFunction([rows], (i) => (i % 3 === 0 ? -1 : 1)), x, np.zeros([columns])];
}
const picture = (): readonly unknown[] => [
  np.fromFunction([512, 512], (i, j) => ((i * 512 + j) * 7919) % 256, "uint8"),
];

const KERNELS: Readonly<Record<string, () => readonly unknown[]>> = {
  sumOfSquares: vectors,
  squares: vectors,
  exponential: vectors,
  logisticRegression: regression,
  blur: picture,
};

/** The best time of a call in seconds, after one that compiles. */
function measure(run: () => unknown): number {
  run();
  let best = Infinity;
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const begin = performance.now();
    run();
    best = Math.min(best, performance.now() - begin);
  }
  return best / 1000;
}

interface PeerTimes {
  readonly numpy: number;
  readonly numba: number | null;
}
function measurePeers(kernel: string): PeerTimes | null {
  const own = fileURLToPath(new URL(".venv/bin/python", project));
  const python = env["PYTHON"] ?? (existsSync(own) ? own : "python3");
  const script = fileURLToPath(new URL("bench/peers.py", project));
  const result = spawnSync(python, [script, kernel, String(REPEATS)], { encoding: "utf8" });
  if (result.status === 0) return JSON.parse(result.stdout) as PeerTimes;
  console.error(
    `${python} could not run ${kernel}: ${result.stderr.trim().split("\n").at(-1) ?? result.error?.message}`,
  );
  return null;
}

const milliseconds = (seconds: number): string => `${(seconds * 1000).toFixed(2)} ms`;
const ratio = (peer: number | null, weft: number): string =>
  peer === null ? "–" : `${milliseconds(peer)} (${(peer / weft).toFixed(2)}×)`;

const programs = compile(SOURCE);
console.log(`${loadNative().numThreads()} threads; in brackets: the peer's time over Weft's`);
console.log(`| kernel | Weft | NumPy | Numba |\n| --- | --- | --- | --- |`);
for (const [name, inputs] of Object.entries(KERNELS)) {
  const args = inputs();
  const program = programs[name];
  if (program === undefined) throw new Error(`${name} was not compiled`);
  const weft = measure(() => program(...args));
  const peers = measurePeers(name);
  console.log(
    `| ${name} | ${milliseconds(weft)} | ${ratio(peers?.numpy ?? null, weft)} | ${ratio(peers?.numba ?? null, weft)} |`,
  );
}
