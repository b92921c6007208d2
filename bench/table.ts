import { wayOf } from "./kernels/kernel.js";
import type { Row, Timing } from "./measure-kernel.js";

/** Names that are compared, with the systems that each stands for. */
const GROUPS: readonly (readonly [title: string, belongs: (system: string) => boolean])[] = [
  ["best C", (system) => system.startsWith("c-")],
  ["best Numba", (system) => system.startsWith("numba")],
  ["default Numba", (system) => system === "numba-par" || system === "numba-ser"],
  ["NumPy", (system) => system === "numpy"],
  ["numexpr", (system) => system === "numexpr"],
  ["JAX", (system) => system === "jax"],
  ["Pythran", (system) => system === "pythran"],
];

/** The fastest way of writing among the systems that belong. */
const fastest = (row: Row, belongs: (system: string) => boolean): Timing | undefined =>
  row.timings.filter(({ system }) => belongs(system)).toSorted((a, b) => a.minimum - b.minimum)[0];

const isWeft = (system: string): boolean => system === "weft";
const isPeer = (system: string): boolean => system !== "weft";

/** Times of the best peer over Weft's, by group; above 1 Weft is faster. */
export function ratios(row: Row): ReadonlyMap<string, number> {
  const weft = fastest(row, isWeft);
  if (weft === undefined) return new Map();
  return new Map(
    GROUPS.flatMap(([title, belongs]) => {
      const peer = fastest(row, belongs);
      return peer === undefined ? [] : [[title, peer.minimum / weft.minimum] as const];
    }),
  );
}

export function time(seconds: number): string {
  if (seconds < 1e-6) return `${(1e9 * seconds).toPrecision(3)} ns`;
  if (seconds < 1e-3) return `${(1e6 * seconds).toPrecision(3)} µs`;
  return seconds < 1 ? `${(1e3 * seconds).toPrecision(3)} ms` : `${seconds.toPrecision(3)} s`;
}

/** The first call over the second, and how many times as long the quickest of Numba's modes took. */
function compileTime(row: Row, { compileSeconds }: Timing): string {
  if (compileSeconds === null) return "";
  const numba = row.timings.flatMap((timing) =>
    timing.system.startsWith("numba") ? (timing.compileSeconds ?? []) : [],
  );
  const ratio = numba.length === 0 ? "" : ` (Numba ${(Math.min(...numba) / compileSeconds).toFixed(0)}×)`;
  return `${time(compileSeconds)}${ratio}`;
}

const times = (ratio: number | undefined): string =>
  ratio === undefined ? "" : `${ratio >= 9.95 ? ratio.toFixed(0) : ratio.toFixed(2)}×`;

/** Markdown: a row per kernel and size, then the geometric means. `bandwidth` is in bytes per second. */
export function table(rows: readonly Row[], bandwidth: number | null): string {
  const present = GROUPS.map(([title]) => title).filter((title) =>
    rows.some((row) => ratios(row).has(title)),
  );
  const heads = ["kernel", "size", "Weft", "median", "compile", "GB/s", "best peer", "ratio", ...present];
  const lines = rows.map((row) => {
    const weft = fastest(row, isWeft);
    const peer = fastest(row, isPeer);
    const found = ratios(row);
    const rate = weft === undefined ? 0 : row.bytes / weft.minimum;
    const share = bandwidth === null ? "" : ` (${((100 * rate) / bandwidth).toFixed(0)} %)`;
    return [
      row.kernel,
      row.parameters.join("×"),
      weft === undefined ? "failed" : `${time(weft.minimum)}${wayOf(weft.idiom).isUsing ? " using" : ""}`,
      weft === undefined ? "" : time(weft.median),
      weft === undefined ? "" : compileTime(row, weft),
      row.bytes === 0 ? "" : `${(rate / 1e9).toPrecision(3)}${row.size === "l" ? share : ""}`,
      peer === undefined ? "" : `${peer.system} ${peer.idiom} ${time(peer.minimum)}`,
      peer === undefined || weft === undefined ? "" : times(peer.minimum / weft.minimum),
      ...present.map((title) => times(found.get(title))),
    ];
  });
  const means = present.map((title) =>
    times(geometricMean(rows.flatMap((row) => ratios(row).get(title) ?? []))),
  );
  const all = [heads, heads.map(() => "---"), ...lines, ["geometric mean", ..."       ".split(""), ...means]];
  return all.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
