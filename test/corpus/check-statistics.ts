import { NDArray } from "../../runtime/ndarray.js";
import type { StatisticsJson } from "./case.js";
import { elementsOf, show } from "./compare.js";

/** What is wrong with a random result; empty where its statistics are those of the distribution. */
export function checkStatistics(got: unknown, want: StatisticsJson): readonly string[] {
  if (!(got instanceof NDArray)) return [`result: got ${show(got)}, want an array`];
  const problems: string[] = [];
  if (got.dtype !== want.dtype) problems.push(`dtype got ${got.dtype}, want ${want.dtype}`);
  if (got.size !== want.n) problems.push(`size got ${got.size}, want ${want.n}`);
  const x = Float64Array.from(elementsOf(got), Number);
  const mean = average(x);
  const deviation = Math.sqrt(average(x.map((value) => (value - mean) ** 2)));
  const near = (
    name: string,
    value: number,
    expected: number | undefined,
    slack: number | undefined,
  ): void => {
    if (expected === undefined || slack === undefined) return;
    if (!(Math.abs(value - expected) <= slack))
      problems.push(`${name} got ${value}, want ${expected} ± ${slack}`);
  };
  near("mean", mean, want.mean, want.meanTolerance);
  near("std", deviation, want.std, want.stdTolerance);
  near("lag-1 correlation", neighbourCorrelation(x, mean, deviation), 0, want.lag1Tolerance);
  for (const [limit, share, slack] of want.cumulative ?? []) {
    near(`share <= ${limit}`, average(x.map((value) => (value <= limit ? 1 : 0))), share, slack);
  }
  const { atLeast, atMost } = want;
  if (atLeast !== undefined && !x.every((value) => value >= atLeast))
    problems.push(`an element is below ${atLeast}`);
  if (atMost !== undefined && !x.every((value) => value <= atMost))
    problems.push(`an element is above ${atMost}`);
  if (want.integers === true && !x.every(Number.isInteger)) problems.push("an element is not whole");
  return problems;
}

const average = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);

function neighbourCorrelation(x: Float64Array, mean: number, deviation: number): number {
  const products = x.subarray(1).map((value, i) => (value - mean) * ((x[i] ?? 0) - mean));
  return average(products) / deviation ** 2;
}
