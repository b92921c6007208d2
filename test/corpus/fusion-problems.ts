import { wrapTypedArray } from "../../runtime/classify.js";
import { NDArray } from "../../runtime/ndarray.js";
import { elementsOf, show } from "./compare.js";
import type { CaseResult } from "./run-case.js";

/** How far reductions of floats may differ, whose order the language leaves open. */
const RELATIVE = 1e-12;

/** What is wrong with the results of a case without fusion: they are those with it, but for the last bits of reductions. */
export function fusionProblems(fused: CaseResult, unfused: CaseResult): readonly string[] {
  if (unfused.bits === fused.bits) return [];
  if (!fused.reduces) return ["gives other bits without fusion, and there is no reduction"];
  return isNear(fused.results, unfused.results)
    ? []
    : [`gives ${show(unfused.results)} without fusion, and ${show(fused.results)} with it`];
}

/** Whether all numbers of two results are equal up to the order of sums. */
export function isNear(left: unknown, right: unknown): boolean {
  const [a, b] = [wrapTypedArray(left), wrapTypedArray(right)];
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isNear(item, b[index]));
  }
  if (a instanceof NDArray && b instanceof NDArray) {
    return a.dtype === b.dtype && String(a.shape) === String(b.shape) && isNear(elementsOf(a), elementsOf(b));
  }
  if (typeof a !== "number" || typeof b !== "number") return Object.is(a, b);
  return Object.is(a, b) || Math.abs(a - b) <= RELATIVE * Math.max(Math.abs(a), Math.abs(b));
}
