import { loadParallelSession } from "../load-parallel-session.js";
import type { NDArray } from "../ndarray.js";
import type { ParallelFunction } from "../parallel-function.js";
import { mapScope } from "../scope.js";

/** What large arrays become before they are drawn, in the parallel language: all of it reads the data once. */
const SOURCE = `
function extremesOfBuckets(y, buckets: int) {
  const n = y.shape[0];
  const lowest = zeros(buckets, int64);
  const highest = zeros(buckets, int64);
  for (const b of prange(buckets)) {
    const begin = floorDivide(b * n, buckets);
    const end = floorDivide((b + 1) * n, buckets);
    let low = Infinity;
    let high = -Infinity;
    let lowAt = begin;
    let highAt = begin;
    for (const i of range(begin, end)) {
      if (y[i] < low) { low = y[i]; lowAt = i; }
      if (y[i] > high) { high = y[i]; highAt = i; }
    }
    lowest[b] = lowAt;
    highest[b] = highAt;
  }
  return [lowest, highest];
}

function finiteRange(x) {
  let low = Infinity;
  let high = -Infinity;
  for (const i of prange(x.shape[0])) {
    low = min(low, isfinite(x[i]) ? x[i] : Infinity);
    high = max(high, isfinite(x[i]) ? x[i] : -Infinity);
  }
  return [low, high];
}

function isAscending(x) {
  let ascends = true;
  for (const i of prange(x.shape[0] - 1)) ascends &= x[i] <= x[i + 1];
  return ascends;
}

function countBins(x, edges) {
  const bins = edges.shape[0] - 1;
  const counts = zeros(bins, int64);
  const low = edges[0];
  const high = edges[bins];
  const scale = bins / (high - low);
  for (const i of prange(x.shape[0])) {
    if (x[i] >= low && x[i] <= high) {
      const guess = min(int64((x[i] - low) * scale), bins - 1);
      const bin = x[i] < edges[guess] ? guess - 1 : guess < bins - 1 && x[i] >= edges[guess + 1] ? guess + 1 : guess;
      counts[bin] += 1;
    }
  }
  return counts;
}

function countCells(x, y, range, height: int, width: int) {
  const counts = zeros([height, width], int64);
  const left = range[0];
  const bottom = range[2];
  const acrossScale = width / (range[1] - left);
  const upScale = height / (range[3] - bottom);
  for (const i of prange(x.shape[0])) {
    if (isfinite(x[i]) && isfinite(y[i])) {
      const column = int64((x[i] - left) * acrossScale);
      const row = int64((y[i] - bottom) * upScale);
      counts[row < height ? row : height - 1, column < width ? column : width - 1] += 1;
    }
  }
  return counts;
}
`;

type KernelName = "extremesOfBuckets" | "finiteRange" | "isAscending" | "countBins" | "countCells";

let compiled: ReadonlyMap<string, ParallelFunction> | undefined;

function load(): ReadonlyMap<string, ParallelFunction> {
  const session = loadParallelSession({ scope: mapScope(new Map()), log: () => {} });
  return session.runSource({ name: "sampling", text: SOURCE, firstLine: 1 }).functions;
}

/** Runs one of the functions above on all cores. */
export function runSampling(name: KernelName, ...values: readonly (NDArray | number)[]): unknown {
  compiled ??= load();
  const kernel = compiled.get(name);
  if (kernel === undefined) throw new Error(`There is no sampling function ${name}`);
  return kernel(...values);
}
