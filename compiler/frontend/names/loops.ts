import type { Context } from "../context.js";
import { print } from "../messages.js";
import { check, idOf, toIndex } from "../scalars.js";
import type { Scalar, Value } from "../value.js";
import { int64, strong } from "../value.js";
import { constantInteger, shapeArgument } from "./arguments.js";
import { entriesOf } from "./entries-of.js";
import type { CallSite, NameEntry } from "./entry.js";
import { LOOPS, PRINTING } from "./groups.js";

function bound(cx: Context, site: CallSite, value: Value): Scalar {
  const id = toIndex(cx, value, site.node, "A bound of a range");
  const known = cx.integers.known(id);
  return known === undefined ? strong(id, "int64") : { ...strong(id, "int64"), constant: known };
}

function makeRange(parallel: boolean): NameEntry["call"] {
  return (cx, site): Value => {
    const [first, second, third] = site.args;
    if (first === undefined || site.args.length > 3) {
      throw cx.typeError(`${site.name} takes (stop), (start, stop) or (start, stop, step).`, site.node);
    }
    if (first.kind === "tuple") {
      if (!parallel)
        throw cx.typeError("range takes numbers: nest two loops, or use prange([n, m]).", site.node);
      return {
        kind: "rangeNd",
        extents: shapeArgument(cx, site, first).map((extent) => strong(extent, "int64")),
      };
    }
    const start = second === undefined ? int64(0) : bound(cx, site, first);
    const stop = bound(cx, site, second ?? first);
    const step = third === undefined ? int64(1) : bound(cx, site, third);
    checkStep(cx, step, site);
    return { kind: "range", parallel, start, stop, step };
  };
}
function checkStep(cx: Context, step: Scalar, site: CallSite): void {
  const message = "The step of a range can't be 0";
  if (step.constant !== null) {
    if (constantInteger(cx, step, "The step of a range", site.node) === 0)
      throw cx.rangeError(`${message}.`, site.node);
    return;
  }
  const zero = cx.integers.constant(0, site.node);
  check(cx, cx.integers.compare("ne", idOf(cx, step, site.node), zero, site.node), message, [], site.node);
}

const slice: NameEntry["call"] = (cx, site): Value => {
  const part = (value: Value | undefined): Scalar | null => {
    if (value === undefined || value.kind === "undefined") return null;
    if (value.kind === "scalar") return value;
    throw cx.typeError("The bounds of a slice are numbers.", site.node);
  };
  const [first, second, third] = site.args;
  if (first === undefined)
    throw cx.typeError("slice takes (stop), (start, stop) or (start, stop, step).", site.node);
  return site.args.length === 1
    ? { kind: "slice", start: null, stop: part(first), step: null }
    : { kind: "slice", start: part(first), stop: part(second), step: part(third) };
};

const entry = entriesOf(LOOPS);

export const loops: readonly NameEntry[] = [
  entry(
    "range",
    "range(stop), range(start, stop, step?)",
    "The whole numbers from start to stop, stop excluded, in order.",
    "let s = 0;\nfor (const i of range(2, 10, 3)) s += i;\ns",
    makeRange(false),
  ),
  entry(
    "prange",
    "prange(stop), prange(start, stop, step?), prange([n, m])",
    "As range, but the iterations are independent apart from reductions, and run on all cores.",
    "const n = 1000;\nlet s = 0;\nfor (const i of prange(n)) s += i ** 2;\ns",
    makeRange(true),
  ),
  entry(
    "slice",
    "slice(start, stop, step?)",
    "A slice with computed bounds, for an index: a[slice(lo, hi)]. undefined omits a bound.",
    "const [lo, hi] = [1, 4];\narange(6)[slice(lo, hi)]",
    slice,
  ),
  entriesOf(PRINTING)(
    ["console.log", "console.info", "console.debug"],
    "console.log(...values)",
    "Prints scalars and arrays as one line; lines from a prange come out whole, in any order.",
    'console.log("mean", mean(array([1, 2, 6])));',
    (cx, site): Value => {
      print(
        cx,
        site.args.map((value) => [value]),
        site.node,
      );
      return { kind: "undefined" };
    },
  ),
];
