import type { Verdict } from "./verdict.js";

/** A case is called "group/name". */
export const groupOf = ({ id }: Verdict): string => id.slice(0, id.indexOf("/"));

/** How many cases of each group pass. */
export function tally(
  verdicts: readonly Verdict[],
): ReadonlyMap<string, { readonly passed: number; readonly total: number }> {
  const groups = new Map<string, { passed: number; total: number }>();
  for (const verdict of verdicts) {
    const group = groupOf(verdict);
    const { passed, total } = groups.get(group) ?? { passed: 0, total: 0 };
    groups.set(group, { passed: passed + (verdict.problems.length === 0 ? 1 : 0), total: total + 1 });
  }
  return groups;
}
